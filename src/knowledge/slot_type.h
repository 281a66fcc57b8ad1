// Types of slots: how a value is recognised in what a customer wrote.
#ifndef SPORTELLO_KNOWLEDGE_SLOT_TYPE_H_
#define SPORTELLO_KNOWLEDGE_SLOT_TYPE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "knowledge/content.h"
#include "knowledge/day_reader.h"
#include "language/analyzer.h"
#include "matcher/matcher.h"
#include "matcher/phrase.h"

namespace sportello {

// What a text holds of a type.
struct SlotReading {
  // As it is kept: a day in ISO form, codes in capitals without blanks.
  std::optional<std::string> value;
  // Why what looked like a value is none: the built-in text "wrong_…" says
  // it. Empty when nothing looked like one.
  std::string problem;
  size_t begin = 0;  // bytes of the normalised text
  size_t end = 0;
};

// Immutable and safe from many threads.
class SlotType {
 public:
  // One of kBuiltinTypes (content_schema.h) but choice, which has values.
  static SlotType Builtin(std::string_view name);
  // A type of _shared.yaml, or the choices of a slot; problems go to
  // `problems`.
  static std::optional<SlotType> Compile(const TypeContent& content,
                                         const Analyzer& analyzer,
                                         std::vector<Problem>& problems);

  SlotType(SlotType&&) noexcept = default;
  SlotType& operator=(SlotType&&) noexcept = default;

  const std::string& name() const { return name_; }
  const std::string& example() const { return example_; }
  bool IsText() const { return kind_ == Kind::kText; }
  bool IsYesNo() const { return kind_ == Kind::kYesNo; }
  bool IsDay() const { return kind_ == Kind::kDay; }
  // A value of such a type names one thing or person, so it means the same
  // in the next request.
  bool IsIdentifier() const;
  // A value of such a type is told from anything else by itself: an e-mail
  // address, a code with check digits.
  bool IsUnmistakable() const;
  // Of a closed list: value and what its button says, in the written order.
  const std::vector<std::pair<std::string, std::string>>& choices() const {
    return choices_;
  }
  bool HasChoice(std::string_view value) const;
  // What customers read for a value: a choice's title, a day in words.
  std::string Show(const std::string& value, std::string_view language) const;

  // How the phrases of the matcher see a slot of this type.
  PhraseSlot ForPhrases(const Analyzer& analyzer) const;

  // The value in `text` (normalised) and `original`: the whole text, or the
  // only part of it that fits. Nothing when none or several fit.
  SlotReading Read(const NormalizedText& text, std::string_view original,
                   Day today) const;

 private:
  enum class Kind : uint8_t {
    kText,
    kYesNo,
    kPattern,  // a regular expression or a closed list
    kDay,
    kCode,  // with check digits
  };

  SlotType() = default;
  bool BuildMatcher(std::vector<PatternProblem>& problems);
  void AddChoices(const TypeContent& content, const Analyzer& analyzer,
                  std::vector<Problem>& problems);
  std::string ValueOf(const NormalizedText& text, std::string_view original,
                      size_t begin, size_t end) const;
  // True when the text holds a value that is not this one.
  bool HoldsOther(const std::string& text, const std::string& value) const;
  SlotReading ReadPattern(const NormalizedText& text,
                          std::string_view original) const;

  std::string name_;
  Kind kind_ = Kind::kPattern;
  DaySide side_ = DaySide::kAny;
  std::string regex_;
  std::string example_;
  std::map<std::string, std::string> ways_;  // normalised way -> value
  std::vector<std::pair<std::string, std::string>> choices_;
  std::optional<Matcher> matcher_;  // the whole text; a part of it
};

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_SLOT_TYPE_H_
