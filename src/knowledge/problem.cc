#include "knowledge/problem.h"

#include <algorithm>
#include <tuple>

#include "base/wording.h"
#include "language/vocabulary.h"

namespace sportello {
namespace {

std::string_view LineOf(std::string_view text, int line) {
  size_t begin = 0;
  for (int i = 1; i < line; ++i) {
    begin = text.find('\n', begin);
    if (begin == std::string_view::npos) return {};
    ++begin;
  }
  const size_t end = text.find('\n', begin);
  return text.substr(begin, end == std::string_view::npos ? end : end - begin);
}

// The line with a caret under the byte that is meant; long lines are cut
// around it.
std::string Excerpt(std::string_view line, int column) {
  constexpr size_t kWidth = 76;
  auto at = static_cast<size_t>(std::max(column, 1) - 1);
  at = std::min(at, line.size());
  size_t begin = 0;
  if (at > kWidth * 2 / 3) begin = at - kWidth / 2;
  while (begin > 0 &&
         (static_cast<unsigned char>(line[begin]) & 0xC0) == 0x80) {
    --begin;
  }
  std::string_view shown = line.substr(begin, kWidth);
  while (!shown.empty() && begin + shown.size() < line.size() &&
         (static_cast<unsigned char>(line[begin + shown.size()]) & 0xC0) ==
             0x80) {
    shown.remove_suffix(1);
  }
  std::string caret;
  for (size_t i = begin; i < at; ++i) {
    const auto byte = static_cast<unsigned char>(line[i]);
    if ((byte & 0xC0) != 0x80) caret += byte == '\t' ? '\t' : ' ';
  }
  return "  " + std::string(shown) + "\n  " + caret + "^";
}

}  // namespace

std::string Place::FileLine() const {
  return file + ":" + std::to_string(at.line);
}

std::string FormatProblem(const Problem& problem,
                          const std::vector<SourceFile>& sources) {
  std::string text = problem.place.FileLine() + ":" +
                     std::to_string(problem.place.at.column) + ": ";
  text += problem.severity == Severity::kError ? "error: " : "warning: ";
  text += problem.message;
  for (const SourceFile& source : sources) {
    if (source.path != problem.place.file) continue;
    const std::string_view line = LineOf(source.text, problem.place.at.line);
    text += "\n" + Excerpt(line, problem.place.at.column);
    break;
  }
  if (!problem.hint.empty()) text += "\n  hint: " + problem.hint;
  return text;
}

void SortProblems(std::vector<Problem>& problems) {
  const auto key = [](const Problem& p) {
    return std::make_tuple(p.severity == Severity::kWarning,
                           std::cref(p.place.file), p.place.at.line,
                           p.place.at.column, std::cref(p.message));
  };
  std::sort(
      problems.begin(), problems.end(),
      [&](const Problem& a, const Problem& b) { return key(a) < key(b); });
}

bool HasErrors(const std::vector<Problem>& problems) {
  return std::any_of(problems.begin(), problems.end(), [](const Problem& p) {
    return p.severity == Severity::kError;
  });
}

std::string Suggest(std::string_view wrong,
                    const std::vector<std::string>& known) {
  const std::string nearest = Nearest(wrong, known);
  return nearest.empty() ? "" : "did you mean '" + nearest + "'?";
}

std::string SuggestOrList(std::string_view wrong,
                          const std::vector<std::string>& known) {
  std::string hint = Suggest(wrong, known);
  if (hint.empty() && !known.empty()) hint = "known here: " + Join(known);
  return hint;
}

}  // namespace sportello
