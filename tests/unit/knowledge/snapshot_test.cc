#include "knowledge/snapshot.h"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "knowledge/content_schema.h"
#include "unit/knowledge/content_testing.h"

namespace sportello {
namespace {

const char kRefund[] =
    "intents:\n"
    "  refund:\n"
    "    phrases: [\"where is my refund\"]\n"
    "    reply: {text: \"Soon.\", closed: \"Monday.\", "
    "channels: {sms: \"Soon\"}}\n"
    "    buttons: [\"Thanks\", {title: \"Person\", to: person}]\n";
const char kFree[] =
    "faq:\n"
    "  - id: free\n"
    "    question: \"Is it free?\"\n"
    "    answer: \"Yes.\"\n";

BuildOutcome Build(std::vector<SourceFile> sources,
                   const std::string& language = "it") {
  BuildOptions options;
  options.default_language = language;
  return BuildSnapshot(std::move(sources), options);
}

TEST_CASE("A snapshot finds languages and targets by id") {
  const BuildOutcome outcome = Build({Intents(kRefund), Faq(kFree)});
  REQUIRE(outcome.snapshot != nullptr);
  const LanguageKnowledge* english = outcome.snapshot->Find("en");
  REQUIRE(english != nullptr);
  CHECK(outcome.snapshot->Find("it") == nullptr);
  const std::optional<Target> refund = english->FindTarget("refund");
  REQUIRE(refund.has_value());
  CHECK(english->SourceOf(*refund) == "intents/en/a.yaml:2");
  CHECK(english->FindTarget("free").has_value());
  CHECK_FALSE(english->FindTarget("nothing").has_value());
}

TEST_CASE("A missing default language gives way to one with content") {
  const BuildOutcome outcome = Build({Faq(kFree)}, "it");
  REQUIRE(outcome.snapshot != nullptr);
  CHECK(outcome.snapshot->default_language() == "en");
  CHECK(outcome.snapshot->GetOrDefault("fr").language() == "en");
}

TEST_CASE("The most special reply applies") {
  const BuildOutcome outcome = Build({Intents(kRefund)});
  REQUIRE(outcome.snapshot != nullptr);
  const ReplyVariants& reply =
      outcome.snapshot->Find("en")->intents.front().reply;
  CHECK(reply.For("web", true, {}).Render({}, 0) == "Soon.");
  CHECK(reply.For("web", false, {}).Render({}, 0) == "Monday.");
  CHECK(reply.For("sms", false, {}).Render({}, 0) == "Soon");
}

TEST_CASE("A plain button says its title, the other names its target") {
  const BuildOutcome outcome = Build({Intents(kRefund)});
  REQUIRE(outcome.snapshot != nullptr);
  CHECK(outcome.snapshot->Find("en")->intents.front().buttons ==
        std::vector<Button>{{"Thanks", "Thanks"}, {"Person", "/person"}});
}

TEST_CASE("The version tells the sources, not their order") {
  const SourceFile a = Intents(kRefund);
  const SourceFile b = Faq(kFree);
  const std::string version = Build({a, b}).snapshot->version();
  CHECK(version.size() == 12);
  CHECK(Build({b, a}).snapshot->version() == version);
  CHECK(Build({a, Faq(kFree, "c")}).snapshot->version() != version);
}

TEST_CASE("Content with an error gives no snapshot but all that was read") {
  const BuildOutcome outcome = Build({Intents(kRefund), Faq("faq: 1\n")});
  CHECK(outcome.snapshot == nullptr);
  CHECK(outcome.content.languages.at("en").intents.size() == 1);
}

TEST_CASE("Skip words go, but never all of the text") {
  const BuildOutcome outcome =
      Build({Faq(kFree), Shared("skip_words: [\"dear shop\", dear]\n")});
  REQUIRE(outcome.snapshot != nullptr);
  const LanguageKnowledge& english = *outcome.snapshot->Find("en");
  const auto bare = [&](const std::string& text) {
    return RemoveSkipWords(english.analyzer.Normalize(text), english.skip_words)
        .text;
  };
  CHECK(bare("Dear shop, is it free") == "is it free");
  CHECK(bare("my dear, is it free") == "my is it free");
  CHECK(bare("dear shop") == "dear shop");
}

TEST_CASE("docs/schema holds the schemas of this program") {
  for (const std::string kind : {"intents", "faq", "shared", "conversations"}) {
    const std::string path = std::string(SPORTELLO_SOURCE_DIR) +
                             "/docs/schema/" + kind + ".schema.json";
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    CHECK_MESSAGE(text.str() == JsonSchema(kind),
                  path << " is not what `sportello schema --out docs/schema` "
                          "writes");
  }
  CHECK(JsonSchema("nothing") == "");
}

}  // namespace
}  // namespace sportello
