#include "cli/content_check.h"

#include <algorithm>
#include <filesystem>

#include "base/json.h"
#include "base/wording.h"
#include "cli/command.h"
#include "cli/content_conversations.h"
#include "dialogue/action_host.h"
#include "dialogue/gate.h"
#include "dialogue/overlap.h"
#include "knowledge/check_content.h"

namespace sportello {
namespace {

// What was looked at, for the last line.
struct Tally {
  size_t intents = 0;
  size_t entries = 0;
  size_t conversations = 0;
  GateReport gate;
  bool gate_ran = false;
};

void CountContent(const Content& content, Tally& tally) {
  for (const auto& [code, language] : content.languages) {
    tally.intents += language.intents.size();
    tally.entries += language.faq.size();
  }
}

// What the service would refuse to call.
void CheckActionHosts(const Content& content,
                      const std::vector<std::string>& hosts,
                      std::vector<Problem>& problems) {
  if (hosts.empty()) return;
  for (const auto& [code, language] : content.languages) {
    for (const IntentContent& intent : language.intents) {
      if (!intent.action.has_value()) continue;
      const TextLine& url = intent.action->url;
      const std::optional<ActionAddress> address = SplitUrl(url.text);
      if (!address.has_value() || IsAllowedHost(hosts, url.text)) continue;
      std::string hint = Suggest(address->host, hosts);
      if (hint.empty()) {
        hint = "write one of " + Join(hosts, ", ") +
               ", or ask whoever runs the service to add it";
      }
      problems.push_back({Severity::kError, url.place,
                          "the host '" + address->host +
                              "' is not in the setting 'action_hosts', so it "
                              "would never be called",
                          std::move(hint)});
    }
  }
}

void RunGate(const BuildOutcome& outcome, const CheckOptions& options,
             const Streams& streams, Tally& tally) {
  GateOptions gate;
  gate.warn_asked_back = options.strict;
  size_t total = 0;
  for (const auto& [code, content] : outcome.content.languages) {
    total += CountGateSentences(content, gate);
  }
  Progress progress(streams, "asking every test sentence", total);
  gate.advance = [&progress] { progress.Advance(); };
  for (const auto& [code, content] : outcome.content.languages) {
    const LanguageKnowledge& knowledge = *outcome.snapshot->Find(code);
    CheckTests(content, knowledge, gate, tally.gate);
    CheckPhrases(content, knowledge, gate, tally.gate);
    CheckButtonTitles(content, knowledge, gate, tally.gate);
    CheckOverlap(content, knowledge, tally.gate.problems);
  }
  tally.gate_ran = true;
}

bool IsReadable(const std::vector<SourceFile>& sources) {
  return std::all_of(sources.begin(), sources.end(),
                     [](const SourceFile& file) {
                       return ParseYaml(file.text).problems.empty();
                     });
}

// The files of the conversation tests join the sources, so that problems can
// show their lines.
void CheckConversations(const CheckOptions& options, BuildOutcome& outcome,
                        Tally& tally) {
  std::string folder = options.tests;
  if (folder.empty()) {
    folder = DefaultConversationFolder(options.place.paths.intents);
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) return;
  }
  const Result<std::vector<SourceFile>> files = ReadConversationFiles(folder);
  if (!files.ok()) {
    outcome.problems.push_back(
        {Severity::kError, {folder, {}}, files.error().message, ""});
    return;
  }
  const std::vector<ConversationTest> tests =
      ReadConversations(*files, outcome.problems);
  tally.conversations = tests.size();
  // The ids of a file that cannot be read are missing, not misspelt.
  if (outcome.snapshot != nullptr || IsReadable(outcome.sources)) {
    CheckExpectedIds(tests, outcome.content, outcome.problems);
  }
  outcome.sources.insert(outcome.sources.end(), files->begin(), files->end());
}

void PrintSummary(const Tally& tally, size_t errors, size_t warnings,
                  const Streams& streams) {
  const GateReport& gate = tally.gate;
  streams.out << Counted(tally.intents, "intent", "intents") << ", "
              << Counted(tally.entries, "FAQ entry", "FAQ entries") << ", "
              << Counted(tally.conversations, "conversation", "conversations")
              << "\n";
  if (tally.gate_ran) {
    streams.out << Counted(gate.tests, "test sentence", "test sentences")
                << ": " << gate.answered << " answered, " << gate.asked_back
                << " asked back, " << gate.failed << " wrong; "
                << Counted(gate.samples, "phrase sample", "phrase samples")
                << ", "
                << Counted(gate.buttons, "plain button", "plain buttons")
                << "\n";
  } else {
    streams.out << "the test sentences were not asked: mend the errors "
                   "first\n";
  }
  streams.out << Counted(errors, "error", "errors") << ", "
              << Counted(warnings, "warning", "warnings") << "\n";
}

}  // namespace

int RunCheck(const CheckOptions& options, const Streams& streams) {
  Result<BuildOutcome> loaded = LoadContent(options.place, streams);
  if (!loaded.ok()) {
    streams.err << loaded.error().message << "\n";
    return kExitFailed;
  }
  BuildOutcome& outcome = *loaded;
  Tally tally;
  CountContent(outcome.content, tally);
  CheckConversations(options, outcome, tally);
  CheckUpkeep(outcome.content, options.today, outcome.problems);
  CheckActionHosts(outcome.content, options.action_hosts, outcome.problems);
  if (outcome.snapshot != nullptr) RunGate(outcome, options, streams, tally);
  std::vector<Problem>& problems = outcome.problems;
  problems.insert(problems.end(), tally.gate.problems.begin(),
                  tally.gate.problems.end());
  SortProblems(problems);
  const auto errors = static_cast<size_t>(std::count_if(
      problems.begin(), problems.end(),
      [](const Problem& p) { return p.severity == Severity::kError; }));
  const size_t warnings = problems.size() - errors;
  if (options.json) {
    streams.out << ProblemsJson(problems) << "\n";
  } else {
    PrintProblems(problems, outcome.sources, streams.out);
    PrintSummary(tally, errors, warnings, streams);
  }
  const bool failed = errors > 0 || (options.strict && warnings > 0);
  return failed || !streams.out.flush() ? kExitFailed : kExitDone;
}

}  // namespace sportello
