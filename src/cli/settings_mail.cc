#include "cli/setting_rows.h"
#include "mail/address.h"
#include "mail/mail_server.h"

namespace sportello {
namespace {

// Tokens of up to 43 characters are put behind the local part.
constexpr size_t kMaxLocalPart = 20;

Status CheckAddress(const std::string& text) {
  if (text.empty() || IsMailAddress(text)) return {};
  return Invalid(QuoteSetting(text) + " is no mail address");
}

Status CheckFrom(const std::string& text) {
  Status address = CheckAddress(text);
  if (!address.ok()) return address;
  if (text.empty() || text.find('@') <= kMaxLocalPart) return {};
  return Invalid(QuoteSetting(text) + " has more than 20 characters before @");
}

Status CheckAgents(const std::vector<std::string>& items) {
  for (const std::string& item : items) {
    const bool domain =
        item.size() > 1 && item[0] == '@' && IsMailAddress("x" + item);
    if (domain || IsMailAddress(item)) continue;
    return Invalid(QuoteSetting(item) +
                   " is neither a mail address nor a domain such as "
                   "@shop.example");
  }
  return {};
}

SettingCheck UrlCheck(const std::string& scheme) {
  return [scheme](const std::string& text) -> Status {
    if (text.empty()) return {};
    const Status url = CheckMailUrl(text, scheme);
    return url.ok() ? url
                    : Invalid(QuoteSetting(text) + " " + url.error().message);
  };
}

void AddAddresses(SettingRows& rows) {
  rows.push_back(TextSetting(
      "mail_from",
      "Address that mail comes from and answers go to; empty means no mail.",
      SPORTELLO_FIELD(mail.from), CheckFrom));
  rows.push_back(TextSetting("mail_name",
                             "The company's name, as customers see it in mail.",
                             SPORTELLO_FIELD(mail.name)));
  rows.push_back(TextSetting(
      "mail_bounce_address",
      "Where mail that cannot be delivered is returned to; empty means "
      "mail_from.",
      SPORTELLO_FIELD(mail.bounce_address), CheckAddress));
  rows.push_back(YesNoSetting(
      "mail_plus",
      "Whether help+anything@ arrives as help@: answers then carry a token.",
      SPORTELLO_FIELD(mail.plus_addresses)));
  rows.push_back(ListSetting(
      "mail_agents",
      "Who may answer tickets by mail, beside the teams: addresses, or "
      "domains such as @shop.example.",
      SPORTELLO_FIELD(mail.agents), CheckAgents));
  rows.push_back(TextSetting("supervisor_email",
                             "Who is told by mail that a ticket is overdue.",
                             SPORTELLO_FIELD(mail.supervisor), CheckAddress));
  rows.push_back(TextSetting(
      "mail_authserv_id",
      "Name with which your mail server signs Authentication-Results; when "
      "set, agents' mail needs its dmarc=pass.",
      SPORTELLO_FIELD(mail.authserv_id)));
}

void AddServers(SettingRows& rows) {
  rows.push_back(TextSetting(
      "smtp_url",
      "Server that takes mail: smtps://HOST, or smtp://HOST:587 (STARTTLS).",
      SPORTELLO_FIELD(mail.smtp_url), UrlCheck("smtp")));
  rows.push_back(TextSetting("smtp_user", "Login there; empty means none.",
                             SPORTELLO_FIELD(mail.smtp_user)));
  rows.push_back(TextSetting("smtp_password_file",
                             "File with the password, one line.",
                             SPORTELLO_FIELD(mail.smtp_password_file)));
  rows.push_back(TextSetting("imap_url",
                             "Mailbox to read: imaps://HOST, or "
                             "imap://HOST (STARTTLS); a path names "
                             "a folder other than INBOX. Empty means none.",
                             SPORTELLO_FIELD(mail.imap_url), UrlCheck("imap")));
  rows.push_back(TextSetting("imap_user", "Login there.",
                             SPORTELLO_FIELD(mail.imap_user)));
  rows.push_back(TextSetting("imap_password_file",
                             "File with the password, one line.",
                             SPORTELLO_FIELD(mail.imap_password_file)));
  rows.push_back(NumberSetting("imap_interval_s", "seconds", 1, 3600,
                               "How often the mailbox is looked at.",
                               SPORTELLO_FIELD(mail.imap_interval)));
  rows.push_back(YesNoSetting(
      "mail_tls",
      "Neither passwords nor mail leave without TLS; no is for a mail server "
      "on this machine.",
      SPORTELLO_FIELD(mail.tls_required)));
  rows.push_back(TextSetting(
      "mail_ca_file",
      "Certificates that are trusted for mail; empty means the system's.",
      SPORTELLO_FIELD(mail.ca_file)));
}

void AddAttachmentLimits(SettingRows& rows) {
  rows.push_back(NumberSetting(
      "mail_attachment_mb", "MB", 0, 25,
      "A file that a customer or an agent sends by mail is kept up to this "
      "size; 0 keeps none.",
      SPORTELLO_FIELD(mail.attachment_mb)));
  rows.push_back(NumberSetting("mail_attachments_mb", "MB", 0, 25,
                               "Files of one mail together.",
                               SPORTELLO_FIELD(mail.attachments_mb)));
  rows.push_back(NumberSetting("mail_attachments", "files", 0, 50,
                               "Files of one mail.",
                               SPORTELLO_FIELD(mail.attachments_most)));
  rows.push_back(NumberSetting(
      "attachments_total_mb", "MB", 0, 1'000'000,
      "Files of all mails together; when they are more, new ones are not "
      "kept.",
      SPORTELLO_FIELD(mail.attachments_total_mb)));
}

void AddCopyLimits(SettingRows& rows) {
  rows.push_back(NumberSetting(
      "transcripts_per_conversation", "addresses", 0, 1000,
      "Addresses that a customer may have one conversation sent to in 24 "
      "hours; 0 means that none is sent.",
      SPORTELLO_FIELD(mail.copies_per_conversation)));
  rows.push_back(NumberSetting(
      "transcripts_per_mail_address", "mails", 0, 1000,
      "Conversations that one mail address gets in 24 hours, whoever asks.",
      SPORTELLO_FIELD(mail.copies_per_address)));
}

}  // namespace

void AddMailSettings(SettingRows& rows) {
  AddAddresses(rows);
  AddServers(rows);
  rows.push_back(TextSetting(
      "mail_in_folder",
      "Folder through which 'sportello mail-in' hands mail to the daemon; "
      "empty means mail-in in the data folder.",
      SPORTELLO_FIELD(mail.folder)));
  rows.push_back(NumberSetting(
      "mail_reply_delay_s", "seconds", 0, 86'400,
      "A reply is mailed when it was not seen in the chat for so long.",
      SPORTELLO_FIELD(mail.reply_delay)));
  rows.push_back(TextSetting(
      "letters_file",
      "File with your own words for letters; empty means the program's.",
      SPORTELLO_FIELD(mail.letters_file)));
  AddCopyLimits(rows);
  AddAttachmentLimits(rows);
}

}  // namespace sportello
