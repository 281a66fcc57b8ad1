#include "mail/html_entities.h"

#include <array>

namespace sportello {
namespace {

constexpr size_t kMaxEntity = 12;

// U+00A0 to U+00FF in order (HTML 4, Latin-1).
constexpr std::array<std::string_view, 96> kLatin = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar",
    "sect",   "uml",    "copy",   "ordf",   "laquo",  "not",    "shy",
    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",   "acute",
    "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",   "raquo",
    "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",
    "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute",
    "Ecirc",  "Euml",   "Igrave", "Iacute", "Icirc",  "Iuml",   "ETH",
    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",   "times",
    "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",
    "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",
    "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",   "igrave",
    "iacute", "icirc",  "iuml",   "eth",    "ntilde", "ograve", "oacute",
    "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave", "uacute",
    "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

struct Named {
  std::string_view name;
  uint32_t code;
};

constexpr std::array<Named, 19> kOthers = {{
    {"amp", '&'},       {"lt", '<'},       {"gt", '>'},       {"quot", '"'},
    {"apos", '\''},     {"euro", 0x20AC},  {"rsquo", 0x2019}, {"lsquo", 0x2018},
    {"rdquo", 0x201D},  {"ldquo", 0x201C}, {"ndash", 0x2013}, {"mdash", 0x2014},
    {"hellip", 0x2026}, {"bull", 0x2022},  {"trade", 0x2122}, {"ensp", ' '},
    {"emsp", ' '},      {"thinsp", ' '},   {"zwnj", 0x200C},
}};

uint32_t NumberOf(std::string_view digits) {
  const bool hex = !digits.empty() && (digits[0] == 'x' || digits[0] == 'X');
  if (hex) digits.remove_prefix(1);
  if (digits.empty()) return 0;
  uint32_t code = 0;
  for (const char c : digits) {
    uint32_t digit = 16;
    if (c >= '0' && c <= '9') digit = static_cast<uint32_t>(c - '0');
    if (c >= 'a' && c <= 'f') digit = static_cast<uint32_t>(c - 'a') + 10;
    if (c >= 'A' && c <= 'F') digit = static_cast<uint32_t>(c - 'A') + 10;
    if (digit >= (hex ? 16U : 10U)) return 0;
    code = code * (hex ? 16 : 10) + digit;
    if (code > 0x10FFFF) return 0xFFFD;
  }
  return code;
}

uint32_t CodeOf(std::string_view name) {
  if (name[0] == '#') return NumberOf(name.substr(1));
  for (size_t i = 0; i < kLatin.size(); ++i) {
    if (kLatin.at(i) == name) return static_cast<uint32_t>(0xA0 + i);
  }
  for (const Named& other : kOthers) {
    if (other.name == name) return other.code;
  }
  return 0;
}

}  // namespace

void AppendUtf8(std::string& out, uint32_t code) {
  if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) code = 0xFFFD;
  const auto add = [&out](uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xC0 | code >> 6);
    add(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    add(0xE0 | code >> 12);
    add(0x80 | (code >> 6 & 0x3F));
    add(0x80 | (code & 0x3F));
  } else {
    add(0xF0 | code >> 18);
    add(0x80 | (code >> 12 & 0x3F));
    add(0x80 | (code >> 6 & 0x3F));
    add(0x80 | (code & 0x3F));
  }
}

size_t ReadEntity(std::string_view text, std::string& out) {
  const size_t end = text.substr(0, kMaxEntity).find(';');
  if (end == std::string_view::npos || end < 2) return 0;
  const uint32_t code = CodeOf(text.substr(1, end - 1));
  if (code == 0) return 0;
  AppendUtf8(out, code);
  return end + 1;
}

}  // namespace sportello
