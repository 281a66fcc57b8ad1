#include "knowledge/build.h"

#include <filesystem>

#include "base/sha256.h"
#include "knowledge/assemble.h"
#include "knowledge/check_content.h"
#include "knowledge/compile_language.h"
#include "knowledge/read_content.h"
#include "knowledge/related_words.h"
#include "knowledge/word_lists.h"

namespace sportello {

BuildOutcome Assemble(std::vector<SourceFile> sources,
                      const BuildOptions& options,
                      const std::map<std::string, std::string>& rankings) {
  BuildOutcome outcome;
  outcome.sources = std::move(sources);
  // Other words in the lists are other answers.
  std::string version = HashSources(outcome.sources);
  std::vector<SourceFile> placed = outcome.sources;
  CheckFolders(placed, outcome.problems);
  outcome.content = ReadContent(placed, outcome.problems);
  Snapshot::ByCode languages;
  for (const auto& [code, content] : outcome.content.languages) {
    CompileOptions compile;
    compile.real_words = LoadWordList(options.word_lists, code);
    if (compile.real_words != nullptr) {
      version += std::to_string(compile.real_words->fingerprint());
    }
    compile.thesaurus = FindThesaurus(options.word_lists, code);
    if (!compile.thesaurus.empty()) {
      std::error_code error;
      version += "+" + std::to_string(std::filesystem::file_size(
                           compile.thesaurus, error));
    }
    const auto ranking = rankings.find(code);
    if (ranking != rankings.end()) compile.ranking = ranking->second;
    if (options.previous != nullptr) {
      const LanguageKnowledge* before = options.previous->Find(code);
      if (before != nullptr) compile.previous = &before->ranking;
    }
    languages[code] = CompileLanguage(content, compile, outcome.problems);
    CheckLanguage(content, *languages[code], outcome.problems);
  }
  if (languages.empty()) {
    outcome.problems.push_back(
        {Severity::kError,
         {"content", {}},
         "there is no content: no .yaml file in a language's folder",
         "put intents into intents/it/ and FAQ entries into faq/it/"});
  }
  SortProblems(outcome.problems);
  if (HasErrors(outcome.problems)) return outcome;
  std::string first = languages.begin()->first;
  if (languages.contains(options.default_language)) {
    first = options.default_language;
  }
  outcome.snapshot = std::make_shared<Snapshot>(
      Sha256Hex(version).substr(0, 12), std::move(languages), std::move(first));
  return outcome;
}

BuildOutcome BuildSnapshot(std::vector<SourceFile> sources,
                           const BuildOptions& options) {
  return Assemble(std::move(sources), options, {});
}

}  // namespace sportello
