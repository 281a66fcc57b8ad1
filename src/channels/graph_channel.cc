#include "channels/graph_channel.h"

#include <algorithm>
#include <string>
#include <utility>

#include "channels/json_fields.h"

namespace sportello {

GraphChannel::GraphChannel(GraphOptions options, std::string_view object)
    : options_(std::move(options)), object_(object) {}

HttpResponse GraphChannel::Greet(const HttpRequest& request) const {
  return AnswerHubQuestion(request, options_.verify_token);
}

std::variant<Delivery, HttpResponse> GraphChannel::Read(
    const HttpRequest& request, Time /*now*/) const {
  if (auto refused = RefuseUnsigned(request, options_.app_secret)) {
    return *std::move(refused);
  }
  Delivery delivery;
  const Result<Json> body = ParseJson(request.body);
  if (!body.ok()) {
    ++delivery.malformed;
    return delivery;
  }
  if (TextField(*body, "object") != object_) {
    return MakeProblem(
        404, "not-found", "Not Found",
        "Only the object '" + std::string(object_) + "' is served.");
  }
  for (const Json& entry : ListField(*body, "entry")) {
    ReadEntry(entry, delivery);
  }
  // Within a delivery the order is not promised.
  std::stable_sort(delivery.events.begin(), delivery.events.end(),
                   [](const InboundEvent& a, const InboundEvent& b) {
                     return a.sent_at < b.sent_at;
                   });
  return delivery;
}

}  // namespace sportello
