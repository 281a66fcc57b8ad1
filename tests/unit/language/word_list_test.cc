#include "language/word_list.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "language/vocabulary.h"

namespace sportello {
namespace {

TEST_CASE("A list keeps words as the normaliser writes them") {
  const WordList list = WordList::Parse("perché\nvinto\r\nvisto\n");
  CHECK(list.Contains("perche"));
  CHECK(list.Contains("vinto"));
  CHECK(list.size() == 3);
  CHECK_FALSE(list.Contains("vint"));
}

TEST_CASE("Names, short words and words with an apostrophe are left out") {
  const WordList list = WordList::Parse("Roma\nera\nl'uno\ndog's\n\nuno due\n");
  CHECK(list.size() == 0);
}

TEST_CASE("The fingerprint tells lists apart and not their order") {
  CHECK(WordList::Parse("vinto\nvisto\n").fingerprint() ==
        WordList::Parse("visto\nvinto\nvinto").fingerprint());
  CHECK(WordList::Parse("vinto\n").fingerprint() !=
        WordList::Parse("visto\n").fingerprint());
}

TEST_CASE("A real word of the language is no typo of the bot's word") {
  const auto list = std::make_shared<WordList>(WordList::Parse("vinto\n"));
  const Vocabulary plain = Vocabulary::Build({{"visto", 1}});
  const Vocabulary careful = Vocabulary::Build({{"visto", 1}}, list);
  CHECK(plain.Correct("vinto") == "visto");
  CHECK_FALSE(careful.Correct("vinto").has_value());
  CHECK(careful.Correct("vistto") == "visto");
}

TEST_CASE("A real word may still be another form of the bot's word") {
  const auto list =
      std::make_shared<WordList>(WordList::Parse("cancellaste\ncancellate\n"));
  const Vocabulary words = Vocabulary::Build({{"cancellate", 1}}, list);
  CHECK(words.Correct("cancellaste") == "cancellate");
}

}  // namespace
}  // namespace sportello
