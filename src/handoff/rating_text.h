// A rating that was written as text, where there are no buttons.
#ifndef SPORTELLO_HANDOFF_RATING_TEXT_H_
#define SPORTELLO_HANDOFF_RATING_TEXT_H_

#include <optional>
#include <string>
#include <string_view>

namespace sportello {

struct RatingText {
  int score = 0;  // 1 to 5
  std::string comment;
};

// "5", "4/5", "3 su 5", "4 out of 5", "2 stelle", also with a comment after a
// comma, a stop, a dash or on the next line. Nothing for other texts, such as
// "2 pacchi mancano".
std::optional<RatingText> ReadRatingText(std::string_view text);

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_RATING_TEXT_H_
