#include "channels/text_split.h"

#include <doctest/doctest.h>

namespace sportello {
namespace {

constexpr TextUnit kPoints = TextUnit::kCodePoints;

std::string WithoutBlanks(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (c != ' ' && c != '\n') kept += c;
  }
  return kept;
}

TEST_CASE("A text that fits is one part, a text of blanks is none") {
  CHECK(SplitText("  ciao \n", 4, kPoints) == std::vector<std::string>{"ciao"});
  CHECK(SplitText(" \n ", 4, kPoints).empty());
  CHECK(SplitText("", 4, kPoints).empty());
}

TEST_CASE("Parts end at a paragraph, else a line, a sentence, a word") {
  CHECK(SplitText("uno due\n\ntre quattro", 14, kPoints) ==
        std::vector<std::string>{"uno due", "tre quattro"});
  CHECK(SplitText("uno due\ntre quattro", 14, kPoints) ==
        std::vector<std::string>{"uno due", "tre quattro"});
  CHECK(SplitText("Uno due. Tre quattro", 15, kPoints) ==
        std::vector<std::string>{"Uno due.", "Tre quattro"});
  CHECK(SplitText("uno due tre", 9, kPoints) ==
        std::vector<std::string>{"uno due", "tre"});
  CHECK(SplitText("uno due", 3, kPoints) ==
        std::vector<std::string>{"uno", "due"});
}

TEST_CASE("A word that is too long is cut at a code point") {
  const std::vector<std::string> parts = SplitText("èèèèè", 2, kPoints);
  CHECK(parts == std::vector<std::string>{"èè", "èè", "è"});
}

TEST_CASE("What lies outside the basic plane counts twice in UTF-16") {
  CHECK(CountUnits("a😀è", TextUnit::kUtf16) == 4);
  CHECK(CountUnits("a😀è", kPoints) == 3);
  CHECK(SplitText("😀😀", 3, TextUnit::kUtf16) ==
        std::vector<std::string>{"😀", "😀"});
}

TEST_CASE("A link and bold text stay whole where they fit") {
  CHECK(SplitText("leggi le [nostre regole](https://x.it) qui", 34, kPoints) ==
        std::vector<std::string>{"leggi le",
                                 "[nostre regole](https://x.it) qui"});
  CHECK(SplitText("sono circa **trenta giorni** da oggi", 22, kPoints) ==
        std::vector<std::string>{"sono circa", "**trenta giorni** da", "oggi"});
}

TEST_CASE("Whatever the limit, nothing is lost and no part is too long") {
  std::string text;
  for (int i = 0; i < 60; ++i) {
    text += "Perché **no**? [qui](https://x.it/" + std::to_string(i) + ")";
    text += i % 7 == 0 ? "\n\n" : (i % 3 == 0 ? "😀\n" : " ");
  }
  for (size_t limit = 1; limit < 80; ++limit) {
    std::string joined;
    for (const std::string& part : SplitText(text, limit, kPoints)) {
      REQUIRE(CountUnits(part, kPoints) <= limit);
      REQUIRE(!part.empty());
      joined += part;
    }
    REQUIRE(WithoutBlanks(joined) == WithoutBlanks(text));
  }
}

}  // namespace
}  // namespace sportello
