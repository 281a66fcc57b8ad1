// One customer's message on its way through the store: the part of a turn
// that runs on the writer thread, inside a transaction.
//
// Made on a worker, run by the store (perhaps twice), read after the commit.
// The writer thread serves everybody, so the turn is decided on the worker
// already, for the conversation as it was last seen or is read from the store;
// the writer decides anew only when the conversation has changed since.
#ifndef SPORTELLO_FLOW_TURN_JOB_H_
#define SPORTELLO_FLOW_TURN_JOB_H_

#include <memory>
#include <string>
#include <vector>

#include "chat/chat.h"
#include "dialogue/step.h"
#include "dialogue/text_reading.h"
#include "flow/asides.h"
#include "flow/chat_request.h"
#include "flow/recent_conversations.h"
#include "handoff/promise.h"
#include "handoff/ticket_work.h"
#include "store/store.h"

namespace sportello {

// What a turn needs of the world beside the message. `work` outlives the job.
struct TurnWorld {
  std::shared_ptr<const Snapshot> snapshot;
  const TicketWork& work;
  std::shared_ptr<const UsualWaits::Waits> waits;
  Time now{};
  bool open = true;  // the company's hours
  Day today{};       // on the company's calendar
  // Whether a question that is left open is closed after its time.
  bool notes_open_steps = false;
  bool ask_rating = false;  // how the bot did, when the customer leaves
};

class TurnJob {
 public:
  enum class Outcome {
    kAnswered,
    kRepeated,
    kUnknownConversation,
    kNeedsAction  // nothing was stored: see wanted_action()
  };

  // Decides the turn for the conversation as `recent` remembers it, or as
  // `store` has it. `address` is the customer's.
  TurnJob(ChatRequest request, const std::string& address, TurnWorld world,
          const RecentConversations& recent, Store& store);

  // Finds or creates the conversation, decides the turn, stores all of it. A
  // message that was stored before stores nothing and gets the replies of
  // then.
  Status Run(Transaction& transaction);

  // Before Run. True: the message asks for the conversation by mail, and an
  // address is known; a client that had too many sent is told so.
  bool may_send_copy() const;
  void RefuseCopy() { aside_.may_have_copy = false; }

  // After Run with kNeedsAction: what the company's interface is to be asked,
  // and the key that is the same when this message is sent again.
  const ActionRequest& wanted_action() const { return wanted_action_; }
  std::string ActionKey() const;
  // What became of it; then Run again. Not while Run runs.
  void TakeAction(ActionOutcome outcome);
  int actions() const { return actions_; }  // how many were taken

  // After Run.
  Outcome outcome() const { return outcome_; }
  const Conversation& conversation() const { return *conversation_; }
  // The same, to keep.
  std::shared_ptr<const Conversation> shared_conversation() const {
    return conversation_;
  }
  // Of kAnswered: what the dialogue remembers then.
  const std::shared_ptr<const DialogueState>& memory() const { return memory_; }
  int64_t message_seq() const { return message_seq_; }
  const std::vector<Message>& replies() const { return replies_; }
  // What the bot decided; "person" when a person has the conversation.
  const std::string& decision() const { return decision_; }
  bool opened_ticket() const { return opened_ticket_; }

 private:
  // Sets conversation_, or outcome_ when there is none to go on with.
  Status Find(Transaction& transaction);
  Status Decide(Transaction& transaction);
  Status Write(Transaction& transaction, const Turn& turn);
  // A person has it or is to have it, or it is about something beside the
  // dialogue: changes what the turn says.
  Status ChangeTurn(Transaction& transaction, const Message& message,
                    Turn& turn);
  void Expect(const RecentConversations& recent, Store& store);
  // The message is the address that the bot asked for just now.
  bool GivesCopyAddress(Store& store) const;
  void Plan();
  std::vector<Message> MessagesOf(const Turn& turn) const;
  // Adds what the customer may expect to the turn.
  Status OpenTicket(Transaction& transaction, Turn& turn);
  // Where to answer, when the message says it while a ticket waits: the turn
  // is about that then.
  Status ReadContact(Transaction& transaction, Turn& turn);
  // Sets replies_.
  Status AppendReplies(Transaction& transaction, const Turn& turn);
  // A conversation that begins with this message.
  Conversation Fresh() const;

  const ChatRequest request_;
  const TurnWorld world_;
  const std::shared_ptr<const Snapshot>& snapshot_ = world_.snapshot;
  const Time now_ = world_.now;
  std::string id_;          // of the conversation
  bool may_exist_ = false;  // false = `id_` was made just now
  TurnInput input_;
  AsideHints aside_;
  TextReading reading_;
  RecentConversation expected_;  // what planned_ holds for
  Turn planned_;
  std::vector<Message> planned_replies_;

  ActionRequest wanted_action_;
  int actions_ = 0;

  Outcome outcome_ = Outcome::kAnswered;
  bool is_new_ = false;  // conversation_ is not stored yet
  std::shared_ptr<Conversation> conversation_;  // made anew by each Run
  int64_t message_seq_ = 0;
  std::vector<Message> replies_;
  bool replies_are_planned_ = false;  // taken from planned_replies_
  std::shared_ptr<const DialogueState> memory_;
  std::string decision_;
  bool opened_ticket_ = false;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_TURN_JOB_H_
