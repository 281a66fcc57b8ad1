// How values are put into the sentences that people read: errors, findings,
// explanations.
#ifndef SPORTELLO_BASE_WORDING_H_
#define SPORTELLO_BASE_WORDING_H_

#include <string>
#include <string_view>
#include <vector>

namespace sportello {

// 'text': a bad value, as errors name it.
std::string Quote(std::string_view text);

// Two digits after the point: scores from 0 to 1.
std::string TwoDigits(double value);

// The parts with `between` between them.
std::string Join(const std::vector<std::string>& parts,
                 std::string_view between = ", ");

}  // namespace sportello

#endif  // SPORTELLO_BASE_WORDING_H_
