#include <gmime/gmime.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <string>

#include "base/id.h"
#include "mail/file_part.h"
#include "mail/mail.h"

namespace sportello {
namespace {

constexpr size_t kMaxLine = 998;  // RFC 5322, 2.1.1
constexpr size_t kFold = 78;
// 42 bytes are 56 characters, 68 with "=?UTF-8?B?" and "?=": they fit on the
// first line after "Subject: " too (an encoded word may have 75).
constexpr size_t kWordBytes = 42;

bool IsContinuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

std::string Base64(std::string_view bytes) {
  gchar* const encoded = g_base64_encode(
      reinterpret_cast<const guchar*>(bytes.data()), bytes.size());
  std::string text(encoded);
  g_free(encoded);
  return text;
}

bool IsPlainAscii(std::string_view text) {
  return text.find("=?") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= ' ' && c <= '~'; });
}

// A display name: as atoms, as a quoted string, or encoded.
std::string EncodeName(std::string_view name) {
  std::string line = HeaderLine(name, 100);
  if (!IsPlainAscii(line)) return EncodeHeaderText(line);
  const bool atoms = std::all_of(line.begin(), line.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == ' ';
  });
  if (atoms) return line;
  std::string quoted = "\"";
  for (const char c : line) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

std::string EncodeMailbox(const NamedAddress& mailbox) {
  const std::string name = EncodeName(mailbox.name);
  if (name.empty()) return mailbox.address;
  return name + " <" + mailbox.address + ">";
}

// Breaks a long value of words at spaces.
std::string Folded(const std::string& name, const std::string& value) {
  std::string header = name + ":";
  size_t column = header.size();
  size_t at = 0;
  while (at < value.size()) {
    const size_t space = std::min(value.find(' ', at), value.size());
    const std::string word = value.substr(at, space - at);
    if (column + 1 + word.size() > kFold && column > name.size() + 1) {
      header += "\r\n";
      column = 0;
    }
    header += " " + word;
    column += 1 + word.size();
    at = space + 1;
  }
  return header + "\r\n";
}

std::string DateHeader(Time date) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(
      std::chrono::time_point_cast<std::chrono::system_clock::duration>(date));
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  static constexpr std::array<const char*, 7> kDays = {
      "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun",
      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::array<char, 64> text{};
  static_cast<void>(std::snprintf(
      text.data(), text.size(), "%s, %02d %s %d %02d:%02d:%02d +0000",
      kDays.at(static_cast<size_t>(parts.tm_wday)), parts.tm_mday,
      kMonths.at(static_cast<size_t>(parts.tm_mon)), parts.tm_year + 1900,
      parts.tm_hour, parts.tm_min, parts.tm_sec));
  return text.data();
}

// Lines end with \n, whatever they ended with; no NUL.
std::string WithPlainLines(std::string_view text) {
  std::string lines;
  lines.reserve(text.size() + 1);
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\0') continue;
    if (text[i] != '\r') {
      lines += text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      lines += '\n';
    }
  }
  if (lines.empty() || lines.back() != '\n') lines += '\n';
  return lines;
}

std::string Encoded(const std::string& body, GMimeContentEncoding encoding) {
  GMimeEncoding state;
  g_mime_encoding_init_encode(&state, encoding);
  std::string out(g_mime_encoding_outlen(&state, body.size()), '\0');
  const size_t size =
      g_mime_encoding_flush(&state, body.data(), body.size(), out.data());
  out.resize(size);
  std::string wire;
  wire.reserve(size + size / 60);
  for (const char c : out) {
    if (c == '\n') wire += '\r';
    wire += c;
  }
  if (wire.size() < 2 || wire.back() != '\n') wire += "\r\n";
  return wire;
}

// The headers and body of one text part.
std::string TextPart(const std::string& subtype, std::string_view text) {
  const std::string body = WithPlainLines(text);
  const auto foreign =
      static_cast<size_t>(std::count_if(body.begin(), body.end(), [](char c) {
        return static_cast<signed char>(c) < 0;
      }));
  // Readable for Latin scripts, short for the others.
  const bool readable = foreign * 3 <= body.size();
  return "Content-Type: text/" + subtype + "; charset=utf-8\r\n" +
         "Content-Transfer-Encoding: " +
         (readable ? "quoted-printable" : "base64") + "\r\n\r\n" +
         Encoded(body, readable ? GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
                                : GMIME_CONTENT_ENCODING_BASE64);
}

std::string WordsOf(const Mail& mail) {
  if (mail.html.empty()) return TextPart("plain", mail.text);
  const std::string boundary = "=_" + NewId();
  return "Content-Type: multipart/alternative;\r\n boundary=\"" + boundary +
         "\"\r\n\r\n--" + boundary + "\r\n" + TextPart("plain", mail.text) +
         "\r\n--" + boundary + "\r\n" + TextPart("html", mail.html) + "\r\n--" +
         boundary + "--\r\n";
}

std::string BodyOf(const Mail& mail) {
  if (mail.files.empty()) return WordsOf(mail);
  const std::string boundary = "=_" + NewId();
  std::string body = "Content-Type: multipart/mixed;\r\n boundary=\"" +
                     boundary + "\"\r\n\r\n--" + boundary + "\r\n" +
                     WordsOf(mail);
  for (const MailFile& file : mail.files) {
    body.append("\r\n--").append(boundary).append("\r\n");
    body += FilePart(file);
  }
  return body.append("\r\n--").append(boundary).append("--\r\n");
}

Status Check(const Mail& mail) {
  if (!IsMailAddress(mail.from.address)) return Invalid("from: is no address");
  if (!IsMailAddress(mail.to.address)) return Invalid("to: is no address");
  if (!mail.reply_to.empty() && !IsMailAddress(mail.reply_to)) {
    return Invalid("reply_to: is no address");
  }
  if (!IsMessageId(mail.message_id)) return Invalid("message_id: is none");
  return {};
}

std::string Threading(const Mail& mail) {
  std::string headers = "Message-ID: <" + mail.message_id + ">\r\n";
  if (IsMessageId(mail.in_reply_to)) {
    headers += "In-Reply-To: <" + mail.in_reply_to + ">\r\n";
  }
  std::string references;
  for (const std::string& id : mail.references) {
    if (!IsMessageId(id)) continue;
    references += (references.empty() ? "<" : " <") + id + ">";
  }
  if (!references.empty()) headers += Folded("References", references);
  return headers;
}

std::string OriginHeaders(const Mail& mail) {
  std::string headers;
  if (mail.origin != MailOrigin::kPerson) {
    headers += mail.origin == MailOrigin::kReplied
                   ? "Auto-Submitted: auto-replied\r\nPrecedence: bulk\r\n"
                   : "Auto-Submitted: auto-generated\r\n";
  }
  // Exchange sends no out-of-office note then (MS-OXCMAIL 2.1.3.2.20).
  headers += "X-Auto-Response-Suppress: All\r\n";
  if (IsMailAddress(mail.loop_mark)) {
    headers += "X-Loop: " + mail.loop_mark + "\r\n";
  }
  if (IsWellFormedId(mail.conversation)) {
    headers += "X-Sportello-Conversation: " + mail.conversation + "\r\n";
  }
  return headers;
}

}  // namespace

std::string HeaderLine(std::string_view text, size_t bytes) {
  std::string line;
  bool space = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const std::string_view rest = text.substr(i);
    // U+0080 to U+009F, U+2028, U+2029: controls and line ends of Unicode.
    const bool c1 = c == 0xC2 && rest.size() > 1 &&
                    static_cast<unsigned char>(rest[1]) < 0xA0;
    const bool separator = rest.substr(0, 3) == "\xE2\x80\xA8" ||
                           rest.substr(0, 3) == "\xE2\x80\xA9";
    if (c <= ' ' || c == 0x7F || c1 || separator) {
      space = !line.empty();
      i += separator ? 2 : c1 ? 1 : 0;
      continue;
    }
    if (space) line += ' ';
    space = false;
    line += text[i];
  }
  if (line.size() > bytes) {
    size_t end = bytes;
    while (end > 0 && IsContinuation(line[end])) --end;
    line.resize(end);
  }
  return line;
}

std::string EncodeHeaderText(std::string_view text) {
  // A word that would not fit on a line of its own is encoded as well.
  size_t longest = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t space = std::min(text.find(' ', at), text.size());
    longest = std::max(longest, space - at);
    at = space + 1;
  }
  if (IsPlainAscii(text) && longest < kFold - 20) return std::string(text);
  std::string words;
  while (!text.empty()) {
    size_t size = std::min(kWordBytes, text.size());
    // Whole characters, and no padding inside: some programs join the words
    // before they decode (GMime 3.2.13).
    size_t whole = 0;
    for (size_t i = 1; i <= size && size < text.size(); ++i) {
      if (IsContinuation(text[i])) continue;
      if (i % 3 == 0 || whole % 3 != 0 || whole == 0) whole = i;
    }
    if (whole > 0) size = whole;
    if (!words.empty()) words += ' ';
    words += "=?UTF-8?B?" + Base64(text.substr(0, size)) + "?=";
    text.remove_prefix(size);
  }
  return words;
}

bool IsMessageId(std::string_view id) {
  return id.size() >= 3 && id.size() <= 250 &&
         std::count(id.begin(), id.end(), '@') == 1 && id.front() != '@' &&
         id.back() != '@' && std::all_of(id.begin(), id.end(), [](char c) {
           return c > ' ' && c <= '~' && c != '<' && c != '>';
         });
}

std::string NewMessageId(std::string_view domain) {
  return NewId() + "@" + std::string(domain);
}

std::vector<std::string> ReferencesOfAnswer(std::vector<std::string> references,
                                            const std::string& parent,
                                            size_t most) {
  if (!parent.empty() && (references.empty() || references.back() != parent)) {
    references.push_back(parent);
  }
  if (references.size() > most) {
    const auto over = static_cast<std::ptrdiff_t>(references.size() - most);
    references.erase(references.begin() + 1, references.begin() + 1 + over);
  }
  return references;
}

Result<std::string> ComposeMail(const Mail& mail) {
  const Status checked = Check(mail);
  if (!checked.ok()) return checked.error();
  std::string bytes = "Date: " + DateHeader(mail.date) + "\r\n";
  bytes += Folded("From", EncodeMailbox(mail.from));
  bytes += Folded("To", EncodeMailbox(mail.to));
  if (!mail.reply_to.empty()) bytes += "Reply-To: " + mail.reply_to + "\r\n";
  bytes += Folded("Subject", EncodeHeaderText(HeaderLine(mail.subject)));
  bytes += Threading(mail);
  bytes += OriginHeaders(mail);
  bytes += "MIME-Version: 1.0\r\n";
  bytes += BodyOf(mail);
  for (size_t at = 0; at < bytes.size();) {
    const size_t end = bytes.find("\r\n", at);
    if (end == std::string::npos || end - at > kMaxLine) {
      return Internal("mail: a line is too long");
    }
    at = end + 2;
  }
  return bytes;
}

}  // namespace sportello
