// What is wrong with contexts, as a maintainer reads it.
#include <doctest/doctest.h>

#include "unit/knowledge/content_testing.h"

namespace sportello {
namespace {

std::string ProblemsOfContexts(const std::string& first,
                               const std::string& second) {
  return ProblemsOf(
      {Intents("intents:\n"
               "  lamp:\n"
               "    phrases: [\"a lamp\"]\n"
               "    reply: \"Yes.\"\n" +
               first +
               "  price:\n"
               "    phrases: [\"the price\"]\n"
               "    reply: \"Ten.\"\n" +
               second)});
}

TEST_CASE("A context that is set and required has no problems") {
  CHECK(ProblemsOfContexts("    sets: {lamp: 3}\n", "    requires: lamp\n") ==
        "");
}

TEST_CASE("A context that nothing sets names the one meant") {
  CHECK(ProblemsOfContexts("    sets: {lamp: 3}\n", "    requires: lam\n") ==
        "intents/en/a.yaml:9:15: error: nothing sets the context 'lam'\n"
        "      requires: lam\n"
        "                ^\n"
        "  hint: did you mean 'lamp'?\n"
        "intents/en/a.yaml:5:12: warning: nothing requires the context "
        "'lamp'\n"
        "      sets: {lamp: 3}\n"
        "             ^\n"
        "  hint: remove it, or use it\n");
}

TEST_CASE("A lifetime is a number of turns") {
  for (const char* wrong : {"0", "51", "long", "1.5", "-1"}) {
    CHECK(
        ProblemsOfContexts("    sets: {lamp: " + std::string(wrong) + "}\n", "")
            .find("'" + std::string(wrong) +
                  "' is no lifetime of context 'lamp'") != std::string::npos);
  }
}

TEST_CASE("In different contexts one sentence may belong to two entries") {
  const std::string example = "    examples: [\"how much is it\"]\n";
  CHECK(ProblemsOfContexts("    sets: {a: 1}\n" + example,
                           "    requires: a\n" + example) == "");
  CHECK(
      ProblemsOfContexts(example, example).find("belongs to 'lamp' already") !=
      std::string::npos);
}

}  // namespace
}  // namespace sportello
