#include <string>

#include "base/json.h"
#include "http/http_answer.h"
#include "http/http_server.h"

namespace sportello {
namespace {

void RetrySoon(HttpResponse* response) {
  response->headers.emplace_back("Retry-After", "1");
}

}  // namespace

HttpResponse MakeProblem(int status, std::string_view type,
                         std::string_view title, std::string_view detail) {
  HttpResponse response;
  response.status = status;
  response.content_type = "application/problem+json; charset=utf-8";
  Json body;
  body["type"] = type;
  body["title"] = title;
  body["status"] = status;
  body["detail"] = detail;
  response.body = DumpJson(body);
  return response;
}

HttpResponse MakeTooMany(std::chrono::seconds retry_after,
                         std::string_view detail) {
  HttpResponse response =
      MakeProblem(429, "too-many-requests", ReasonPhrase(429), detail);
  response.headers.emplace_back("Retry-After",
                                std::to_string(retry_after.count()));
  return response;
}

HttpResponse ProblemFor(const Refusal& refusal) {
  HttpResponse response =
      MakeProblem(refusal.status, refusal.type, ReasonPhrase(refusal.status),
                  refusal.detail);
  if (refusal.status == 503 || refusal.status == 429) RetrySoon(&response);
  return response;
}

HttpResponse ProblemFor(const Error& error) {
  switch (error.code) {
    case Code::kInvalid:
      return MakeProblem(400, "invalid", ReasonPhrase(400), error.message);
    case Code::kNotFound:
      return MakeProblem(404, "not-found", ReasonPhrase(404), error.message);
    case Code::kConflict:
      return MakeProblem(409, "conflict", ReasonPhrase(409), error.message);
    case Code::kDenied:
      return MakeProblem(403, "denied", ReasonPhrase(403), error.message);
    case Code::kUnavailable: {
      // Files, locks and codes are for the log.
      HttpResponse response = MakeProblem(
          503, "unavailable", ReasonPhrase(503),
          "The service cannot do this at the moment; try again in a "
          "little while.");
      RetrySoon(&response);
      return response;
    }
    case Code::kInternal:
      break;
  }
  return MakeProblem(500, "internal", ReasonPhrase(500),
                     "Something went wrong on our side; it has been noted.");
}

}  // namespace sportello
