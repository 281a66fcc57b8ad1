#include "cli/content_load.h"

#include <filesystem>

#include "base/json.h"

namespace sportello {
namespace {

constexpr std::chrono::seconds kQuiet{1};
constexpr std::chrono::milliseconds kBetween{200};

bool IsFolder(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_directory(path, error);
}

}  // namespace

Result<BuildOutcome> LoadContent(const ContentPlace& place,
                                 const Streams& streams) {
  KnowledgePaths paths = place.paths;
  const bool intents = IsFolder(paths.intents);
  const bool faq = IsFolder(paths.faq);
  if (!intents && faq) {
    streams.err << "note: " << paths.intents
                << ": there is no such folder, so there are no intents\n";
    paths.intents.clear();
  } else if (intents && !faq) {
    streams.err << "note: " << paths.faq
                << ": there is no such folder, so there are no FAQ entries\n";
    paths.faq.clear();
  }
  Result<std::vector<SourceFile>> sources = ReadSources(paths);
  if (!sources.ok()) return sources.error();
  Progress progress(streams, "compiling the content", 0);
  size_t bytes = 0;
  for (const SourceFile& source : *sources) bytes += source.text.size();
  if (bytes > 200'000) progress.Show();
  BuildOptions options;
  options.default_language = place.default_language;
  options.word_lists = place.word_lists;
  return BuildSnapshot(std::move(*sources), options);
}

std::optional<BuildOutcome> LoadOrReport(const ContentPlace& place,
                                         const Streams& streams) {
  Result<BuildOutcome> outcome = LoadContent(place, streams);
  if (!outcome.ok()) {
    streams.err << outcome.error().message << "\n";
    return std::nullopt;
  }
  if (outcome->snapshot != nullptr) return std::move(*outcome);
  std::erase_if(outcome->problems, [](const Problem& problem) {
    return problem.severity != Severity::kError;
  });
  PrintProblems(outcome->problems, outcome->sources, streams.err);
  streams.err << Counted(outcome->problems.size(), "error", "errors")
              << " in the content\n";
  return std::nullopt;
}

void PrintProblems(const std::vector<Problem>& problems,
                   const std::vector<SourceFile>& sources, std::ostream& out) {
  for (const Problem& problem : problems) {
    out << FormatProblem(problem, sources) << "\n\n";
  }
}

std::string ProblemsJson(const std::vector<Problem>& problems) {
  Json list = Json::array();
  for (const Problem& problem : problems) {
    const bool error = problem.severity == Severity::kError;
    list.push_back({{"severity", error ? "error" : "warning"},
                    {"file", problem.place.file},
                    {"line", problem.place.at.line},
                    {"column", problem.place.at.column},
                    {"message", problem.message},
                    {"hint", problem.hint}});
  }
  return DumpJsonPretty(list);
}

std::string Counted(size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

Progress::Progress(const Streams& streams, std::string what, size_t total)
    : streams_(streams),
      what_(std::move(what)),
      total_(total),
      next_(Steady::now() + kQuiet) {}

Progress::~Progress() {
  if (shown_) streams_.err << "\r\x1b[K" << std::flush;
}

void Progress::Advance() {
  ++done_;
  if (!streams_.terminal || Steady::now() < next_) return;
  Show();
}

void Progress::Show() {
  if (!streams_.terminal) return;
  shown_ = true;
  next_ = Steady::now() + kBetween;
  streams_.err << "\r\x1b[K" << what_;
  if (total_ > 0) {
    streams_.err << " " << std::min(done_, total_) << " of " << total_;
  }
  streams_.err << std::flush;
}

}  // namespace sportello
