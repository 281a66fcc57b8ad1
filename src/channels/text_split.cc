#include "channels/text_split.h"

#include <algorithm>
#include <array>

namespace sportello {
namespace {

constexpr std::string_view kBlanks = " \n\t\r";

// Of the code point that begins with this byte.
size_t UnitsOf(unsigned char lead, TextUnit unit) {
  return unit == TextUnit::kUtf16 && lead >= 0xf0 ? 2 : 1;
}

bool IsLead(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

std::string_view Trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

// Where a mark that encloses text was opened before `cut` and is closed behind
// it; `cut` when there is none.
size_t BeforeOpenMark(std::string_view text, size_t cut,
                      std::string_view mark) {
  size_t last = std::string_view::npos;
  bool open = false;
  for (size_t at = text.find(mark); at < cut;
       at = text.find(mark, at + mark.size())) {
    open = !open;
    last = at;
  }
  if (!open || text.find(mark, last + mark.size()) == std::string_view::npos) {
    return cut;
  }
  return last;
}

size_t BeforeOpenLink(std::string_view text, size_t cut) {
  const size_t open = text.rfind('[', cut == 0 ? 0 : cut - 1);
  if (open == std::string_view::npos) return cut;
  const size_t middle = text.find("](", open);
  if (middle == std::string_view::npos) return cut;
  const size_t end = text.find(')', middle);
  if (end == std::string_view::npos || end < cut) return cut;
  return open;
}

// The best place at or before `room` bytes.
size_t FindCut(std::string_view text, size_t room) {
  static constexpr std::array<std::string_view, 5> kEnds = {"\n\n", "\n", ". ",
                                                            "; ", " "};
  size_t cut = room;
  for (const std::string_view end : kEnds) {
    const size_t at = text.rfind(end, room);
    // A part that is nearly empty helps nobody.
    if (at == std::string_view::npos || at < room / 3) continue;
    cut = end == " " || end[0] == '\n' ? at : at + 1;
    break;
  }
  cut = std::min(cut, room);
  size_t kept = BeforeOpenLink(text, cut);
  kept = std::min(kept, BeforeOpenMark(text, cut, "**"));
  return kept > 0 ? kept : cut;
}

}  // namespace

size_t CountUnits(std::string_view text, TextUnit unit) {
  size_t units = 0;
  for (const char c : text) {
    if (IsLead(c)) units += UnitsOf(static_cast<unsigned char>(c), unit);
  }
  return units;
}

std::string_view FirstUnits(std::string_view text, size_t limit,
                            TextUnit unit) {
  size_t units = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!IsLead(text[i])) continue;
    units += UnitsOf(static_cast<unsigned char>(text[i]), unit);
    if (units > limit) return text.substr(0, i);
  }
  return text;
}

std::vector<std::string> SplitText(std::string_view markdown, size_t limit,
                                   TextUnit unit) {
  std::vector<std::string> parts;
  std::string_view rest = Trim(markdown);
  while (!rest.empty()) {
    const std::string_view fitting = FirstUnits(rest, limit, unit);
    if (fitting.size() == rest.size()) {
      parts.emplace_back(rest);
      break;
    }
    // What follows the part may be the blank that ends it.
    size_t cut = fitting.size();
    if (kBlanks.find(rest[cut]) == std::string_view::npos) {
      cut = FindCut(rest, fitting.size());
    }
    if (cut == 0) cut = fitting.size();
    const std::string_view part = Trim(rest.substr(0, cut));
    if (!part.empty()) parts.emplace_back(part);
    rest = Trim(rest.substr(cut));
  }
  return parts;
}

}  // namespace sportello
