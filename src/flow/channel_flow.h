// The providers' doors: deliveries in over HTTP, and what answers them.
//
//   GET, POST /webhooks/{channel}   the provider asks, the provider delivers
//   POST /v1/conversations/{id}/links   go on with it in another channel
#ifndef SPORTELLO_FLOW_CHANNEL_FLOW_H_
#define SPORTELLO_FLOW_CHANNEL_FLOW_H_

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "channels/sender.h"
#include "flow/channel_accept.h"
#include "flow/channel_answerer.h"
#include "http/http_server.h"

namespace sportello {

// What is named here must outlive it. Safe from many threads.
class ChannelFlow {
 public:
  // `channels`: those that are configured.
  ChannelFlow(Store& store, ChatEndpoint& chat, const TicketWork& work,
              const Clock& clock, MessageWaiters& waiters, Metrics& metrics,
              const ChannelMap& channels, ChannelFlowOptions options);

  HttpResponse Greet(const HttpRequest& request) const;
  void Receive(const HttpRequest& request,
               const std::shared_ptr<Responder>& responder);
  // Links that lead on with the conversation elsewhere.
  void MakeLinks(const HttpRequest& request,
                 const std::shared_ptr<Responder>& responder);

  // What a poll brought; waits until it is on disk.
  Status Take(const std::string& channel, Delivery delivery);

  // `written`: there is something to send.
  void Start(std::function<void()> written);
  void Stop();

  ChannelAnswerer& answerer() { return answerer_; }
  // For the sender.
  const std::string& secret() const { return options_.secret; }

 private:
  const Channel* FindChannel(const HttpRequest& request) const;
  // Something was stored: wakes who answers and who sends.
  void Tell();

  Store& store_;
  const Clock& clock_;
  const ChannelMap& channels_;
  const ChannelFlowOptions options_;
  ChannelAccept accept_;
  ChannelAnswerer answerer_;
  // Deliveries may come before Start().
  std::mutex mutex_;
  std::function<void()> written_;
};

// Sends what agents and the program say in conversations of chats.
class ChatListener : public TicketListener {
 public:
  explicit ChatListener(const ChannelMap& channels) : channels_(channels) {}
  Status OnNews(Transaction& transaction, const TicketNews& news) override;

 private:
  const ChannelMap& channels_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_CHANNEL_FLOW_H_
