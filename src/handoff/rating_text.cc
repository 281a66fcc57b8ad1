#include "handoff/rating_text.h"

#include <algorithm>
#include <array>

namespace sportello {
namespace {

constexpr std::array<std::string_view, 12> kAfterScore = {
    "/5",     "/ 5",    "su 5",  "su cinque", "out of 5", "of 5",
    "stelle", "stella", "stars", "star",      "punti",    "\u2605"};
constexpr std::string_view kRatingBlanks = " \t\r\n";

void SkipRatingBlanks(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
}

}  // namespace

std::optional<RatingText> ReadRatingText(std::string_view text) {
  text.remove_prefix(
      std::min(text.find_first_not_of(kRatingBlanks), text.size()));
  text = text.substr(0, text.find_last_not_of(kRatingBlanks) + 1);
  if (text.empty() || text[0] < '1' || text[0] > '5') return std::nullopt;
  RatingText rating;
  rating.score = text[0] - '0';
  text.remove_prefix(1);
  SkipRatingBlanks(text);
  for (const std::string_view words : kAfterScore) {
    if (!text.starts_with(words)) continue;
    text.remove_prefix(words.size());
    SkipRatingBlanks(text);
    break;
  }
  if (text.empty()) return rating;
  if (std::string_view(",.;:!-\n\r").find(text[0]) == text.npos) {
    return std::nullopt;
  }
  // "1.5", "3,99": a number of something else.
  if (text.size() > 1 && text[1] >= '0' && text[1] <= '9') return std::nullopt;
  const size_t comment = text.find_first_not_of(",.;:!- \t\r\n");
  if (comment != text.npos) rating.comment = text.substr(comment);
  return rating;
}

}  // namespace sportello
