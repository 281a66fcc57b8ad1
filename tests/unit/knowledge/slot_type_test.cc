#include "knowledge/slot_type.h"

#include <doctest/doctest.h>

namespace sportello {
namespace {

const Analyzer& English() {
  static const Analyzer analyzer("en");
  return analyzer;
}

std::string Read(const SlotType& type, const std::string& text) {
  const Day today = *ParseDay("2026-11-23");  // a Monday
  const SlotReading reading = type.Read(English().Normalize(text), text, today);
  if (reading.value.has_value()) return *reading.value;
  return reading.problem.empty() ? "-" : reading.problem;
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

TEST_CASE("A small number may be written as a word") {
  const SlotType type = SlotType::Builtin("number");
  CHECK(Read(type, "three") == "3");
  CHECK(Read(type, "due paia") == "2");
  CHECK(Read(type, "solo una") == "1");
  CHECK(Read(type, "una") == "1");
  CHECK(Read(type, "sei") == "6");
  CHECK(Read(type, "sei sicuro di una cosa") == "-");
  CHECK(Read(type, "two or 3") == "-");
  CHECK(Read(type, "three, I mean three") == "3");
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

TEST_CASE("A choice is shown by its title and read by any of its ways") {
  TypeContent content;
  content.name = "why";
  content.titled = true;
  content.values = {{"damaged", {"It is damaged", "broken"}},
                    {"size", {"Wrong size", "too small"}}};
  const SlotType type = Make(content);
  CHECK(Read(type, "sadly it is broken") == "damaged");
  CHECK(Read(type, "it is broken, it is damaged") == "damaged");
  CHECK(Read(type, "wrong size") == "size");
  CHECK(Read(type, "broken and too small") == "-");
  CHECK(Read(type, "damaged") == "-");  // the value is the content's name
  CHECK(type.Show("size", "en") == "Wrong size");
  CHECK(type.choices().front().second == "It is damaged");
}

TEST_CASE("Codes are read with blanks, and a wrong digit is told") {
  const SlotType iban = SlotType::Builtin("iban");
  CHECK(Read(iban, "it is IT60 X054 2811 1010 0000 0123 456 thanks") ==
        "IT60X0542811101000000123456");
  CHECK(Read(iban, "IT60X0542811101000000123457") == "wrong_iban");
  CHECK(Read(iban, "i do not know it") == "-");
  const SlotType person = SlotType::Builtin("codice_fiscale");
  CHECK(Read(person, "rssmra80a01h501u") == "RSSMRA80A01H501U");
  CHECK(Read(person, "RSS MRA 80A01 H501U") == "RSSMRA80A01H501U");
  CHECK(Read(person, "RSSMRA80A01H501X") == "wrong_codice_fiscale");
  const SlotType vat = SlotType::Builtin("partita_iva");
  CHECK(Read(vat, "our VAT number is IT12345678903") == "12345678903");
  CHECK(Read(vat, "12345678901") == "wrong_partita_iva");
  CHECK(Read(vat, "1234567890") == "-");
}

TEST_CASE("An SDI code has seven characters and is no common word") {
  const SlotType sdi = SlotType::Builtin("codice_sdi");
  CHECK(Read(sdi, "the code is m5uxcr1") == "M5UXCR1");
  CHECK(Read(sdi, "SZLUBAI") == "SZLUBAI");
  CHECK(Read(sdi, "UFY9MH") == "UFY9MH");
  CHECK(Read(sdi, "invoice") == "-");
  CHECK(Read(sdi, "VORREI LA FATTURA") == "-");
  CHECK(Read(sdi, "0000000") == "0000000");
  CHECK(Read(sdi, "1234567") == "-");
}

TEST_CASE("A day of the wrong side is told") {
  CHECK(Read(SlotType::Builtin("future_date"), "tomorrow") == "2026-11-24");
  CHECK(Read(SlotType::Builtin("future_date"), "yesterday") ==
        "wrong_past_day");
  CHECK(Read(SlotType::Builtin("past_date"), "in two days") ==
        "wrong_future_day");
  CHECK(SlotType::Builtin("date").Show("2026-11-24", "it") ==
        "martedì 24 novembre 2026");
  CHECK(SlotType::Builtin("date").Show("2026-11-24", "en") ==
        "Tuesday 24 November 2026");
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
  CHECK(problems[0].hint == "leave it with one of the two");
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
