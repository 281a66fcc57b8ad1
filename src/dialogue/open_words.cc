#include "dialogue/open_words.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

namespace sportello {
namespace {

// More words tell a story.
constexpr size_t kMaxOpenWords = 9;
constexpr size_t kMaxFragmentWords = 4;

// Words and phrases, normalised, one blank between two; " | " parts phrases.
struct AspectWords {
  // What asks for it where no word names a subject.
  std::string_view open;
  // What asks for it in any sentence.
  std::string_view cues;
};

struct OpenWords {
  std::string_view language;
  std::string_view closed;  // words that name nothing
  std::string_view prepositions;
  std::array<AspectWords, 5> aspects;  // by Aspect
  std::string_view free;               // an answer without a price
  std::string_view spans;              // what stands before a span of time
  std::string_view units;              // of time, behind a number
  std::string_view moments;            // times that need no number
};

constexpr OpenWords kEnglish = {
    "en",
    "a an the of to for from in on at with by into as how what which who why "
    "is are was were be been being do does dose did can could may must should "
    "would will shall have has had get gets got getting give i you we they he "
    "she my your our their it its that this these those there them me us one "
    "ones any some and or if so not s t re ll m d isn doesn don work works go "
    "goes take takes taking need needs find come comes arrive arrives "
    "reach use usually normally about then also still else other more "
    "exactly now just me tell know well ok okay oh please possible roughly "
    "approximately typically generally actually really",
    "to for from in on at with by into during without within",
    {{{"cost | costs | price | how much | pay | paid | charge | charges | "
       "charged | fee | fees | free | expensive | cheap | free of charge",
       "cost | costs | price | prices | pricing | how much | charge | charges "
       "| fee | fees | free | rate | rates | expensive | cheap | have to pay "
       "| need to pay | do i pay | pay for | pay more | pay extra"},
      {"how long | how many days | how many weeks | how many hours | how soon "
       "| how fast | how quick | how quickly | fast | quick | quickly | days "
       "| time | times | long | last | lasts | valid",
       "how long | how many days | how many weeks | how many hours | how soon "
       "| how fast | how quick | how quickly | time | times | days | valid | "
       "last"},
      {"when | until when | since when | from when | what time | by when | "
       "until | expire | expires",
       "when | until | what time | expire | expires | deadline"},
      {"where", "where | which city | which cities | near | nearest"},
      {"how",
       "how do | how can | how does | how to | how should | how is | "
       "how are"}}},
    "free | no charge | without charge",
    "in takes take about around approximately lasts usually",
    "minute minutes hour hours day days week weeks month months year years",
    "noon midnight tomorrow immediately",
};

constexpr OpenWords kItalian = {
    "it",
    "il lo la i gli le l un uno una di del dello della dei degli delle dell d "
    "a ad al allo alla ai agli alle all da dal dallo dalla dai dagli dalle "
    "dall in nel nella nei nelle nell su sul sulla con per tra fra come cosa "
    "che chi quale quali qual perche e o se non ci ce c si mi ti vi ve ne me "
    "te io tu noi voi lei lui loro sono era essere sia ho hai ha abbiamo "
    "avete hanno fa fate fare faccio fanno facciamo posso puo possiamo potete "
    "possono vuole vogliono viene vengono va vanno mio miei mia mie tuo "
    "vostro vostri vostra vostre nostro suo sua questo questa questi queste "
    "quello quella quelli quelle cio anche pure invece poi ma mette mettono "
    "mettete metterci metteva impiega impiegano impiegate devo deve dobbiamo "
    "serve servono bisogna trovo trova trovano trovarlo trovarla arriva "
    "arrivano arrivare arrivarmi ricevo riceverlo riceverla farlo farla "
    "averlo averla usarlo usarla sarebbe sarebbero piu meno circa solito "
    "normalmente esattamente ora adesso allora quindi dunque scusa scusi "
    "grazie ok bene sa sapete sai dirmi dire piacere favore eventualmente "
    "funziona funzionano fosse sarei ancora altro altra sempre",
    "di del dello della dei degli delle dell a ad al allo alla ai agli alle "
    "all da dal dallo dalla dai dagli dalle dall in nel nella nei nelle nell "
    "su sul sulla con per tra fra senza durante",
    {{{"costa | costano | costo | costerebbe | costare | costera | prezzo | "
       "quanto | quanto viene | quanto e | paga | pago | paghiamo | pagare | "
       "pagano | gratis | gratuito | gratuita | gratuiti | gratuite | caro | "
       "cara | cari | care",
       "costa | costano | costo | costi | prezzo | prezzi | tariffa | tariffe "
       "| spesa | spese | gratis | gratuito | gratuita | gratuiti | gratuite "
       "| supplemento | supplementi | quanto viene | quanto vengono | quanto "
       "e | quanto sono | si paga | si pagano | quanto pago | commissione | "
       "commissioni"},
      {"quanto tempo | ci mette | ci mettono | ci mettete | ci metterebbe | ci "
       "vuole | ci vogliono | ci impiega | ci impiegano | ci impiegate | "
       "quanti giorni | quante ore | quante "
       "settimane | quanti mesi | quanto dura | quanto durano | in quanto | "
       "entro quanto | tra quanto | fra quanto | tempo | tempi | veloce | "
       "dura | durano | giorni | ore | quanto impiega | quanto impiegano | "
       "quanto impiegate | quanto mettete | quanto mette",
       "quanto tempo | ci mette | ci mettono | ci mettete | ci metterebbe | ci "
       "vuole | ci vogliono | ci impiega | ci impiegano | ci impiegate | "
       "quanti giorni | quante ore | quante "
       "settimane | quanti mesi | quanto dura | quanto durano | in quanto | "
       "entro quanto | tra quanto | fra quanto | tempo | tempi | tempistica | "
       "tempistiche | durata | giorni"},
      {"quando | entro quando | scade | scadono | che ora | che giorno | "
       "entro | fino",
       "quando | entro | scade | scadono | scadenza | scadenze | che ora | "
       "che giorno | fino a quando"},
      {"dove", "dove | quale citta | quali citta | vicino | vicini"},
      {"come", "come | in che modo"}}},
    "gratis | gratuito | gratuita | gratuiti | gratuite | senza supplementi",
    "in servono vogliono circa dura durano impiega mette richiede bastano",
    "minuto minuti ora ore giorno giorni settimana settimane mese mesi anno "
    "anni",
    "mezzogiorno mezzanotte domani subito immediato",
};

const OpenWords* OpenWordsOf(std::string_view language) {
  if (language == kEnglish.language) return &kEnglish;
  if (language == kItalian.language) return &kItalian;
  return nullptr;
}

bool HoldsWord(std::string_view list, std::string_view word) {
  for (size_t at = list.find(word); at != std::string_view::npos;
       at = list.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || list[at - 1] == ' ') &&
        (end == list.size() || list[end] == ' ')) {
      return true;
    }
  }
  return false;
}

// Calls `visit` with each phrase until it returns true.
template <typename Visit>
bool AnyPhrase(std::string_view phrases, const Visit& visit) {
  constexpr std::string_view kBetween = " | ";
  while (true) {
    const size_t end = phrases.find(kBetween);
    if (visit(phrases.substr(0, end))) return true;
    if (end == std::string_view::npos) return false;
    phrases.remove_prefix(end + kBetween.size());
  }
}

bool HoldsPhrase(std::string_view phrases, std::string_view text) {
  return AnyPhrase(phrases, [text](std::string_view phrase) {
    return HoldsWord(text, phrase);
  });
}

// Whether a word may stand in an open question: alone, or in a phrase.
bool IsAspectWord(const OpenWords& words, std::string_view word) {
  return std::any_of(words.aspects.begin(), words.aspects.end(),
                     [word](const AspectWords& aspect) {
                       return HoldsWord(aspect.open, word);
                     });
}

// The wordings that more than one aspect claims are of the first one here:
// "how much time" is no price, "how long" is no way.
constexpr std::array<Aspect, 5> kOrder = {Aspect::kDuration, Aspect::kPrice,
                                          Aspect::kMoment, Aspect::kPlace,
                                          Aspect::kManner};

const AspectWords& WordsFor(const OpenWords& words, Aspect aspect) {
  return words.aspects.at(static_cast<size_t>(aspect));
}

// "Where are you?" is about the company.
bool IsAboutUs(std::string_view text) {
  constexpr std::string_view kUs = "you | siete | voi | avete";
  return HoldsPhrase(kUs, text);
}

// Made of the same words, but about nothing that was said before.
bool IsComplete(std::string_view text) {
  constexpr std::string_view kComplete =
      "what time is it | how come | che ore sono | che ora e | come va | come "
      "mai | a domani | a dopo | a stasera | in che senso | per caso | in fact "
      "| for real | for now | for sure | at last | per ora | per sempre";
  return HoldsPhrase(kComplete, text);
}

using WordSet = std::unordered_set<std::string_view>;

// All words that name nothing or stand in an aspect's open wordings.
WordSet MakeOpenWords(const OpenWords& words) {
  WordSet all;
  const auto add = [&all](std::string_view list) {
    while (!list.empty()) {
      const size_t end = std::min(list.find(' '), list.size());
      all.insert(list.substr(0, end));
      list.remove_prefix(std::min(end + 1, list.size()));
    }
  };
  add(words.closed);
  for (const AspectWords& aspect : words.aspects) add(aspect.open);
  return all;
}

bool IsOpenWord(const OpenWords& words, std::string_view word) {
  static const WordSet english = MakeOpenWords(kEnglish);
  static const WordSet italian = MakeOpenWords(kItalian);
  return (&words == &kEnglish ? english : italian).contains(word);
}

// The text without courtesies and typos, when all its words may stand in an
// open question; else "".
std::string OpenText(const LanguageKnowledge& knowledge, const OpenWords& words,
                     const NormalizedText& text) {
  std::string open;
  const std::optional<NormalizedText> bare =
      WithoutSkipWords(text, knowledge.skip_words);
  for (const Token& token : (bare.has_value() ? *bare : text).tokens) {
    const bool is_open = IsOpenWord(words, token.text);
    const std::optional<std::string> meant =
        is_open ? token.text : knowledge.vocabulary.Correct(token.text);
    if (!meant.has_value() || !(is_open || IsOpenWord(words, *meant))) {
      return "";
    }
    if (!open.empty()) open += ' ';
    open += *meant;
  }
  return open;
}

bool IsNumber(std::string_view word) {
  return word.find_first_of("0123456789") != std::string_view::npos;
}

// "in 3-6 working days", "takes 2 weeks"; "within 30 days" is the time that the
// customer has.
bool TellsTime(const OpenWords& words, const NormalizedText& answer) {
  const std::vector<Token>& tokens = answer.tokens;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (HoldsWord(words.moments, tokens[i].text)) return true;
    if (i == 0 || !IsNumber(tokens[i].text)) continue;
    size_t before = i - 1;
    while (before > 0 && IsNumber(tokens[before].text)) --before;
    if (!HoldsWord(words.spans, tokens[before].text)) continue;
    for (size_t unit = i + 1; unit < tokens.size() && unit <= i + 2; ++unit) {
      if (HoldsWord(words.units, tokens[unit].text)) return true;
    }
  }
  return false;
}

bool TellsPrice(const OpenWords& words, std::string_view answer,
                const NormalizedText& normal) {
  constexpr std::array<std::string_view, 5> kSigns = {"€", "$", "£", "%",
                                                      "CHF"};
  return std::any_of(kSigns.begin(), kSigns.end(),
                     [answer](std::string_view sign) {
                       return answer.find(sign) != std::string_view::npos;
                     }) ||
         HoldsPhrase(words.free, normal.text);
}

}  // namespace

std::optional<Aspect> ReadOpenQuestion(const LanguageKnowledge& knowledge,
                                       const NormalizedText& text) {
  const OpenWords* words = OpenWordsOf(knowledge.language());
  if (words == nullptr || text.tokens.size() > kMaxOpenWords) {
    return std::nullopt;
  }
  const std::string open = OpenText(knowledge, *words, text);
  if (open.empty() || IsComplete(open)) return std::nullopt;
  for (const Aspect aspect : kOrder) {
    if (!HoldsPhrase(WordsFor(*words, aspect).open, open)) continue;
    if (aspect == Aspect::kPlace && IsAboutUs(open)) return std::nullopt;
    return aspect;
  }
  return std::nullopt;
}

bool AsksFor(std::string_view language, std::string_view sentence,
             Aspect aspect) {
  const OpenWords* words = OpenWordsOf(language);
  if (words == nullptr) return false;
  if (HoldsPhrase(WordsFor(*words, aspect).cues, sentence)) return true;
  // How long it takes says when it comes.
  return aspect == Aspect::kMoment &&
         HoldsPhrase(WordsFor(*words, Aspect::kDuration).cues, sentence);
}

bool Tells(const LanguageKnowledge& knowledge, std::string_view answer,
           Aspect aspect) {
  const OpenWords* words = OpenWordsOf(knowledge.language());
  if (words == nullptr) return false;
  const NormalizedText normal = knowledge.analyzer.Normalize(answer);
  switch (aspect) {
    case Aspect::kPrice:
      return TellsPrice(*words, answer, normal);
    case Aspect::kDuration:
    case Aspect::kMoment:
      return TellsTime(*words, normal);
    case Aspect::kPlace:
    case Aspect::kManner:
      return false;
  }
  return false;
}

std::vector<std::string> SubjectWords(const LanguageKnowledge& knowledge,
                                      const NormalizedText& text) {
  std::vector<std::string> named;
  std::vector<std::string> asked;
  const OpenWords* words = OpenWordsOf(knowledge.language());
  if (words == nullptr) return named;
  const NormalizedText bare = RemoveSkipWords(text, knowledge.skip_words);
  for (const Token& token : bare.tokens) {
    if (HoldsWord(words->closed, token.text)) continue;
    (IsAspectWord(*words, token.text) ? asked : named).push_back(token.text);
  }
  return named.empty() ? asked : named;
}

bool IsFragment(const LanguageKnowledge& knowledge,
                const NormalizedText& text) {
  const OpenWords* words = OpenWordsOf(knowledge.language());
  return words != nullptr && text.tokens.size() <= kMaxFragmentWords &&
         text.tokens.size() > 1 &&
         HoldsWord(words->prepositions, text.tokens.front().text) &&
         !IsComplete(text.text) && !SubjectWords(knowledge, text).empty();
}

}  // namespace sportello
