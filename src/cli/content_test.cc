#include "cli/content_test.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/json.h"
#include "base/wording.h"
#include "cli/command.h"
#include "dialogue/gate.h"

namespace sportello {
namespace {

struct Outcome {
  size_t passed = 0;
  std::vector<Problem> sentences;
  std::vector<std::pair<ConversationTest, ConversationFailure>> conversations;
  std::vector<Problem> unreadable;

  size_t Failed() const {
    return sentences.size() + conversations.size() + unreadable.size();
  }
};

bool IsWanted(const ConversationTest& test, const std::string& filter) {
  if (filter.empty() || test.name.find(filter) != std::string::npos ||
      test.place.file.find(filter) != std::string::npos) {
    return true;
  }
  return std::any_of(test.turns.begin(), test.turns.end(),
                     [&](const TurnTest& turn) {
                       return turn.say.find(filter) != std::string::npos;
                     });
}

void AskSentences(const BuildOutcome& content, const TestOptions& options,
                  const Streams& streams, Outcome& outcome) {
  GateReport report;
  GateOptions gate;
  gate.filter = options.filter;
  gate.samples_per_phrase = 0;
  size_t total = 0;
  for (const auto& [code, language] : content.content.languages) {
    total += CountGateSentences(language, gate);
  }
  Progress progress(streams, "asking the test sentences", total);
  gate.advance = [&progress] { progress.Advance(); };
  for (const auto& [code, language] : content.content.languages) {
    CheckTests(language, *content.snapshot->Find(code), gate, report);
  }
  outcome.passed += report.answered + report.asked_back;
  for (Problem& problem : report.problems) {
    problem.severity = Severity::kError;
    outcome.sentences.push_back(std::move(problem));
  }
  SortProblems(outcome.sentences);
}

// Each test sentence begins a conversation.
void CoverSentences(const BuildOutcome& content, Coverage& coverage) {
  const auto say = [&](const std::string& language, const TextLines& lines,
                       const ContextContent& context) {
    const std::vector<std::string> required = Texts(context.required);
    for (const TextLine& line : lines) {
      ChatSession session(content.snapshot, {}, language);
      session.set_said(&coverage.said());
      session.Say(line.text);
      coverage.AddText(language, line.text, {required.begin(), required.end()});
    }
  };
  for (const auto& [code, language] : content.content.languages) {
    for (const IntentContent& intent : language.intents) {
      say(code, intent.tests, intent.context);
    }
    for (const FaqContent& entry : language.faq) {
      say(code, entry.tests, entry.context);
    }
  }
}

// False when the folder cannot be read.
bool RunConversations(const BuildOutcome& content, const TestOptions& options,
                      const Streams& streams, std::vector<SourceFile>& files,
                      Coverage* coverage, Outcome& outcome) {
  std::string folder = options.tests;
  if (folder.empty()) {
    folder = DefaultConversationFolder(options.place.paths.intents);
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) {
      streams.err << "note: " << folder
                  << ": there is no such folder, so no conversations were "
                     "run\n";
      return true;
    }
  }
  Result<std::vector<SourceFile>> read = ReadConversationFiles(folder);
  if (!read.ok()) {
    streams.err << read.error().message << "\n";
    return false;
  }
  files = std::move(*read);
  const std::vector<ConversationTest> tests =
      ReadConversations(files, outcome.unreadable);
  CheckExpectedIds(tests, content.content, outcome.unreadable);
  SortProblems(outcome.unreadable);
  Progress progress(streams, "running the conversations", tests.size());
  for (const ConversationTest& test : tests) {
    progress.Advance();
    if (!IsWanted(test, options.filter)) continue;
    auto failure = RunConversation(content.snapshot, test, coverage);
    if (failure.has_value()) {
      outcome.conversations.emplace_back(test, std::move(*failure));
    } else {
      ++outcome.passed;
    }
  }
  return true;
}

void PrintConversation(const ConversationTest& test,
                       const ConversationFailure& failure,
                       const Streams& streams) {
  std::ostream& out = streams.out;
  out << failure.place.FileLine() << ": conversation '" << test.name
      << "' fails at turn " << failure.turn << "\n";
  for (size_t begin = 0, end = 0; end != std::string::npos; begin = end + 1) {
    end = failure.say.find('\n', begin);
    out << "  customer: " << failure.say.substr(begin, end - begin) << "\n";
  }
  if (failure.replies.empty()) out << "  (no reply)\n";
  for (const std::string& reply : failure.replies) {
    out << "  bot:      ";
    for (const char c : reply) out << (c == '\n' ? ' ' : c);
    out << "\n";
  }
  for (const std::string& difference : failure.differences) {
    out << "  " << difference << "\n";
  }
  out << "\n";
}

Json CoverageJson(const CoverageReport& report) {
  Json json = {{"missing", Json::array()}};
  for (const auto& [kind, total] : report.total) {
    const auto reached = report.reached.find(kind);
    json[kind] = {
        {"total", total},
        {"reached", reached == report.reached.end() ? 0 : reached->second}};
  }
  for (const CoverageItem& item : report.missing) {
    json["missing"].push_back({{"kind", item.kind},
                               {"file", item.place.file},
                               {"line", item.place.at.line},
                               {"text", item.text}});
  }
  return json;
}

void PrintJson(const Outcome& outcome,
               const std::optional<CoverageReport>& reached,
               const Streams& streams) {
  Json failures = Json::array();
  const auto add = [&](const Problem& problem) {
    failures.push_back({{"kind", "sentence"},
                        {"file", problem.place.file},
                        {"line", problem.place.at.line},
                        {"message", problem.message},
                        {"hint", problem.hint}});
  };
  std::for_each(outcome.unreadable.begin(), outcome.unreadable.end(), add);
  std::for_each(outcome.sentences.begin(), outcome.sentences.end(), add);
  for (const auto& [test, failure] : outcome.conversations) {
    failures.push_back({{"kind", "conversation"},
                        {"file", failure.place.file},
                        {"line", failure.place.at.line},
                        {"name", test.name},
                        {"turn", failure.turn},
                        {"say", failure.say},
                        {"replies", failure.replies},
                        {"differences", failure.differences}});
  }
  Json json = {{"passed", outcome.passed},
               {"failed", outcome.Failed()},
               {"failures", std::move(failures)}};
  if (reached.has_value()) json["coverage"] = CoverageJson(*reached);
  streams.out << DumpJsonPretty(json) << "\n";
}

}  // namespace

namespace {

std::string Xml(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else if (c == '>') {
      escaped += "&gt;";
    } else if (c == '"') {
      escaped += "&quot;";
    } else if (c == '\n' || static_cast<unsigned char>(c) >= 0x20) {
      escaped += c;
    }
  }
  return escaped;
}

// As Ant's JUnit task writes it and CI systems read it: a failure for each
// thing that failed; what passed is a number.
bool WriteJunit(const Outcome& outcome, const std::string& file) {
  std::ofstream out(file);
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      << "<testsuite name=\"sportello\" tests=\""
      << outcome.passed + outcome.Failed() << "\" failures=\""
      << outcome.Failed() << "\">\n";
  const auto write = [&](const Place& place, const std::string& name,
                         const std::string& message) {
    out << "  <testcase classname=\"" << Xml(place.file) << "\" name=\""
        << Xml(name) << "\" file=\"" << Xml(place.file) << "\" line=\""
        << place.at.line << "\">\n    <failure message=\"" << Xml(message)
        << "\"/>\n  </testcase>\n";
  };
  for (const Problem& problem : outcome.unreadable) {
    write(problem.place, problem.place.FileLine(), problem.message);
  }
  for (const Problem& problem : outcome.sentences) {
    write(problem.place, problem.place.FileLine(), problem.message);
  }
  for (const auto& [test, failure] : outcome.conversations) {
    write(failure.place, test.name,
          "turn " + std::to_string(failure.turn) + ": " +
              Join(failure.differences, "; "));
  }
  out << "</testsuite>\n";
  return out.flush().good();
}

}  // namespace

int RunTests(const TestOptions& options, const Streams& streams) {
  const std::optional<BuildOutcome> content =
      LoadOrReport(options.place, streams);
  if (!content.has_value()) return kExitFailed;
  Outcome outcome;
  std::vector<SourceFile> files;
  std::optional<Coverage> coverage;
  if (options.coverage) coverage.emplace(content->content, *content->snapshot);
  AskSentences(*content, options, streams, outcome);
  if (!RunConversations(*content, options, streams, files,
                        coverage.has_value() ? &*coverage : nullptr, outcome)) {
    return kExitFailed;
  }
  std::optional<CoverageReport> reached;
  if (coverage.has_value()) {
    CoverSentences(*content, *coverage);
    reached = coverage->Report();
  }
  if (!options.junit.empty() && !WriteJunit(outcome, options.junit)) {
    streams.err << options.junit << ": cannot be written\n";
    return kExitFailed;
  }
  if (options.json) {
    PrintJson(outcome, reached, streams);
  } else {
    PrintProblems(outcome.unreadable, files, streams.out);
    PrintProblems(outcome.sentences, content->sources, streams.out);
    for (const auto& [test, failure] : outcome.conversations) {
      PrintConversation(test, failure, streams);
    }
    if (reached.has_value()) PrintCoverage(*reached, streams);
    streams.out << outcome.passed << " passed, " << outcome.Failed()
                << " failed\n";
  }
  const bool failed =
      outcome.Failed() > 0 || (reached.has_value() && !reached->IsWhole());
  return failed || !streams.out.flush() ? kExitFailed : kExitDone;
}

}  // namespace sportello
