#include "knowledge/language_knowledge.h"

#include <algorithm>

namespace sportello {
namespace {

const std::string kEmpty;

bool StartsWith(const std::vector<Token>& tokens, size_t at,
                const std::vector<std::string>& words) {
  if (at + words.size() > tokens.size()) return false;
  for (size_t i = 0; i < words.size(); ++i) {
    if (tokens[at + i].text != words[i]) return false;
  }
  return true;
}

// How many tokens at `at` are one skip expression; 0 = none.
size_t SkipLength(const std::vector<Token>& tokens, size_t at,
                  const SkipWords& skip_words) {
  const auto it = skip_words.find(tokens[at].text);
  if (it == skip_words.end()) return 0;
  for (const std::vector<std::string>& words : it->second) {
    if (StartsWith(tokens, at, words)) return words.size();
  }
  return 0;
}

}  // namespace

const TextChoice& ReplyVariants::For(std::string_view channel, bool is_open,
                                     const SlotValues& values) const {
  for (const auto& [when, choice] : cases) {
    if (Hold(when, values, is_open)) return choice;
  }
  const auto special = channels.find(channel);
  if (special != channels.end()) return special->second;
  if (is_open && !open.empty()) return open;
  if (!is_open && !closed.empty()) return closed;
  return text;
}

const Slot* Intent::FindSlot(std::string_view slot) const {
  for (const Slot& candidate : slots) {
    if (candidate.name == slot) return &candidate;
  }
  return nullptr;
}

const std::string& LanguageKnowledge::IdOf(Target target) const {
  switch (target.kind) {
    case Target::Kind::kIntent:
      return intents[target.index].id;
    case Target::Kind::kFaq:
      return faq[target.index].id;
    case Target::Kind::kGlobal:
      return globals[target.index].name;
  }
  return kEmpty;
}

const std::string& LanguageKnowledge::SourceOf(Target target) const {
  switch (target.kind) {
    case Target::Kind::kIntent:
      return intents[target.index].source;
    case Target::Kind::kFaq:
      return faq[target.index].source;
    case Target::Kind::kGlobal:
      return globals[target.index].source;
  }
  return kEmpty;
}

const ContextUse* LanguageKnowledge::ContextOf(Target target) const {
  switch (target.kind) {
    case Target::Kind::kIntent:
      return &intents[target.index].context;
    case Target::Kind::kFaq:
      return &faq[target.index].context;
    case Target::Kind::kGlobal:
      break;
  }
  return nullptr;
}

const std::string& LanguageKnowledge::TitleOf(Target target) const {
  switch (target.kind) {
    case Target::Kind::kIntent:
      return intents[target.index].title;
    case Target::Kind::kFaq:
      return faq[target.index].question;
    case Target::Kind::kGlobal:
      return kEmpty;
  }
  return kEmpty;
}

const Intent* LanguageKnowledge::FindIntent(std::string_view id) const {
  const std::optional<Target> target = FindTarget(id);
  const bool found =
      target.has_value() && target->kind == Target::Kind::kIntent;
  return found ? &intents[target->index] : nullptr;
}

std::optional<Target> LanguageKnowledge::FindTarget(std::string_view id) const {
  const auto it = targets.find(std::string(id));
  if (it == targets.end()) return std::nullopt;
  return it->second;
}

std::optional<NormalizedText> WithoutSkipWords(const NormalizedText& text,
                                               const SkipWords& skip_words) {
  const std::vector<Token>& tokens = text.tokens;
  std::vector<size_t> left;  // indices
  left.reserve(tokens.size());
  for (size_t i = 0; i < tokens.size();) {
    const size_t skipped = SkipLength(tokens, i, skip_words);
    if (skipped == 0) left.push_back(i);
    i += std::max(skipped, size_t{1});
  }
  if (left.empty() || left.size() == tokens.size()) return std::nullopt;
  NormalizedText kept;
  kept.text.reserve(text.text.size());
  kept.tokens.reserve(left.size());
  for (const size_t i : left) {
    Token& token = kept.tokens.emplace_back(tokens[i]);
    if (!kept.text.empty()) kept.text += ' ';
    token.offset = static_cast<uint32_t>(kept.text.size());
    kept.text += token.text;
  }
  return kept;
}

NormalizedText RemoveSkipWords(const NormalizedText& text,
                               const SkipWords& skip_words) {
  return WithoutSkipWords(text, skip_words).value_or(text);
}

}  // namespace sportello
