#include "handoff/rating_text.h"

#include <doctest/doctest.h>

namespace sportello {
namespace {

TEST_CASE("A number from 1 to 5 is a rating, with or without a comment") {
  struct Case {
    const char* text;
    int score;
    const char* comment;
  };
  for (const Case& one :
       {Case{"5", 5, ""}, Case{" 4 ", 4, ""}, Case{"4/5", 4, ""},
        Case{"3 su 5", 3, ""}, Case{"2 stelle", 2, ""}, Case{"5!", 5, ""},
        Case{"1 out of 5, slow", 1, "slow"},
        Case{"2, non mi avete risposto", 2, "non mi avete risposto"},
        Case{"5\nGrazie mille", 5, "Grazie mille"},
        Case{"4 - bene", 4, "bene"}}) {
    const auto rating = ReadRatingText(one.text);
    REQUIRE_MESSAGE(rating.has_value(), one.text);
    CHECK(rating->score == one.score);
    CHECK(rating->comment == one.comment);
  }
}

TEST_CASE("Other texts that begin with a number are no rating") {
  for (const char* text :
       {"", "0", "6", "12", "55", "2 pacchi mancano", "1.5", "3,99 euro",
        "il 5", "5 giorni fa ho ordinato", "4a taglia", "-3"}) {
    CHECK_MESSAGE(!ReadRatingText(text).has_value(), text);
  }
}

}  // namespace
}  // namespace sportello
