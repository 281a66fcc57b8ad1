// A conversation in memory: what the daemon does with a turn, without a
// store. For conversation tests and the terminal.
#ifndef SPORTELLO_CLI_CONTENT_SESSION_H_
#define SPORTELLO_CLI_CONTENT_SESSION_H_

#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialogue/step.h"
#include "dialogue/understand.h"

namespace sportello {

// What the company's interface is taken to answer to a call whose address
// holds `url`.
struct ActionStub {
  std::string url;
  ActionOutcome outcome;
};

// Not safe from many threads. Tickets are counted from 1001.
class ChatSession {
 public:
  // `locale` is the language of the page on which the customer writes; empty
  // = unknown.
  ChatSession(std::shared_ptr<const Snapshot> snapshot, Customer customer,
              std::string locale);

  void set_channel(std::string channel) { channel_ = std::move(channel); }
  void set_open(bool open) { open_ = open; }
  // Gets the texts that the bot says; may be null.
  void set_said(std::set<const TextTemplate*>* said) { said_ = said; }
  void set_today(Day today) { today_ = today; }
  // Calls that none of these holds get no answer.
  void set_actions(std::vector<ActionStub> actions) {
    actions_ = std::move(actions);
  }
  // As the setting: calls of other hosts are refused. Nothing = all are
  // allowed.
  void set_action_hosts(std::optional<std::vector<std::string>> hosts) {
    action_hosts_ = std::move(hosts);
  }

  // Time passes.
  void Wait(std::chrono::minutes time) { now_ += time; }

  // One turn; the number of its ticket is in the replies. "[Title]" presses
  // the button of that title, if the last replies have it.
  Turn Say(std::string_view text);

  // Those that hold for the next message.
  Contexts contexts() const;
  const Conversation& conversation() const { return conversation_; }

 private:
  std::string Pressed(std::string_view text) const;
  ActionOutcome Perform(const ActionRequest& request) const;

  std::shared_ptr<const Snapshot> snapshot_;
  Conversation conversation_;
  std::string locale_;
  std::string channel_ = "web";
  bool open_ = true;
  Day today_{};
  std::set<const TextTemplate*>* said_ = nullptr;
  std::vector<ActionStub> actions_;
  std::optional<std::vector<std::string>> action_hosts_;
  std::vector<Button> buttons_;  // of the last replies
  int64_t next_ticket_ = 1001;
  Time now_{std::chrono::hours(24 * 365)};  // moves by Wait() only
};

}  // namespace sportello

#endif  // SPORTELLO_CLI_CONTENT_SESSION_H_
