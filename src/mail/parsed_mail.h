// A mail that came in: what it says, who sent it, and whether a person did.
//
// GMime was chosen to read MIME because it is tolerant of what mail programs
// really send, maintained, and measured against the alternatives of Debian 12
// (vmime, mimetic, libetpan) on the same mails. It is seen by this folder
// only. Safe from many threads.
#ifndef SPORTELLO_MAIL_PARSED_MAIL_H_
#define SPORTELLO_MAIL_PARSED_MAIL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "mail/address.h"

namespace sportello {

enum class MailKind {
  kPerson,
  kAutoReply,  // out of office, receipts: written by a machine
  kBulk,       // newsletters, lists, spam as the mail server says
  kBounce,     // a mail of ours did not arrive
  kLoop,       // our own mail came back
};

std::string_view MailKindName(MailKind kind);  // "person", "auto-reply", ...

struct MailAttachment {
  std::string name;   // one line; never a path
  std::string type;   // "image/jpeg"
  size_t bytes = 0;   // decoded
  bool read = false;  // `content` has the bytes: within the limits
  std::string content = {};
  // A picture that the text shows, as that of a signature (RFC 2392).
  bool shown_in_text = false;
  bool operator==(const MailAttachment&) const = default;
};

// What a bounce says of our mail (RFC 3464).
struct MailBounce {
  std::string recipient;   // empty = unknown
  std::string status;      // "5.1.1"; empty = unknown
  bool permanent = false;  // the address is bad
  std::string message_id;  // of our mail; empty = unknown
};

struct ParsedMail {
  std::string message_id;  // without < >; made of the bytes when it has none
  std::string in_reply_to;
  std::vector<std::string> references;
  NamedAddress from;                    // address empty: none that is usable
  std::vector<std::string> recipients;  // Delivered-To and such, then To, Cc
  std::string subject;
  std::string text;  // UTF-8, \n; all that is written, quotes included
  bool text_from_html = false;
  std::vector<MailAttachment> attachments;
  MailKind kind = MailKind::kPerson;
  // A machine may answer it: a person wrote it and nothing asks for silence.
  bool may_be_answered = false;
  std::optional<MailBounce> bounce;  // of kBounce
  // "pass", "fail", ... of the topmost Authentication-Results when the given
  // server wrote it; else empty.
  std::string dmarc;
  Time date{};       // as the sender says; the epoch when he does not
  bool cut = false;  // larger than the limits: the rest was not read
};

struct ParseOptions {
  std::vector<std::string> own_addresses;  // mail from these is a loop
  std::string authserv_id;                 // of the own mail server
  size_t max_bytes = 25U << 20;
  size_t max_text_bytes = 100'000;
  size_t max_attachments = 50;
  // Of a person's mail so many are read, each and together within so many
  // bytes.
  size_t max_kept_attachments = 0;
  size_t max_attachment_bytes = 0;
  size_t max_kept_bytes = 0;
};

// Reads nearly anything: broken parts become text or attachments. Error
// kInvalid only for what has no header at all.
Result<ParsedMail> ParseMail(std::string_view bytes,
                             const ParseOptions& options);

}  // namespace sportello

#endif  // SPORTELLO_MAIL_PARSED_MAIL_H_
