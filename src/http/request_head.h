// The head of a request: the strict half of RFC 9112, in one pass over bytes
// that are already complete.
//
// An own parser, because what we need is mostly refusals: no bare CR or LF,
// no folded lines, no blank before a colon, one Host, one plain decimal
// Content-Length, no Transfer-Encoding, no coding of the body, origin-form
// targets only. http_parser 2.9.4 (no longer maintained) accepts several of
// these, and its callbacks buy nothing when a head has at most 16 kB.
//
// Pure functions: safe from many threads.
#ifndef SPORTELLO_HTTP_REQUEST_HEAD_H_
#define SPORTELLO_HTTP_REQUEST_HEAD_H_

#include <cstddef>
#include <string_view>
#include <variant>

#include "http/http_server.h"

namespace sportello {

// Why a request is not let in. All texts are constants: nothing of the
// request is repeated.
struct Refusal {
  int status = 400;
  std::string_view type;
  std::string_view detail;
};

// The views point into the parsed bytes.
struct RequestHead {
  std::string_view method;
  std::string_view target;
  bool is_http_10 = false;
  bool keep_alive = true;
  bool expects_continue = false;
  size_t body_bytes = 0;
};

// `head` is request line and fields with their CR LF, and the empty line.
std::variant<RequestHead, Refusal> ParseRequestHead(std::string_view head,
                                                    const HttpLimits& limits);

// The next `Name: value` of a head that ParseRequestHead has accepted;
// `rest` begins after the request line and moves on. False at the end.
struct HeadField {
  std::string_view name;
  std::string_view value;
};
bool NextField(std::string_view* rest, HeadField* field);

bool EqualsIgnoringCase(std::string_view left, std::string_view right);
// A character of a method or of a field's name (RFC 9110, 5.6.2).
bool IsTokenCharacter(char character);

}  // namespace sportello

#endif  // SPORTELLO_HTTP_REQUEST_HEAD_H_
