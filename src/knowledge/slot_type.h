// Types of slots: how a value is recognised in what a customer wrote.
#ifndef SPORTELLO_KNOWLEDGE_SLOT_TYPE_H_
#define SPORTELLO_KNOWLEDGE_SLOT_TYPE_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/content.h"
#include "language/analyzer.h"
#include "matcher/matcher.h"
#include "matcher/phrase.h"

namespace sportello {

// Immutable and safe from many threads.
class SlotType {
 public:
  // A built-in type: text, number, email, phone, yes_no.
  static SlotType Builtin(std::string_view name);
  // A type of _shared.yaml; problems go to `problems`.
  static std::optional<SlotType> Compile(const TypeContent& content,
                                         const Analyzer& analyzer,
                                         std::vector<Problem>& problems);

  SlotType(SlotType&&) noexcept = default;
  SlotType& operator=(SlotType&&) noexcept = default;

  const std::string& name() const { return name_; }
  const std::string& example() const { return example_; }
  bool IsText() const { return name_ == "text"; }
  bool IsYesNo() const { return name_ == "yes_no"; }

  // How the phrases of the matcher see a slot of this type.
  PhraseSlot ForPhrases(const Analyzer& analyzer) const;

  // The value in `text` (normalised) and `original`: the whole text, or the
  // only part of it that fits. Nothing when none or several fit.
  std::optional<std::string> Read(const NormalizedText& text,
                                  std::string_view original) const;
  // The value of the part [begin, end) of the normalised text.
  std::string ValueOf(const NormalizedText& text, std::string_view original,
                      size_t begin, size_t end) const;

 private:
  SlotType() = default;
  bool BuildMatcher(std::vector<PatternProblem>& problems);

  std::string name_;
  std::string regex_;
  std::string example_;
  std::map<std::string, std::string> ways_;  // normalised way -> value
  std::optional<Matcher> matcher_;           // the whole text; a part of it
};

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_SLOT_TYPE_H_
