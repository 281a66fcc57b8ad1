#include "knowledge/slot_type.h"

#include <doctest/doctest.h>

namespace sportello {
namespace {

const Analyzer& English() {
  static const Analyzer analyzer("en");
  return analyzer;
}

std::string Read(const SlotType& type, const std::string& text) {
  return type.Read(English().Normalize(text), text).value_or("-");
}

SlotType Make(const TypeContent& content) {
  std::vector<Problem> problems;
  std::optional<SlotType> type =
      SlotType::Compile(content, English(), problems);
  REQUIRE(problems.empty());
  REQUIRE(type.has_value());
  return std::move(*type);
}

TEST_CASE("A number is found in what stands around it") {
  const SlotType type = SlotType::Builtin("number");
  CHECK(Read(type, "42") == "42");
  CHECK(Read(type, "it is 42, I think") == "42");
  CHECK(Read(type, "about 12,50 euro") == "12,50");
  CHECK(Read(type, "none") == "-");
}

TEST_CASE("Of two values none is taken: it is unsure which one is meant") {
  CHECK(Read(SlotType::Builtin("number"), "7 or 8") == "-");
  CHECK(Read(SlotType::Builtin("email"), "a@b.it and c@d.it") == "-");
}

TEST_CASE("An e-mail address keeps its spelling") {
  const SlotType type = SlotType::Builtin("email");
  CHECK(Read(type, "write to Anna.Rossi@Example.IT please") ==
        "Anna.Rossi@Example.IT");
  CHECK(Read(type, "anna at example.it") == "-");
  CHECK(Read(type, "@example.it") == "-");
}

TEST_CASE("A telephone number may have blanks") {
  const SlotType type = SlotType::Builtin("phone");
  CHECK(Read(type, "333 1234567") == "333 1234567");
  CHECK(Read(type, "call me on 051-123456") == "051-123456");
  CHECK(Read(type, "12345") == "-");
}

TEST_CASE("Free text is the whole message") {
  CHECK(Read(SlotType::Builtin("text"), "The heel is BROKEN!") ==
        "The heel is BROKEN");
}

TEST_CASE("A pattern must match the whole value") {
  TypeContent content;
  content.name = "order";
  content.pattern = "[0-9]{6,8}";
  const SlotType type = Make(content);
  CHECK(Read(type, "order 123456 please") == "123456");
  CHECK(Read(type, "12345") == "-");
  CHECK(Read(type, "123456789") == "-");
}

TEST_CASE("A closed list gives its value for every way to write it") {
  TypeContent content;
  content.name = "size";
  content.values = {{"S", {"small", "very small"}}, {"M", {"medium"}}};
  const SlotType type = Make(content);
  CHECK(type.example() == "S");
  CHECK(Read(type, "I am a SMALL") == "S");
  CHECK(Read(type, "medium, thanks") == "M");
  CHECK(Read(type, "m") == "M");
  CHECK(Read(type, "smaller") == "-");
}

TEST_CASE("One way to write two values is refused") {
  TypeContent content;
  content.name = "size";
  content.values = {{"S", {"little"}}, {"XS", {"Little"}}};
  std::vector<Problem> problems;
  SlotType::Compile(content, English(), problems);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].message ==
        "'Little' means both 'S' and 'XS' in type 'size'");
}

TEST_CASE("A broken pattern is refused with its type") {
  TypeContent content;
  content.name = "code";
  content.pattern = "[0-9";
  std::vector<Problem> problems;
  CHECK_FALSE(SlotType::Compile(content, English(), problems).has_value());
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].message.starts_with("the pattern of type 'code': "));
}

}  // namespace
}  // namespace sportello
