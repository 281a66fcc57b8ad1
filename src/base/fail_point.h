// Named places where a test lets the program die as by kill -9.
//
//   FailPoint("mail.sent");
//
// With SPORTELLO_FAIL_POINT=mail.sent:2 in the environment the process is
// killed when it passes there for the second time (":1" may be left out). Only
// a program that was built together with its tests (SPORTELLO_TESTS) can do
// that; any other refuses to start with the variable set, so that nobody who
// finds it can use it.
#ifndef SPORTELLO_BASE_FAIL_POINT_H_
#define SPORTELLO_BASE_FAIL_POINT_H_

#include <string_view>

#include "base/result.h"

namespace sportello {

// Cheap when nothing is set. Safe from many threads.
void FailPoint(std::string_view name);

// kDenied when the environment asks for what this program cannot do.
Status CheckFailPoint();

}  // namespace sportello

#endif  // SPORTELLO_BASE_FAIL_POINT_H_
