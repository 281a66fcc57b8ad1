#include "dialogue/gate.h"

#include <doctest/doctest.h>

#include "dialogue/explain.h"
#include "unit/dialogue/talk_testing.h"

namespace sportello {
namespace {

// The gate over one file of English intents; `faq` may be empty.
GateReport Gate(const std::string& intents, const std::string& faq = "",
                GateOptions options = {}) {
  std::vector<SourceFile> sources = {
      {"intents/en/a.yaml", "en", false, intents}};
  if (!faq.empty()) sources.push_back({"faq/en/b.yaml", "en", true, faq});
  const BuildOutcome outcome = BuildSnapshot(sources, {});
  REQUIRE(outcome.snapshot != nullptr);
  GateReport report;
  const LanguageContent& content = outcome.content.languages.at("en");
  const LanguageKnowledge& knowledge = *outcome.snapshot->Find("en");
  CheckTests(content, knowledge, options, report);
  CheckPhrases(content, knowledge, options, report);
  CheckButtonTitles(content, knowledge, options, report);
  std::erase_if(report.problems, [](const Problem& problem) {
    return problem.place.file.starts_with("builtin/");
  });
  return report;
}

// "error 5: message" of each problem.
std::string LinesOf(const GateReport& report) {
  std::string lines;
  for (const Problem& problem : report.problems) {
    lines += problem.severity == Severity::kError ? "error " : "warning ";
    lines +=
        std::to_string(problem.place.at.line) + ": " + problem.message + "\n";
  }
  return lines;
}

TEST_CASE("Content whose tests lead where they should has no problem") {
  const GateReport report = Gate(
      "intents:\n"
      "  parcel:\n"
      "    phrases: [\"where is my (parcel|order)\"]\n"
      "    reply: \"R.\"\n"
      "    tests: [\"where is my order?\"]\n");
  CHECK(LinesOf(report) == "");
  CHECK(report.samples == 2);
}

TEST_CASE("A stolen sentence names both places and says why") {
  CHECK(LinesOf(Gate("intents:\n"
                     "  parcel:\n"
                     "    phrases: [\"where is my [lost] parcel\"]\n"
                     "    reply: \"R.\"\n"
                     "    tests: [\"where is my lost parcel\"]\n"
                     "  lost:\n"
                     "    phrases: [\"where is my lost parcel\"]\n"
                     "    reply: \"R.\"\n")) ==
        "error 5: 'where is my lost parcel' of intent 'parcel' is answered by "
        "intent 'lost': phrase 'where is my lost parcel' "
        "(intents/en/a.yaml:7)\n"
        "warning 3: 'where is my lost parcel', which this phrase of 'parcel' "
        "stands for, is answered by intent 'lost': phrase 'where is my lost "
        "parcel' (intents/en/a.yaml:7)\n");
}

TEST_CASE("A sentence that its own 'not' keeps away says so") {
  CHECK(LinesOf(Gate("intents:\n"
                     "  parcel:\n"
                     "    phrases: [\"where is my [lost] parcel\"]\n"
                     "    not: [lost]\n"
                     "    reply: \"R.\"\n"
                     "    tests: [\"where is my lost parcel\"]\n")) ==
        "error 6: 'where is my lost parcel' of intent 'parcel' is not "
        "understood; its own 'not' 'lost' excludes it "
        "(intents/en/a.yaml:4)\n");
}

TEST_CASE("A phrase that another one always takes can never win") {
  CHECK(LinesOf(Gate("intents:\n"
                     "  one:\n"
                     "    phrases: [\"my bill\"]\n"
                     "    reply: \"R.\"\n"
                     "  two:\n"
                     "    phrases: [\"my (bill|debt)\"]\n"
                     "    reply: \"R.\"\n")) ==
        "error 3: this phrase of 'one' can never win: 'my bill' is asked "
        "back: intent 'one', intent 'two' (intents/en/a.yaml:6)\n"
        "warning 6: 'my bill', which this phrase of 'two' stands for, is "
        "asked back: intent 'one' (intents/en/a.yaml:3), intent 'two'\n");
}

TEST_CASE("A sentence that nothing understands is an error") {
  const std::string lines =
      LinesOf(Gate("intents:\n"
                   "  parcel:\n"
                   "    phrases: [\"where is my parcel\"]\n"
                   "    reply: \"R.\"\n"
                   "    tests: [\"zzzz qqqq\"]\n"));
  CHECK(lines.starts_with(
      "error 5: 'zzzz qqqq' of intent 'parcel' is not understood"));
}

TEST_CASE("A pattern that no sentence holds is a warning") {
  CHECK(LinesOf(Gate("intents:\n"
                     "  parcel:\n"
                     "    phrases: [\"where is my parcel\"]\n"
                     "    patterns: ['Tracking']\n"
                     "    reply: \"R.\"\n"
                     "    tests: [\"where is my parcel\"]\n")) ==
        "warning 4: no test or example of 'parcel' holds the pattern "
        "'Tracking'\n");
}

TEST_CASE("A plain button must be understood") {
  CHECK(LinesOf(Gate("intents:\n"
                     "  parcel:\n"
                     "    phrases: [\"where is my parcel\"]\n"
                     "    reply: \"R.\"\n"
                     "    buttons: [\"zzzz qqqq\", \"Thanks\"]\n")) ==
        "error 5: the button 'zzzz qqqq' is not understood when a customer "
        "presses it\n");
}

TEST_CASE("The filter keeps what it names") {
  GateOptions options;
  options.filter = "parcel?";
  const GateReport report = Gate(
      "intents:\n"
      "  parcel:\n"
      "    phrases: [\"where is my parcel\"]\n"
      "    reply: \"R.\"\n"
      "    tests: [\"where is my parcel?\", \"where is my parcel\"]\n",
      "", options);
  CHECK(report.tests == 1);
  CHECK(report.answered == 1);
}

TEST_CASE("A near miss says which word is missing") {
  const BuildOutcome outcome = BuildSnapshot(ShopSources(), {});
  REQUIRE(outcome.snapshot != nullptr);
  const LanguageKnowledge& english = *outcome.snapshot->Find("en");
  const std::vector<NearMiss> misses =
      FindNearMisses(outcome.content.languages.at("en"), english,
                     english.analyzer.Normalize("where is parcel"), 1);
  REQUIRE(misses.size() == 1);
  CHECK(misses[0].id == "order_status");
  CHECK(misses[0].missing == "my");
  CHECK(misses[0].extra == "");
  CHECK(misses[0].words == 1);
}

TEST_CASE("The explanation has a part for every step") {
  const BuildOutcome outcome = BuildSnapshot(ShopSources(), {});
  REQUIRE(outcome.snapshot != nullptr);
  std::string titles;
  for (const ExplanationPart& part : Explain(*outcome.snapshot, outcome.content,
                                             "en", "where is my parcell")) {
    titles += part.title + ";";
    CHECK_FALSE(part.lines.empty());
  }
  CHECK(titles ==
        "language;normaliser;words;phrases and patterns;near misses;ranking;"
        "decision;what would change it;");
}

}  // namespace
}  // namespace sportello
