#include "desk/unanswered_groups.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "knowledge/build.h"

namespace sportello {
namespace {

std::shared_ptr<const Snapshot> GroupShop() {
  BuildOutcome outcome =
      BuildSnapshot({{"faq/it/a.yaml", "it", true,
                      "faq:\n"
                      "  - id: hours\n"
                      "    question: \"Quando siete aperti?\"\n"
                      "    answer: \"Dalle 9.\"\n"
                      "    tests: [\"a che ora aprite\"]\n"}},
                    {});
  REQUIRE(outcome.snapshot != nullptr);
  return outcome.snapshot;
}

class Questions {
 public:
  Questions& Ask(const std::string& conversation, const std::string& text,
                 std::vector<std::string> suggestions = {}) {
    ++minute_;
    asked_.push_back({conversation, 1, "it", text, "fallback",
                      std::move(suggestions), At(minute_)});
    return *this;
  }
  static Time At(int minute) { return Time{} + std::chrono::minutes(minute); }

  std::vector<UnansweredGroup> Groups(
      const std::vector<UnansweredMark>& marks = {}) const {
    return GroupUnanswered(asked_, marks, *GroupShop());
  }

 private:
  int minute_ = 0;
  std::vector<Unanswered> asked_;
};

TEST_CASE("Questions that say the same in other words are one group") {
  const auto groups = Questions()
                          .Ask("a", "fate spedizioni alle isole Eolie?")
                          .Ask("b", "avete la garanzia sui regali")
                          .Ask("c", "spedizione alle isole eolie")
                          .Ask("d", "Spedizione alle ISOLE Eolie!!")
                          .Groups();
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].conversations == 3);
  CHECK(groups[0].examples.size() == 2);
  CHECK(groups[0].last_at == Questions::At(4));
  CHECK(groups[1].text == "avete la garanzia sui regali");
  CHECK(groups[1].examples.empty());
}

TEST_CASE("A customer who insists counts once") {
  const auto groups = Questions()
                          .Ask("a", "vendete biciclette?")
                          .Ask("a", "vendete biciclette?")
                          .Ask("b", "avete cappelli")
                          .Ask("c", "avete cappelli?")
                          .Groups();
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].text.starts_with("avete cappelli"));
  CHECK(groups[0].conversations == 2);
  CHECK(groups[1].conversations == 1);
}

TEST_CASE("The wording asked most often is the title") {
  const auto groups = Questions()
                          .Ask("a", "vendete biciclette elettriche")
                          .Ask("b", "vendete le biciclette elettriche?")
                          .Ask("c", "vendete biciclette elettriche")
                          .Groups();
  REQUIRE(groups.size() == 1);
  CHECK(groups[0].text == "vendete biciclette elettriche");
  CHECK(groups[0].examples ==
        std::vector<std::string>{"vendete le biciclette elettriche?"});
}

TEST_CASE("A mark stays with its group when the question comes again") {
  Questions questions;
  questions.Ask("a", "vendete biciclette?");
  const std::string key = questions.Groups()[0].key;
  const std::vector<UnansweredMark> marks = {
      {key, "ignored", "sara", Questions::At(2)},
      {"of another group", "pending", "sara", Questions::At(3)}};
  questions.Ask("b", "vendete una bicicletta?");
  const auto groups = questions.Groups(marks);
  REQUIRE(groups.size() == 1);
  CHECK(groups[0].key == key);
  CHECK(groups[0].state == "ignored");
}

TEST_CASE("Of two marks of a group the later one counts") {
  Questions questions;
  questions.Ask("a", "vendete biciclette?");
  const std::string key = questions.Groups()[0].key;
  const auto groups =
      questions.Groups({{key, "pending", "sara", Questions::At(9)},
                        {key, "ignored", "sara", Questions::At(5)}});
  CHECK(groups[0].state == "pending");
}

TEST_CASE("What was offered is suggested, three at most and each once") {
  const auto groups = Questions()
                          .Ask("a", "vendete biciclette?", {"x", "y"})
                          .Ask("b", "vendete biciclette?", {"y", "z", "w"})
                          .Groups();
  REQUIRE(groups.size() == 1);
  CHECK(groups[0].suggestions == std::vector<std::string>{"x", "y", "z"});
}

TEST_CASE("A question without a word is in no group") {
  CHECK(Questions().Ask("a", "??? !!").Groups().empty());
}

TEST_CASE("A question that the content answers by now is answered") {
  const auto groups = Questions()
                          .Ask("a", "quando siete aperti")
                          .Ask("b", "vendete biciclette?")
                          .Groups();
  REQUIRE(groups.size() == 2);
  const auto shop = GroupShop();
  for (const UnansweredGroup& group : groups) {
    CHECK(IsAnsweredNow(group, *shop) == (group.text == "quando siete aperti"));
  }
}

}  // namespace
}  // namespace sportello
