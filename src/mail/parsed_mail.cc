// GMime makes the tree of parts; here it is walked with limits, and what a
// person should read is taken out. A stranger chooses the bytes, so before
// GMime sees them they are cut where nesting could get deep: each level needs
// a Content-Type of its own.
#include "mail/parsed_mail.h"

#include <gmime/gmime.h>

#include <algorithm>
#include <memory>

#include "base/sha256.h"
#include "mail/charset.h"
#include "mail/encoded_words.h"
#include "mail/html_text.h"
#include "mail/mail.h"
#include "mail/mail_kind.h"
#include "mail/mime_part.h"

namespace sportello {
namespace {

constexpr size_t kMaxContentTypes = 400;
constexpr size_t kMaxHeaderBytes = 2000;  // of one value that we keep
constexpr size_t kMaxReferences = 100;
constexpr size_t kMaxRecipients = 50;
constexpr size_t kMaxHtmlBytes = 1U << 20;
constexpr int kMaxDepth = 20;

using ParserPtr = std::unique_ptr<GMimeParser, Unref>;
using MessagePtr = std::unique_ptr<GMimeMessage, Unref>;

struct OptionsFree {
  void operator()(GMimeParserOptions* options) const {
    g_mime_parser_options_free(options);
  }
};
using OptionsPtr = std::unique_ptr<GMimeParserOptions, OptionsFree>;

OptionsPtr MakeOptions() {
  OptionsPtr options(g_mime_parser_options_new());
  std::array<const char*, 3> charsets = {"utf-8", "windows-1252", nullptr};
  g_mime_parser_options_set_fallback_charsets(options.get(), charsets.data());
  return options;
}

// Where the bytes get more levels than any honest mail has.
size_t SafeLength(std::string_view bytes, size_t most) {
  bytes = bytes.substr(0, most);
  static constexpr std::string_view kName = "content-type";
  size_t found = 0;
  for (size_t at = bytes.find_first_of("cC"); at != bytes.npos;
       at = bytes.find_first_of("cC", at + 1)) {
    if (FoldMailAddress(bytes.substr(at, kName.size())) != kName) continue;
    if (++found > kMaxContentTypes) return at;
  }
  return bytes.size();
}

std::string Value(GMimeObject* object, const char* name) {
  const char* value = g_mime_object_get_header(object, name);
  if (value == nullptr) return {};
  return HeaderLine(ToUtf8(value, "utf-8"), kMaxHeaderBytes);
}

std::string PlainLines(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
  return text;
}

// Takes text and attachments out of the tree.
class Collector {
 public:
  Collector(ParsedMail& mail, const ParseOptions& options)
      : mail_(mail), options_(options) {}

  void Walk(GMimeObject* object, int depth) {
    if (object == nullptr) return;
    if (depth > kMaxDepth) {
      mail_.cut = true;
      return;
    }
    if (GMIME_IS_MULTIPART(object)) {
      WalkMultipart(GMIME_MULTIPART(object), depth);
    } else if (GMIME_IS_MESSAGE_PART(object)) {
      TakeMessagePart(object);
    } else if (GMIME_IS_PART(object)) {
      TakePart(GMIME_PART(object));
    }
  }

 private:
  static bool IsAttached(GMimePart* part) {
    const char* name = g_mime_part_get_filename(part);
    return g_mime_part_is_attachment(part) != 0 ||
           (name != nullptr && *name != '\0');
  }

  // Whether there is a text/plain with something in it, not attached.
  static bool HasPlain(GMimeObject* object, int depth) {
    if (depth > kMaxDepth) return false;
    if (GMIME_IS_MULTIPART(object)) {
      GMimeMultipart* parts = GMIME_MULTIPART(object);
      for (int i = 0; i < g_mime_multipart_get_count(parts); ++i) {
        if (HasPlain(g_mime_multipart_get_part(parts, i), depth + 1)) {
          return true;
        }
      }
      return false;
    }
    if (!GMIME_IS_PART(object) || MediaType(object) != "text/plain") {
      return false;
    }
    const std::string content = ContentOf(GMIME_PART(object), 1000);
    return content.find_first_not_of(" \t\r\n\xC2\xA0") != std::string::npos;
  }

  void WalkMultipart(GMimeMultipart* parts, int depth) {
    const int count = g_mime_multipart_get_count(parts);
    const bool alternative =
        MediaType(GMIME_OBJECT(parts)) == "multipart/alternative";
    const bool plain = alternative && HasPlain(GMIME_OBJECT(parts), depth);
    for (int i = 0; i < count; ++i) {
      GMimeObject* part = g_mime_multipart_get_part(parts, i);
      if (alternative) {
        const std::string type = MediaType(part);
        // One of several forms of the same text.
        if (plain && type == "text/html") continue;
        if (!plain && type == "text/plain") continue;
        if (type.compare(0, 5, "text/") == 0 && type != "text/plain" &&
            type != "text/html" && type != "text/calendar") {
          continue;
        }
      }
      Walk(part, depth + 1);
    }
  }

  void TakePart(GMimePart* part) {
    const std::string type = MediaType(GMIME_OBJECT(part));
    const bool html = type == "text/html";
    if ((html || type == "text/plain") && !IsAttached(part)) {
      TakeText(part, html);
    } else if (type == "message/delivery-status") {
      TakeStatus(ContentOf(part, 20'000));
    } else if (type == "message/disposition-notification") {
      return;  // a receipt's part for programs
    } else if (type == "text/rfc822-headers") {
      TakeReturnedHeaders(ContentOf(part, 50'000));
    } else {
      TakeAttachment(part, type);
    }
  }

  void TakeText(GMimePart* part, bool html) {
    const char* charset =
        g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");
    const std::string bytes =
        ContentOf(part, html ? kMaxHtmlBytes : options_.max_text_bytes + 4);
    std::string text = ToUtf8(bytes, charset == nullptr ? "" : charset);
    if (html) {
      text = HtmlToText(text);
      mail_.text_from_html = true;
    }
    text = PlainLines(std::move(text));
    if (!mail_.text.empty() && !text.empty()) mail_.text += "\n";
    mail_.text += text;
    if (mail_.text.size() > options_.max_text_bytes) {
      mail_.text.resize(options_.max_text_bytes);
      mail_.text = ToUtf8(mail_.text, "utf-8");
      mail_.cut = true;
    }
  }

  bool MayRead(size_t bytes) const {
    return mail_.kind == MailKind::kPerson && bytes > 0 &&
           bytes <= options_.max_attachment_bytes &&
           read_ < options_.max_kept_attachments &&
           read_bytes_ + bytes <= options_.max_kept_bytes &&
           mail_.attachments.size() < options_.max_attachments;
  }

  void Read(MailAttachment& attachment, std::string bytes) {
    attachment.content = std::move(bytes);
    attachment.read = true;
    ++read_;
    read_bytes_ += attachment.content.size();
  }

  void AddAttachment(MailAttachment attachment) {
    if (mail_.attachments.size() >= options_.max_attachments) {
      mail_.cut = true;
      return;
    }
    mail_.attachments.push_back(std::move(attachment));
  }

  void TakeAttachment(GMimePart* part, const std::string& type) {
    const char* given = g_mime_part_get_filename(part);
    std::string name = given == nullptr ? "" : ToUtf8(given, "utf-8");
    name = name.substr(std::min(name.find_last_of("/\\") + 1, name.size()));
    name = HeaderLine(name, 120);
    // Pictures in a signature have no name worth telling.
    const std::string shown = HeaderLine(type, 80);
    if (name.empty()) name = shown;
    MailAttachment attachment{std::move(name), shown, 0};
    attachment.shown_in_text =
        type.starts_with("image/") &&
        g_mime_object_get_content_id(GMIME_OBJECT(part)) != nullptr &&
        !g_mime_part_is_attachment(part);
    if (MayRead(1)) {  // decoded once: files are large
      std::string content = ContentOf(part, std::string::npos);
      attachment.bytes = content.size();
      if (MayRead(content.size())) Read(attachment, std::move(content));
    } else {
      attachment.bytes = SizeOf(part);
    }
    AddAttachment(std::move(attachment));
  }

  void TakeMessagePart(GMimeObject* object) {
    GMimeMessage* inner =
        g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
    if (inner == nullptr) return;
    const char* id = g_mime_message_get_message_id(inner);
    if (mail_.bounce.has_value()) {
      if (id != nullptr && IsMessageId(id)) mail_.bounce->message_id = id;
      return;
    }
    const char* subject = g_mime_message_get_subject(inner);
    std::string name =
        HeaderLine(subject == nullptr ? "" : ToUtf8(subject, "utf-8"), 120);
    if (name.empty()) name = "message/rfc822";
    MailAttachment attachment{std::move(name), "message/rfc822", 0};
    if (MayRead(1)) {
      std::string bytes = BytesOf(GMIME_OBJECT(inner));
      attachment.bytes = bytes.size();
      if (MayRead(bytes.size())) Read(attachment, std::move(bytes));
    }
    AddAttachment(std::move(attachment));
  }

  // "Status: 5.1.1", "Final-Recipient: rfc822; x@y" (RFC 3464, 2.3).
  void TakeStatus(const std::string& text) {
    if (!mail_.bounce.has_value()) mail_.bounce.emplace();
    MailBounce& bounce = *mail_.bounce;
    for (size_t at = 0; at < text.size();) {
      const size_t end = std::min(text.find('\n', at), text.size());
      const std::string line = HeaderLine(text.substr(at, end - at), 300);
      at = end + 1;
      const size_t colon = line.find(':');
      if (colon == std::string::npos) continue;
      const std::string name = FoldMailAddress(line.substr(0, colon));
      const std::string value = HeaderLine(line.substr(colon + 1), 300);
      if (name == "status" && bounce.status.empty()) {
        bounce.status = value.substr(0, value.find(' '));
        bounce.permanent = !value.empty() && value[0] == '5';
      }
      if (name == "final-recipient" && bounce.recipient.empty()) {
        bounce.recipient = FindMailAddress(value).value_or("");
      }
    }
  }

  void TakeReturnedHeaders(const std::string& text) {
    if (!mail_.bounce.has_value()) return;
    static constexpr std::string_view kName = "message-id:";
    for (size_t at = 0; at < text.size();) {
      const size_t end = std::min(text.find('\n', at), text.size());
      const std::string line = text.substr(at, end - at);
      at = end + 1;
      if (FoldMailAddress(line.substr(0, kName.size())) != kName) continue;
      const size_t open = line.find('<');
      const size_t close = line.find('>');
      if (open == line.npos || close == line.npos || close < open) return;
      const std::string id = line.substr(open + 1, close - open - 1);
      if (IsMessageId(id)) mail_.bounce->message_id = id;
      return;
    }
  }

  ParsedMail& mail_;
  size_t read_ = 0;  // attachments
  size_t read_bytes_ = 0;
  const ParseOptions& options_;
};

std::vector<std::string> IdsOf(const std::string& value) {
  std::vector<std::string> ids;
  for (size_t at = value.find('<');
       at != value.npos && ids.size() < kMaxReferences;
       at = value.find('<', at + 1)) {
    const size_t end = value.find('>', at);
    if (end == value.npos) break;
    const std::string id = value.substr(at + 1, end - at - 1);
    if (IsMessageId(id)) ids.push_back(id);
  }
  return ids;
}

NamedAddress FirstMailbox(InternetAddressList* list) {
  for (int i = 0; list != nullptr && i < internet_address_list_length(list);
       ++i) {
    InternetAddress* address = internet_address_list_get_address(list, i);
    if (!INTERNET_ADDRESS_IS_MAILBOX(address)) continue;
    const char* text =
        internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address));
    if (text == nullptr || !IsMailAddress(text)) continue;
    const char* name = internet_address_get_name(address);
    return {name == nullptr ? "" : HeaderLine(ToUtf8(name, "utf-8"), 100),
            text};
  }
  return {};
}

// As written, folded and encoded.
std::string RawValue(GMimeMessage* message, const char* name) {
  GMimeHeaderList* headers =
      g_mime_object_get_header_list(GMIME_OBJECT(message));
  GMimeHeader* header = g_mime_header_list_get_header(headers, name);
  const char* value =
      header == nullptr ? nullptr : g_mime_header_get_raw_value(header);
  return value == nullptr ? std::string()
                          : std::string(value).substr(0, kMaxHeaderBytes * 4);
}

// A name in several encoded words is read anew: see encoded_words.h.
void FixName(const std::string& raw, NamedAddress& mailbox) {
  if (mailbox.name.empty()) return;
  const size_t word = raw.find("?=");
  if (word == raw.npos || raw.find("=?", word) == raw.npos) return;
  const std::string phrase = raw.substr(0, raw.find('<'));
  if (phrase.find(',') != phrase.npos) return;  // several addresses
  std::string name = HeaderLine(DecodeEncodedWords(phrase), 100);
  name.erase(std::remove(name.begin(), name.end(), '"'), name.end());
  mailbox.name = name;
}

void AddRecipients(InternetAddressList* list, ParsedMail& mail) {
  for (int i = 0; list != nullptr && i < internet_address_list_length(list) &&
                  mail.recipients.size() < kMaxRecipients;
       ++i) {
    InternetAddress* address = internet_address_list_get_address(list, i);
    if (!INTERNET_ADDRESS_IS_MAILBOX(address)) continue;
    const char* text =
        internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address));
    if (text != nullptr && IsMailAddress(text)) {
      mail.recipients.emplace_back(text);
    }
  }
}

// The address that the mail server really delivered to comes first: it is
// where the token stands when the sender's program lost it from To.
void FindRecipients(GMimeMessage* message, ParsedMail& mail) {
  GMimeHeaderList* headers =
      g_mime_object_get_header_list(GMIME_OBJECT(message));
  const int count = g_mime_header_list_get_count(headers);
  for (int i = 0; i < count && mail.recipients.size() < kMaxRecipients; ++i) {
    GMimeHeader* header = g_mime_header_list_get_header_at(headers, i);
    const std::string name = FoldedText(g_mime_header_get_name(header));
    if (name != "delivered-to" && name != "x-original-to" &&
        name != "envelope-to") {
      continue;
    }
    const char* value = g_mime_header_get_value(header);
    const auto address = FindMailAddress(value == nullptr ? "" : value);
    if (address.has_value()) mail.recipients.push_back(*address);
  }
  AddRecipients(g_mime_message_get_to(message), mail);
  AddRecipients(g_mime_message_get_cc(message), mail);
}

// "mx.shop.it; dmarc=pass ...; spf=..." (RFC 8601).
std::string DmarcOf(GMimeObject* message, const std::string& authserv_id) {
  if (authserv_id.empty()) return {};
  const std::string results =
      FoldMailAddress(Value(message, "Authentication-Results"));
  const std::string server = results.substr(0, results.find_first_of("; "));
  if (server != FoldMailAddress(authserv_id)) return {};
  const size_t at = results.find("dmarc=");
  if (at == std::string::npos) return {};
  const std::string rest = results.substr(at + 6);
  return rest.substr(0, rest.find_first_of(" ;("));
}

void ReadHead(GMimeMessage* message, std::string_view bytes,
              const ParseOptions& options, ParsedMail& mail) {
  GMimeObject* object = GMIME_OBJECT(message);
  const char* id = g_mime_message_get_message_id(message);
  mail.message_id = id != nullptr && IsMessageId(id)
                        ? std::string(id)
                        : Sha256Hex(bytes).substr(0, 40) + "@no-id.invalid";
  mail.references = IdsOf(Value(object, "References"));
  const std::vector<std::string> parents = IdsOf(Value(object, "In-Reply-To"));
  if (!parents.empty()) mail.in_reply_to = parents.front();
  mail.from = FirstMailbox(g_mime_message_get_from(message));
  FixName(RawValue(message, "From"), mail.from);
  FindRecipients(message, mail);
  mail.subject =
      HeaderLine(DecodeEncodedWords(RawValue(message, "Subject")), 300);
  if (GDateTime* date = g_mime_message_get_date(message); date != nullptr) {
    mail.date = Time(std::chrono::seconds(g_date_time_to_unix(date)));
  }
  mail.dmarc = DmarcOf(object, options.authserv_id);
}

void Classify(GMimeMessage* message, const ParseOptions& options,
              ParsedMail& mail) {
  GMimeObject* body = g_mime_message_get_mime_part(message);
  const std::string type = body == nullptr ? "" : MediaType(body);
  const std::string report =
      body == nullptr ? ""
                      : FoldedText(g_mime_object_get_content_type_parameter(
                            body, "report-type"));
  const KindClues clues{[message](const char* name) {
                          return Value(GMIME_OBJECT(message), name);
                        },
                        mail.from.address, mail.subject, type, report};
  mail.kind = ClassifyMail(clues, options.own_addresses);
  mail.may_be_answered = mail.kind == MailKind::kPerson && MayBeAnswered(clues);
  if (mail.kind == MailKind::kBounce) mail.bounce.emplace();
}

}  // namespace

std::string_view MailKindName(MailKind kind) {
  switch (kind) {
    case MailKind::kPerson:
      return "person";
    case MailKind::kAutoReply:
      return "auto-reply";
    case MailKind::kBulk:
      return "bulk";
    case MailKind::kBounce:
      return "bounce";
    case MailKind::kLoop:
      return "loop";
  }
  return "?";
}

Result<ParsedMail> ParseMail(std::string_view bytes,
                             const ParseOptions& options) {
  StartMimeLibrary();
  ParsedMail mail;
  const size_t length = SafeLength(bytes, options.max_bytes);
  mail.cut = length < bytes.size();
  const StreamPtr stream(
      g_mime_stream_mem_new_with_buffer(bytes.data(), length));
  const ParserPtr parser(g_mime_parser_new_with_stream(stream.get()));
  // "From " lines of mailbox files may come along with a pipe.
  g_mime_parser_set_format(parser.get(), bytes.substr(0, 5) == "From "
                                             ? GMIME_FORMAT_MBOX
                                             : GMIME_FORMAT_MESSAGE);
  const OptionsPtr parser_options = MakeOptions();
  const MessagePtr message(
      g_mime_parser_construct_message(parser.get(), parser_options.get()));
  if (message == nullptr) return Invalid("mail: has no header");
  GMimeHeaderList* headers =
      g_mime_object_get_header_list(GMIME_OBJECT(message.get()));
  if (g_mime_header_list_get_count(headers) == 0) {
    return Invalid("mail: has no header");
  }
  ReadHead(message.get(), bytes, options, mail);
  Classify(message.get(), options, mail);
  Collector(mail, options).Walk(g_mime_message_get_mime_part(message.get()), 0);
  return mail;
}

}  // namespace sportello
