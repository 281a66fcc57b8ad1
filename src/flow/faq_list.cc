#include "flow/faq_list.h"

#include <algorithm>

#include "flow/chat_json.h"

namespace sportello {
namespace {

constexpr int kMaxFound = 500;

// `today` is an ISO date, as valid_until is.
bool IsShown(const FaqContent& entry, const std::string& today) {
  return entry.is_public &&
         (entry.valid_until.empty() || entry.valid_until >= today);
}

const FaqContent* FindEntry(const LanguageContent& content,
                            std::string_view id) {
  const auto it =
      std::lower_bound(content.faq.begin(), content.faq.end(), id,
                       [](const FaqContent& entry, std::string_view key) {
                         return entry.id < key;
                       });
  return it != content.faq.end() && it->id == id ? &*it : nullptr;
}

Result<std::vector<const FaqContent*>> Search(const Knowledge& knowledge,
                                              const LanguageContent& content,
                                              const LanguageKnowledge& compiled,
                                              std::string_view words) {
  if (knowledge.search == nullptr) return Unavailable("no search index");
  const auto found =
      knowledge.search->Search(compiled.analyzer, words, kMaxFound);
  if (!found.ok()) return found.error();
  std::vector<const FaqContent*> entries;
  for (const FaqHit& hit : *found) {
    const FaqContent* entry = FindEntry(content, hit.id);
    if (entry != nullptr) entries.push_back(entry);
  }
  return entries;
}

std::vector<const FaqContent*> ByPriority(const LanguageContent& content) {
  std::vector<const FaqContent*> entries;
  for (const FaqContent& entry : content.faq) entries.push_back(&entry);
  std::stable_sort(entries.begin(), entries.end(),
                   [](const FaqContent* a, const FaqContent* b) {
                     return a->priority > b->priority;
                   });
  return entries;
}

}  // namespace

Result<std::vector<const FaqContent*>> ListFaq(const Knowledge& knowledge,
                                               const std::string& language,
                                               std::string_view words,
                                               Time now) {
  const LanguageKnowledge* compiled = knowledge.snapshot->Find(language);
  const auto content = knowledge.content.languages.find(language);
  if (compiled == nullptr || content == knowledge.content.languages.end()) {
    return NotFound("There is no FAQ in this language.");
  }
  if (words.size() > kMaxFaqWordsBytes) {
    return Invalid("'q' may have at most 400 bytes.");
  }
  Result<std::vector<const FaqContent*>> entries =
      words.empty() ? ByPriority(content->second)
                    : Search(knowledge, content->second, *compiled, words);
  if (!entries.ok()) return entries;
  const std::string today = FormatTime(now).substr(0, 10);
  std::erase_if(*entries, [&today](const FaqContent* entry) {
    return !IsShown(*entry, today);
  });
  return entries;
}

std::string FaqAnswer(const FaqContent& entry,
                      const LanguageKnowledge& knowledge) {
  const TextChoice answer({entry.answer.text});
  return answer.Render(knowledge.constants, 0);
}

}  // namespace sportello
