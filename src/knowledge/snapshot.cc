#include "knowledge/snapshot.h"

namespace sportello {

std::vector<std::string> Snapshot::Languages() const {
  std::vector<std::string> codes;
  for (const auto& [code, knowledge] : languages_) codes.push_back(code);
  return codes;
}

const LanguageKnowledge* Snapshot::Find(std::string_view language) const {
  const auto it = languages_.find(std::string(language));
  return it == languages_.end() ? nullptr : it->second.get();
}

const LanguageKnowledge& Snapshot::GetOrDefault(
    std::string_view language) const {
  const LanguageKnowledge* found = Find(language);
  if (found == nullptr) found = Find(default_language_);
  return found == nullptr ? *languages_.begin()->second : *found;
}

}  // namespace sportello
