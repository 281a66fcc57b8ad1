// A value that is given while another one is asked for.
#include "dialogue/value_ahead.h"

#include <doctest/doctest.h>

#include "unit/dialogue/talk_testing.h"

namespace sportello {
namespace {

const char kRefunds[] = R"(
intents:
  refund:
    phrases: ["pay me back [for order {order}]"]
    slots:
      order: {type: order_number, ask: "Which order?", retries: 1, remember: false}
      holder: {type: text, ask: "Whose account?"}
      iban: {type: iban, label: "IBAN", ask: "IBAN?", remember: false}
      why:
        type: choice
        ask: "Why?"
        choices: {late: ["Too late"], broken: ["Broken"]}
      postcode: {type: postal_code, label: "postcode", ask: "What is the postcode?", remember: false}
      email: {type: email, label: "e-mail", ask: "Your e-mail?", remember: false}
    reply: "{order} {holder} {iban} {why} {postcode} {email}"
  call:
    phrases: ["book the call"]
    slots:
      why:
        type: choice
        ask: "About what?"
        choices: {order: ["An order"], other: ["Something else"]}
      pieces: {type: number, ask: "How many?"}
      phone: {type: phone, ask: "Phone?"}
      home: {type: email, ask: "Private e-mail?"}
      work: {type: email, ask: "Office e-mail?"}
    reply: "{phone} {home} {work}"
  bill:
    phrases: ["i need a bill"]
    slots:
      holder:
        type: choice
        ask: "Who is it for?"
        choices: {person: ["Me"], company: ["A company"]}
      code: {type: codice_fiscale, ask: "Tax code?", when: "holder is person", remember: false}
      vat: {type: partita_iva, ask: "VAT number?", when: "holder is company", remember: false}
      email: {type: email, ask: "E-mail?", remember: false}
    reply:
      text: "{holder} {email}"
      cases: [{when: "code is known", text: "{code} {email}"}]
)";

const char kIban[] = "IT60X0542811101000000123456";
const char kIbanInGroups[] = "IT60 X054 2811 1010 0000 0123 456";

class Refunds : public Talk {
 public:
  Refunds() : Talk(MakeShop()) {
    input.today = *ParseDay("2026-11-23");
    Say("hello");
  }

  static std::shared_ptr<const Snapshot> MakeShop() {
    static const std::shared_ptr<const Snapshot> shop = [] {
      std::vector<SourceFile> sources = ShopSources();
      sources.push_back({"intents/en/refunds.yaml", "en", false, kRefunds});
      sources[1].text +=
          "  noted: \"NOTED {value}\"\n"
          "  masked: \"MASKED\"\n"
          "  slot_choice_hint: \"CHOOSE\"\n";
      return MakeSnapshot(std::move(sources));
    }();
    return shop;
  }

  std::string Slot(const std::string& name) const {
    const auto it = turn.slots.find(name);
    return it == turn.slots.end() ? "-" : it->second;
  }
};

const char kAsksWhy[] = "Why? [Too late] [Broken]";

TEST_CASE("An IBAN at the step for the order number is noted, not asked for") {
  Refunds talk;
  CHECK(talk.Say("pay me back") == "Which order?");
  CHECK(talk.Say(kIbanInGroups) ==
        "NOTED IBAN **IT60X0542811101000000123456** / Which order?");
  CHECK(talk.Say("123456") == "Whose account?");
  CHECK(talk.Say("Anna Rossi") == kAsksWhy);
  CHECK(talk.Slot("iban") == kIban);
}

TEST_CASE("A value for a later step is no failed try") {
  Refunds talk;
  talk.Say("pay me back");
  CHECK(talk.Say("dunno") == "RETRY 123456");
  CHECK(talk.Say("a@b.it") == "NOTED e-mail **a@b.it** / Which order?");
  CHECK(talk.Say(kIban).starts_with("NOTED IBAN"));
  CHECK(talk.Say("no idea").starts_with("FAILED"));
}

TEST_CASE("A value for this step and one for a later one are both taken") {
  for (const std::string& both :
       {std::string("123456, iban ") + kIbanInGroups,
        std::string(kIbanInGroups) + " order 123456"}) {
    CAPTURE(both);
    Refunds talk;
    talk.Say("pay me back");
    CHECK(talk.Say(both) == "Whose account?");
    CHECK(talk.Slot("order") == "123456");
    CHECK(talk.Slot("iban") == kIban);
  }
}

TEST_CASE("Two values for later steps are noted in one sentence") {
  Refunds talk;
  talk.Say("pay me back");
  CHECK(talk.Say(std::string("a@b.it, ") + kIban) ==
        std::string("NOTED IBAN **") + kIban +
            "**, e-mail **a@b.it** / Which order?");
}

TEST_CASE("An IBAN is noted at a step of type text only when it is all") {
  Refunds talk;
  talk.Say("pay me back for order 123456");
  CHECK(talk.Say(std::string("iban: ") + kIban) ==
        std::string("NOTED IBAN **") + kIban + "** / Whose account?");
  CHECK(talk.Say("Anna Rossi") == kAsksWhy);
  Refunds other;
  other.Say("pay me back for order 123456");
  CHECK(other.Say("The account of Anna, a@b.it") == "IBAN?");
  CHECK(other.Slot("holder") == "The account of Anna, a@b.it");
  CHECK(other.Slot("email") == "-");
}

TEST_CASE("Figures are noted when they name themselves, never by luck") {
  Refunds talk;
  talk.Say("pay me back for order 123456");
  talk.Say("Anna Rossi");
  CHECK(talk.Say(kIban) == kAsksWhy);
  CHECK(talk.Say("i paid 15000 euro") == std::string("CHOOSE / ") + kAsksWhy);
  CHECK(talk.Say("the postcode is 40121") ==
        std::string("NOTED postcode **40121** / ") + kAsksWhy);
  CHECK(talk.Say("broken") == "Your e-mail?");
}

TEST_CASE("Where figures are asked for, other figures are a wrong answer") {
  Refunds talk;
  talk.Say("pay me back");
  CHECK(talk.Say("40121") == "RETRY 123456");
  CHECK(talk.Slot("postcode") == "-");
}

TEST_CASE("What two steps could read is nobody's") {
  Refunds talk;
  talk.Say("book the call");
  CHECK(talk.Say("3331234567").starts_with("CHOOSE"));
  CHECK(talk.Say("a@b.it").starts_with("CHOOSE"));
  CHECK(talk.Slot("phone") == "-");
  CHECK(talk.Slot("home") == "-");
}

TEST_CASE("An address inside a story is no value") {
  Refunds talk;
  talk.Say("pay me back for order 123456");
  talk.Say("Anna Rossi");
  talk.Say(kIban);
  CHECK(talk.Say("i wrote to your office at help@shop.example and nobody "
                 "answers there") == std::string("CHOOSE / ") + kAsksWhy);
}

TEST_CASE("A question is answered before an address in it is noted") {
  Refunds talk;
  talk.Say("pay me back");
  CHECK(talk.Say("how much does delivery cost?") ==
        "Five euro. / Which order?");
  CHECK(talk.Say("is a@b.it good for you?") ==
        "NOTED e-mail **a@b.it** / Which order?");
}

TEST_CASE("What is known of a step that may come is kept until it is sure") {
  Refunds talk;
  CHECK(talk.Say("i need a bill").starts_with("Who is it for?"));
  CHECK(talk.Say("RSSMRA80A01H501U").starts_with("NOTED code **RSSMRA80"));
  CHECK(talk.Say("me") == "E-mail?");
  CHECK(talk.Say("a@b.it").starts_with("RSSMRA80A01H501U a@b.it"));
  Refunds other;
  other.Say("i need a bill");
  other.Say("RSSMRA80A01H501U");
  CHECK(other.Say("a company") == "VAT number?");
  CHECK(other.Slot("code") == "-");
}

TEST_CASE("A number that may be a tax code or a VAT number waits for neither") {
  Refunds talk;
  talk.Say("i need a bill");
  CHECK(talk.Say("12345678903").starts_with("CHOOSE"));
}

}  // namespace
}  // namespace sportello
