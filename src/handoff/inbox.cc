#include "handoff/inbox.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "base/fail_point.h"
#include "base/id.h"
#include "base/log.h"

namespace sportello {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostAtOnce = 50;
constexpr std::string_view kDropEnding = ".eml";

class OpenFile {
 public:
  explicit OpenFile(int number) : number_(number) {}
  ~OpenFile() {
    if (number_ >= 0) close(number_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

Status WriteAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return Unavailable(std::strerror(errno));
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  if (fsync(file) != 0) return Unavailable(std::strerror(errno));
  return {};
}

// What an mail-in puts there comes by rename, so a whole mail at once.
std::vector<fs::path> FilesOf(const std::string& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().extension() == kDropEnding) files.push_back(at->path());
  }
  std::sort(files.begin(), files.end());
  if (files.size() > kMostAtOnce) files.resize(kMostAtOnce);
  return files;
}

}  // namespace

Status DropMail(const std::string& folder, std::string_view bytes) {
  const std::string name = NewLowerId();
  const std::string aside = folder + "/" + name + ".part";
  const std::string place = folder + "/" + name + std::string(kDropEnding);
  {
    const OpenFile file(
        open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640));
    if (file.number() < 0) {
      return Unavailable(folder + ": " + std::strerror(errno));
    }
    const Status written = WriteAll(file.number(), bytes);
    if (!written.ok()) {
      unlink(aside.c_str());
      return Unavailable(folder + ": " + written.error().message);
    }
  }
  FailPoint("mail_in.written");
  if (rename(aside.c_str(), place.c_str()) != 0) {
    const std::string why = std::strerror(errno);
    unlink(aside.c_str());
    return Unavailable(folder + ": " + why);
  }
  FailPoint("mail_in.renamed");
  const OpenFile directory(
      open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.number() < 0 || fsync(directory.number()) != 0) {
    return Unavailable(folder + ": " + std::strerror(errno));
  }
  return {};
}

Inbox::Inbox(MailReceiver& receiver, ImapClient* imap, Metrics& metrics,
             InboxOptions options)
    : receiver_(receiver),
      imap_(imap),
      options_(std::move(options)),
      blocked_(metrics.AddGauge("mailbox_unreachable",
                                "1: the mailbox cannot be read.")) {}

Inbox::~Inbox() { Stop(); }

void Inbox::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void Inbox::Stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (imap_ != nullptr) imap_->Stop();
  if (thread_.joinable()) thread_.join();
}

bool Inbox::IsStopping() {
  const std::scoped_lock lock(mutex_);
  return stopping_;
}

void Inbox::Loop() {
  auto next_poll = std::chrono::steady_clock::now();
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    ReadFolder();
    if (imap_ != nullptr && std::chrono::steady_clock::now() >= next_poll) {
      ReadMailbox();
      next_poll = std::chrono::steady_clock::now() + options_.imap_interval;
    }
    lock.lock();
    wake_.wait_for(lock,
                   std::min(options_.folder_interval, options_.imap_interval),
                   [this] { return stopping_; });
  }
}

Inbox::Taken Inbox::Take(std::string_view bytes, std::string_view where) {
  const Status received = receiver_.Receive(bytes);
  if (received.ok()) return Taken::kDone;
  if (received.error().code == Code::kUnavailable) return Taken::kLater;
  // It would fail again and again: it stays where people can look at it.
  Log(LogLevel::kError, "mail not understood",
      {{"where", std::string(where)}, {"why", received.error().message}});
  return Taken::kNotUnderstood;
}

int Inbox::ReadFolder() {
  if (options_.folder.empty()) return 0;
  int taken = 0;
  for (const fs::path& path : FilesOf(options_.folder)) {
    if (IsStopping()) break;
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open() || file.bad()) continue;
    FailPoint("inbox.read");
    const Taken how = Take(bytes, path.filename().string());
    if (how == Taken::kLater) break;
    FailPoint("inbox.received");
    std::error_code error;
    if (how == Taken::kDone) {
      fs::remove(path, error);
    } else {
      fs::rename(path, fs::path(path).replace_extension(".bad"), error);
    }
    ++taken;
  }
  return taken;
}

void Inbox::Tell(const Status& status) {
  blocked_.Set(status.ok() ? 0 : 1);
  const std::string why = status.ok() ? "" : status.error().message;
  if (!why.empty() && why != told_) {
    Log(LogLevel::kError, "mailbox cannot be read", {{"why", why}});
  }
  told_ = why;
}

int Inbox::ReadMailbox() {
  if (imap_ == nullptr) return 0;
  const auto uids = imap_->ListNew(options_.since, kMostAtOnce);
  if (IsStopping()) return 0;
  Tell(uids.ok() ? Status() : Status(uids.error()));
  if (!uids.ok()) return 0;
  int taken = 0;
  for (const uint32_t uid : *uids) {
    if (IsStopping()) break;
    const auto bytes = imap_->Fetch(uid, kMaxMailBytes);
    if (!bytes.ok()) {
      Tell(bytes.error());
      break;
    }
    FailPoint("inbox.read");
    const Taken how = Take(*bytes, "uid " + std::to_string(uid));
    if (how == Taken::kLater) break;
    FailPoint("inbox.received");
    if (const Status marked = imap_->MarkDone(uid); !marked.ok()) {
      Tell(marked);
      break;
    }
    ++taken;
  }
  return taken;
}

}  // namespace sportello
