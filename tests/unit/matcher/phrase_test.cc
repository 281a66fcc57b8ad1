#include "matcher/phrase.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "unit/matcher/phrase_testing.h"

namespace sportello {
namespace {

// One language's rules and one intent's slots.
class Language {
 public:
  explicit Language(NormalizeWords normalize = Italian(),
                    const PhraseRules::Definitions& definitions = {}) {
    std::vector<RuleProblem> problems;
    rules_ = PhraseRules::Compile(definitions, std::move(normalize), problems);
    CHECK(Describe(problems) == Lines{});
  }

  Language& WithSlot(const std::string& name, const PhraseSlot& slot = {}) {
    slots_[name] = slot;
    return *this;
  }

  Phrase Parse(std::string_view text) const {
    std::vector<PhraseProblem> problems;
    const auto phrase = Phrase::Parse(text, rules_, slots_, problems);
    CHECK(Describe(problems) == Lines{});
    REQUIRE(phrase.has_value());
    return *phrase;
  }

  Lines Problems(std::string_view text) const {
    std::vector<PhraseProblem> problems;
    const auto phrase = Phrase::Parse(text, rules_, slots_, problems);
    CHECK(phrase.has_value() == problems.empty());
    return Describe(problems);
  }

  // What the phrase makes of a customer's text: "no", "yes" or the captures.
  std::string Ask(std::string_view phrase, std::string_view text,
                  PhraseUse use = PhraseUse::kWhole) const {
    std::vector<PatternProblem> problems;
    const auto matcher = Matcher::Build(
        {{Parse(phrase).Regex(use), PatternKind::kPhrase}}, problems);
    REQUIRE(problems.empty());
    std::string normalized;
    for (const std::string& word : rules_.normalize()(text)) {
      normalized += (normalized.empty() ? "" : " ") + word;
    }
    const auto matches = matcher->Match(normalized);
    if (matches.empty()) return "no";
    std::string answer;
    for (const Capture& capture : matches[0].captures) {
      answer += (answer.empty() ? "" : ", ") + capture.name + "=" +
                normalized.substr(capture.begin, capture.end - capture.begin);
    }
    return answer.empty() ? "yes" : answer;
  }

 private:
  PhraseRules rules_;
  PhraseSlots slots_;
};

TEST_CASE("A phrase understands what its expansions say, however written") {
  const Language language(
      Italian(), {{"il_mio", "(il|la|lo|l'|i|le) [mio|mia|miei]|mio|mia"}});
  const std::string phrase =
      "(dove|dov'è|dove si trova) [<il_mio>] (ordine|pacco|spedizion(e|i))";
  CHECK(language.Ask(phrase, "Dov'è il mio PACCO?!") == "yes");
  CHECK(language.Ask(phrase, "dov’e’ l’ordine") == "yes");
  CHECK(language.Ask(phrase, "dove spedizioni") == "yes");
  CHECK(language.Ask(phrase, "dove mia spedizione") == "yes");
  CHECK(language.Ask(phrase, "dove il mio") == "no");
  CHECK(language.Ask(phrase, "ma dove il mio pacco") == "no");
  CHECK(language.Ask(phrase, "dove il mio pacco oggi") == "no");
  CHECK(language.Ask(phrase, "dove spedizion") == "no");
}

TEST_CASE("Brackets inside words are written out before normalising") {
  const Language italian;
  CHECK(italian.Ask("[ri]mandare", "rimandare") == "yes");
  CHECK(italian.Ask("[ri]mandare", "mandare") == "yes");
  CHECK(italian.Ask("[ri]mandare", "ri mandare") == "no");
  CHECK(italian.Ask("dell'(ordine|ultimo acquisto)", "dell'ordine") == "yes");
  CHECK(italian.Ask("dell'(ordine|ultimo acquisto)", "dell’ultimo acquisto") ==
        "yes");
  CHECK(italian.Ask("dov'(è|e)", "dov'è") == "yes");
  CHECK(italian.Ask("(x|p)ke no", "xke no") == "yes");
  CHECK(italian.Ask("[il ]mio", "il mio") == "yes");
  CHECK(italian.Ask("[il ]mio", "mio") == "yes");
  CHECK(Language(English()).Ask("don('t|ot)", "I mean: DON'T") == "no");
  CHECK(Language(English()).Ask("don('t|ot)", "dont") == "yes");
}

TEST_CASE("A word of optional parts only may be left out") {
  const Language language;
  CHECK(language.Ask("ciao [a]['] tutti", "ciao tutti") == "yes");
  CHECK(language.Ask("ciao [a][b] tutti", "ciao ab tutti") == "yes");
  CHECK(language.Ask("ciao [a][b] tutti", "ciao a b tutti") == "no");
}

TEST_CASE("A contained phrase occurs between borders of words") {
  const Language language;
  const auto use = PhraseUse::kContained;
  CHECK(language.Ask("annull(a|are)", "voglio annullare ora", use) == "yes");
  CHECK(language.Ask("annull(a|are)", "annulla", use) == "yes");
  CHECK(language.Ask("annull(a|are)", "annullato", use) == "no");
  CHECK(language.Ask("annull(a|are)", "riannulla", use) == "no");
  CHECK(language.Ask("il pacco", "il mio pacco", use) == "no");
}

TEST_CASE("Slots are captured as parts of the normalised text") {
  Language language;
  language.WithSlot("number", {"[0-9]{5,8}", false, {}})
      .WithSlot("name")
      .WithSlot("text", {"", true, {}});
  const std::string order = "(dove|dov'è) [il] ordine [numero] [{number}]";
  CHECK(language.Ask(order, "Dove il ordine 123456?") == "number=123456");
  CHECK(language.Ask(order, "dove ordine numero 12345") == "number=12345");
  CHECK(language.Ask(order, "dove ordine") == "yes");
  CHECK(language.Ask(order, "dove ordine 1234") == "no");
  CHECK(language.Ask(order, "dove ordine 123456789") == "no");
  const std::string name = "mi chiamo {name} [grazie]";
  CHECK(language.Ask(name, "mi chiamo Anna Maria Rossi") ==
        "name=anna maria rossi");
  CHECK(language.Ask(name, "mi chiamo Anna, grazie!") == "name=anna");
  CHECK(language.Ask(name, "mi chiamo a b c d e f") == "name=a b c d e f");
  CHECK(language.Ask(name, "mi chiamo a b c d e f g") == "no");
  CHECK(language.Ask(name, "mi chiamo") == "no");
  CHECK(language.Ask("segnalo {text}", "segnalo a b c d e f g") ==
        "text=a b c d e f g");
  CHECK(language.Ask("l'{name}", "l'acqua") == "name=acqua");
  CHECK(language.Ask("da {name} a {number}", "da qui a 12345") ==
        "name=qui, number=12345");
}

TEST_CASE("Signs of a company's product names are plain text") {
  const Language language(Italian(), {});
  CHECK(language.Ask("costa 5€", "costa 5 euro") == "yes");
  CHECK(language.Parse("costa 5€").Words() == Lines{"5", "costa", "euro"});
}

TEST_CASE("Problems of form are all told, with their place") {
  const Language language;
  CHECK(language.Problems("") == Lines{"0: the phrase is empty"});
  CHECK(language.Problems("  ") == Lines{"0: the phrase is empty"});
  CHECK(language.Problems("ciao (a|b") == Lines{"5: '(' is never closed"});
  CHECK(language.Problems("ciao a)") == Lines{"6: ')' without '(' before it"});
  CHECK(language.Problems("ciao a]") == Lines{"6: ']' without '[' before it"});
  CHECK(language.Problems("ciao (a]") ==
        Lines{"7: ']' closes the '(' of column 6"});
  CHECK(language.Problems("ciao ()") ==
        Lines{"5: there is nothing in this bracket"});
  CHECK(language.Problems("ciao (a|)") ==
        Lines{"8: an alternative is empty: write [a|b] for what may be "
              "left out"});
  CHECK(language.Problems("ciao {a") == Lines{"5: '{' is never closed"});
  CHECK(language.Problems("ciao a}") == Lines{"6: '}' without '{' before it"});
  CHECK(language.Problems("ciao {Nome Tuo}") ==
        Lines{"5: 'Nome Tuo' is no name of a slot: use small letters a-z, "
              "digits and '_'"});
  CHECK(language.Problems("ciao <>") ==
        Lines{"5: '' is no name of a rule: use small letters a-z, digits and "
              "'_'"});
  CHECK(language.Problems("dove, (a|) b?") ==
        Lines{"4: ',' is no letter or digit: leave it out, it is taken out of "
              "customers' texts too",
              "9: an alternative is empty: write [a|b] for what may be "
              "left out",
              "12: '?' is no letter or digit: leave it out, it is taken out "
              "of customers' texts too"});
  CHECK(language.Problems("ciao '") ==
        Lines{"5: ''' has no letter or digit: leave it out"});
  CHECK(language.Problems("ciao '(')") ==
        Lines{"5: this word has no letter or digit: leave it out"});
  CHECK(language.Problems("a\xff") == Lines{"1: this is not UTF-8 text"});
}

TEST_CASE("Brackets may be deep, but not deeper than the limit") {
  const Language language;
  const std::string open(12, '(');
  const std::string close(12, ')');
  CHECK(language.Problems(open + "a" + close) == Lines{});
  CHECK(language.Problems("(" + open + "a" + close + ")") ==
        Lines{"12: brackets stand more than 12 deep in each other: use a "
              "<rule>"});
  CHECK(language.Problems(std::string(100'000, '[')).size() == 1);
}

TEST_CASE("A phrase that would match anything is refused") {
  Language language;
  language.WithSlot("name").WithSlot("number", {"[0-9]+", false, {}});
  CHECK(language.Problems("[ciao] [a|b]") ==
        Lines{"0: every word of the phrase is optional: put one that is "
              "always there outside of [...]"});
  CHECK(language.Problems("[ciao] {name}") ==
        Lines{"0: the phrase matches any text: put a word beside the slot, "
              "outside of [...]"});
  CHECK(language.Problems("[ciao] {number}") == Lines{});
}

TEST_CASE("Slots stand alone, once, and not in alternatives") {
  Language language;
  language.WithSlot("order_number").WithSlot("bad", {"a)(b", false, {}});
  CHECK(language.Problems("a {ordernumber} {xyz}") ==
        Lines{"2: unknown slot 'ordernumber', did you mean 'order_number'?",
              "16: unknown slot 'xyz': declare it under 'slots'"});
  CHECK(language.Problems("a (b|c {order_number})") ==
        Lines{"7: the slot {order_number} stands inside an alternative: write "
              "a phrase of its own for it"});
  CHECK(language.Problems("a [b|[c {order_number}]]").size() == 1);
  CHECK(language.Problems("a [b {order_number}]") == Lines{});
  CHECK(language.Problems("a {order_number} {order_number}") ==
        Lines{"17: the slot {order_number} stands here twice: once is "
              "enough"});
  CHECK(language.Problems("n{order_number}") ==
        Lines{"1: a slot is a word of its own: put a blank on both sides of "
              "{order_number}"});
  CHECK(language.Problems("a (b [{order_number}])c").size() == 1);
  CHECK(language.Problems("a {bad}") ==
        Lines{"2: the expression of the slot {bad} is broken: unexpected ): "
              "a)(b"});
}

TEST_CASE("A phrase that stands for too many texts is refused") {
  const Language language;
  std::string many = "a";
  for (int i = 0; i < 11; ++i) many += " [b]";
  CHECK(language.Problems(many) == Lines{});
  CHECK(language.Problems(many + " [b]") ==
        Lines{"0: the phrase stands for more than 3000 texts: make several of "
              "it, with fewer brackets each"});
  std::string deep = "a";
  for (int i = 0; i < 70; ++i) deep += " [b|c|d|e]";
  CHECK(language.Problems(deep).size() == 1);
  std::string glued = "a";
  for (int i = 0; i < 12; ++i) glued += "[b]";
  CHECK(language.Problems("x " + glued) ==
        Lines{"2: this word has too many forms: is a blank missing between "
              "two brackets?"});
  std::string word;
  for (int i = 0; i < 20'000; ++i) word += "bc";
  CHECK(language.Problems(word + " " + word) ==
        Lines{"0: the phrase is longer than 65536 bytes with its rules: make "
              "several of it"});
}

TEST_CASE("Samples are true, different and reach every alternative") {
  Language language;
  language.WithSlot("number", {"[0-9]+", false, {"123", "456"}})
      .WithSlot("name");
  const Phrase phrase = language.Parse("(a|b|c) [d|e] [{number}] [{name}]");
  CHECK(phrase.CountExpansions() == 36);
  const Lines all = phrase.Samples(1000);
  CHECK(all.size() == 18);
  CHECK(std::count(all.begin(), all.end(), "b") == 1);
  CHECK(phrase.Samples(4) == phrase.Samples(4));
  std::string few;
  for (const std::string& sample : phrase.Samples(6)) few += sample + " ";
  for (const char* word : {"a ", "b ", "c ", "d ", "e "}) {
    CHECK(few.find(word) != std::string::npos);
  }
  CHECK(phrase.slots() == Lines{"number", "name"});
}

TEST_CASE("Specificity counts the letters that are always there") {
  Language language;
  language.WithSlot("name");
  CHECK(language.Parse("dov'è il pacco").LiteralLetters() == 12);
  CHECK(language.Parse("(il|la) pacco [mio] {name}").LiteralLetters() == 7);
  CHECK(language.Parse("(il pacco|ordine)").LiteralLetters() == 6);
  CHECK(language.Parse("perché").LiteralLetters() == 6);
}

TEST_CASE("Words are all words of all alternatives") {
  const Language language(Italian(), {{"art", "il|l'"}});
  CHECK(language.Parse("[<art>] (ordin(e|i)|pacco) nn è").Words() ==
        Lines{"e", "il", "l", "non", "ordine", "ordini", "pacco"});
}

}  // namespace
}  // namespace sportello
