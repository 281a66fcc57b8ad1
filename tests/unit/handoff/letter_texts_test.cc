#include "handoff/letter_texts.h"

#include <doctest/doctest.h>

#include "handoff/rating_link.h"

namespace sportello {
namespace {

std::string TextsError(const std::string& text) {
  const auto read = LetterTexts::Read(text, "letters.yaml");
  return read.ok() ? "ok" : read.error().message;
}

TEST_CASE("A company's words take the place of ours, in that language only") {
  const auto texts = LetterTexts::Read(
      "it:\n  closing: \"Il servizio clienti\"\n"
      "  greeting_name: \"Gentile {name},\"\n",
      "letters.yaml");
  REQUIRE(texts.ok());
  CHECK(texts->Say("it", "closing") == "Il servizio clienti");
  CHECK(texts->Say("it", "greeting_name", {{"name", "Ugo"}}) == "Gentile Ugo,");
  CHECK(texts->Say("en", "closing") == "Kind regards");
  CHECK(texts->Say("de", "closing") == "Kind regards");
}

TEST_CASE("What looks like a name in a value stays as it is") {
  CHECK(LetterTexts().Say("en", "reply", {{"message", "{number} {x"}}) ==
        "{number} {x\n\nTo go on, answer this mail.");
}

TEST_CASE("Both languages have the same texts with the same names") {
  // Read strictly: Italian keys and names are those that English has.
  CHECK(TextsError("it:\n  acknowledgement: \"{number} {when}\"\n"
                   "en:\n  acknowledgement: \"{number} {when}\"\n") == "ok");
}

TEST_CASE("Every mistake is named with its place, all at once") {
  CHECK(TextsError("it:\n"
                   "  closng: \"x\"\n"
                   "  acknowledgement: \"Il numero {numero}.\"\n"
                   "  closing: \"\"\n"
                   "fr:\n  closing: \"x\"\n") ==
        "letters.yaml:2:3: unknown text 'closng': expected closed, closing\n"
        "letters.yaml:3:20: acknowledgement: unknown {numero}: expected "
        "{number}, {when}\n"
        "letters.yaml:3:20: acknowledgement: {number} is missing\n"
        "letters.yaml:4:12: closing: expected a text\n"
        "letters.yaml:5:1: unknown language 'fr': expected it, en");
  CHECK(TextsError("it: [") != "ok");
  CHECK(TextsError("") == "ok");
}

TEST_CASE("A link for rating holds for its ticket and its secret only") {
  const std::string token = RatingToken("secret", 1042);
  CHECK(ReadRatingToken("secret", token) == 1042);
  CHECK_FALSE(ReadRatingToken("other", token).has_value());
  CHECK_FALSE(ReadRatingToken("secret", "1043" + token.substr(4)).has_value());
  CHECK_FALSE(ReadRatingToken("secret", token + "0").has_value());
  CHECK_FALSE(ReadRatingToken("secret", "01042" + token.substr(4)).has_value());
  CHECK_FALSE(ReadRatingToken("secret", "").has_value());
}

}  // namespace
}  // namespace sportello
