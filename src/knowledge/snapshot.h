// The Snapshot: what we know at one moment, compiled and immutable.
//
// Built by build.h from the content or loaded from the compiled knowledge
// file. Safe from many threads; a message is answered from one Snapshot, which
// stays alive as long as somebody holds it.
#ifndef SPORTELLO_KNOWLEDGE_SNAPSHOT_H_
#define SPORTELLO_KNOWLEDGE_SNAPSHOT_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/content.h"
#include "knowledge/language_knowledge.h"

namespace sportello {

class Snapshot {
 public:
  using ByCode =
      std::map<std::string, std::unique_ptr<LanguageKnowledge>, std::less<>>;

  Snapshot(std::string version, ByCode languages, std::string default_language);

  // First 12 hexadecimal digits of the SHA-256 of all sources.
  const std::string& version() const { return version_; }
  const std::string& default_language() const { return default_language_; }
  // Codes, sorted.
  const std::vector<std::string>& Languages() const { return codes_; }
  // The language, or null when there is no content for it.
  const LanguageKnowledge* Find(std::string_view language) const;
  // The language, else the default one. A Snapshot has at least one.
  const LanguageKnowledge& GetOrDefault(std::string_view language) const;

 private:
  std::string version_;
  ByCode languages_;
  std::vector<std::string> codes_;
  std::string default_language_;
};

// The Snapshot that answers now; swapped as a whole. Safe from many threads.
class CurrentSnapshot {
 public:
  std::shared_ptr<const Snapshot> Get() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return snapshot_;
  }
  void Set(std::shared_ptr<const Snapshot> snapshot) {
    const std::lock_guard<std::mutex> lock(mutex_);
    snapshot_.swap(snapshot);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Snapshot> snapshot_;
};

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_SNAPSHOT_H_
