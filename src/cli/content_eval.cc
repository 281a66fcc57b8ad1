#include "cli/content_eval.h"

#include <chrono>
#include <fstream>
#include <map>
#include <set>

#include "cli/command.h"
#include "cli/content_figures.h"
#include "dialogue/step.h"
#include "dialogue/text_reading.h"
#include "dialogue/understand.h"

namespace sportello {
namespace {

// Languages of the queries that nothing can be answered in, told once each.
bool CheckLanguages(const std::vector<Query>& queries, const Snapshot& snapshot,
                    const EvalOptions& options, const Streams& streams) {
  std::map<std::string, std::pair<size_t, size_t>> missing;  // count, line
  for (const Query& query : queries) {
    if (snapshot.Find(query.language) != nullptr) continue;
    auto& [count, line] = missing[query.language];
    if (count++ == 0) line = query.line;
  }
  for (const auto& [language, where] : missing) {
    streams.err << "eval: " << options.queries << ":" << where.second
                << ": there is no content in language '" << language << "' ("
                << Counted(where.first, "query", "queries") << "): put some in "
                << options.place.paths.faq << "/" << language << "/ or "
                << options.place.paths.intents << "/" << language << "/\n";
  }
  return missing.empty();
}

// Expected ids that cannot come are counted as wrong; that deserves a word.
void NoteUnknownIds(const std::vector<Query>& queries, const Snapshot& snapshot,
                    const Streams& streams) {
  std::set<std::string> unknown;
  for (const Query& query : queries) {
    const LanguageKnowledge& knowledge = *snapshot.Find(query.language);
    for (const std::string& id : query.expected) {
      bool known = knowledge.FindTarget(id).has_value();
      for (const Global& global : knowledge.globals) {
        known = known || global.name == id;
      }
      if (!known) unknown.insert(id);
    }
  }
  if (unknown.empty()) return;
  streams.err << "note: "
              << Counted(unknown.size(), "expected id is", "expected ids are")
              << " not in the content:";
  size_t shown = 0;
  for (const std::string& id : unknown) {
    if (++shown > 10) break;
    streams.err << " " << id;
  }
  streams.err << (shown > 10 ? " ...\n" : "\n");
}

bool WritePredictions(const std::string& path, const std::string& text,
                      const Streams& streams) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (file) return true;
  streams.err << "eval: " << path << ": cannot be written\n";
  return false;
}

}  // namespace

Prediction Predict(const Snapshot& snapshot, const Query& query) {
  TurnInput input;
  input.text = CleanText(query.text);
  input.explicit_language = query.language;
  TextReading reading(snapshot, input.text);
  const Turn turn = Step(snapshot, Conversation(), input, {&reading, nullptr});
  Prediction prediction;
  // A turn that hands over because that is the answer has answered.
  prediction.decision =
      turn.reason.decision == "handoff" ? "answer" : turn.reason.decision;
  prediction.score = turn.reason.score;
  prediction.confidence = turn.reason.confidence;
  prediction.suggestions = turn.reason.suggestions;
  prediction.id = turn.reason.id;
  const LanguageKnowledge& knowledge = snapshot.GetOrDefault(turn.language);
  const std::optional<Target>& best = reading.Meaning(knowledge).best;
  if (prediction.decision != "answer" && best.has_value()) {
    prediction.id = knowledge.IdOf(*best);
  }
  return prediction;
}

int RunEval(const EvalOptions& options, const Streams& streams) {
  const Result<QueryFile> file = ReadQueries(options.queries);
  if (!file.ok()) {
    streams.err << file.error().message << "\n";
    return kExitFailed;
  }
  for (const std::string& bad : file->bad_lines) streams.err << bad << "\n";
  const std::vector<Query>& queries = file->queries;
  if (queries.empty()) {
    streams.err << "eval: " << options.queries << ": there is no query in it\n";
    return kExitFailed;
  }
  const std::optional<BuildOutcome> content =
      LoadOrReport(options.place, streams);
  if (!content.has_value() ||
      !CheckLanguages(queries, *content->snapshot, options, streams)) {
    return kExitFailed;
  }
  const Snapshot& snapshot = *content->snapshot;
  NoteUnknownIds(queries, snapshot, streams);
  std::vector<Prediction> predictions;
  predictions.reserve(queries.size());
  const auto begin = std::chrono::steady_clock::now();
  {
    Progress progress(streams, "answering the queries", queries.size());
    for (const Query& query : queries) {
      predictions.push_back(Predict(snapshot, query));
      progress.Advance();
    }
  }
  const std::chrono::duration<double> took =
      std::chrono::steady_clock::now() - begin;
  const double per_second =
      static_cast<double>(queries.size()) / std::max(took.count(), 1e-9);
  bool good = file->bad_lines.empty();
  if (!options.out.empty()) {
    good = WritePredictions(options.out, PrintPredictions(queries, predictions),
                            streams) &&
           good;
  }
  const Figures figures = Measure(queries, predictions);
  if (options.json) {
    streams.out << FiguresJson(figures, per_second, file->bad_lines.size())
                << "\n";
  } else {
    streams.out << PrintFigures(figures) << static_cast<long>(per_second)
                << " messages per second, one thread\n";
  }
  if (!file->bad_lines.empty()) {
    streams.err << Counted(file->bad_lines.size(), "line", "lines")
                << " could not be read and were left out\n";
  }
  return good && streams.out.flush() ? kExitDone : kExitFailed;
}

}  // namespace sportello
