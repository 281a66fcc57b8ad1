// Keeps the knowledge that answers: loads it, looks for changed files, swaps
// in what is good, keeps the old when an edit is broken.
//
// Readers take Current() and are never kept waiting: loading happens on the
// keeper's own thread, at low priority, and ends with the swap of a pointer.
// Safe from many threads.
#ifndef SPORTELLO_FLOW_KNOWLEDGE_KEEPER_H_
#define SPORTELLO_FLOW_KNOWLEDGE_KEEPER_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "knowledge/build.h"
#include "knowledge/knowledge_search.h"
#include "metrics/metrics.h"

namespace sportello {

struct KeeperOptions {
  KnowledgePaths paths;
  std::string file;  // of the compiled knowledge
  std::string default_language = "it";
  std::string word_lists;  // folder; see BuildOptions
  bool watch_files = true;
  std::chrono::milliseconds watch_interval{1000};
  std::chrono::milliseconds debounce{300};
};

// One version of the knowledge and the content it was made from.
struct Knowledge {
  std::shared_ptr<const Snapshot> snapshot;
  Content content;
  // Over the compiled file of this version; null when it could not be
  // written.
  std::unique_ptr<KnowledgeSearch> search;
};

// How the knowledge is, for /readyz and people.
struct KnowledgeState {
  std::string version;  // empty = none is loaded
  bool stale = false;   // the files were changed, but what they say is wrong
  size_t errors = 0;    // in the files, when stale
  // "file:line:column: message" of the first error, when stale.
  std::string first_error;
  Time loaded_at{};
};

class KnowledgeKeeper {
 public:
  KnowledgeKeeper(KeeperOptions options, Metrics& metrics, const Clock& clock);
  // Ends the thread; a build that runs is waited for.
  ~KnowledgeKeeper();
  KnowledgeKeeper(const KnowledgeKeeper&) = delete;
  KnowledgeKeeper& operator=(const KnowledgeKeeper&) = delete;

  // Loads for the first time, from the compiled file when it fits the
  // sources. Content with errors is kInvalid with all of them, formatted for
  // people, unless the compiled file holds an older version that was good.
  Status Load();

  // After Load: begins to look for changes.
  void Start();

  // Looks at the files now, on the keeper's thread; `done` is called there
  // afterwards.
  void Reload(std::function<void()> done = nullptr);

  const KeeperOptions& options() const { return options_; }
  // Null before Load.
  std::shared_ptr<const Knowledge> Current() const;
  KnowledgeState State() const;

 private:
  void Loop();
  void LookAtFiles();
  Status Build(std::vector<SourceFile> sources, const std::string& hash);
  // `compiled`: the file on disk is of this version.
  void Accept(BuildOutcome outcome, const std::string& hash, bool compiled);
  void Refuse(const std::string& first_error, size_t errors);

  const KeeperOptions options_;
  const Clock& clock_;
  Counter reloads_;
  Counter failures_;
  Gauge stale_gauge_;
  Gauge loaded_gauge_;
  Gauge intents_gauge_;
  Gauge entries_gauge_;
  Histogram seconds_;

  mutable std::mutex mutex_;  // what readers see
  std::shared_ptr<const Knowledge> current_;
  KnowledgeState state_;

  // Of the sources of current_, and of the files they were read from. Used by
  // Load, then by the keeper's thread.
  std::string hash_;
  uint64_t mark_ = 0;

  std::mutex wake_mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  bool reload_wanted_ = false;
  std::vector<std::function<void()>> done_;
  std::thread thread_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_KNOWLEDGE_KEEPER_H_
