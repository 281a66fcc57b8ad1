#include "dialogue/text_reading.h"

#include <algorithm>

namespace sportello {
namespace {

// Numbers and addresses belong to no language.
bool IsOfNoLanguage(std::string_view word) {
  return std::any_of(word.begin(), word.end(),
                     [](char c) { return (c >= '0' && c <= '9') || c == '@'; });
}

}  // namespace

TextReading::InLanguage& TextReading::In(const LanguageKnowledge& knowledge) {
  for (InLanguage& known : languages_) {
    if (known.knowledge == &knowledge) return known;
  }
  if (languages_.empty()) languages_.reserve(snapshot_.Languages().size());
  InLanguage& in = languages_.emplace_back();
  in.knowledge = &knowledge;
  in.words = knowledge.analyzer.Normalize(text_);
  return in;
}

void TextReading::Forget() {
  languages_.clear();
  evidence_.reset();
}

const NormalizedText& TextReading::Words(const LanguageKnowledge& knowledge) {
  return In(knowledge).words;
}

std::optional<Target> TextReading::Global(const LanguageKnowledge& knowledge) {
  InLanguage& in = In(knowledge);
  if (!in.matches.has_value()) in.matches = MatchRules(knowledge, in.words);
  return FindGlobal(knowledge, *in.matches);
}

const Understanding& TextReading::Meaning(const LanguageKnowledge& knowledge,
                                          const Contexts& contexts) {
  InLanguage& in = In(knowledge);
  if (!in.meaning.has_value() || in.contexts != contexts) {
    in.meaning =
        Understand(knowledge, text_, in.words,
                   in.matches.has_value() ? &*in.matches : nullptr, contexts);
    in.contexts = contexts;
  }
  return *in.meaning;
}

const std::vector<LanguageEvidence>& TextReading::Evidence() {
  if (evidence_.has_value()) return *evidence_;
  std::vector<const LanguageKnowledge*> all;
  all.reserve(snapshot_.Languages().size());
  for (const std::string& language : snapshot_.Languages()) {
    all.push_back(snapshot_.Find(language));
  }
  evidence_.emplace();
  evidence_->reserve(all.size());
  for (const LanguageKnowledge* knowledge : all) {
    LanguageEvidence evidence{knowledge->language(), 0, 0, 0};
    for (const Token& token : Words(*knowledge).tokens) {
      if (IsOfNoLanguage(token.text)) continue;
      ++evidence.words;
      if (!knowledge->vocabulary.Contains(token.text)) continue;
      ++evidence.known;
      const bool elsewhere =
          std::any_of(all.begin(), all.end(), [&](const auto* other) {
            return other != knowledge && other->vocabulary.Contains(token.text);
          });
      if (!elsewhere) ++evidence.only_here;
    }
    evidence_->push_back(std::move(evidence));
  }
  std::stable_sort(evidence_->begin(), evidence_->end(),
                   [](const LanguageEvidence& a, const LanguageEvidence& b) {
                     return a.only_here > b.only_here;
                   });
  return *evidence_;
}

}  // namespace sportello
