#include "base/json_text.h"

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace sportello {
namespace {

constexpr uint64_t kOnes = 0x0101010101010101;
constexpr uint64_t kHighBits = 0x8080808080808080;

// Not 0 if one of the eight bytes is 0; then it is a high bit of the first
// such byte, or of one after it (Warren, Hacker's Delight, 6-1).
constexpr uint64_t ZeroBytes(uint64_t eight) {
  return (eight - kOnes) & ~eight & kHighBits;
}

bool NeedsEscape(unsigned char c) { return c < 0x20 || c == '"' || c == '\\'; }

// Where the next byte that needs an escape stands, from `from` on.
size_t FindEscape(std::string_view text, size_t from) {
  for (; from + 8 <= text.size(); from += 8) {
    uint64_t eight = 0;
    std::memcpy(&eight, text.data() + from, 8);
    const uint64_t below_space = (eight - kOnes * 0x20) & ~eight & kHighBits;
    if ((below_space | ZeroBytes(eight ^ (kOnes * '"')) |
         ZeroBytes(eight ^ (kOnes * '\\'))) != 0) {
      break;
    }
  }
  while (from < text.size() &&
         !NeedsEscape(static_cast<unsigned char>(text[from]))) {
    ++from;
  }
  return from;
}

}  // namespace

void AppendJsonString(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  size_t plain = 0;  // begin of what needs no escape
  for (size_t i = FindEscape(text, 0); i < text.size();
       i = FindEscape(text, plain)) {
    const auto c = static_cast<unsigned char>(text[i]);
    out.append(text, plain, i - plain);
    plain = i + 1;
    if (c == '"' || c == '\\') {
      out += '\\';
      out += text[i];
    } else if (c == '\n') {
      out += "\\n";
    } else {
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 15];
    }
  }
  out.append(text, plain, text.size() - plain);
  out += '"';
}

}  // namespace sportello
