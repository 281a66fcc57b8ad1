#include "mail/encoded_words.h"

#include <glib.h>

#include <optional>

#include "mail/address.h"
#include "mail/charset.h"

namespace sportello {
namespace {

struct EncodedWord {
  std::string charset;
  std::string bytes;
  size_t length = 0;  // as written
};

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string DecodeQ(std::string_view text) {
  std::string bytes;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '_') {
      bytes += ' ';
    } else if (text[i] == '=' && i + 2 < text.size() &&
               HexDigit(text[i + 1]) >= 0 && HexDigit(text[i + 2]) >= 0) {
      bytes +=
          static_cast<char>(HexDigit(text[i + 1]) * 16 + HexDigit(text[i + 2]));
      i += 2;
    } else {
      bytes += text[i];
    }
  }
  return bytes;
}

std::string DecodeB(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  gint state = 0;
  guint save = 0;
  const gsize size = g_base64_decode_step(
      text.data(), text.size(), reinterpret_cast<guchar*>(bytes.data()), &state,
      &save);
  bytes.resize(size);
  return bytes;
}

// "=?charset?B?text?=" at the begin of `raw`.
std::optional<EncodedWord> WordAt(std::string_view raw) {
  if (raw.substr(0, 2) != "=?") return std::nullopt;
  const size_t first = raw.find('?', 2);
  if (first > 50 || first + 2 >= raw.size() || raw[first + 2] != '?') {
    return std::nullopt;
  }
  const size_t end = raw.find("?=", first + 3);
  if (end == raw.npos) return std::nullopt;
  const std::string_view text = raw.substr(first + 3, end - first - 3);
  if (text.find_first_of(" \t\r\n") != text.npos) return std::nullopt;
  EncodedWord word;
  word.charset = FoldMailAddress(raw.substr(2, first - 2));
  // A language may follow the charset (RFC 2231, 5).
  word.charset = word.charset.substr(0, word.charset.find('*'));
  word.length = end + 2;
  const char encoding = raw[first + 1];
  if (encoding == 'B' || encoding == 'b') {
    word.bytes = DecodeB(text);
  } else if (encoding == 'Q' || encoding == 'q') {
    word.bytes = DecodeQ(text);
  } else {
    return std::nullopt;
  }
  return word;
}

}  // namespace

std::string DecodeEncodedWords(std::string_view raw) {
  std::string out;
  std::string plain;    // bytes that are not encoded
  EncodedWord pending;  // not yet converted
  const auto flush = [&] {
    out += ToUtf8(pending.bytes, pending.charset);
    pending = {};
    out += ToUtf8(plain, "");
    plain.clear();
  };
  for (size_t at = 0; at < raw.size();) {
    auto word = raw[at] == '=' ? WordAt(raw.substr(at)) : std::nullopt;
    if (!word.has_value()) {
      if (raw[at] != '\r' && raw[at] != '\n') plain += raw[at];
      ++at;
      continue;
    }
    at += word->length;
    const bool adjacent =
        pending.length > 0 && plain.find_first_not_of(" \t") == plain.npos;
    if (adjacent) plain.clear();
    if (adjacent && word->charset == pending.charset) {
      pending.bytes += word->bytes;
      continue;
    }
    flush();
    pending = std::move(*word);
  }
  flush();
  return out;
}

}  // namespace sportello
