#include "desk/content_patch.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/id.h"
#include "knowledge/build.h"

namespace sportello {
namespace {

const std::string kReturns =
    "# Ask Anna before changing this.\n"
    "faq:\n"
    "  - id: window\n"
    "    question: \"How long?\"\n"
    "    variants:\n"
    "      - \"how many days\"   # asked often\n"
    "\n"
    "    answer: |\n"
    "      30 days.\n"
    "    tests:\n"
    "      - \"days for a return?\"\n"
    "\n"
    "  - id: cost\n"
    "    question: >\n"
    "      What does\n"
    "      a return cost?\n"
    "    answer: \"Nothing.\"\n";

const std::string kOrders =
    "intents:\n"
    "  order_status:\n"
    "    examples:\n"
    "      - \"where is my order\"\n"
    "    reply: \"Here.\"\n";

std::vector<SourceFile> Shop() {
  return {{"intents/en/orders.yaml", "en", false, kOrders},
          {"faq/en/returns.yaml", "en", true, kReturns}};
}

std::string Applied(std::string text, const std::string& mark,
                    const std::string& more) {
  const size_t at = text.find(mark);
  REQUIRE(at != std::string::npos);
  return text.insert(at + mark.size(), more);
}

TEST_CASE("A variant and its test are put at the end of their lists") {
  const auto patch = AddVariant(Shop(), "en", "window", "is there a limit?");
  REQUIRE(patch.ok());
  std::string expected =
      Applied(kReturns, "# asked often\n", "      - \"is there a limit?\"\n");
  expected = Applied(expected, "- \"days for a return?\"\n",
                     "      - \"is there a limit?\"\n");
  CHECK(patch->file.text == expected);
  CHECK(patch->file.path == "faq/en/returns.yaml");
}

TEST_CASE("An entry without lists gets them after its question and its end") {
  const auto patch = AddVariant(Shop(), "en", "cost", "is it free?");
  REQUIRE(patch.ok());
  std::string expected = Applied(kReturns, "      a return cost?\n",
                                 "    variants:\n      - \"is it free?\"\n");
  expected += "    tests:\n      - \"is it free?\"\n";
  CHECK(patch->file.text == expected);
}

TEST_CASE("An intent is asked with examples") {
  const auto patch = AddVariant(Shop(), "en", "order_status", "my parcel?");
  REQUIRE(patch.ok());
  CHECK(patch->file.text == Applied(kOrders, "- \"where is my order\"\n",
                                    "      - \"my parcel?\"\n") +
                                "    tests:\n      - \"my parcel?\"\n");
}

TEST_CASE("What a customer wrote cannot become markup of the file") {
  const std::string nasty = "a\" # b\nfaq: [x]\t\\";
  const auto patch = AddVariant(Shop(), "en", "window", nasty);
  REQUIRE(patch.ok());
  const YamlDocument document = ParseYaml(patch->file.text);
  CHECK(document.problems.empty());
  const YamlNode& entry = document.root.Find("faq")->items[0];
  CHECK(entry.Find("variants")->items.back().scalar == nasty);
  CHECK(entry.Find("tests")->items.back().scalar == nasty);
}

TEST_CASE("A sentence that stands there already is no change") {
  const auto first = AddVariant(Shop(), "en", "window", "limit?");
  REQUIRE(first.ok());
  const auto again = AddVariant({first->file}, "en", "window", "limit?");
  REQUIRE_FALSE(again.ok());
  CHECK(again.error().code == Code::kConflict);
}

std::vector<SourceFile> OneFile(const std::string& variants) {
  return {{"faq/en/a.yaml", "en", true,
           "faq:\n  - id: a\n    question: q\n    variants: " + variants +
               "\n    answer: d\n    tests: [\"t\"]\n"}};
}

TEST_CASE("A list in one line stays one") {
  const auto patch = AddVariant(OneFile("[\"b]\", c] # d"), "en", "a", "e, f");
  REQUIRE(patch.ok());
  CHECK(patch->file.text ==
        "faq:\n  - id: a\n    question: q\n"
        "    variants: [\"b]\", c, \"e, f\"] # d\n"
        "    answer: d\n    tests: [\"t\", \"e, f\"]\n");
}

TEST_CASE("A list that cannot be added to is left to people, with its place") {
  for (const char* variants : {"[b] # c]", "[]", "b"}) {
    CAPTURE(variants);
    const auto patch = AddVariant(OneFile(variants), "en", "a", "e");
    REQUIRE_FALSE(patch.ok());
    CHECK(patch.error().code == Code::kInvalid);
    CHECK(patch.error().message.starts_with("content: faq/en/a.yaml:"));
  }
}

TEST_CASE("An entry of another language is not found") {
  const auto patch = AddVariant(Shop(), "it", "window", "quanto?");
  REQUIRE_FALSE(patch.ok());
  CHECK(patch.error().code == Code::kNotFound);
}

TEST_CASE("A new entry is appended with the indent of the file") {
  const auto patch = AddEntry(
      Shop(), {"en", "faq/en/returns.yaml", "gift", "May I return a gift?",
               "Yes.\n\n- with the **receipt**", "return a present"});
  REQUIRE(patch.ok());
  CHECK(patch->file.text == kReturns +
                                "\n"
                                "  - id: gift\n"
                                "    question: \"May I return a gift?\"\n"
                                "    variants:\n"
                                "      - \"return a present\"\n"
                                "    answer: |\n"
                                "      Yes.\n"
                                "\n"
                                "      - with the **receipt**\n"
                                "    tests:\n"
                                "      - \"return a present\"\n");
  const YamlDocument document = ParseYaml(patch->file.text);
  CHECK(document.root.Find("faq")->items[2].Find("answer")->scalar ==
        "Yes.\n\n- with the **receipt**\n");
}

TEST_CASE("A new file begins with its list") {
  const auto patch = AddEntry(
      Shop(), {"en", "faq/en/new.yaml", "gift", "Gifts?", "Yes.", "Gifts?"});
  REQUIRE(patch.ok());
  CHECK(patch->before.empty());
  CHECK(patch->file.text ==
        "faq:\n  - id: gift\n    question: \"Gifts?\"\n    answer: |\n"
        "      Yes.\n    tests:\n      - \"Gifts?\"\n");
  CHECK(patch->file.faq);
}

TEST_CASE("An id is given once, to an intent or an entry") {
  for (const char* id : {"window", "order_status"}) {
    const auto patch =
        AddEntry(Shop(), {"en", "faq/en/new.yaml", id, "q", "a", "s"});
    REQUIRE_FALSE(patch.ok());
    CHECK(patch.error().code == Code::kConflict);
  }
}

// Whether patch(1) makes the new text of the old one with our diff.
bool PatchAgrees(const ContentPatch& patch) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("sportello_patch_" + NewId());
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "file") << patch.before;
  std::ofstream(folder / "diff") << UnifiedDiff(patch);
  const std::string command = "patch -s " + (folder / "file").string() + " " +
                              (folder / "diff").string();
  const int status = std::system(command.c_str());  // NOLINT: our own words
  std::ifstream made(folder / "file");
  const std::string text(std::istreambuf_iterator<char>(made), {});
  std::filesystem::remove_all(folder);
  return status == 0 && text == patch.file.text;
}

TEST_CASE("The diff is one that patch applies") {
  const auto sources = ReadSources(
      {SPORTELLO_SOURCE_DIR "/intents", SPORTELLO_SOURCE_DIR "/faq"});
  REQUIRE(sources.ok());
  for (const char* id : {"return_window", "return_how", "return_start"}) {
    CAPTURE(id);
    const auto patch = AddVariant(*sources, "it", id, "una frase mai vista");
    REQUIRE(patch.ok());
    CHECK(PatchAgrees(*patch));
  }
  const auto shop = AddVariant(Shop(), "en", "window", "limit?");
  REQUIRE(shop.ok());
  CHECK(PatchAgrees(*shop));
  CHECK(UnifiedDiff(*shop) ==
        "--- a/faq/en/returns.yaml\n"
        "+++ b/faq/en/returns.yaml\n"
        "@@ -4,11 +4,13 @@\n"
        "     question: \"How long?\"\n"
        "     variants:\n"
        "       - \"how many days\"   # asked often\n"
        "+      - \"limit?\"\n"
        " \n"
        "     answer: |\n"
        "       30 days.\n"
        "     tests:\n"
        "       - \"days for a return?\"\n"
        "+      - \"limit?\"\n"
        " \n"
        "   - id: cost\n"
        "     question: >\n");
}

TEST_CASE("The diff of a new file has no old side") {
  const auto patch = AddEntry({}, {"en", "faq/en/n.yaml", "a", "q", "b", "q"});
  REQUIRE(patch.ok());
  CHECK(UnifiedDiff(*patch).starts_with(
      "--- /dev/null\n+++ b/faq/en/n.yaml\n@@ -0,0 +1,7 @@\n+faq:\n"));
  ContentPatch same = *patch;
  same.before = same.file.text;
  CHECK(UnifiedDiff(same) == "");
}

}  // namespace
}  // namespace sportello
