#include "mail/imap_client.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <string_view>
#include <utility>

#include "mail/address.h"
#include "mail/curl_call.h"

namespace sportello {
namespace {

constexpr std::string_view kKeyword = "$SportelloDone";
constexpr size_t kMaxAnswer = 1U << 20;
constexpr size_t kMaxHead = 64U << 10;

struct Received {
  std::string bytes;
  size_t most = 0;
  bool full = false;
};

size_t TakeBytes(char* bytes, size_t size, size_t count, void* data) {
  auto& received = *static_cast<Received*>(data);
  const size_t all = size * count;
  const size_t room = received.most - received.bytes.size();
  received.bytes.append(bytes, std::min(all, room));
  if (all <= room) return all;
  received.full = true;
  return 0;  // ends the transfer: what we want we have
}

// The server's lines beside the answer; only the greeting's are wanted.
size_t TakeHead(char* bytes, size_t size, size_t count, void* data) {
  auto& head = *static_cast<std::string*>(data);
  const size_t all = size * count;
  if (head.size() < kMaxHead) head.append(bytes, all);
  return all;
}

std::string ImapDate(Time time) {
  static constexpr std::array<const char*, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun",
      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day date{
      std::chrono::floor<std::chrono::days>(time)};
  return std::to_string(static_cast<unsigned>(date.day())) + "-" +
         kMonths.at(static_cast<unsigned>(date.month()) - 1) + "-" +
         std::to_string(static_cast<int>(date.year()));
}

// "* SEARCH 4 7 9".
std::vector<uint32_t> ReadSearch(std::string_view text) {
  static constexpr std::string_view kBegin = "* SEARCH";
  std::vector<uint32_t> uids;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = end + 1;
    if (line.substr(0, kBegin.size()) != kBegin) continue;
    line.remove_prefix(kBegin.size());
    while (!line.empty()) {
      uint32_t uid = 0;
      const char* last = line.data() + line.size();
      const auto read = std::from_chars(line.data(), last, uid);
      if (read.ec == std::errc() && uid > 0) uids.push_back(uid);
      const size_t used =
          std::max<size_t>(1, static_cast<size_t>(read.ptr - line.data()));
      line.remove_prefix(used);
    }
  }
  std::sort(uids.begin(), uids.end());
  return uids;
}

// Whether keywords of our own are kept: "[PERMANENTFLAGS (... \*)]".
bool KeepsKeywords(const std::string& head) {
  const std::string folded = FoldMailAddress(head);
  const size_t at = folded.find("[permanentflags (");
  if (at == std::string::npos) return true;  // RFC 9051: then all are
  const std::string flags = folded.substr(at, folded.find(']', at) - at);
  return flags.find("\\*") != std::string::npos ||
         flags.find(FoldMailAddress(kKeyword)) != std::string::npos;
}

Error ErrorOf(CURLcode code) {
  const std::string why = std::string("imap: ") + curl_easy_strerror(code);
  return IsMisconfigured(code) ? Denied(why) : Unavailable(why);
}

}  // namespace

struct ImapClient::State {
  MailServer server;
  std::string mailbox;  // the url with a mailbox
  std::atomic<bool> stop{false};
  CurlPtr curl;
  bool selected = false;
  bool keywords = true;

  Result<std::string> Call(const std::string& url, const std::string& command,
                           size_t most, std::string* head = nullptr) {
    if (curl == nullptr) curl = NewCurl();
    if (curl == nullptr) return Unavailable("imap: no memory");
    PrepareMailCall(curl.get(), server, stop);
    Received received;
    received.most = most;
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, TakeBytes);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &received);
    if (head != nullptr) {
      curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, TakeHead);
      curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, head);
    }
    if (!command.empty()) {
      curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, command.c_str());
    }
    const CURLcode code = curl_easy_perform(curl.get());
    if (code != CURLE_OK) {
      curl.reset();
      selected = false;
      if (!received.full) return ErrorOf(code);
    }
    return std::move(received.bytes);
  }

  // The mailbox's own rules, once for each connection.
  Status Select() {
    if (selected) return {};
    std::string head;
    const auto answer = Call(mailbox, "NOOP", kMaxAnswer, &head);
    if (!answer.ok()) return answer.error();
    keywords = KeepsKeywords(head);
    selected = true;
    return {};
  }
};

ImapClient::ImapClient(MailServer server) : state_(std::make_unique<State>()) {
  state_->server = std::move(server);
  const std::string& url = state_->server.url;
  const size_t path = url.find('/', url.find("://") + 3);
  state_->mailbox = url;
  if (path == url.npos) state_->mailbox += "/INBOX";
  if (path == url.size() - 1) state_->mailbox += "INBOX";
}

ImapClient::~ImapClient() = default;

void ImapClient::Stop() { state_->stop.store(true); }

Result<std::vector<uint32_t>> ImapClient::ListNew(Time since, size_t most) {
  State& state = *state_;
  const Status selected = state.Select();
  if (!selected.ok()) return selected.error();
  const std::string mark = state.keywords ? "UNKEYWORD " + std::string(kKeyword)
                                          : std::string("UNANSWERED");
  const auto answer = state.Call(
      state.mailbox,
      "UID SEARCH " + mark + " UNDELETED SINCE " + ImapDate(since), kMaxAnswer);
  if (!answer.ok()) return answer.error();
  std::vector<uint32_t> uids = ReadSearch(*answer);
  if (uids.size() > most) uids.resize(most);
  return uids;
}

Result<std::string> ImapClient::Fetch(uint32_t uid, size_t most_bytes) {
  return state_->Call(state_->mailbox + "/;UID=" + std::to_string(uid), "",
                      most_bytes);
}

Status ImapClient::MarkDone(uint32_t uid) {
  State& state = *state_;
  const Status selected = state.Select();
  if (!selected.ok()) return selected.error();
  const std::string flag =
      state.keywords ? std::string(kKeyword) : std::string("\\Answered");
  const auto answer =
      state.Call(state.mailbox,
                 "UID STORE " + std::to_string(uid) + " +FLAGS (" + flag + ")",
                 kMaxAnswer);
  return answer.ok() ? Status() : Status(answer.error());
}

}  // namespace sportello
