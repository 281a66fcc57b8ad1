// An HttpResponse as bytes for the wire, with the headers that every answer of
// ours carries: nosniff, Referrer-Policy, a closed Content-Security-Policy,
// no-store for JSON, Date, and no word about the server's make.
//
// Safe from many threads.
#ifndef SPORTELLO_HTTP_HTTP_ANSWER_H_
#define SPORTELLO_HTTP_HTTP_ANSWER_H_

#include <string>

#include "http/http_server.h"
#include "http/request_head.h"

namespace sportello {

struct AnswerForm {
  bool keep_alive = true;
  bool is_http_10 = false;
  bool is_head = false;  // the length is told, the body is not sent
};

// Headers of the response that would break the framing (control characters,
// Content-Length and the like) are left out.
std::string SerializeAnswer(const HttpResponse& response, AnswerForm form);

// The problem for a refused request.
HttpResponse ProblemFor(const Refusal& refusal);

// "Not Found"; "Unknown" for a number that we do not use.
const char* ReasonPhrase(int status);

}  // namespace sportello

#endif  // SPORTELLO_HTTP_HTTP_ANSWER_H_
