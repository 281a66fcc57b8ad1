#include "http/request_head.h"

#include <doctest/doctest.h>

#include <string>

namespace sportello {
namespace {

const HttpLimits kLimits;

// The status with which a head is refused; 0 when it is accepted.
int StatusOf(const std::string& head) {
  const auto parsed = ParseRequestHead(head, kLimits);
  const auto* refusal = std::get_if<Refusal>(&parsed);
  if (refusal == nullptr) return 0;
  CHECK_FALSE(refusal->detail.empty());
  return refusal->status;
}

int StatusOfLine(const std::string& line) {
  return StatusOf(line + "\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
}

int StatusWith(const std::string& fields) {
  return StatusOf("POST /v1/chat HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n");
}

RequestHead Parse(const std::string& head) {
  return std::get<RequestHead>(ParseRequestHead(head, kLimits));
}

TEST_CASE("An ordinary head is accepted and understood") {
  const std::string head =
      "POST /v1/chat?a=b HTTP/1.1\r\nHost: shop.example:8080\r\n"
      "content-LENGTH:  12 \r\nConnection: foo, Close\r\n"
      "Expect: 100-Continue\r\nUser-Agent: caf\xc3\xa9\r\n\r\n";
  const RequestHead parsed = Parse(head);
  CHECK(parsed.method == "POST");
  CHECK(parsed.target == "/v1/chat?a=b");
  CHECK(parsed.body_bytes == 12);
  CHECK_FALSE(parsed.keep_alive);
  CHECK(parsed.expects_continue);
}

TEST_CASE("HTTP/1.0 closes unless asked not to, and needs no Host") {
  CHECK_FALSE(Parse("GET / HTTP/1.0\r\n\r\n").keep_alive);
  CHECK(Parse("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").keep_alive);
  CHECK(StatusOf("GET / HTTP/1.1\r\n\r\n") == 400);
}

TEST_CASE("A request line that is not exactly one is refused") {
  for (const char* line :
       {"", "GET", "GET /", " GET / HTTP/1.1", "GET  / HTTP/1.1",
        "GET / x HTTP/1.1", "GET / FTP/1.1", "GET / http/1.1",
        "GET / HTTP/1.1x", "G\x01T / HTTP/1.1", "GET x HTTP/1.1",
        "GET * HTTP/1.1", "GET http://evil.example/ HTTP/1.1",
        "GET /a#b HTTP/1.1", "GET /\xc3\xbc HTTP/1.1", "GET /\x7f HTTP/1.1"}) {
    CAPTURE(line);
    CHECK(StatusOfLine(line) == 400);
  }
  CHECK(StatusOfLine("OPTIONS * HTTP/1.1") == 0);
}

TEST_CASE("Unknown methods and versions are named as such") {
  for (const char* method :
       {"TRACE", "CONNECT", "PROPFIND", "get", "PRI", "X"}) {
    CAPTURE(method);
    CHECK(StatusOfLine(std::string(method) + " / HTTP/1.1") == 501);
  }
  CHECK(StatusOfLine("PRI * HTTP/2.0") == 505);
  CHECK(StatusOfLine("GET / HTTP/1.2") == 505);
  CHECK(StatusOfLine("GET / HTTP/0.9") == 505);
}

TEST_CASE("Malformed header lines are refused") {
  using std::string_literals::operator""s;
  for (const std::string& field :
       {"X-A : 1\r\n"s, "garbage\r\n"s, ": x\r\n"s, "X-A: 1\r\n  folded\r\n"s,
        "X-A: a\0b\r\n"s, "X\0A: b\r\n"s, "X-A: a\rb\r\n"s, "X-A: a\x7f\r\n"s,
        "X-A: a\nb: c\r\n"s, "X\xff: a\r\n"s, "X-A: a%0d%0aB: 1\r\n"s,
        "User-Agent: a%00b\r\n"s, "X-A: %1F\r\n"s}) {
    CAPTURE(field);
    CHECK(StatusWith(field + "Content-Length: 0\r\n") == 400);
  }
  CHECK(StatusWith("X-A: 100%\r\nX-B: %20%41\r\nContent-Length: 0\r\n") == 0);
}

TEST_CASE("Names that would shadow the socket's address are refused") {
  for (const char* name : {"REMOTE_ADDR", "remote_port", "Local_Addr"}) {
    CHECK(StatusWith(std::string(name) + ": 1\r\nContent-Length: 0\r\n") ==
          400);
  }
}

TEST_CASE("Exactly one valid Host is required") {
  const std::string length = "Content-Length: 0\r\n";
  CHECK(StatusWith("Host: b\r\n" + length) == 400);
  CHECK(StatusOf("GET / HTTP/1.1\r\nHost: a b\r\n\r\n") == 400);
  CHECK(StatusOf("GET / HTTP/1.1\r\nHost:\r\n\r\n") == 400);
  CHECK(StatusOf("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n") == 0);
}

TEST_CASE("Content-Length must be one plain number within the limit") {
  for (const char* value :
       {"-1", "+75", "0x10", "1e3", "7,7", "7 7", "a", ""}) {
    CAPTURE(value);
    CHECK(StatusWith("Content-Length: " + std::string(value) + "\r\n") == 400);
  }
  CHECK(StatusWith("Content-Length: 5\r\nContent-Length: 5\r\n") == 400);
  CHECK(StatusWith("") == 411);
  CHECK(StatusWith("Content-Length: 65536\r\n") == 0);
  CHECK(StatusWith("Content-Length: 65537\r\n") == 413);
  CHECK(StatusWith("Content-Length: 18446744073709551616\r\n") == 413);
  CHECK(StatusOf("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n") ==
        400);
}

TEST_CASE("Codings that hide the body's size are refused") {
  const std::string length = "Content-Length: 0\r\n";
  CHECK(StatusWith("Transfer-Encoding: chunked\r\n") == 411);
  CHECK(StatusWith(length + "Transfer-Encoding: identity\r\n") == 411);
  CHECK(StatusWith(length + "Content-Encoding: gzip\r\n") == 415);
  CHECK(StatusWith(length + "Content-Type: Multipart/form-data\r\n") == 415);
  CHECK(StatusWith(length + "Content-Type: a\r\nContent-Type: b\r\n") == 400);
  CHECK(StatusWith(length + "Expect: coffee\r\n") == 417);
}

TEST_CASE("Long targets and many headers are refused") {
  CHECK(StatusOfLine("GET /" + std::string(2047, 'a') + " HTTP/1.1") == 0);
  CHECK(StatusOfLine("GET /" + std::string(2048, 'a') + " HTTP/1.1") == 414);
  std::string fields = "Content-Length: 0\r\n";
  for (int i = 0; i < 62; ++i) fields += "X-A: b\r\n";
  CHECK(StatusWith(fields) == 0);
  CHECK(StatusWith(fields + "X-A: b\r\n") == 431);
}

TEST_CASE("NextField walks over the fields of a head") {
  std::string_view rest = "A: 1\r\nB:\r\n\r\nbody";
  HeadField field;
  REQUIRE(NextField(&rest, &field));
  CHECK(field.name == "A");
  CHECK(field.value == "1");
  REQUIRE(NextField(&rest, &field));
  CHECK(field.value.empty());
  CHECK_FALSE(NextField(&rest, &field));
}

}  // namespace
}  // namespace sportello
