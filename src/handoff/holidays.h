// The public holidays of Italy, computed for any year.
#ifndef SPORTELLO_HANDOFF_HOLIDAYS_H_
#define SPORTELLO_HANDOFF_HOLIDAYS_H_

#include <chrono>
#include <optional>
#include <string_view>

namespace sportello {

struct Holiday {
  std::string_view it;  // "Lunedì dell'Angelo"
  std::string_view en;  // "Easter Monday"
};

// Easter Sunday of a Gregorian year, by the algorithm of Meeus, Jones and
// Butcher (J. Meeus, Astronomical Algorithms, 2nd edition 1998, chapter 8;
// first in Nature, 20 April 1876, p. 487). No table, no exceptions.
std::chrono::year_month_day EasterSunday(std::chrono::year year);

// The holiday of a day, as the law of 2026 has them: law 260 of 27 May 1949,
// law 54 of 1977, d.P.R. 792 of 1985 (Epiphany), law 336 of 2000 (2 June), law
// 151 of 2025 (Saint Francis, 4 October, from 2026 on). Sundays are none.
// nullopt: a day like others.
std::optional<Holiday> ItalianHolidayOn(std::chrono::year_month_day date);

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_HOLIDAYS_H_
