#include "cli/content_replay.h"

#include <fstream>

#include "base/json.h"
#include "base/wording.h"
#include "cli/anonymizer.h"
#include "cli/command.h"
#include "dialogue/step.h"

namespace sportello {
namespace {

// Stands for the number of a request, which is another one each time.
constexpr int64_t kAnyTicket = 9'876'543'210'123;

// Texts are the same when they differ in the request's number only.
bool AreAlike(std::string_view before, std::string_view now) {
  const std::string any = std::to_string(kAnyTicket);
  while (true) {
    size_t length = any.size();
    size_t at = now.find(any);
    const size_t mark = now.find(kTicketMark);
    if (mark < at) {
      at = mark;
      length = kTicketMark.size();
    }
    if (at == std::string_view::npos) return before == now;
    if (before.substr(0, at) != now.substr(0, at)) return false;
    size_t digits = at;
    while (digits < before.size() && before[digits] >= '0' &&
           before[digits] <= '9') {
      ++digits;
    }
    if (digits == at) return false;
    before.remove_prefix(digits);
    now.remove_prefix(at + length);
  }
}

// When a request was opened or waits, the daemon adds what it knows of the
// queue: that is not the content's.
bool AreAlike(const RecordedTurn& before, const Turn& now) {
  const bool may_add = now.owner != Owner::kBot;
  if (now.replies.size() > before.replies.size() ||
      (!may_add && now.replies.size() != before.replies.size())) {
    return false;
  }
  for (size_t i = 0; i < now.replies.size(); ++i) {
    if (!AreAlike(before.replies[i], now.replies[i].text)) return false;
  }
  return true;
}

std::vector<std::string> RepliesOf(const Turn& turn) {
  std::vector<std::string> texts;
  for (const Reply& reply : turn.replies) {
    std::string text = reply.text;
    for (size_t at = text.find(kTicketMark); at != std::string::npos;
         at = text.find(kTicketMark)) {
      text.replace(at, kTicketMark.size(), "…");
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

void Keep(const Turn& turn, Conversation& conversation) {
  if (turn.ticket.has_value()) conversation.ticket = kAnyTicket;
  conversation.language = turn.language;
  conversation.state = turn.state;
  conversation.owner = turn.owner;
  conversation.last_seq += 1 + static_cast<int64_t>(turn.replies.size());
}

// What the daemon says itself, such as "noted, we write to this address".
bool IsOurs(const RecordedTurn& turn) { return turn.id != "contact"; }

Json ToJson(size_t conversation, const ChangedAnswer& change) {
  return {{"conversation", conversation},
          {"turn", change.turn},
          {"say", change.say},
          {"id_before", change.id_before},
          {"id_now", change.id_now},
          {"before", change.before},
          {"now", change.now}};
}

void Print(size_t conversation, const ChangedAnswer& change,
           std::ostream& out) {
  const auto lines = [&out](const std::string& head, const std::string& id,
                            const std::vector<std::string>& texts) {
    out << "  " << head << (id.empty() ? "" : " (" + id + ")") << ":\n";
    for (const std::string& text : texts) {
      out << "    ";
      for (const char c : text) out << (c == '\n' ? ' ' : c);
      out << "\n";
    }
  };
  out << "conversation " << conversation << ", turn " << change.turn
      << "\n  customer: " << change.say << "\n";
  lines("before", change.id_before, change.before);
  lines("now", change.id_now, change.now);
  out << "\n";
}

}  // namespace

ReplayedConversation Replay(const Snapshot& snapshot,
                            const RecordedConversation& recorded) {
  ReplayedConversation result;
  Conversation conversation;
  conversation.id = "replay";
  conversation.channel = recorded.channel;
  TurnInput input;
  input.locale = recorded.language;
  input.channel = recorded.channel;
  if (recorded.named) input.customer.name = kMadeUpName;
  if (recorded.mailed) input.customer.email = kMadeUpEmail;
  conversation.customer = input.customer;
  for (size_t i = 0; i < recorded.turns.size(); ++i) {
    const RecordedTurn& before = recorded.turns[i];
    input.text = CleanText(before.say);
    input.today = ParseDay(before.day).value_or(Day{});
    input.open = true;
    Turn turn = Step(snapshot, conversation, input);
    if (turn.action.has_value() || !IsOurs(before)) {
      result.left_out = recorded.turns.size() - i;
      break;
    }
    bool alike = AreAlike(before, turn);
    if (!alike) {
      input.open = false;
      Turn closed = Step(snapshot, conversation, input);
      alike = AreAlike(before, closed);
      if (alike) turn = std::move(closed);
    }
    ++result.compared;
    if (!alike) {
      result.changes.push_back({i + 1, before.say, before.id, turn.reason.id,
                                before.replies, RepliesOf(turn)});
    }
    Keep(turn, conversation);
  }
  return result;
}

int RunReplay(const ReplayOptions& options, const Streams& streams) {
  const std::optional<BuildOutcome> content =
      LoadOrReport(options.place, streams);
  if (!content.has_value()) return kExitFailed;
  std::ifstream file(options.file);
  if (!file) {
    streams.err << options.file << ": cannot be read\n";
    return kExitFailed;
  }
  ReplayedConversation all;
  Json changes = Json::array();
  size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    const Result<RecordedConversation> recorded = ParseRecorded(line);
    if (!recorded.ok()) {
      streams.err << options.file << ":" << number << ": "
                  << recorded.error().message << "\n";
      return kExitFailed;
    }
    const ReplayedConversation one = Replay(*content->snapshot, *recorded);
    all.compared += one.compared;
    all.left_out += one.left_out;
    for (const ChangedAnswer& change : one.changes) {
      all.changes.push_back(change);
      if (options.json) {
        changes.push_back(ToJson(number, change));
      } else {
        Print(number, change, streams.out);
      }
    }
  }
  if (options.json) {
    const Json json = {{"conversations", number},
                       {"answers", all.compared},
                       {"changed", all.changes.size()},
                       {"left_out", all.left_out},
                       {"changes", std::move(changes)}};
    streams.out << DumpJsonPretty(json) << "\n";
  } else {
    streams.out << Counted(all.compared, "answer", "answers") << " of "
                << Counted(number, "conversation", "conversations") << ": "
                << all.changes.size() << " would change";
    if (all.left_out > 0) {
      streams.out << "; " << all.left_out << " cannot be compared";
    }
    streams.out << "\n";
  }
  return streams.out.flush() ? kExitDone : kExitFailed;
}

}  // namespace sportello
