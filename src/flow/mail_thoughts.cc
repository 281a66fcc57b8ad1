#include "flow/mail_thoughts.h"

#include <utility>

#include "dialogue/language_choice.h"
#include "dialogue/state.h"
#include "dialogue/step.h"

namespace sportello {
namespace {

// Longer ones hold several questions, or a story.
constexpr size_t kMaxQuestion = 400;

// The turn that this text gets in a conversation that is under way: no
// greeting, no notice.
Turn TurnOf(const Snapshot& snapshot, const std::string& text,
            const std::string& language, bool open) {
  DialogueState state;
  state.greeted = true;
  Conversation conversation;
  conversation.channel = "email";
  conversation.language = language;
  conversation.state = DumpState(state);
  conversation.last_seq = 1;
  TurnInput input;
  input.text = CleanText(text);
  input.channel = "email";
  input.open = open;
  return Step(snapshot, conversation, input);
}

// An answer that stands for itself: nothing asked back, nobody needed.
bool IsSure(const Turn& turn) {
  const DialogueState state = ParseState(turn.state);
  return turn.owner == Owner::kBot && !turn.ticket && !turn.unanswered &&
         turn.reason.decision == "answer" && turn.reason.confidence == "high" &&
         (turn.reason.stage == "intent" || turn.reason.stage == "faq") &&
         state.slot.empty() && !turn.replies.empty();
}

Message AnswerOf(const Turn& turn) {
  Message message;
  message.from = Author::kBot;
  for (const Reply& reply : turn.replies) {
    if (!message.text.empty()) message.text += "\n\n";
    message.text += reply.text;
  }
  message.reason = turn.reason;
  return message;
}

}  // namespace

MailThoughts ThinkOfMail(const Snapshot& snapshot, const std::string& subject,
                         const std::string& text, bool open) {
  MailThoughts thoughts;
  thoughts.language =
      ChooseLanguage(snapshot, subject + "\n" + text, "", "", "").language;
  thoughts.summary = subject;
  if (text.empty() || text.size() > kMaxQuestion) return thoughts;
  const Turn turn = TurnOf(snapshot, text, thoughts.language, open);
  if (IsSure(turn)) thoughts.answer = AnswerOf(turn);
  if (turn.ticket) thoughts.queue = turn.ticket->queue;
  return thoughts;
}

}  // namespace sportello
