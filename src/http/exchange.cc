#include "http/exchange.h"

#include <utility>

#include "base/log.h"

namespace sportello {

Exchange::Exchange(std::shared_ptr<Mailbox> mailbox, uint64_t connection,
                   WireRequest request, std::string peer)
    : mailbox_(std::move(mailbox)),
      connection_(connection),
      form_{.keep_alive = request.keep_alive,
            .is_http_10 = request.is_http_10,
            .is_head = request.is_head},
      request_(std::move(request)),
      peer_(std::move(peer)) {}

Exchange::~Exchange() {
  if (is_answered_) return;
  try {
    Send(ProblemFor(Internal("unanswered")));
  } catch (...) {  // out of memory: the answer's deadline ends the connection
    Log(LogLevel::kError, "request left unanswered");
  }
}

void Exchange::Send(HttpResponse response) {
  if (is_answered_.exchange(true)) return;
  mailbox_->Post(Mailbox::Answer{connection_, SerializeAnswer(response, form_),
                                 form_.keep_alive, response.status});
}

AnswerForm Exchange::Withdraw() {
  is_answered_ = true;
  return form_;
}

}  // namespace sportello
