#include "unit/dialogue/walk_testing.h"

#include <doctest/doctest.h>

#include "knowledge/language_knowledge.h"

namespace sportello {
namespace {

using Lines = std::vector<std::string>;

// Nothing that an assistant of a shop could make sense of.
const Lines& NonsenseTexts() {
  static const Lines texts = {"",
                              "1",
                              "3",
                              "99",
                              "la seconda",
                              "zzzz qqqq",
                              "/nothing",
                              "/",
                              "/=",
                              "/invoice_request.=",
                              "/invoice_request.!confirm=yes",
                              "/invoice_request.!change=order_number",
                              "/return_request.reason=faulty",
                              "/complaint.nothing=x",
                              "/resume",
                              "/none",
                              "/person",
                              "/menu",
                              "/language_en",
                              "/language_it",
                              "/language_xx",
                              "{ticket}",
                              "{customer_name} **x** {",
                              "}{",
                              "😀",
                              "👍👍👍",
                              "\x01\x1f",
                              "perché perché perché",
                              "a' b' c'",
                              "((((",
                              "[x](y)",
                              "%s %n \\ \" '",
                              "<script>alert(1)</script>",
                              "??????",
                              "...",
                              "12",
                              "4111 1111 1111 1111",
                              "la mia password è segreta123"};
  return texts;
}

// In languages for which there is no content.
const Lines& ForeignTexts() {
  static const Lines texts = {
      "Bonjour, où est ma commande s'il vous plaît ?",
      "Guten Tag, ich möchte meine Bestellung zurückgeben",
      "¿Cuánto cuesta el envío a España, por favor?",
      "Где мой заказ?",
      "我的订单在哪里",
      "Parlez-vous français ?",
      "can we speak English please",
      "possiamo parlare in italiano per favore"};
  return texts;
}

// Of each type a few values, good ones first, then one with a mistake.
const Lines& ValuesOf(std::string_view type) {
  static const std::map<std::string, Lines, std::less<>> kValues = {
      {"text", {"via Roma 1, Bologna", "M. Rossi & C.", "x", "è rotta {qui}"}},
      {"number", {"3", "12", "tre", "1.000,50"}},
      {"email", {"a@b.it", "Anna.Bianchi+x@example.org", "anna@@b"}},
      {"phone", {"333 1234567", "+39 051 000000", "333"}},
      {"yes_no", {"sì", "no", "yes", "forse"}},
      {"date", {"domani", "12/11/2026", "tomorrow", "31/02/2026"}},
      {"future_date", {"domani", "next friday", "tra tre giorni", "ieri"}},
      {"past_date", {"ieri", "yesterday", "lunedì scorso", "domani"}},
      {"postal_code", {"40126", "00118", "4012"}},
      {"iban",
       {"IT60X0542811101000000123456", "IT60 X054 2811 1010 0000 0123 456",
        "IT60X0542811101000000123457"}},
      {"codice_fiscale",
       {"RSSMRA80A01H501U", "rssmra80a01h501u", "RSSMRA80A01H501X"}},
      {"partita_iva", {"12345678903", "IT12345678903", "12345678901"}},
      {"codice_sdi", {"M5UXCR1", "0000000", "M5"}},
  };
  static const Lines kCodes = {"123456", "12345678", "numero 654321", "12"};
  const auto found = kValues.find(type);
  return found == kValues.end() ? kCodes : found->second;
}

bool IsProcedure(const IntentContent& intent) {
  for (const SlotContent& slot : intent.slots) {
    if (!slot.ask.empty()) return true;
  }
  return false;
}

void AddLanguage(const std::string& code, const LanguageContent& language,
                 WalkShop& shop) {
  Lines& sentences = shop.sentences[code];
  Lines& beginnings = shop.beginnings[code];
  for (const IntentContent& intent : language.intents) {
    const Lines tests = Texts(intent.tests);
    sentences.insert(sentences.end(), tests.begin(), tests.end());
    if (!IsProcedure(intent)) continue;
    shop.procedures.insert(code + " " + intent.id);
    // Each procedure begins as often as any other.
    beginnings.push_back("/" + intent.id);
    beginnings.push_back(tests.front());
    beginnings.push_back(tests.back());
  }
  for (const FaqContent& entry : language.faq) {
    for (const TextLine& line : entry.tests) sentences.push_back(line.text);
  }
  for (const auto& [name, global] : language.shared.global) {
    for (const TextLine& line : global.tests) sentences.push_back(line.text);
  }
  for (const auto& [name, tone] : language.shared.tone) {
    if (!tone.phrases.empty()) {
      sentences.push_back("test " + tone.phrases.front().text);
    }
  }
}

}  // namespace

BuildOutcome BuildExample() {
  const std::string root = SPORTELLO_SOURCE_DIR;
  auto sources = ReadSources({root + "/intents", root + "/faq"});
  REQUIRE(sources.ok());
  BuildOptions options;
  options.default_language = "it";
  BuildOutcome outcome = BuildSnapshot(std::move(*sources), options);
  REQUIRE(outcome.snapshot != nullptr);
  return outcome;
}

WalkShop LoadWalkShop() {
  const BuildOutcome outcome = BuildExample();
  WalkShop shop;
  shop.snapshot = outcome.snapshot;
  for (const auto& [code, language] : outcome.content.languages) {
    AddLanguage(code, language, shop);
  }
  shop.nonsense = NonsenseTexts();
  shop.nonsense.insert(shop.nonsense.end(), ForeignTexts().begin(),
                       ForeignTexts().end());
  return shop;
}

const std::string& Pick(const std::vector<std::string>& list,
                        std::mt19937& random) {
  return list[random() % list.size()];
}

std::string AnswerToStep(const WalkShop& shop, const std::string& language,
                         const DialogueState& state, std::mt19937& random) {
  if (state.slot.empty()) return "";
  if (state.slot == kConfirmStep) return random() % 8 == 0 ? "no" : "ok";
  const Intent* found =
      shop.snapshot->GetOrDefault(language).FindIntent(state.intent);
  if (found == nullptr) return "";
  const Intent& intent = *found;
  if (state.slot == kChangeStep) {
    return intent.slots[random() % intent.slots.size()].label;
  }
  const Slot* slot = intent.FindSlot(state.slot);
  if (slot == nullptr) return "";
  // Some give what another step asks for, alone or beside this step's value.
  std::string other;
  if (random() % 8 == 0) {
    const Slot& ahead = intent.slots[random() % intent.slots.size()];
    other = ValuesOf(ahead.type->name()).front();
    if (random() % 2 == 0) return other;
    other = ", " + other;
  }
  const auto& choices = slot->type->choices();
  if (!choices.empty()) {
    const auto& [value, title] = choices[random() % choices.size()];
    return random() % 2 == 0 ? title
                             : "/" + intent.id + "." + slot->name + "=" + value;
  }
  const Lines& values = ValuesOf(slot->type->name());
  return (random() % 8 == 0 ? values.back() : Pick(values, random)) + other;
}

const std::string& Repair(const std::string& language, std::mt19937& random) {
  static const Lines kItalian = {"annulla",
                                 "indietro",
                                 "ricominciamo",
                                 "ripeti",
                                 "cosa mi hai chiesto?",
                                 "no, volevo dire 654321",
                                 "no, intendevo 00118",
                                 "ho sbagliato",
                                 "sì",
                                 "no",
                                 "aiuto",
                                 "ciao",
                                 "non ce l'ho",
                                 "a che punto è la mia richiesta?"};
  static const Lines kEnglish = {"cancel",
                                 "back",
                                 "start again",
                                 "repeat",
                                 "what did you ask?",
                                 "sorry, i meant 654321",
                                 "no, i meant 00118",
                                 "i made a mistake",
                                 "yes",
                                 "no",
                                 "help",
                                 "hello",
                                 "i do not have it",
                                 "any news on my request?"};
  return Pick(language == "it" ? kItalian : kEnglish, random);
}

}  // namespace sportello
