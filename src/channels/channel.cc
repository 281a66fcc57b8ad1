#include "channels/channel.h"

namespace sportello {

std::string_view FailureReason(Verdict verdict) {
  switch (verdict) {
    case Verdict::kUnreachable:
      return "unreachable";
    case Verdict::kWindowClosed:
      return "window";
    case Verdict::kRejected:
    case Verdict::kSendPlain:
      return "refused";
    default:
      return "gave_up";
  }
}

std::string FailureDetail(std::string_view reason, Author from) {
  return std::string(reason) + (from == Author::kAgent ? "" : " bot");
}

HttpResponse Channel::Greet(const HttpRequest& /*request*/) const {
  return MakeProblem(405, "method-not-allowed", "Method Not Allowed",
                     "This channel takes deliveries with POST.");
}

WebCall Channel::Poll(int64_t /*offset*/) const { return {}; }

PollResult Channel::ReadPoll(const WebAnswer& /*answer*/, Time /*now*/) const {
  return {};
}

std::string Channel::LinkFor(std::string_view /*token*/) const { return {}; }

}  // namespace sportello
