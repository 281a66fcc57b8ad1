#include "language/mask.h"

#include <doctest/doctest.h>

#include "unit/dialogue/talk_testing.h"

namespace sportello {
namespace {

TEST_CASE("The customer is told, and the summary does not hold it") {
  Talk talk;
  talk.Say("hello");
  CHECK(talk.Say("zzzz 4111111111111111").find("For your safety") !=
        std::string::npos);
  CHECK(talk.turn.stored_text == "zzzz ••••1111");
  talk.Say("qqqq wwww");
  talk.Say("kkkk wwww");
  REQUIRE(talk.turn.ticket.has_value());
  CHECK(talk.turn.ticket->summary.find("4111") == std::string::npos);
  CHECK(talk.turn.state.find("41111") == std::string::npos);
}

}  // namespace
}  // namespace sportello
