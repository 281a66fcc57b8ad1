#include "flow/chat_endpoint.h"

#include <utility>

#include "base/secret.h"
#include "flow/chat_json.h"
#include "flow/chat_request.h"

namespace sportello {
namespace {

using std::chrono::steady_clock;

HttpResponse TooManyFromAddress(std::chrono::seconds retry_after) {
  return MakeTooMany(
      retry_after,
      "Too many messages came from your address in a short time; "
      "wait a little.");
}

HttpResponse UnknownLanguage(const Snapshot& snapshot) {
  std::string known;
  for (const std::string& language : snapshot.Languages()) {
    known += (known.empty() ? "" : ", ") + language;
  }
  return MakeProblem(400, "invalid", "Bad Request",
                     "'language' must be one of: " + known + ".");
}

HttpResponse UnknownConversation() {
  return MakeProblem(404, "not-found", "Not Found",
                     "There is no conversation with this id; leave "
                     "'conversation' out to begin a new one.");
}

constexpr int kMaxActions = 3;
constexpr size_t kIdentityDigits = 32;  // hexadecimal: 128 bits

const char* WordFor(const ActionOutcome& outcome) {
  if (outcome.status == 0) return "no answer";
  if (outcome.status < 300) return "done";
  return outcome.status == 404 ? "not found" : "failed";
}

}  // namespace

ChatEndpoint::ChatEndpoint(Store& store, const KnowledgeKeeper& keeper,
                           const TicketWork& work, const Clock& clock,
                           FlowMetrics& metrics, MessageWaiters& waiters,
                           ActionRunner& actions, ChatLimits limits)
    : store_(store),
      keeper_(keeper),
      work_(work),
      waits_(store, work.queues()),
      clock_(clock),
      metrics_(metrics),
      waiters_(waiters),
      actions_(actions),
      limits_(std::move(limits)),
      conversation_rate_(limits_.conversation_messages,
                         limits_.conversation_window),
      address_rate_(limits_.address_messages_per_minute,
                    std::chrono::minutes(1)),
      new_rate_(limits_.address_conversations_per_minute,
                std::chrono::minutes(1)),
      copy_rate_(limits_.address_transcripts_per_hour, std::chrono::hours(1)) {}

HttpResponse ChatEndpoint::Refused(const char* reason, HttpResponse response) {
  metrics_.refused.Increment(reason);
  return response;
}

std::optional<HttpResponse> ChatEndpoint::RefuseAddress(
    std::string_view address) {
  if (limits_.free_addresses.contains(address)) return std::nullopt;
  const auto wait =
      address_rate_.Refuse(AddressKey(address), steady_clock::now());
  if (!wait.has_value()) return std::nullopt;
  return Refused("address rate", TooManyFromAddress(*wait));
}

std::optional<std::chrono::seconds> ChatEndpoint::RefuseCopy(
    std::string_view address) {
  if (limits_.free_addresses.contains(address)) return std::nullopt;
  const auto wait = copy_rate_.Refuse(AddressKey(address), steady_clock::now());
  if (wait.has_value()) metrics_.refused.Increment("transcripts");
  return wait;
}

std::optional<HttpResponse> ChatEndpoint::RefuseByRate(
    const ChatRequest& chat, std::string_view address) {
  const auto now = steady_clock::now();
  if (!chat.conversation.empty()) {
    if (const auto wait = conversation_rate_.Refuse(chat.conversation, now)) {
      return Refused("conversation rate",
                     MakeTooMany(*wait,
                                 "This conversation got too many messages in a "
                                 "short time; wait a little."));
    }
  }
  if (auto refused = RefuseAddress(address)) return refused;
  // An id that a stranger chose may begin a conversation too.
  const bool may_begin =
      chat.conversation.empty() ||
      (chat.begins && recent_.Find(chat.conversation).conversation == nullptr);
  if (!may_begin || limits_.free_addresses.contains(address)) {
    return std::nullopt;
  }
  const auto wait = new_rate_.Refuse(AddressKey(address), now);
  if (!wait.has_value()) return std::nullopt;
  return Refused("address rate", TooManyFromAddress(*wait));
}

void ChatEndpoint::Answer(const HttpRequest& request,
                          const std::shared_ptr<Responder>& responder) {
  auto parsed = ParseChatRequest(request, limits_.max_text_characters);
  if (auto* wrong = std::get_if<HttpResponse>(&parsed)) {
    responder->Send(Refused("bad request", std::move(*wrong)));
    return;
  }
  auto& chat = std::get<ChatRequest>(parsed);
  if (auto denied = CheckIdentity(chat)) {
    responder->Send(*std::move(denied));
    return;
  }
  Take(std::move(chat), request.remote_address, responder, WriteChatAnswer);
}

std::optional<HttpResponse> ChatEndpoint::CheckIdentity(ChatRequest& chat) {
  const std::string& secret = limits_.identity_secret;
  if (secret.empty()) return std::nullopt;
  if (chat.customer_id.empty()) {
    chat.customer.email.clear();
    return std::nullopt;
  }
  const std::string expected =
      HmacHex(secret, chat.customer_id + "\n" + chat.customer.email);
  if (!IsSameSecret(chat.customer_hash, expected)) {
    return Refused("identity",
                   MakeProblem(403, "denied", "Forbidden",
                               "'customer.hash' does not prove 'customer.id' "
                               "and 'customer.email'."));
  }
  if (chat.conversation.empty()) {
    chat.conversation = HmacHex(secret, "conversation\n" + chat.customer_id)
                            .substr(0, kIdentityDigits);
    chat.begins = true;
  }
  return std::nullopt;
}

void ChatEndpoint::Take(ChatRequest chat, const std::string& address,
                        const std::shared_ptr<Responder>& responder,
                        AnswerWriter write) {
  const auto begin = steady_clock::now();
  if (auto slower = RefuseByRate(chat, address)) {
    responder->Send(*std::move(slower));
    return;
  }
  const std::shared_ptr<const Knowledge> knowledge = keeper_.Current();
  if (knowledge == nullptr) {
    responder->Send(
        Refused("no knowledge", ProblemFor(Unavailable("no knowledge"))));
    return;
  }
  const std::shared_ptr<const Snapshot>& snapshot = knowledge->snapshot;
  if (!chat.language.empty() && snapshot->Find(chat.language) == nullptr) {
    responder->Send(Refused("bad request", UnknownLanguage(*snapshot)));
    return;
  }
  TurnWorld world = WorldNow(*knowledge, chat);
  const auto job = std::make_shared<TurnJob>(std::move(chat), address,
                                             std::move(world), recent_, store_);
  if (job->may_send_copy() && RefuseCopy(address)) job->RefuseCopy();
  Submit({job, responder, std::move(write), begin});
}

void ChatEndpoint::Run(Errand errand) {
  const auto begin = steady_clock::now();
  const std::shared_ptr<const Knowledge> knowledge = keeper_.Current();
  if (knowledge == nullptr) {
    errand.done(Unavailable("no knowledge"));
    return;
  }
  const auto shared = std::make_shared<const Errand>(std::move(errand));
  Submit({std::make_shared<TurnJob>(shared->chat, "",
                                    WorldNow(*knowledge, shared->chat), recent_,
                                    store_),
          nullptr, nullptr, begin, shared});
}

TurnWorld ChatEndpoint::WorldNow(const Knowledge& knowledge,
                                 const ChatRequest& chat) {
  const Time now = clock_.Now();
  const OpeningHours& hours = work_.queues().Find(kGeneralQueue).hours;
  return {knowledge.snapshot,
          work_,
          waits_.At(now),
          now,
          hours.IsOpen(now),
          Day(hours.LocalOf(now).date),
          limits_.idle_channels.contains(chat.channel),
          limits_.ask_rating};
}

void ChatEndpoint::Refuse(const Exchange& exchange, const char* reason,
                          const Status& status) {
  if (exchange.errand == nullptr) {
    exchange.responder->Send(Refused(reason, ProblemFor(status.error())));
    return;
  }
  metrics_.refused.Increment(reason);
  exchange.errand->done(status);
}

void ChatEndpoint::Submit(const Exchange& exchange) {
  const Status queued = store_.Submit(
      [job = exchange.job, errand = exchange.errand](Transaction& transaction) {
        Status ran = job->Run(transaction);
        const bool waits = job->outcome() == TurnJob::Outcome::kNeedsAction;
        if (!ran.ok() || waits || errand == nullptr) return ran;
        return errand->also(transaction, *job);
      },
      [this, exchange](const Status& status) { Finish(exchange, status); });
  if (!queued.ok()) Refuse(exchange, "store", queued);
}

void ChatEndpoint::Finish(const Exchange& exchange, const Status& status) {
  const TurnJob& job = *exchange.job;
  if (!status.ok()) {
    Refuse(exchange, "store", status);
    return;
  }
  if (job.outcome() == TurnJob::Outcome::kNeedsAction) {
    Act(exchange);
    return;
  }
  // First what follows from it: who has his answer may ask for it at once.
  Note(job);
  metrics_.chat_seconds.Observe(
      std::chrono::duration<double>(steady_clock::now() - exchange.begin)
          .count());
  if (exchange.errand != nullptr) {
    exchange.errand->done(status);
    return;
  }
  HttpResponse response;
  if (job.outcome() == TurnJob::Outcome::kUnknownConversation) {
    response = Refused("unknown conversation", UnknownConversation());
  } else {
    response.body =
        exchange.write(job.conversation(), job.message_seq(), job.replies());
  }
  exchange.responder->Send(std::move(response));
}

void ChatEndpoint::Note(const TurnJob& job) {
  if (job.outcome() == TurnJob::Outcome::kRepeated) {
    metrics_.repeated.Increment();
    return;
  }
  if (job.outcome() != TurnJob::Outcome::kAnswered) return;
  metrics_.turns.Increment(job.decision());
  if (job.opened_ticket()) metrics_.tickets.Increment();
  recent_.Put({job.shared_conversation(), job.memory()});
  waiters_.Notify(job.conversation().id);
  if (job.conversation().ticket != 0) waiters_.Notify(kDeskTopic);
}

void ChatEndpoint::Act(const Exchange& exchange) {
  // Each time the conversation changed meanwhile the turn may want another
  // call; somebody who writes so fast can write once more.
  if (exchange.job->actions() >= kMaxActions) {
    Refuse(exchange, "actions", Unavailable("the conversation keeps changing"));
    return;
  }
  actions_.Run(exchange.job->wanted_action(), exchange.job->ActionKey(),
               [this, exchange](ActionOutcome outcome) {
                 metrics_.actions.Increment(WordFor(outcome));
                 exchange.job->TakeAction(std::move(outcome));
                 Submit(exchange);
               });
}

}  // namespace sportello
