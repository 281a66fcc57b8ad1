// Moments as a shop says them: "oggi alle 15:00", "lunedì alle 9:00",
// "Thursday 7 January at 9:00".
#ifndef SPORTELLO_HANDOFF_HOURS_WORDS_H_
#define SPORTELLO_HANDOFF_HOURS_WORDS_H_

#include <string>
#include <string_view>

#include "base/clock.h"
#include "handoff/hours.h"

namespace sportello {

// "alle 9:00", "all'1:00"; "at 9:00".
std::string TimeInWords(Time moment, const OpeningHours& hours,
                        std::string_view language);

// The day as seen from `now`, and the time: today, tomorrow, the weekday up to
// six days ahead, else weekday and date (with the year when it is another one
// and more than two months away). Language "it", else English.
std::string MomentInWords(Time moment, Time now, const OpeningHours& hours,
                          std::string_view language);

enum class OpenState { kOpen, kClosingSoon, kClosed };

struct OpenWords {
  OpenState state = OpenState::kOpen;
  // One sentence without the company's name:
  // kOpen: empty. kClosingSoon: "Chiudiamo alle 18:00.".
  // kClosed: "Riapriamo lunedì alle 9:00.", on a public holiday
  // "Oggi siamo chiusi (Natale). Riapriamo ..."; without a next opening
  // "In questo periodo siamo chiusi.".
  std::string sentence;
};

// Closing soon: within half an hour.
OpenWords DescribeOpening(const OpeningHours& hours, Time now,
                          std::string_view language);

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_HOURS_WORDS_H_
