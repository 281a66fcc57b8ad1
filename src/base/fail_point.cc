#include "base/fail_point.h"

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string>

namespace sportello {
namespace {

constexpr const char* kVariable = "SPORTELLO_FAIL_POINT";

#ifdef SPORTELLO_FAIL_POINTS

struct ArmedPoint {
  ArmedPoint() {
    const char* set = std::getenv(kVariable);
    if (set == nullptr) return;
    name = set;
    const size_t colon = name.rfind(':');
    if (colon == std::string::npos) return;
    passes_left = std::atoi(name.c_str() + colon + 1);
    name.resize(colon);
  }
  std::string name;
  std::atomic<int> passes_left{1};
};

#endif

}  // namespace

#ifdef SPORTELLO_FAIL_POINTS

void FailPoint(std::string_view name) {
  static ArmedPoint armed;
  if (armed.name != name || --armed.passes_left != 0) return;
  // Not abort(): nothing may be cleaned up or written.
  std::raise(SIGKILL);
}

Status CheckFailPoint() { return {}; }

#else

void FailPoint(std::string_view) {}

Status CheckFailPoint() {
  if (std::getenv(kVariable) == nullptr) return {};
  return Denied(std::string(kVariable) +
                " is set, and this program was built without fail points");
}

#endif

}  // namespace sportello
