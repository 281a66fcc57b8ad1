// Takes an accepted request apart for the handler: path, query, headers, body
// and the customer's address. Strict: what has two readings is refused.
//
// Pure functions: safe from many threads.
#ifndef SPORTELLO_HTTP_REQUEST_TARGET_H_
#define SPORTELLO_HTTP_REQUEST_TARGET_H_

#include <optional>
#include <string>
#include <string_view>

#include "http/http_server.h"
#include "http/request_head.h"
#include "http/request_reader.h"

namespace sportello {

// Fills all but `parameters`. A refusal (400) for a target with a broken %XX,
// a control character or invalid UTF-8 behind one, an encoded or reversed
// slash in the path, or a "." or ".." segment. The message was framed well, so
// the connection may go on.
std::optional<Refusal> BuildRequest(WireRequest wire, std::string_view peer,
                                    std::string_view trusted_proxy,
                                    HttpRequest* request);

// %XX undone; '+' is a blank when `plus_is_blank`. Empty optional when an
// escape is broken, or the result holds a control character (but tab and line
// ends in a query) or is not UTF-8.
std::optional<std::string> DecodePercent(std::string_view text,
                                         bool plus_is_blank);

// The address of the customer: `peer`, unless that is the trusted proxy; then
// the right-most hop of X-Forwarded-For that is not the proxy itself. A hop
// that is no address ends the search: nothing left of it can be believed.
std::string CustomerAddress(const HttpRequest& request, std::string_view peer,
                            std::string_view trusted_proxy);

}  // namespace sportello

#endif  // SPORTELLO_HTTP_REQUEST_TARGET_H_
