#include "cli/content_ask.h"

#include "base/json.h"
#include "cli/command.h"
#include "dialogue/explain.h"
#include "dialogue/step.h"

namespace sportello {
namespace {

Json TurnJson(const Turn& turn) {
  Json replies = Json::array();
  for (const Reply& reply : turn.replies) {
    Json buttons = Json::array();
    for (const Button& button : reply.buttons) {
      buttons.push_back({{"title", button.title}, {"value", button.value}});
    }
    replies.push_back({{"text", reply.text}, {"buttons", std::move(buttons)}});
  }
  const Reason& reason = turn.reason;
  return {{"language", turn.language},
          {"replies", std::move(replies)},
          {"answer",
           {{"stage", reason.stage},
            {"decision", reason.decision},
            {"id", reason.id},
            {"confidence", reason.confidence},
            {"score", reason.score},
            {"source", reason.source},
            {"suggestions", reason.suggestions}}},
          {"slots", turn.slots}};
}

void PrintTurn(const Turn& turn, const Streams& streams) {
  for (const Reply& reply : turn.replies) {
    streams.out << reply.text << "\n";
    for (const Button& button : reply.buttons) {
      streams.out << "  [" << button.title << "]\n";
    }
  }
  const Reason& reason = turn.reason;
  streams.out << "-- " << reason.decision << " by " << reason.stage;
  if (!reason.id.empty()) streams.out << ": " << reason.id;
  streams.out << ", confidence " << reason.confidence;
  if (!reason.source.empty()) streams.out << " (" << reason.source << ")";
  streams.out << "\n";
}

// No ticket is opened here, so it has no number.
void ShowTicket(std::string& text) {
  const size_t at = text.find(kTicketMark);
  if (at != std::string::npos) text.replace(at, kTicketMark.size(), "NUMBER");
}

Json ExplanationJson(const std::vector<ExplanationPart>& parts) {
  Json json = Json::object();
  for (const ExplanationPart& part : parts) json[part.title] = part.lines;
  return json;
}

void PrintExplanation(const std::vector<ExplanationPart>& parts,
                      const Streams& streams) {
  for (const ExplanationPart& part : parts) {
    streams.out << "\n" << part.title << "\n";
    for (const std::string& line : part.lines) {
      streams.out << "  " << line << "\n";
    }
  }
}

}  // namespace

int RunAsk(const AskOptions& options, const Streams& streams) {
  const std::optional<BuildOutcome> content =
      LoadOrReport(options.place, streams);
  if (!content.has_value()) return kExitFailed;
  TurnInput input;
  input.text = CleanText(options.text);
  input.explicit_language = options.language;
  const Snapshot& snapshot = *content->snapshot;
  if (!options.language.empty() && snapshot.Find(options.language) == nullptr) {
    streams.err << "ask: there is no content in language '" << options.language
                << "'\n";
    return kExitFailed;
  }
  Turn turn = Step(snapshot, Conversation(), input);
  for (Reply& reply : turn.replies) ShowTicket(reply.text);
  std::vector<ExplanationPart> parts;
  if (options.explain) {
    parts = Explain(snapshot, content->content, turn.language, input.text);
  }
  if (options.json) {
    Json json = TurnJson(turn);
    if (options.explain) json["explanation"] = ExplanationJson(parts);
    streams.out << DumpJsonPretty(json) << "\n";
  } else {
    PrintTurn(turn, streams);
    PrintExplanation(parts, streams);
  }
  return streams.out.flush() ? kExitDone : kExitFailed;
}

}  // namespace sportello
