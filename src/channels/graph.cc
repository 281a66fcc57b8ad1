#include "channels/graph.h"

#include <algorithm>
#include <utility>

#include "base/json.h"
#include "base/secret.h"
#include "channels/json_fields.h"

namespace sportello {
namespace {

constexpr size_t kMaxChallenge = 100;

HttpResponse NotOurs(std::string_view detail) {
  return MakeProblem(403, "denied", "Forbidden", detail);
}

}  // namespace

HttpResponse AnswerHubQuestion(const HttpRequest& request,
                               std::string_view verify_token) {
  const std::string_view challenge = request.Query("hub.challenge");
  // It goes back as it came: only what cannot be markup.
  const bool plain =
      !challenge.empty() && challenge.size() <= kMaxChallenge &&
      std::all_of(challenge.begin(), challenge.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
               (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
      });
  if (request.Query("hub.mode") != "subscribe" || !plain ||
      !IsSameSecret(request.Query("hub.verify_token"), verify_token)) {
    return NotOurs("hub.mode, hub.verify_token or hub.challenge is wrong.");
  }
  HttpResponse response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = challenge;
  return response;
}

std::optional<HttpResponse> RefuseUnsigned(const HttpRequest& request,
                                           std::string_view app_secret) {
  const std::string expected = "sha256=" + HmacHex(app_secret, request.body);
  if (!app_secret.empty() &&
      IsSameSecret(request.Header("X-Hub-Signature-256"), expected)) {
    return std::nullopt;
  }
  return NotOurs("X-Hub-Signature-256 is not that of this body.");
}

WebCall GraphCall(const GraphOptions& options, std::string body) {
  WebCall call;
  call.url =
      options.base + "/" + options.version + "/" + options.sender + "/messages";
  call.body = std::move(body);
  // Not in the address: addresses are logged by whoever stands between.
  call.headers = {{"Authorization", "Bearer " + options.token}};
  return call;
}

GraphError ReadGraphError(const WebAnswer& answer) {
  GraphError error;
  const Result<Json> body = ParseJson(answer.body);
  if (body.ok()) {
    const Json& said = ObjectField(*body, "error");
    error.code = NumberField(said, "code");
    error.subcode = NumberField(said, "error_subcode");
  }
  error.why = "Graph answered " + std::to_string(answer.status) + ", code " +
              std::to_string(error.code);
  if (error.subcode != 0) error.why += "/" + std::to_string(error.subcode);
  return error;
}

Result<GraphOptions> ReadGraphOptions(const ChannelValues& values,
                                      const std::string& prefix,
                                      const std::string& sender) {
  GraphOptions options;
  options.sender = sender;
  options.base = ChannelValue(values, prefix + "_graph_base");
  options.version = ChannelValue(values, prefix + "_graph_version");
  const std::pair<const char*, std::string*> files[] = {
      {"_token_file", &options.token},
      {"_app_secret_file", &options.app_secret},
      {"_verify_token_file", &options.verify_token}};
  for (const auto& [name, to] : files) {
    Result<std::string> line = ChannelFileLine(values, prefix + name);
    if (!line.ok()) return line.error();
    if (line->empty()) {
      return Invalid(prefix + name + ": is needed for this channel");
    }
    *to = *std::move(line);
  }
  return options;
}

}  // namespace sportello
