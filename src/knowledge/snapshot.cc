#include "knowledge/snapshot.h"

namespace sportello {

Snapshot::Snapshot(std::string version, ByCode languages,
                   std::string default_language)
    : version_(std::move(version)),
      languages_(std::move(languages)),
      default_language_(std::move(default_language)) {
  codes_.reserve(languages_.size());
  for (const auto& [code, knowledge] : languages_) codes_.push_back(code);
}

const LanguageKnowledge* Snapshot::Find(std::string_view language) const {
  const auto it = languages_.find(language);
  return it == languages_.end() ? nullptr : it->second.get();
}

const LanguageKnowledge& Snapshot::GetOrDefault(
    std::string_view language) const {
  const LanguageKnowledge* found = Find(language);
  if (found == nullptr) found = Find(default_language_);
  return found == nullptr ? *languages_.begin()->second : *found;
}

}  // namespace sportello
