// What Messenger and WhatsApp have in common: Meta's Graph API.
//
// Sources: developers.facebook.com, webhooks (getting started; verification
// and X-Hub-Signature-256), Graph API error handling.
#ifndef SPORTELLO_CHANNELS_GRAPH_H_
#define SPORTELLO_CHANNELS_GRAPH_H_

#include <optional>
#include <string>
#include <string_view>

#include "channels/channel_kinds.h"

namespace sportello {

struct GraphOptions {
  std::string base;
  std::string version;
  std::string sender;  // the page's or the phone number's id
  std::string token;
  std::string app_secret;
  std::string verify_token;
};

// hub.challenge as plain text when hub.verify_token is ours, else 403.
HttpResponse AnswerHubQuestion(const HttpRequest& request,
                               std::string_view verify_token);

// The refusal of a delivery whose X-Hub-Signature-256 is not that of these
// very bytes.
std::optional<HttpResponse> RefuseUnsigned(const HttpRequest& request,
                                           std::string_view app_secret);

// POST {base}/{version}/{sender}/messages.
WebCall GraphCall(const GraphOptions& options, std::string body);

struct GraphError {
  int64_t code = 0;
  int64_t subcode = 0;
  std::string why;  // "Graph answered 400, code 190"
};
GraphError ReadGraphError(const WebAnswer& answer);

// The options from the settings `PREFIX_token_file`, `PREFIX_app_secret_file`,
// `PREFIX_verify_token_file`, `graph` ones and `sender`; without a sender there
// is no such channel. Error: what is missing.
Result<GraphOptions> ReadGraphOptions(const ChannelValues& values,
                                      const std::string& prefix,
                                      const std::string& sender);

}  // namespace sportello

#endif  // SPORTELLO_CHANNELS_GRAPH_H_
