#include "base/yaml.h"

#include <doctest/doctest.h>

namespace sportello {
namespace {

std::string FirstProblem(std::string_view text, YamlLimits limits = {}) {
  const YamlDocument document = ParseYaml(text, limits);
  if (document.problems.empty()) return "";
  const YamlProblem& problem = document.problems.front();
  return std::to_string(problem.position.line) + ":" +
         std::to_string(problem.position.column) + ": " + problem.message;
}

TEST_CASE("Values keep their place and their quotes") {
  const YamlDocument document =
      ParseYaml("a: 1\nb:\n  - \"no\"\n  - no\nc: {d: ~}\n");
  REQUIRE(document.problems.empty());
  const YamlNode& root = document.root;
  REQUIRE(root.IsMap());
  CHECK(root.Find("a")->scalar == "1");
  const YamlNode& list = *root.Find("b");
  REQUIRE(list.items.size() == 2);
  CHECK(list.items[0].quoted);
  CHECK_FALSE(list.items[1].quoted);
  CHECK(list.items[1].position.line == 4);
  CHECK(list.items[1].position.column == 5);
  CHECK(root.Find("c")->Find("d")->IsNull());
  CHECK(root.Find("z") == nullptr);
}

TEST_CASE("What could surprise is refused") {
  CHECK(FirstProblem("a: &x 1\n") ==
        "1:4: anchors (&name) are not used here: write the value again");
  CHECK(FirstProblem("a: *x\n").find("1:4: ") == 0);
  CHECK(FirstProblem("a: !!python/object 1\n") ==
        "1:4: tags (!name) are not used here: write the plain value");
  CHECK(FirstProblem("a: 1\nb: 2\na: 3\n") ==
        "3:1: the key 'a' stands here twice: remove one of them");
  CHECK(FirstProblem("a: 1\n---\nb: 2\n")
            .find("a second document (---) begins here") != std::string::npos);
  CHECK(FirstProblem("a: \xff\n") ==
        "1:4: this byte is not UTF-8: save the file as UTF-8");
  CHECK(FirstProblem(std::string_view("a: \0b", 5)) ==
        "1:4: a control character stands here: remove it");
  CHECK(FirstProblem("a: [1, 2\n").find("2:1: ") == 0);
}

TEST_CASE("Size, depth and number of values are bounded") {
  CHECK(FirstProblem("aaaaaaaa", {.max_bytes = 4}) ==
        "1:1: the file is larger than 0 KiB: split it");
  CHECK(FirstProblem("[[[[1]]]]", {.max_depth = 3}) ==
        "1:4: nested more than 3 levels deep");
  CHECK(FirstProblem("[1, 2, 3]", {.max_nodes = 3}) ==
        "1:8: the file holds more than 3 values: split it");
  CHECK_FALSE(FirstProblem(std::string(20'000, '[')).empty());
}

TEST_CASE("A quoted scalar reads back as it was") {
  const std::string text = "a \"b\" \\ c\n\td è";
  CHECK(ParseYaml(QuoteYaml(text)).root.scalar == text);
}

}  // namespace
}  // namespace sportello
