#include <doctest/doctest.h>

#include <set>

#include "base/id.h"
#include "base/json.h"

namespace sportello {
namespace {

TEST_CASE("Ids are unguessable in form: long, different, well-formed") {
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) {
    const std::string id = NewId();
    CHECK(id.size() == 22);
    CHECK(IsWellFormedId(id));
    seen.insert(id);
  }
  CHECK(seen.size() == 10'000);
  CHECK_FALSE(IsWellFormedId(""));
  CHECK_FALSE(IsWellFormedId("a/b"));
  CHECK_FALSE(IsWellFormedId(std::string(65, 'a')));
}

TEST_CASE("Ids of one moment stand together, after those of earlier moments") {
  const Time now = FromMillis(1'790'000'000'000);
  std::string before;
  for (const int64_t later : {0, 1, 63, 64, 4096, 86'400'000}) {
    const Time time = now + std::chrono::milliseconds(later);
    const std::string id = NewTimeOrderedId(time);
    CHECK(id.size() == 29);
    CHECK(IsWellFormedId(id));
    CHECK(id > before);
    const std::string twin = NewTimeOrderedId(time);
    CHECK(id.substr(0, 7) == twin.substr(0, 7));
    CHECK(id.substr(7, 4) != twin.substr(7, 4));
    before = id.substr(0, 7) + "~";  // after all ids of that moment
  }
}

TEST_CASE("Broken JSON is refused without repeating it") {
  CHECK(ParseJson("{\"secret\": 1,}").error().message ==
        "JSON: syntax error at byte 14");
  CHECK(ParseJson("").error().code == Code::kInvalid);
  CHECK(ParseJson("{} {}").error().code == Code::kInvalid);
  CHECK(ParseJson("\"\xff\"").error().code == Code::kInvalid);
  CHECK(ParseJson("1e999").error().message == "JSON: a value is out of range");
}

TEST_CASE("Deep JSON costs neither stack nor memory") {
  CHECK(ParseJson("[[[1]]]", 3).ok());
  CHECK(ParseJson("[[[[1]]]]", 3).error().message ==
        "JSON: nested more than 3 levels deep");
  CHECK_FALSE(ParseJson(std::string(1'000'000, '[')).ok());
}

TEST_CASE("Invalid UTF-8 is printed as a replacement character") {
  Json json;
  json["a"] = "\xff";
  CHECK(DumpJson(json) == "{\"a\":\"\uFFFD\"}");
}

TEST_CASE("A field of the wrong type is named") {
  const Json json = ParseJson("{\"a\": \"x\", \"b\": 1, \"c\": null}").value();
  CHECK(FindString(json, "a").value() == "x");
  CHECK_FALSE(FindString(json, "c").value().has_value());
  CHECK_FALSE(FindString(json, "z").value().has_value());
  CHECK(FindString(json, "b").error().message == "'b' must be a string");
}

}  // namespace
}  // namespace sportello
