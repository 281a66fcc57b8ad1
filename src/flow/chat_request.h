// What the body of POST /v1/chat says, checked.
#ifndef SPORTELLO_FLOW_CHAT_REQUEST_H_
#define SPORTELLO_FLOW_CHAT_REQUEST_H_

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "chat/chat.h"
#include "http/http_server.h"

namespace sportello {

struct ChatRequest {
  std::string text;          // cleaned; empty when nothing is left then
  std::string conversation;  // well-formed, or empty for a new one
  std::string message_id;    // may be empty
  std::string language;      // lower case, may be empty
  std::string locale;        // may be empty
  Customer customer;         // without attributes
  // What the page tells now, in place of all that it told; none = no word.
  std::optional<std::vector<Attribute>> attributes;
  std::string customer_id;    // as the page's own system calls the customer
  std::string customer_hash;  // which proves it; see ChatLimits
  std::string channel = "web";
  // The channel chose the id: an unknown conversation begins with it.
  bool begins = false;
};

// The refusal (415) of a body that is not said to be JSON in UTF-8. Pages of
// strangers can send other types without asking first (CORS).
std::optional<HttpResponse> RefuseUnlessJson(const HttpRequest& request);

// Reads Content-Type and body. The response says what is wrong (400, 413 for
// a text over `max_characters` code points, 415) without repeating anything
// of it. Fields that nobody knows are passed over; of a field that comes
// twice the last one counts.
std::variant<ChatRequest, HttpResponse> ParseChatRequest(
    const HttpRequest& request, int max_characters);

// Code points of valid UTF-8.
size_t CountCharacters(std::string_view text);

}  // namespace sportello

#endif  // SPORTELLO_FLOW_CHAT_REQUEST_H_
