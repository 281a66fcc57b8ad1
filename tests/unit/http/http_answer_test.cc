#include "http/http_answer.h"

#include <doctest/doctest.h>

#include <string>

namespace sportello {
namespace {

// Serialized, without the value of Date.
std::string Wire(const HttpResponse& response, AnswerForm form = {}) {
  std::string wire = SerializeAnswer(response, form);
  const size_t date = wire.find("Date: ");
  REQUIRE(date != std::string::npos);
  return wire.erase(date + 4, wire.find("\r\n", date) - date - 4);
}

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("A JSON answer carries the headers that guard it") {
  HttpResponse response;
  response.body = "{}";
  CHECK(Wire(response) ==
        "HTTP/1.1 200 OK\r\n"
        "Content-Type: application/json; charset=utf-8\r\n"
        "Content-Length: 2\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "Referrer-Policy: no-referrer\r\n"
        "Content-Security-Policy: default-src 'none'; "
        "frame-ancestors 'none'\r\n"
        "Cache-Control: no-store\r\n"
        "Date\r\n\r\n{}");
}

TEST_CASE("A handler's policy and caching replace the defaults") {
  HttpResponse response;
  response.headers = {{"content-security-policy", "default-src 'self'"},
                      {"Cache-Control", "max-age=60"}};
  const std::string wire = Wire(response);
  CHECK(Contains(wire, "content-security-policy: default-src 'self'\r\n"));
  CHECK(Contains(wire, "Cache-Control: max-age=60\r\n"));
  CHECK_FALSE(Contains(wire, "'none'"));
  CHECK_FALSE(Contains(wire, "no-store"));
}

TEST_CASE("Headers that would break the framing are left out") {
  HttpResponse response;
  response.headers = {
      {"X-A", "a\r\nX-Injected: 1"}, {"X B", "1"},    {"Content-Length", "99"},
      {"connection", "close"},       {"Server", "x"}, {"", "1"},
      {"X-Good", "caf\xc3\xa9"}};
  const std::string wire = Wire(response);
  for (const char* part : {"X-A", "Injected", "X B", "99", "close", "Server"}) {
    CAPTURE(part);
    CHECK_FALSE(Contains(wire, part));
  }
  CHECK(Contains(wire, "X-Good: caf\xc3\xa9\r\n"));
}

TEST_CASE("HEAD tells the length without the body; 204 has neither") {
  HttpResponse response;
  response.body = "hello";
  const std::string head = Wire(response, {.is_head = true});
  CHECK(Contains(head, "Content-Length: 5\r\n"));
  CHECK_FALSE(Contains(head, "hello"));
  response.status = 204;
  CHECK_FALSE(Contains(Wire(response),
                       "Content-"
                       "Length"));
}

TEST_CASE("The connection's fate is told where it is not the default") {
  CHECK_FALSE(Contains(Wire({}), "Connection"));
  CHECK(Contains(Wire({}, {.keep_alive = false}), "Connection: close\r\n"));
  CHECK(Contains(Wire({}, {.is_http_10 = true}), "Connection: keep-alive\r\n"));
}

TEST_CASE("A status that is none becomes 500") {
  HttpResponse response;
  response.status = 42;
  CHECK(Contains(Wire(response), "HTTP/1.1 500 Internal Server Error\r\n"));
}

TEST_CASE("A problem is JSON of RFC 9457, whatever the detail holds") {
  const HttpResponse problem = MakeProblem(400, "bad", "Bad", "\"\xff\n");
  CHECK(problem.content_type == "application/problem+json; charset=utf-8");
  CHECK(problem.body ==
        "{\"type\":\"bad\",\"title\":\"Bad\",\"status\":400,"
        "\"detail\":\"\\\"\xef\xbf\xbd\\n\"}");
}

TEST_CASE("Errors map to statuses, and inner ones keep their text inside") {
  CHECK(ProblemFor(Invalid("x")).status == 400);
  CHECK(ProblemFor(Denied("x")).status == 403);
  CHECK(ProblemFor(NotFound("x")).status == 404);
  CHECK(ProblemFor(Conflict("x")).status == 409);
  const HttpResponse busy = ProblemFor(Unavailable("/var/lib: disk full"));
  CHECK(busy.status == 503);
  CHECK(busy.headers[0] ==
        std::pair<std::string, std::string>{"Retry-After", "1"});
  CHECK_FALSE(Contains(busy.body, "disk"));
  const HttpResponse broken = ProblemFor(Internal("SQLITE_CORRUPT"));
  CHECK(broken.status == 500);
  CHECK_FALSE(Contains(broken.body, "SQLITE"));
}

}  // namespace
}  // namespace sportello
