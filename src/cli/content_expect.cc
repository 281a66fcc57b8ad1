// Compares what a turn did with what a conversation test expects.
#include <algorithm>

#include "base/wording.h"
#include "cli/content_session.h"
#include "cli/content_test.h"

namespace sportello {
namespace {

class TurnJudge {
 public:
  TurnJudge(const TurnExpectation& expect, const Turn& turn)
      : expect_(expect), turn_(turn) {
    for (const Reply& reply : turn.replies) texts_.push_back(reply.text);
    all_ = Join(texts_, "\n");
  }

  std::vector<std::string> Run() {
    const Reason& reason = turn_.reason;
    JudgeId(reason);
    Compare("stage", expect_.stage, reason.stage);
    Compare("decision", expect_.decision, reason.decision);
    Compare("confidence", expect_.confidence, reason.confidence);
    Compare("language", expect_.language, turn_.language);
    if (expect_.owner.has_value()) {
      Compare("owner", std::string(OwnerName(*expect_.owner)),
              std::string(OwnerName(turn_.owner)));
    }
    if (expect_.ticket.has_value()) {
      Compare("ticket", *expect_.ticket ? "opened" : "none",
              turn_.ticket.has_value() ? "opened" : "none");
    }
    JudgeTexts();
    JudgeTicket();
    JudgeStored();
    JudgeButtons();
    for (const auto& [name, value] : expect_.slots) {
      const auto it = turn_.slots.find(name);
      Compare("slot " + name, value, it == turn_.slots.end() ? "" : it->second);
    }
    return std::move(wrong_);
  }

 private:
  void Compare(const std::string& what, const std::string& expected,
               const std::string& got) {
    if (expected.empty() || expected == got) return;
    wrong_.push_back(what + ": expected " + Quote(expected) + ", got " +
                     (got.empty() ? "nothing" : Quote(got)));
  }

  // An id that was only offered in a "did you mean" was not answered.
  void JudgeId(const Reason& reason) {
    if (expect_.ids.empty()) return;
    const bool asked_back = reason.stage == "clarify" &&
                            expect_.decision != "clarify" &&
                            expect_.stage != "clarify";
    const bool right = std::find(expect_.ids.begin(), expect_.ids.end(),
                                 reason.id) != expect_.ids.end();
    if (right && !asked_back) return;
    std::string got = reason.id.empty() ? "nothing" : Quote(reason.id);
    if (asked_back) {
      got = "asked back: " + Join(reason.suggestions, ", ");
    } else {
      got += " (" + reason.stage +
             (reason.source.empty() ? "" : ", " + reason.source) + ")";
    }
    wrong_.push_back("id: expected " + Quote(Join(expect_.ids, "|")) +
                     ", got " + got);
  }

  void JudgeTexts() {
    for (const TextLine& line : expect_.text) {
      if (all_.find(line.text) != std::string::npos) continue;
      wrong_.push_back("text: " + Quote(line.text) + " is in no reply");
    }
    for (const TextLine& line : expect_.not_text) {
      if (all_.find(line.text) == std::string::npos) continue;
      wrong_.push_back("not_text: " + Quote(line.text) + " is in a reply");
    }
  }

  void JudgeTicket() {
    const TicketDraft ticket = turn_.ticket.value_or(TicketDraft());
    Compare("queue", expect_.queue, ticket.queue);
    for (const TextLine& line : expect_.summary) {
      if (ticket.summary.find(line.text) != std::string::npos) continue;
      wrong_.push_back("summary: " + Quote(line.text) + " is not in " +
                       (turn_.ticket.has_value() ? Quote(ticket.summary)
                                                 : "it: no ticket is opened"));
    }
  }

  void JudgeStored() {
    const std::string& stored = turn_.stored_text;
    for (const TextLine& line : expect_.stored) {
      if (stored.find(line.text) != std::string::npos) continue;
      wrong_.push_back("stored: " + Quote(line.text) + " is not in " +
                       Quote(stored));
    }
    for (const TextLine& line : expect_.not_stored) {
      if (stored.find(line.text) == std::string::npos) continue;
      wrong_.push_back("not_stored: " + Quote(line.text) + " is in " +
                       Quote(stored));
    }
  }

  void JudgeButtons() {
    std::vector<std::string> titles;
    for (const Reply& reply : turn_.replies) {
      for (const Button& button : reply.buttons) {
        titles.push_back(button.title);
      }
    }
    for (const std::string& title : expect_.buttons) {
      if (std::find(titles.begin(), titles.end(), title) != titles.end()) {
        continue;
      }
      wrong_.push_back("buttons: " + Quote(title) + " is not offered; got " +
                       (titles.empty() ? "none" : Join(titles, ", ")));
    }
  }

  const TurnExpectation& expect_;
  const Turn& turn_;
  std::vector<std::string> texts_;
  std::string all_;
  std::vector<std::string> wrong_;
};

}  // namespace

std::optional<ConversationFailure> RunConversation(
    const std::shared_ptr<const Snapshot>& snapshot,
    const ConversationTest& test, Coverage* coverage) {
  const std::string locale = test.locale == "unknown" ? "" : test.locale;
  ChatSession session(snapshot, test.customer, locale);
  session.set_channel(test.channel);
  session.set_open(test.open);
  session.set_today(test.today);
  session.set_actions(test.actions);
  session.set_action_hosts(test.action_hosts);
  if (coverage != nullptr) session.set_said(&coverage->said());
  for (size_t i = 0; i < test.turns.size(); ++i) {
    const TurnTest& wanted = test.turns[i];
    if (wanted.open.has_value()) session.set_open(*wanted.open);
    session.Wait(wanted.after);
    const Contexts contexts = session.contexts();
    const Turn turn = session.Say(wanted.say);
    if (coverage != nullptr) {
      coverage->AddText(turn.language, wanted.say, contexts);
    }
    std::vector<std::string> wrong = TurnJudge(wanted.expect, turn).Run();
    if (wrong.empty()) continue;
    ConversationFailure failure{
        wanted.place, i + 1, wanted.say, std::move(wrong), {}};
    for (const Reply& reply : turn.replies) {
      failure.replies.push_back(reply.text);
    }
    return failure;
  }
  return std::nullopt;
}

}  // namespace sportello
