#include "desk/content_check.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>
#include <utility>

#include "dialogue/gate.h"

namespace sportello {
namespace {

namespace fs = std::filesystem;

Status CannotWrite(const std::string& shown) {
  return Unavailable("content: " + shown + ": cannot be written");
}

std::string TextOfFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// All of it on the disk, or nothing.
bool WriteWhole(const fs::path& path, const std::string& text) {
  const int file = ::open(path.c_str(),  // NOLINT: variadic by POSIX
                          O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return false;
  size_t done = 0;
  while (done < text.size()) {
    const ssize_t wrote = ::write(file, text.data() + done, text.size() - done);
    if (wrote <= 0) break;
    done += static_cast<size_t>(wrote);
  }
  const bool synced = done == text.size() && ::fsync(file) == 0;
  return ::close(file) == 0 && synced;
}

// "faq/it/resi.yaml" below the folder that is shown as "faq".
fs::path DiskPath(const KnowledgePaths& paths, const SourceFile& file) {
  const fs::path root(file.faq ? paths.faq : paths.intents);
  const size_t at = file.path.rfind("/" + file.language + "/");
  return root / file.path.substr(at == std::string::npos ? 0 : at + 1);
}

std::vector<SourceFile> Patched(std::vector<SourceFile> sources,
                                const SourceFile& file) {
  for (SourceFile& source : sources) {
    if (source.path == file.path) {
      source = file;
      return sources;
    }
  }
  sources.push_back(file);
  return sources;
}

std::vector<Problem> ErrorsOf(std::vector<SourceFile> sources,
                              const std::string& language,
                              const BuildOptions& options) {
  BuildOutcome outcome = BuildSnapshot(std::move(sources), options);
  const auto content = outcome.content.languages.find(language);
  if (outcome.snapshot != nullptr &&
      content != outcome.content.languages.end()) {
    GateReport report;
    CheckTests(content->second, *outcome.snapshot->Find(language), {}, report);
    outcome.problems.insert(outcome.problems.end(), report.problems.begin(),
                            report.problems.end());
  }
  std::erase_if(outcome.problems, [](const Problem& problem) {
    return problem.severity != Severity::kError;
  });
  SortProblems(outcome.problems);
  return outcome.problems;
}

// What tells errors of before from new ones. Lines move, and what follows the
// colon holds scores, which change a little with every entry.
std::string Gist(const Problem& problem) {
  return problem.place.file + "\n" +
         problem.message.substr(0, problem.message.find(": "));
}

}  // namespace

std::vector<std::string> CheckPatch(const std::vector<SourceFile>& sources,
                                    const ContentPatch& patch,
                                    const BuildOptions& options) {
  const std::string& language = patch.file.language;
  const std::vector<Problem> after =
      ErrorsOf(Patched(sources, patch.file), language, options);
  if (after.empty()) return {};
  std::set<std::string> known;
  for (const Problem& problem : ErrorsOf(sources, language, options)) {
    known.insert(Gist(problem));
  }
  std::vector<std::string> errors;
  for (const Problem& problem : after) {
    if (known.contains(Gist(problem))) continue;
    errors.push_back(problem.place.FileLine() + ": " + problem.message);
    if (!problem.hint.empty()) errors.back() += " (" + problem.hint + ")";
  }
  return errors;
}

Status WritePatch(const KnowledgePaths& paths, const ContentPatch& patch) {
  const fs::path path = DiskPath(paths, patch.file);
  std::error_code error;
  const bool exists = fs::exists(path, error);
  if (exists != !patch.before.empty() || TextOfFile(path) != patch.before) {
    return Conflict("content: " + patch.file.path +
                    " was changed meanwhile: look at the change again");
  }
  // A name with a dot first is no content.
  const fs::path aside =
      path.parent_path() / ("." + path.filename().string() + ".new");
  if (!WriteWhole(aside, patch.file.text)) {
    fs::remove(aside, error);
    return CannotWrite(patch.file.path);
  }
  if (exists) fs::permissions(aside, fs::status(path).permissions(), error);
  fs::rename(aside, path, error);
  if (error) {
    fs::remove(aside, error);
    return CannotWrite(patch.file.path);
  }
  return {};
}

}  // namespace sportello
