#include "mail/charset.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <optional>

namespace sportello {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

constexpr std::array<std::string_view, 33> kCharsets = {
    "iso-8859-2",   "iso-8859-3",   "iso-8859-4",   "iso-8859-5",
    "iso-8859-6",   "iso-8859-7",   "iso-8859-8",   "iso-8859-9",
    "iso-8859-10",  "iso-8859-13",  "iso-8859-14",  "iso-8859-15",
    "iso-8859-16",  "windows-1250", "windows-1251", "windows-1252",
    "windows-1253", "windows-1254", "windows-1255", "windows-1256",
    "windows-1257", "windows-1258", "koi8-r",       "koi8-u",
    "macintosh",    "utf-16",       "utf-16le",     "utf-16be",
    "gb18030",      "big5",         "shift_jis",    "euc-jp",
    "euc-kr"};

std::string NameOf(std::string_view charset) {
  std::string name;
  for (const char c : charset.substr(0, 40)) {
    if (c == '"' || c == '\'' || c == ' ') continue;
    name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  for (const std::string_view latin :
       {"iso-8859-1", "iso8859-1", "latin1", "cp1252", "iso_8859-1"}) {
    if (name == latin) return "windows-1252";
  }
  if (name == "gb2312" || name == "gbk") return "gb18030";
  if (name.substr(0, 2) == "cp" && name.size() == 6) {
    return "windows-" + name.substr(2);
  }
  return name;
}

// nullopt when more than a few bytes do not fit (the charset is wrong).
std::optional<std::string> Convert(std::string_view bytes, const char* charset,
                                   bool tolerant) {
  iconv_t state = iconv_open("UTF-8", charset);
  // NOLINTNEXTLINE(performance-no-int-to-ptr): iconv's own error value
  if (state == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string out;
  std::string input(bytes);
  char* in = input.data();
  size_t left = input.size();
  size_t bad = 0;
  std::array<char, 4096> piece{};
  while (left > 0) {
    char* to = piece.data();
    size_t room = piece.size();
    const size_t done = iconv(state, &in, &left, &to, &room);
    out.append(piece.data(), piece.size() - room);
    if (done != static_cast<size_t>(-1) || errno == E2BIG) continue;
    ++bad;
    out += kReplacement;
    if (errno == EINVAL || left == 0) break;
    ++in;
    --left;
  }
  iconv_close(state);
  if (!tolerant && bad > 0 && bad * 50 > bytes.size()) return std::nullopt;
  return out;
}

// The length of the UTF-8 character at `at`; 0 when there is none.
size_t CharacterAt(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto more = [&](size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(at);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return more(at + 1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned second = byte(at + 1);
    if (first == 0xE0 && second < 0xA0) return 0;
    if (first == 0xED && second > 0x9F) return 0;
    return more(at + 1) && more(at + 2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned second = byte(at + 1);
    if (first == 0xF0 && second < 0x90) return 0;
    if (first == 0xF4 && second > 0x8F) return 0;
    return more(at + 1) && more(at + 2) && more(at + 3) ? 4 : 0;
  }
  return 0;
}

// Bytes that are no character become U+FFFD, NUL goes away.
std::string Repaired(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  for (size_t at = 0; at < bytes.size();) {
    const size_t size = CharacterAt(bytes, at);
    if (size == 0) {
      text += kReplacement;
      ++at;
      continue;
    }
    if (bytes[at] != '\0') text += bytes.substr(at, size);
    at += size;
  }
  return text;
}

}  // namespace

bool IsUtf8(std::string_view bytes) {
  for (size_t at = 0; at < bytes.size();) {
    const size_t size = CharacterAt(bytes, at);
    if (size == 0) return false;
    at += size;
  }
  return true;
}

std::string ToUtf8(std::string_view bytes, std::string_view charset) {
  const std::string name = NameOf(charset);
  std::optional<std::string> text;
  if (std::find(kCharsets.begin(), kCharsets.end(), name) != kCharsets.end()) {
    text = Convert(bytes, name.c_str(), false);
  } else if (name == "iso-2022-jp") {
    text = Convert(bytes, "ISO-2022-JP", false);
  }
  if (!text.has_value() && !IsUtf8(bytes) && name != "utf-8") {
    text = Convert(bytes, "windows-1252", true);
  }
  if (!text.has_value() && !IsUtf8(bytes)) {
    // Says UTF-8 and is not: cut in the middle, or Latin after all.
    const std::string repaired = Repaired(bytes);
    const auto bad = static_cast<size_t>(
        std::count(repaired.begin(), repaired.end(), '\xEF'));
    if (bad > 2) text = Convert(bytes, "windows-1252", true);
  }
  return Repaired(text.has_value() ? *text : bytes);
}

}  // namespace sportello
