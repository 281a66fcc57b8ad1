#include "cli/content_ask.h"

#include "base/json.h"
#include "cli/command.h"
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

}  // namespace

int RunAsk(const AskOptions& options, const Streams& streams) {
  const std::optional<BuildOutcome> content =
      LoadOrReport(options.place, streams);
  if (!content.has_value()) return kExitFailed;
  TurnInput input;
  input.text = CleanText(options.text);
  input.explicit_language = options.language;
  const Snapshot& snapshot = *content->snapshot;
  const Turn turn = Step(snapshot, Conversation(), input, nullptr);
  if (options.json) {
    streams.out << DumpJsonPretty(TurnJson(turn)) << "\n";
  } else {
    PrintTurn(turn, streams);
  }
  return streams.out.flush() ? kExitDone : kExitFailed;
}

}  // namespace sportello
