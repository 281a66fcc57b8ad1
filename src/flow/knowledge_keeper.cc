#include "flow/knowledge_keeper.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

#include "base/heap.h"
#include "base/log.h"
#include "flow/file_mark.h"

namespace sportello {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr size_t kMostLoggedProblems = 20;

std::string PlaceOf(const Problem& problem) {
  return problem.place.FileLine() + ":" +
         std::to_string(problem.place.at.column);
}

size_t CountErrors(const std::vector<Problem>& problems) {
  return static_cast<size_t>(
      std::count_if(problems.begin(), problems.end(), [](const auto& problem) {
        return problem.severity == Severity::kError;
      }));
}

void LogProblems(const std::vector<Problem>& problems) {
  size_t shown = 0;
  for (const Problem& problem : problems) {
    if (problem.severity != Severity::kError) continue;
    if (++shown > kMostLoggedProblems) return;
    Log(LogLevel::kError, "content problem",
        {{"at", PlaceOf(problem)},
         {"message", problem.message},
         {"hint", problem.hint}});
  }
}

// All errors as people read them.
std::string FormatErrors(const BuildOutcome& outcome) {
  std::string text;
  for (const Problem& problem : outcome.problems) {
    if (problem.severity != Severity::kError) continue;
    text +=
        (text.empty() ? "" : "\n") + FormatProblem(problem, outcome.sources);
  }
  return text;
}

std::unique_ptr<KnowledgeSearch> OpenSearch(const std::string& file) {
  Result<std::unique_ptr<KnowledgeSearch>> search = KnowledgeSearch::Open(file);
  if (search.ok()) return std::move(search).value();
  Log(LogLevel::kWarning, "search index cannot be opened",
      {{"error", search.error().message}});
  return nullptr;
}

}  // namespace

KnowledgeKeeper::KnowledgeKeeper(KeeperOptions options, Metrics& metrics,
                                 const Clock& clock)
    : options_(std::move(options)),
      clock_(clock),
      reloads_(metrics.AddCounter("knowledge_reloads_total",
                                  "Versions of the knowledge taken into use.")),
      failures_(metrics.AddCounter(
          "knowledge_reload_failures_total",
          "Changes of the content that were refused; the old one stayed.")),
      stale_gauge_(metrics.AddGauge(
          "knowledge_stale",
          "1 when the content has errors and an older version answers.")),
      loaded_gauge_(metrics.AddGauge(
          "knowledge_loaded_timestamp_seconds",
          "When the knowledge that answers was loaded (Unix time).")),
      intents_gauge_(metrics.AddGauge("knowledge_intents",
                                      "Intents, over all languages.")),
      entries_gauge_(metrics.AddGauge("knowledge_faq_entries",
                                      "FAQ entries, over all languages.")),
      seconds_(metrics.AddHistogram("knowledge_reload_seconds",
                                    "Time to read and compile the content.",
                                    {0.01, 0.05, 0.1, 0.5, 1, 5, 30})) {}

KnowledgeKeeper::~KnowledgeKeeper() {
  {
    const std::lock_guard<std::mutex> lock(wake_mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

std::shared_ptr<const Knowledge> KnowledgeKeeper::Current() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return current_;
}

KnowledgeState KnowledgeKeeper::State() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return state_;
}

Status KnowledgeKeeper::Load() {
  mark_ = MarkOfFiles({options_.paths.intents, options_.paths.faq});
  Result<std::vector<SourceFile>> sources = ReadSources(options_.paths);
  if (!sources.ok()) return sources.error();
  const std::string hash = HashSources(*sources);
  const BuildOptions options{options_.default_language, nullptr,
                             options_.word_lists};
  Result<BuildOutcome> compiled =
      LoadKnowledgeFile(options_.file, hash, options);
  if (compiled.ok() && compiled->snapshot != nullptr) {
    Accept(std::move(compiled).value(), hash, true);
    return {};
  }
  Status built = Build(std::move(sources).value(), hash);
  if (built.ok()) return built;
  // An empty hash asks for whatever was good last.
  compiled = LoadKnowledgeFile(options_.file, "", options);
  if (!compiled.ok() || compiled->snapshot == nullptr) return built;
  const KnowledgeState refused = State();
  Accept(std::move(compiled).value(), "", true);
  const std::lock_guard<std::mutex> lock(mutex_);
  state_.stale = true;
  state_.errors = refused.errors;
  state_.first_error = refused.first_error;
  stale_gauge_.Set(1);
  return {};
}

Status KnowledgeKeeper::Build(std::vector<SourceFile> sources,
                              const std::string& hash) {
  const auto begin = steady_clock::now();
  const std::shared_ptr<const Knowledge> old = Current();
  const BuildOptions options{options_.default_language,
                             old == nullptr ? nullptr : old->snapshot,
                             options_.word_lists};
  BuildOutcome outcome = BuildSnapshot(std::move(sources), options);
  seconds_.Observe(
      std::chrono::duration<double>(steady_clock::now() - begin).count());
  if (outcome.snapshot != nullptr && !HasErrors(outcome.problems)) {
    const Status written = WriteKnowledgeFile(outcome, options_.file);
    if (!written.ok()) {
      Log(LogLevel::kWarning, "compiled knowledge was not written",
          {{"error", written.error().message}});
    }
    Accept(std::move(outcome), hash, written.ok());
    return {};
  }
  // At the first start the caller shows them all.
  if (old != nullptr) LogProblems(outcome.problems);
  const auto first = std::find_if(
      outcome.problems.begin(), outcome.problems.end(),
      [](const auto& p) { return p.severity == Severity::kError; });
  Refuse(first == outcome.problems.end()
             ? "knowledge: nothing could be compiled"
             : PlaceOf(*first) + ": " + first->message,
         CountErrors(outcome.problems));
  return Invalid(FormatErrors(outcome));
}

void KnowledgeKeeper::Accept(BuildOutcome outcome, const std::string& hash,
                             bool compiled) {
  size_t intents = 0;
  size_t entries = 0;
  for (const auto& [name, language] : outcome.content.languages) {
    intents += language.intents.size();
    entries += language.faq.size();
  }
  hash_ = hash;
  auto knowledge = std::make_shared<Knowledge>();
  knowledge->snapshot = outcome.snapshot;
  knowledge->content = std::move(outcome.content);
  if (compiled) knowledge->search = OpenSearch(options_.file);
  std::shared_ptr<const Knowledge> old;  // freed after the lock
  const Time now = clock_.Now();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    old = std::exchange(current_, std::move(knowledge));
    state_ = {outcome.snapshot->version(), false, 0, "", now};
  }
  reloads_.Increment();
  stale_gauge_.Set(0);
  loaded_gauge_.Set(static_cast<double>(ToMillis(now)) / 1000);
  intents_gauge_.Set(static_cast<double>(intents));
  entries_gauge_.Set(static_cast<double>(entries));
  Log(LogLevel::kInfo, "knowledge loaded",
      {{"version", outcome.snapshot->version()},
       {"intents", static_cast<int64_t>(intents)},
       {"faq_entries", static_cast<int64_t>(entries)}});
}

void KnowledgeKeeper::Refuse(const std::string& first_error, size_t errors) {
  failures_.Increment();
  stale_gauge_.Set(1);
  std::string version;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    state_.stale = true;
    state_.errors = errors;
    state_.first_error = first_error;
    version = state_.version;
  }
  Log(LogLevel::kError, "content refused",
      {{"first", first_error},
       {"errors", static_cast<int64_t>(errors)},
       {"answering_version", version}});
}

// On the keeper's thread.
void KnowledgeKeeper::LookAtFiles() {
  Result<std::vector<SourceFile>> sources = ReadSources(options_.paths);
  if (!sources.ok()) {
    Refuse(sources.error().message, 1);
    return;
  }
  const std::string hash = HashSources(*sources);
  if (hash != hash_) {
    // What is wrong was logged and counted; the old knowledge goes on.
    [[maybe_unused]] const Status status =
        Build(std::move(sources).value(), hash);
    ReleaseFreeMemory();
    return;
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!state_.stale) return;
  // The broken edit was taken back.
  state_.stale = false;
  state_.errors = 0;
  state_.first_error.clear();
  stale_gauge_.Set(0);
  Log(LogLevel::kInfo, "content is good again", {{"version", state_.version}});
}

void KnowledgeKeeper::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void KnowledgeKeeper::Reload(std::function<void()> done) {
  {
    const std::lock_guard<std::mutex> lock(wake_mutex_);
    reload_wanted_ = true;
    if (done != nullptr) done_.push_back(std::move(done));
  }
  wake_.notify_one();
}

void KnowledgeKeeper::Loop() {
  // A thread of its own number on Linux: customers come first.
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), 5);
  ReleaseFreeMemory();  // loading took and freed tens of megabytes
  const std::vector<std::string> folders = {options_.paths.intents,
                                            options_.paths.faq};
  uint64_t loaded = mark_;
  uint64_t seen = loaded;
  auto changed_at = steady_clock::now();
  for (;;) {
    std::vector<std::function<void()>> done;
    bool wanted = false;
    {
      std::unique_lock<std::mutex> lock(wake_mutex_);
      const auto woken = [this] { return stopping_ || reload_wanted_; };
      if (!options_.watch_files) {
        wake_.wait(lock, woken);
      } else {
        const bool unsettled = seen != loaded;
        wake_.wait_for(
            lock,
            unsettled ? std::min(options_.debounce, options_.watch_interval)
                      : options_.watch_interval,
            woken);
      }
      if (stopping_) return;
      wanted = std::exchange(reload_wanted_, false);
      done.swap(done_);
    }
    const uint64_t mark = MarkOfFiles(folders);
    if (mark != seen) changed_at = steady_clock::now();
    seen = mark;
    const bool settled =
        seen != loaded && steady_clock::now() - changed_at >= options_.debounce;
    if (wanted || settled) {
      loaded = seen;
      LookAtFiles();
    }
    for (const auto& call : done) call();
  }
}

}  // namespace sportello
