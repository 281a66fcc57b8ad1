#include "flow/channel_flow.h"

#include <future>
#include <utility>
#include <variant>

#include "base/id.h"
#include "base/json.h"
#include "channels/chat_outbox.h"

namespace sportello {
namespace {

constexpr std::chrono::minutes kLinkLifetime{15};

HttpResponse NoSuchChannel() {
  return MakeProblem(404, "not-found", "Not Found",
                     "There is no such channel, or it is not set up.");
}

}  // namespace

ChannelFlow::ChannelFlow(Store& store, ChatEndpoint& chat,
                         const TicketWork& work, const Clock& clock,
                         MessageWaiters& waiters, Metrics& metrics,
                         const ChannelMap& channels, ChannelFlowOptions options)
    : store_(store),
      clock_(clock),
      channels_(channels),
      options_(std::move(options)),
      accept_(store, work, clock, metrics, options_),
      answerer_({store, chat, work, clock, waiters, options_}) {}

const Channel* ChannelFlow::FindChannel(const HttpRequest& request) const {
  const auto found = channels_.find(request.Parameter("channel"));
  return found == channels_.end() ? nullptr : found->second.get();
}

HttpResponse ChannelFlow::Greet(const HttpRequest& request) const {
  const Channel* const channel = FindChannel(request);
  return channel == nullptr ? NoSuchChannel() : channel->Greet(request);
}

void ChannelFlow::Receive(const HttpRequest& request,
                          const std::shared_ptr<Responder>& responder) {
  const Channel* const channel = FindChannel(request);
  if (channel == nullptr) {
    responder->Send(NoSuchChannel());
    return;
  }
  auto read = channel->Read(request, clock_.Now());
  if (auto* refused = std::get_if<HttpResponse>(&read)) {
    responder->Send(std::move(*refused));
    return;
  }
  accept_.Take(std::string(channel->name()),
               std::get<Delivery>(std::move(read)),
               [this, responder](const Status& status) {
                 HttpResponse response;
                 response.body = "{\"status\":\"stored\"}";
                 if (!status.ok()) response = ProblemFor(status.error());
                 Tell();  // who has his answer may end the flow
                 responder->Send(std::move(response));
               });
}

Status ChannelFlow::Take(const std::string& channel, Delivery delivery) {
  // Shared: the store may still hold the function when we are gone.
  const auto stored = std::make_shared<std::promise<Status>>();
  std::future<Status> result = stored->get_future();
  accept_.Take(channel, std::move(delivery),
               [stored](const Status& status) { stored->set_value(status); });
  Status status = result.get();
  Tell();
  return status;
}

void ChannelFlow::Tell() {
  answerer_.Wake();
  const std::scoped_lock lock(mutex_);
  if (written_) written_();
}

void ChannelFlow::MakeLinks(const HttpRequest& request,
                            const std::shared_ptr<Responder>& responder) {
  const std::string id(request.Parameter("id"));
  const std::string token = NewId();
  Json links = Json::object();
  for (const auto& [name, channel] : channels_) {
    const std::string link = channel->LinkFor(token);
    if (!link.empty()) links[name] = link;
  }
  if (links.empty()) {
    responder->Send(
        MakeProblem(404, "not-found", "Not Found", "No channel has links."));
    return;
  }
  const Time ends = clock_.Now() + kLinkLifetime;
  const auto body = std::make_shared<std::string>(
      DumpJson({{"links", links},
                {"valid_s", std::chrono::seconds(kLinkLifetime).count()}}));
  const Status queued = store_.Submit(
      [id, token, ends](Transaction& transaction) {
        const auto conversation = transaction.FindConversation(id);
        if (!conversation.ok()) return Status(conversation.error());
        if (!conversation->has_value()) {
          return Status(NotFound("There is no conversation with this id."));
        }
        return transaction.channels().InsertLink(token, id, ends);
      },
      [responder, body](const Status& status) {
        HttpResponse response;
        response.body = *body;
        if (!status.ok()) response = ProblemFor(status.error());
        responder->Send(std::move(response));
      });
  if (!queued.ok()) responder->Send(ProblemFor(queued.error()));
}

void ChannelFlow::Start(std::function<void()> written) {
  if (channels_.empty()) return;
  {
    const std::scoped_lock lock(mutex_);
    written_ = written;
  }
  answerer_.Start(std::move(written));
}

void ChannelFlow::Stop() { answerer_.Stop(); }

Status ChatListener::OnNews(Transaction& transaction, const TicketNews& news) {
  if (news.message == nullptr || news.message->from == Author::kCustomer ||
      news.what == "channel_failed") {
    return {};
  }
  const auto chats = transaction.channels().ListChatsOf(news.conversation.id);
  if (!chats.ok()) return chats.error();
  for (const ChannelChat& chat : *chats) {
    if (!channels_.contains(chat.channel)) continue;
    Status sent = SendToChat(transaction, chat, *news.message, news.at);
    if (!sent.ok()) return sent;
  }
  return {};
}

}  // namespace sportello
