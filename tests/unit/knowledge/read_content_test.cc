// What is wrong in one file is told with its line, a caret and a hint.
#include <doctest/doctest.h>

#include "unit/knowledge/content_testing.h"

namespace sportello {
namespace {

TEST_CASE("Good content has no problem") {
  CHECK(ProblemsOf({Intents("intents:\n"
                            "  refund:\n"
                            "    phrases: [\"where is my refund\"]\n"
                            "    reply: \"On its way.\"\n")}) == "");
}

TEST_CASE("An unknown key is named with the key that was meant") {
  CHECK(ProblemsOf({Intents("intents:\n"
                            "  refund:\n"
                            "    phrase: [\"where is my refund\"]\n"
                            "    examples: [\"where is the money\"]\n"
                            "    reply: \"On its way.\"\n")}) ==
        "intents/en/a.yaml:3:5: error: unknown key 'phrase' in intent "
        "'refund'\n"
        "      phrase: [\"where is my refund\"]\n"
        "      ^\n"
        "  hint: did you mean 'phrases'?\n");
}

TEST_CASE("A missing key is named with what it is for") {
  CHECK(ProblemsOf({Intents("intents:\n"
                            "  refund:\n"
                            "    phrases: [\"where is my refund\"]\n")}) ==
        "intents/en/a.yaml:3:5: error: intent 'refund' lacks 'reply'\n"
        "      phrases: [\"where is my refund\"]\n"
        "      ^\n"
        "  hint: The answer, in Markdown.\n");
  CHECK(ProblemsOf({Faq("faq:\n"
                        "  - id: a\n"
                        "    question: \"What is it?\"\n")}) ==
        "faq/en/b.yaml:2:5: error: FAQ entry 'a' lacks 'answer'\n"
        "    - id: a\n"
        "      ^\n"
        "  hint: The answer, in Markdown.\n");
}

TEST_CASE("All problems of a file come at once, by line") {
  CHECK(ProblemsOf({Faq("faq:\n"
                        "  - id: a\n"
                        "    question: []\n"
                        "    answer: \"Yes.\"\n"
                        "    priority: high\n"
                        "    public: si\n"
                        "    review_by: 2027-02-30\n")}) ==
        "faq/en/b.yaml:3:15: error: 'question' of FAQ entry 'a' must be a "
        "text\n"
        "      question: []\n"
        "                ^\n"
        "  hint: a text that begins with [ or { needs quotes around it\n"
        "faq/en/b.yaml:5:15: error: 'priority' of FAQ entry 'a' must be a "
        "whole number from -1000 to 1000\n"
        "      priority: high\n"
        "                ^\n"
        "  hint: write it in digits\n"
        "faq/en/b.yaml:6:13: error: 'public' of FAQ entry 'a' must be true or "
        "false\n"
        "      public: si\n"
        "              ^\n"
        "  hint: yes is written true, no is written false\n"
        "faq/en/b.yaml:7:16: error: 'review_by' of FAQ entry 'a' must be a "
        "day such as 2027-01-31\n"
        "      review_by: 2027-02-30\n"
        "                 ^\n");
}

TEST_CASE("An intent that nothing can mean is refused") {
  CHECK(ProblemsOf({Intents("intents:\n"
                            "  refund:\n"
                            "    reply: \"On its way.\"\n")}) ==
        "intents/en/a.yaml:2:3: error: intent 'refund' can never be meant\n"
        "    refund:\n"
        "    ^\n"
        "  hint: give it phrases, examples or patterns\n");
}

TEST_CASE("A required slot must be asked for") {
  CHECK(ProblemsOf({Intents("intents:\n"
                            "  refund:\n"
                            "    phrases: [\"refund {order}\"]\n"
                            "    slots:\n"
                            "      order: {type: number, required: true}\n"
                            "    reply: \"On its way.\"\n")}) ==
        "intents/en/a.yaml:5:7: error: slot 'order' is required but has no "
        "'ask'\n"
        "        order: {type: number, required: true}\n"
        "        ^\n"
        "  hint: write the question that asks for it\n");
}

TEST_CASE("A type has a pattern or values, not both and not none") {
  CHECK(ProblemsOf({Shared("types:\n"
                           "  size: {pattern: \"[a-z]\", values: {M: [m]}}\n"),
                    Intents("intents:\n"
                            "  a:\n"
                            "    phrases: [\"size {size}\"]\n"
                            "    slots: {size: {type: size}}\n"
                            "    reply: \"Yes.\"\n")}) ==
        "intents/en/_shared.yaml:2:3: error: type 'size' needs either a "
        "pattern or a list of values\n"
        "    size: {pattern: \"[a-z]\", values: {M: [m]}}\n"
        "    ^\n");
}

TEST_CASE("A text that the program never says is a typo") {
  CHECK(ProblemsOf({Shared("texts:\n"
                           "  greting: \"Hello.\"\n")}) ==
        "intents/en/_shared.yaml:2:3: error: unknown name 'greting' in "
        "'texts'\n"
        "    greting: \"Hello.\"\n"
        "    ^\n"
        "  hint: did you mean 'greeting'?\n");
}

TEST_CASE("An id is used once, and both places are named") {
  CHECK(ProblemsOf({Intents("intents:\n"
                            "  refund:\n"
                            "    examples: [\"where is my refund\"]\n"
                            "    reply: \"On its way.\"\n"),
                    Faq("faq:\n"
                        "  - id: refund\n"
                        "    question: \"When do I get my money?\"\n"
                        "    answer: \"Soon.\"\n")}) ==
        "faq/en/b.yaml:2:9: error: the id 'refund' is used twice\n"
        "    - id: refund\n"
        "          ^\n"
        "  hint: it stands already in intents/en/a.yaml:2\n");
}

TEST_CASE("The same id in two languages is one entry in both") {
  const std::string text =
      "faq:\n"
      "  - id: refund\n"
      "    question: \"Refund?\"\n"
      "    answer: \"Soon.\"\n";
  CHECK(ProblemsOf({Faq(text), Faq(text, "b", "it")}) == "");
}

TEST_CASE("Broken YAML is told where it breaks") {
  const std::string report =
      ProblemsOf({Faq("faq:\n"
                      "  - id: a\n"
                      "   question: x\n")});
  CHECK(report.starts_with("faq/en/b.yaml:3:"));
  CHECK(report.find("   question: x\n") != std::string::npos);
}

TEST_CASE("A file that is not of the expected kind says so") {
  CHECK(ProblemsOf({Faq("- a\n- b\n")}) ==
        "faq/en/b.yaml:1:1: error: this file must be a map of keys and "
        "values\n"
        "  - a\n"
        "  ^\n"
        "  hint: write `key: value`, one on a line\n");
  CHECK(ProblemsOf({Faq("faq: {a: b}\n")}) ==
        "faq/en/b.yaml:1:6: error: 'faq' must be a list of entries\n"
        "  faq: {a: b}\n"
        "       ^\n"
        "  hint: begin each entry with `- id: …`\n");
}

TEST_CASE("A file in no language's folder is refused") {
  const SourceFile lost{"faq/shop.yaml", "", true, "faq: []\n"};
  CHECK(ProblemsOf({lost, Faq("faq: []\n")}) ==
        "faq/shop.yaml:1:1: error: the file is in no language's folder\n"
        "  faq: []\n"
        "  ^\n"
        "  hint: move it to a folder named after its language, such as it/ or "
        "en/\n");
}

TEST_CASE("No content at all is an error, not an empty bot") {
  CHECK(ProblemsOf({}) ==
        "content:1:1: error: there is no content: no .yaml file in a "
        "language's folder\n"
        "  hint: put intents into intents/it/ and FAQ entries into faq/it/\n");
}

}  // namespace
}  // namespace sportello
