// A conversation with small content from memory: Say() and see.
#ifndef SPORTELLO_TESTS_UNIT_DIALOGUE_TALK_TESTING_H_
#define SPORTELLO_TESTS_UNIT_DIALOGUE_TALK_TESTING_H_

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialogue/step.h"
#include "dialogue/understand.h"
#include "knowledge/build.h"

namespace sportello {

inline std::vector<SourceFile> ShopSources() {
  return {
      {"intents/en/orders.yaml", "en", false,
       "intents:\n"
       "  order_status:\n"
       "    phrases: [\"where is my (order|parcel) [{order}]\"]\n"
       "    not: [cancel]\n"
       "    slots: {order: {type: order_number}}\n"
       "    reply: [\"Order {order} is on its way.\", \"See your account.\"]\n"
       "    buttons: [{title: \"Cancel an order\", to: order_cancel}, "
       "{title: \"Delivery costs\", to: shipping_cost}]\n"
       "  order_cancel:\n"
       "    phrases: [\"cancel [my] order [{order}]\"]\n"
       "    slots:\n"
       "      order: {type: order_number, ask: \"Which number?\", "
       "required: true, retries: 1}\n"
       "      sure: {type: yes_no, ask: \"Are you sure?\", required: true}\n"
       "    reply: [\"Ticket {ticket} for {order}, {customer_name}.\", "
       "\"Ticket {ticket} for {order}.\"]\n"
       "    handoff: {queue: orders}\n"},
      {"intents/en/_shared.yaml", "en", false,
       "types: {order_number: {pattern: '[0-9]{6}', example: \"123456\"}}\n"
       "skip_words: [\"dear shop\"]\n"
       "menu: [{title: \"My order\", to: order_status}]\n"
       "texts:\n"
       "  notice: \"NOTICE\"\n"
       "  greeting: [\"GREETING {customer_name}\", \"GREETING\"]\n"
       "  greeting_again: \"AGAIN\"\n"
       "  thanks: \"THANKS\"\n"
       "  cancelled: \"CANCELLED\"\n"
       "  nothing_to_cancel: \"NOTHING\"\n"
       "  did_you_mean: \"MEAN\"\n"
       "  none_of_these: \"NONE\"\n"
       "  fallback_1: \"MISS1\"\n"
       "  fallback_2: \"MISS2\"\n"
       "  fallback_3: \"MISS3 {ticket}\"\n"
       "  person_requested: \"PERSON {ticket}\"\n"
       "  person_waiting: \"WAITING {ticket}\"\n"
       "  status_queue: \"QUEUE {ticket}\"\n"
       "  slot_retry: \"RETRY {example}\"\n"
       "  slot_failed: \"FAILED {ticket}\"\n"
       "  slot_yes_no_hint: \"YESNO\"\n"
       "  empty_message: \"EMPTY\"\n"
       "  unknown_button: \"UNKNOWN\"\n"
       "  language_changed: \"CHANGED\"\n"},
      {"faq/en/delivery.yaml", "en", true,
       "faq:\n"
       "  - id: shipping_cost\n"
       "    question: \"How much does delivery cost?\"\n"
       "    variants: [\"delivery costs\", \"is shipping free\"]\n"
       "    answer: \"Five euro.\"\n"
       "  - id: return_window\n"
       "    question: \"How long can I return shoes?\"\n"
       "    variants: [\"days to send back shoes\"]\n"
       "    answer: \"Thirty days.\"\n"},
      {"faq/it/consegna.yaml", "it", true,
       "faq:\n"
       "  - id: shipping_cost\n"
       "    question: \"Quanto costa la spedizione?\"\n"
       "    variants: [\"costi di consegna\"]\n"
       "    answer: \"Cinque euro.\"\n"},
      {"intents/it/_shared.yaml", "it", false,
       "texts: {notice: AVVISO, language_changed: CAMBIATA, "
       "fallback_1: MANCA1}\n"},
  };
}

inline std::shared_ptr<const Snapshot> MakeSnapshot(
    std::vector<SourceFile> sources) {
  BuildOptions options;
  options.default_language = "en";
  const BuildOutcome outcome = BuildSnapshot(std::move(sources), options);
  std::string report;
  for (const Problem& problem : outcome.problems) {
    report += FormatProblem(problem, outcome.sources) + "\n";
  }
  REQUIRE_MESSAGE(outcome.snapshot != nullptr, report);
  return outcome.snapshot;
}

inline std::shared_ptr<const Snapshot> Shop() {
  static const std::shared_ptr<const Snapshot> shop =
      MakeSnapshot(ShopSources());
  return shop;
}

// Keeps a conversation as the daemon would. Tickets count from 1.
class Talk {
 public:
  explicit Talk(std::shared_ptr<const Snapshot> snapshot = Shop())
      : snapshot_(std::move(snapshot)) {
    conversation.id = "talk";
    input.locale = "en";
    input.customer.name = "Anna";
  }

  // The texts of the replies, each followed by its buttons in brackets.
  // Empty when the turn waits for an action: see Perform.
  std::string Say(std::string_view text) {
    input.text = CleanText(text);
    input.performed.reset();
    turn = Step(*snapshot_, conversation, input);
    said.clear();
    if (!turn.action.has_value()) Keep();
    return said;
  }

  // The company's interface answers what the turn asked.
  void Perform(int status, std::string body) {
    REQUIRE(turn.action.has_value());
    input.performed = {*turn.action, {status, std::move(body)}};
    turn = Step(*snapshot_, conversation, input);
    REQUIRE_FALSE(turn.action.has_value());
    Keep();
  }

  Conversation conversation;
  TurnInput input;
  Turn turn;
  std::string said;

 private:
  void Keep() {
    if (turn.ticket.has_value()) conversation.ticket = ++tickets_;
    conversation.language = turn.language;
    conversation.state = turn.state;
    conversation.owner = turn.owner;
    conversation.last_seq += 1 + static_cast<int64_t>(turn.replies.size());
    said.clear();
    for (Reply& reply : turn.replies) {
      const size_t mark = reply.text.find(kTicketMark);
      if (mark != std::string::npos) {
        reply.text.replace(mark, kTicketMark.size(),
                           std::to_string(conversation.ticket));
      }
      said += (said.empty() ? "" : " / ") + reply.text;
      for (const Button& button : reply.buttons) {
        said += " [" + button.title + "]";
      }
    }
  }

  std::shared_ptr<const Snapshot> snapshot_;
  int64_t tickets_ = 0;
};

}  // namespace sportello

#endif  // SPORTELLO_TESTS_UNIT_DIALOGUE_TALK_TESTING_H_
