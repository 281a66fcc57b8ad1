// Opening hours: when people are there to answer.
//
// A week of intervals in the company's time zone. The zone's rules come from
// the system's tz database, so a change of summer time arrives with tzdata.
//
// date/tz (Howard Hinnant) was chosen because C++20's own time zones are not
// in Debian 12's compiler.
#ifndef SPORTELLO_HANDOFF_HOURS_H_
#define SPORTELLO_HANDOFF_HOURS_H_

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace sportello {

// Minutes of the day: open from `from` (included) to `to` (excluded).
struct DayInterval {
  int from = 0;
  int to = 0;
  bool operator==(const DayInterval&) const = default;
};

// Monday is day 0. Intervals of a day are sorted and do not overlap.
struct WeeklyHours {
  std::array<std::vector<DayInterval>, 7> days;
  bool operator==(const WeeklyHours&) const = default;
};

// "monday-friday 09:00-13:00 14:00-18:00; saturday 09:00-12:30". A day that
// is not named is closed; "24:00" ends a day. Error: what is wrong with which
// word.
Result<WeeklyHours> ParseWeeklyHours(std::string_view text);

// Error kInvalid when the tz database has no zone of this name.
Status CheckTimeZone(const std::string& name);

// Immutable and safe from many threads.
class OpeningHours {
 public:
  // Always open.
  OpeningHours() = default;
  // `text` as above; an empty text is always open.
  static Result<OpeningHours> Make(std::string_view text,
                                   const std::string& time_zone);

  // About a microsecond.
  bool IsOpen(Time at) const;

 private:
  struct Zone;
  WeeklyHours week_;
  std::shared_ptr<const Zone> zone_;  // null = always open
};

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_HOURS_H_
