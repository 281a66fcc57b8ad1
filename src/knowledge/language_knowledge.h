// What we know in one language, compiled: immutable once built.
//
// Plain data that the dialogue reads; compile_language.h fills it.
#ifndef SPORTELLO_KNOWLEDGE_LANGUAGE_KNOWLEDGE_H_
#define SPORTELLO_KNOWLEDGE_LANGUAGE_KNOWLEDGE_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "chat/chat.h"
#include "faq/faq_index.h"
#include "knowledge/condition.h"
#include "knowledge/content.h"
#include "knowledge/slot_type.h"
#include "knowledge/text_template.h"
#include "language/analyzer.h"
#include "language/value_format.h"
#include "language/vocabulary.h"
#include "matcher/matcher.h"

namespace sportello {

// What a message can be about.
struct Target {
  enum class Kind : uint8_t { kIntent, kFaq, kGlobal };
  Kind kind = Kind::kIntent;
  uint32_t index = 0;  // into intents, faq or globals
  // clang-tidy 14 takes the 0 of the default for a null pointer.
  auto operator<=>(const Target&) const = default;  // NOLINT
};

struct ReplyVariants {
  TextChoice text;
  TextChoice open;
  TextChoice closed;
  std::map<std::string, TextChoice, std::less<>> channels;
  std::vector<std::pair<Conditions, TextChoice>> cases;

  // The most special variant: a case that holds, then channel, then hours,
  // then the plain one.
  const TextChoice& For(std::string_view channel, bool is_open,
                        const SlotValues& values) const;
};

// What to do when a value cannot be read after the last retry.
enum class SlotFailure : uint8_t { kHandOff, kSkip, kCancel };

struct Slot {
  std::string name;
  std::string label;               // in summaries
  const SlotType* type = nullptr;  // owned by LanguageKnowledge::types
  TextChoice ask;
  TextChoice again;  // may be empty: the type's own words
  bool required = false;
  int retries = 2;
  SlotFailure on_failure = SlotFailure::kHandOff;
  Conditions when;
  std::string profile;  // "name", "email" or empty
  bool remember = false;
};

// A call of the company's HTTP interface; templates are filled with values.
struct Action {
  TextTemplate url{""};
  bool post = false;
  std::vector<std::pair<std::string, TextTemplate>> body;
  int timeout_ms = 3000;
  std::vector<std::pair<std::string, std::string>> result;  // variable, path
  std::map<std::string, ValueFormat, std::less<>> formats;  // of variables
  TextChoice not_found;
  TextChoice failed;
};

// What a conversation is about for some turns.
struct ContextUse {
  std::vector<std::string> required;  // all must hold, else it is not meant
  std::vector<std::pair<std::string, int>> set;  // after the answer: turns
};

struct Intent {
  std::string id;
  std::string source;       // file:line
  std::string title;        // for "did you mean"
  std::vector<Slot> slots;  // in the order in which they are asked
  TextChoice confirm;
  std::optional<Action> action;
  ReplyVariants reply;
  std::vector<Button> buttons;
  std::optional<std::string> queue;
  ContextUse context;
  std::chrono::minutes timeout{60};  // of a step that waits

  // Absence is normal, as null.
  const Slot* FindSlot(std::string_view slot) const;
};

struct FaqEntry {
  std::string id;
  std::string source;
  std::string question;
  TextChoice answer;
  std::vector<Button> buttons;
  ContextUse context;
};

// A word understood at any time. Content whose own sentences say it too
// ("thank you" as an FAQ entry) answers it instead: its `claims`, sorted.
struct Global {
  std::string name;
  std::string source;
  std::vector<Target> claims;
};

// What follows when a tone was heard.
enum class ToneStep : uint8_t { kContinue, kOffer, kPerson, kEnd };

struct Tone {
  std::string name;
  std::vector<std::pair<std::string, ToneStep>> ladder;  // text, what follows
};

// A phrase or pattern behind the matcher's index.
struct Rule {
  Target target;
  Place place;
  std::string written;
  uint32_t literal_letters = 0;
  uint32_t slots = 0;
  bool is_pattern = false;    // raw RE2, not a phrase
  bool is_exclusion = false;  // a `not`
};

// What a button's title says; see title_words.h.
struct TitleWords {
  std::string text;  // normalised
  std::vector<std::string> stems;
};

// Words without meaning, longest first; see RemoveSkipWords.
using SkipWords =
    std::unordered_map<std::string, std::vector<std::vector<std::string>>>;

struct LanguageKnowledge {
  LanguageKnowledge(std::string_view code,
                    const Normalizer::Abbreviations& abbreviations,
                    std::shared_ptr<const WordList> real_words)
      : analyzer(code, abbreviations, std::move(real_words)) {}
  LanguageKnowledge(const LanguageKnowledge&) = delete;
  LanguageKnowledge& operator=(const LanguageKnowledge&) = delete;

  Analyzer analyzer;
  std::map<std::string, SlotType, std::less<>> types;
  Variables constants;
  std::map<std::string, TextChoice, std::less<>> texts;
  std::vector<Button> menu;
  std::vector<Intent> intents;                      // sorted by id
  std::vector<FaqEntry> faq;                        // sorted by id
  std::vector<Global> globals;                      // sorted by name
  std::unordered_map<std::string, Target> targets;  // by id

  SkipWords skip_words;
  std::vector<Rule> rules;
  std::optional<Matcher> matcher;       // over `rules`
  std::vector<Tone> tones;              // the gravest first
  std::optional<Matcher> tone_matcher;  // over `tone_rules`
  std::vector<uint32_t> tone_rules;     // index into tones
  // Normalised questions, variants and examples; several targets = a tie.
  std::unordered_map<std::string, std::vector<Target>> exact;
  std::unordered_map<std::string, TitleWords> titles;  // as written
  Vocabulary vocabulary;
  FaqIndex ranking;
  std::vector<Target> ranking_targets;  // of the ranking's documents
  bool has_contexts = false;            // some entry requires one

  const std::string& language() const { return analyzer.language(); }
  const std::string& IdOf(Target target) const;
  const std::string& SourceOf(Target target) const;
  // Null of global words.
  const ContextUse* ContextOf(Target target) const;
  // What a "did you mean" button says; empty for global words.
  const std::string& TitleOf(Target target) const;
  // Absence is normal: the content of today may not have it.
  std::optional<Target> FindTarget(std::string_view id) const;
  const Intent* FindIntent(std::string_view id) const;
};

// The text without skip words; nothing when it holds none, or nothing else.
std::optional<NormalizedText> WithoutSkipWords(const NormalizedText& text,
                                               const SkipWords& skip_words);
// The same; the text itself instead of nothing.
NormalizedText RemoveSkipWords(const NormalizedText& text,
                               const SkipWords& skip_words);

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_LANGUAGE_KNOWLEDGE_H_
