#include "dialogue/overlap.h"

#include <doctest/doctest.h>

#include "knowledge/build.h"

namespace sportello {
namespace {

// All problems of English entries in faq/en/a.yaml, as people see them.
std::string Overlaps(const std::string& faq, const std::string& intents = "") {
  std::vector<SourceFile> sources = {{"faq/en/a.yaml", "en", true, faq}};
  if (!intents.empty()) {
    sources.push_back({"intents/en/b.yaml", "en", false, intents});
  }
  const BuildOutcome outcome = BuildSnapshot(sources, {});
  REQUIRE(outcome.snapshot != nullptr);
  std::vector<Problem> problems;
  CheckOverlap(outcome.content.languages.at("en"),
               *outcome.snapshot->Find("en"), problems);
  std::string text;
  for (const Problem& problem : problems) {
    text += FormatProblem(problem, outcome.sources);
  }
  return text;
}

constexpr char kParcels[] =
    "faq:\n"
    "  - id: parcel_where\n"
    "    question: \"Where is my parcel?\"\n"
    "    variants:\n"
    "      - \"has my parcel been sent\"\n"
    "      - \"my parcel is not here\"\n"
    "      - \"when will the parcel be here\"\n"
    "      - \"parcel tracking\"\n"
    "    answer: \"A.\"\n";

constexpr char kPayment[] =
    "  - id: payment\n"
    "    question: \"Which cards do you accept?\"\n"
    "    variants:\n"
    "      - \"can I pay by card\"\n"
    "      - \"which credit cards can I use to pay\"\n"
    "      - \"paying by credit card\"\n"
    "      - \"do you accept my card\"\n"
    "    answer: \"C.\"\n";

constexpr char kLate[] =
    "  - id: parcel_late\n"
    "    question: \"Why is my parcel not here?\"\n"
    "    variants:\n"
    "      - \"where is my late parcel\"\n"
    "      - \"my parcel has not been sent\"\n"
    "      - \"the parcel will be late\"\n"
    "      - \"when will my parcel be sent\"\n"
    "    answer: \"B.\"\n";

TEST_CASE("Entries about different things do not overlap") {
  CHECK(Overlaps(std::string(kParcels) + kPayment) == "");
}

TEST_CASE("Two entries that say the same are named once, with their words") {
  CHECK(Overlaps(std::string(kParcels) + kLate + kPayment) ==
        "faq/en/a.yaml:2:9: warning: customers who mean 'parcel_where' will "
        "often be asked whether they mean 'parcel_late' (faq/en/a.yaml:10)\n"
        "    - id: parcel_where\n"
        "          ^\n"
        "  hint: for example 'has my parcel been sent'; words that tell them "
        "apart: 'tracking' ('parcel_where'); 'late', 'why' ('parcel_late'); "
        "use them in more sentences, or make one entry of the two");
}

TEST_CASE("Entries whose tests are all clear are not warned of") {
  CHECK(Overlaps(std::string(kParcels) + "    tests: [\"parcel tracking?\"]\n" +
                 kLate + "    tests: [\"why is it late\"]\n" + kPayment) == "");
}

TEST_CASE("A sentence that a phrase decides is clear") {
  const std::string intents =
      "intents:\n"
      "  parcel_any:\n"
      "    patterns: ['parcel']\n"
      "    reply: \"R.\"\n";
  CHECK(Overlaps(std::string(kParcels) + kLate + kPayment, intents) == "");
}

TEST_CASE("The order of entries does not matter") {
  const std::string entries(kParcels);
  const std::string text = Overlaps("faq:\n" + std::string(kLate) +
                                    entries.substr(entries.find('\n') + 1));
  CHECK(text.find("'parcel_where' will often be asked whether they mean "
                  "'parcel_late' (faq/en/a.yaml:2)") != std::string::npos);
}

}  // namespace
}  // namespace sportello
