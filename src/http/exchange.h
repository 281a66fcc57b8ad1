// One request on its way through a worker, and the Responder that its handler
// holds. The answer is made into bytes by whoever sends it, so that the loop
// only has to write.
#ifndef SPORTELLO_HTTP_EXCHANGE_H_
#define SPORTELLO_HTTP_EXCHANGE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "http/http_answer.h"
#include "http/http_server.h"
#include "http/mailbox.h"
#include "http/request_reader.h"

namespace sportello {

class Exchange : public Responder {
 public:
  Exchange(std::shared_ptr<Mailbox> mailbox, uint64_t connection,
           WireRequest request, std::string peer);
  // Answers 500 when nobody did.
  ~Exchange() override;
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  void Send(HttpResponse response) override;

  // For the worker; once.
  WireRequest TakeRequest() { return std::move(request_); }
  const std::string& peer() const { return peer_; }
  uint64_t connection() const { return connection_; }
  // For the loop, which writes the answer itself: no other will be sent.
  AnswerForm Withdraw();

 private:
  const std::shared_ptr<Mailbox> mailbox_;
  const uint64_t connection_;
  const AnswerForm form_;
  WireRequest request_;
  const std::string peer_;
  std::atomic<bool> is_answered_{false};
};

}  // namespace sportello

#endif  // SPORTELLO_HTTP_EXCHANGE_H_
