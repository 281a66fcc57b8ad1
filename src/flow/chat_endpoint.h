// POST /v1/chat: a customer's message in, the bot's replies out.
//
// On the worker: read, limit, understand. On the store's writer thread: the
// turn in one transaction. After the commit: the answer. So what a customer
// was answered is on disk, and no worker waits for a disk. A turn that needs
// the company's interface stores nothing at first: the interface is asked on
// other threads, and the turn is decided again with its answer.
#ifndef SPORTELLO_FLOW_CHAT_ENDPOINT_H_
#define SPORTELLO_FLOW_CHAT_ENDPOINT_H_

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "flow/action_runner.h"
#include "flow/chat_request.h"
#include "flow/flow_metrics.h"
#include "flow/knowledge_keeper.h"
#include "flow/message_waiters.h"
#include "flow/rate_limiter.h"
#include "flow/recent_conversations.h"
#include "flow/turn_job.h"
#include "handoff/promise.h"
#include "handoff/ticket_work.h"
#include "http/http_server.h"
#include "store/store.h"

namespace sportello {

struct ChatLimits {
  int max_text_characters = 4000;
  int conversation_messages = 30;  // 0 = no limit, here and below
  std::chrono::seconds conversation_window{10};
  int address_messages_per_minute = 0;
  int address_conversations_per_minute = 0;
  int address_transcripts_per_hour = 0;  // conversations sent by mail
  // Whether the bot asks a customer who leaves how it did.
  bool ask_rating = false;
  // When set, a page must prove who its customer is: customer.hash is the
  // HMAC-SHA-256 of "<id>\n<email>". An address without it is not kept, and
  // one customer's conversation is found again from any browser.
  std::string identity_secret;
  // Channels where a question that is left open is closed after its time.
  std::set<std::string, std::less<>> idle_channels;
  // Addresses that no limit per address holds for.
  std::set<std::string, std::less<>> free_addresses;
};

// What is named here must outlive the endpoint. Safe from many threads.
class ChatEndpoint {
 public:
  ChatEndpoint(Store& store, const KnowledgeKeeper& keeper,
               const TicketWork& work, const Clock& clock, FlowMetrics& metrics,
               MessageWaiters& waiters, ActionRunner& actions,
               ChatLimits limits);

  void Answer(const HttpRequest& request,
              const std::shared_ptr<Responder>& responder);

  int max_text_characters() const { return limits_.max_text_characters; }

  // The same for a message that another protocol brought. `write` makes the
  // body of the answer; it is called as a Store::Done and must be as quick.
  using AnswerWriter = std::function<std::string(
      const Conversation&, int64_t message_seq, const std::vector<Message>&)>;
  void Take(ChatRequest chat, const std::string& address,
            const std::shared_ptr<Responder>& responder, AnswerWriter write);

  // A message that came without a request of HTTP. No rate limit holds for it.
  // `also` runs in the turn's transaction after the turn, and not when the
  // turn stored nothing because it needs the company's interface first; `done`
  // is called once, on the store's thread or at once.
  struct Errand {
    ChatRequest chat;
    std::function<Status(Transaction&, const TurnJob&)> also;
    std::function<void(const Status&)> done;
  };
  void Run(Errand errand);

  // The refusal of an address that asks too much, counted; a question without
  // a conversation counts as a message.
  std::optional<HttpResponse> RefuseAddress(std::string_view address);

  // Counts a conversation that somebody at this address has sent by mail; the
  // time to wait when he had too many sent.
  std::optional<std::chrono::seconds> RefuseCopy(std::string_view address);

 private:
  // The refusal of a customer who is somebody else; else the conversation of
  // the one who is proven.
  std::optional<HttpResponse> CheckIdentity(ChatRequest& chat);
  std::optional<HttpResponse> RefuseByRate(const ChatRequest& chat,
                                           std::string_view address);
  HttpResponse Refused(const char* reason, HttpResponse response);
  // One message that is being answered.
  struct Exchange {
    std::shared_ptr<TurnJob> job;
    std::shared_ptr<Responder> responder;
    AnswerWriter write;
    std::chrono::steady_clock::time_point begin;
    std::shared_ptr<const Errand> errand = nullptr;  // instead of a responder
  };
  TurnWorld WorldNow(const Knowledge& knowledge, const ChatRequest& chat);
  void Submit(const Exchange& exchange);
  void Refuse(const Exchange& exchange, const char* reason,
              const Status& status);
  void Finish(const Exchange& exchange, const Status& status);
  // Counts, remembers and tells whoever waits.
  void Note(const TurnJob& job);
  // Asks the company's interface, then submits again.
  void Act(const Exchange& exchange);

  Store& store_;
  const KnowledgeKeeper& keeper_;
  const TicketWork& work_;
  UsualWaits waits_;
  const Clock& clock_;
  FlowMetrics& metrics_;
  MessageWaiters& waiters_;
  ActionRunner& actions_;
  const ChatLimits limits_;
  RecentConversations recent_;
  RateLimiter conversation_rate_;
  RateLimiter address_rate_;
  RateLimiter new_rate_;
  RateLimiter copy_rate_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_CHAT_ENDPOINT_H_
