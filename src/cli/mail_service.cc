#include "cli/mail_service.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "base/secret.h"
#include "flow/mail_thoughts.h"
#include "handoff/inbox.h"
#include "handoff/mail_receiver.h"
#include "handoff/mail_writer.h"
#include "handoff/mailer.h"
#include "mail/imap_client.h"
#include "mail/smtp_client.h"

namespace sportello {
namespace {

constexpr int64_t kMegabyte = 1'000'000;

// The one line of a small file.
Result<std::string> ReadLine(const std::string& path, const std::string& name) {
  if (path.empty()) return std::string();
  std::ifstream file(path);
  std::string line;
  if (!file || !std::getline(file, line)) {
    return Invalid(name + ": " + path + ": cannot be read");
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

// Reads the file, or writes it with `value` for us alone.
Result<std::string> KeepLine(const std::string& path,
                             const std::string& value) {
  std::ifstream known(path);
  std::string line;
  if (known && std::getline(known, line) && !line.empty()) return line;
  const mode_t old = umask(0077);
  std::ofstream made(path, std::ios::trunc);
  umask(old);
  made << value << "\n";
  if (!made.flush())
    return Unavailable("data: " + path + ": cannot be written");
  return value;
}

Result<MailServer> ServerOf(const MailSettings& mail, const std::string& url,
                            const std::string& user,
                            const std::string& password_file,
                            const std::string& name) {
  Result<std::string> password = ReadLine(password_file, name);
  if (!password.ok()) return password.error();
  MailServer server;
  server.url = url;
  server.user = user;
  server.password = std::move(password).value();
  server.tls_required = mail.tls_required;
  server.ca_file = mail.ca_file;
  return server;
}

Result<LetterTexts> TextsOf(const std::string& path) {
  if (path.empty()) return LetterTexts();
  std::ifstream file(path, std::ios::binary);
  if (!file) return Unavailable("letters_file: " + path + ": cannot be read");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  return LetterTexts::Read(text, path);
}

Result<MailRules> RulesOf(const Settings& settings) {
  const MailSettings& mail = settings.mail;
  Result<std::string> secret = LoadOrMakeSecret(settings.data + "/mail.key");
  if (!secret.ok()) return secret.error();
  Result<std::string> rating = LoadOrMakeSecret(settings.data + "/secret");
  if (!rating.ok()) return rating.error();
  Result<LetterTexts> texts = TextsOf(mail.letters_file);
  if (!texts.ok()) return texts.error();
  MailRules rules;
  rules.rating_secret = std::move(rating).value();
  rules.texts = std::move(texts).value();
  rules.from = {mail.name, mail.from};
  rules.bounce_address = mail.bounce_address;
  rules.plus_addresses = mail.plus_addresses;
  rules.agents = mail.agents;
  rules.supervisor = mail.supervisor;
  rules.authserv_id = mail.authserv_id;
  rules.secret = std::move(secret).value();
  rules.page_url = settings.public_url;
  rules.language = settings.default_language;
  rules.reply_delay = mail.reply_delay;
  rules.copies_per_conversation = mail.copies_per_conversation;
  rules.copies_per_address = mail.copies_per_address;
  rules.attachments.max_bytes = mail.attachment_mb * kMegabyte;
  rules.attachments.max_mail_bytes = mail.attachments_mb * kMegabyte;
  rules.attachments.most = mail.attachments_most;
  rules.attachments.max_total_bytes = mail.attachments_total_mb * kMegabyte;
  return rules;
}

// When mail was first read here: what is older in the mailbox was somebody
// else's business.
Result<Time> FirstStart(const Settings& settings, Time now) {
  const Result<std::string> line =
      KeepLine(settings.data + "/mail.since", std::to_string(ToMillis(now)));
  if (!line.ok()) return line.error();
  char* end = nullptr;
  const int64_t millis = std::strtoll(line->c_str(), &end, 10);
  if (end == line->c_str()) return now;
  return FromMillis(millis);
}

}  // namespace

std::string MailFolder(const Settings& settings) {
  return settings.mail.folder.empty() ? settings.data + "/mail-in"
                                      : settings.mail.folder;
}

struct MailService::State {
  explicit State(MailServiceParts given) : parts(given) {}

  MailServiceParts parts;
  MailRules rules;
  InboxOptions inbox_options;
  std::unique_ptr<MailWriter> writer;
  std::unique_ptr<SmtpClient> smtp;  // null = nothing is sent
  std::unique_ptr<ImapClient> imap;  // null = no mailbox
  std::unique_ptr<Mailer> mailer;
  std::unique_ptr<MailReceiver> receiver;
  std::unique_ptr<Inbox> inbox;

  MailThoughts Think(const ParsedMail& mail, const std::string& text) const {
    const auto knowledge = parts.keeper.Current();
    if (knowledge == nullptr) return {rules.language, {}, {}, mail.subject};
    return ThinkOfMail(
        *knowledge->snapshot, mail.subject, text,
        parts.queues.Find(kGeneralQueue).hours.IsOpen(parts.clock.Now()));
  }
};

MailService::MailService() = default;

MailService::~MailService() { Stop(); }

Result<std::unique_ptr<MailService>> MailService::Make(const Settings& settings,
                                                       MailServiceParts parts) {
  const MailSettings& mail = settings.mail;
  std::unique_ptr<MailService> service;
  if (mail.from.empty()) return service;
  service.reset(new MailService());
  service->state_ = std::make_unique<State>(parts);
  State& state = *service->state_;
  Result<MailRules> rules = RulesOf(settings);
  if (!rules.ok()) return rules.error();
  state.rules = std::move(rules).value();
  const Result<Time> since = FirstStart(settings, parts.clock.Now());
  if (!since.ok()) return since.error();
  state.inbox_options.since = *since;
  state.inbox_options.imap_interval = mail.imap_interval;
  state.inbox_options.folder = MailFolder(settings);
  std::error_code error;
  std::filesystem::create_directories(state.inbox_options.folder, error);
  if (error) {
    return Unavailable("mail_in_folder: " + state.inbox_options.folder +
                       ": cannot be made: " + error.message());
  }
  if (!mail.smtp_url.empty()) {
    auto server = ServerOf(mail, mail.smtp_url, mail.smtp_user,
                           mail.smtp_password_file, "smtp_password_file");
    if (!server.ok()) return server.error();
    state.smtp = std::make_unique<SmtpClient>(
        *server, mail.from.substr(mail.from.find('@') + 1));
  }
  if (!mail.imap_url.empty()) {
    auto server = ServerOf(mail, mail.imap_url, mail.imap_user,
                           mail.imap_password_file, "imap_password_file");
    if (!server.ok()) return server.error();
    state.imap = std::make_unique<ImapClient>(*server);
  }
  state.writer = std::make_unique<MailWriter>(state.rules, parts.queues);
  return service;
}

TicketListener& MailService::listener() { return *state_->writer; }

void MailService::Start(const TicketWork& work,
                        std::function<void(const std::string&)> changed,
                        std::function<int64_t(const std::string&)> seen) {
  State& state = *state_;
  const MailServiceParts& parts = state.parts;
  if (state.smtp != nullptr) {
    state.mailer = std::make_unique<Mailer>(
        MailerParts{parts.store, parts.queues, state.rules, parts.clock,
                    parts.metrics, std::move(seen)},
        [&state](const std::string& sender, const std::string& recipient,
                 std::string_view bytes) {
          return state.smtp->Send(sender, recipient, bytes);
        });
    state.mailer->Start();
  }
  state.receiver = std::make_unique<MailReceiver>(MailReceiverParts{
      parts.store, work, *state.writer, state.rules, parts.clock, parts.metrics,
      [&state](const ParsedMail& mail, const std::string& text) {
        return state.Think(mail, text);
      },
      std::move(changed)});
  state.inbox = std::make_unique<Inbox>(*state.receiver, state.imap.get(),
                                        parts.metrics, state.inbox_options);
  state.inbox->Start();
}

void MailService::Stop() {
  if (state_ == nullptr) return;
  if (state_->inbox != nullptr) state_->inbox->Stop();
  if (state_->mailer != nullptr) {
    state_->mailer->Stop([this] { state_->smtp->Stop(); });
  }
}

}  // namespace sportello
