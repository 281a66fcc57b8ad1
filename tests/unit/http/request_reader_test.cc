#include "http/request_reader.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace sportello {
namespace {

using Outcome = RequestReader::Outcome;

const HttpLimits kReaderLimits;

const std::string kGetA = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string kPost =
    "POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";

// What a reader makes of `bytes` when they come in pieces that end at `cuts`.
struct Reading {
  std::vector<std::string> requests;
  int refused_with = 0;
  bool operator==(const Reading&) const = default;
};

Reading Read(std::string_view bytes, std::vector<size_t> cuts) {
  RequestReader reader(kReaderLimits);
  Reading reading;
  size_t begin = 0;
  cuts.push_back(bytes.size());
  for (const size_t end : cuts) {
    while (begin < end) {
      size_t used = 0;
      const auto outcome = reader.Feed(bytes.substr(begin, end - begin), &used);
      begin += used;
      if (outcome == Outcome::kRefused) {
        reading.refused_with = reader.refusal().status;
        return reading;
      }
      if (outcome == Outcome::kReady) {
        reading.requests.push_back(reader.TakeRequest().bytes);
      }
    }
  }
  return reading;
}

TEST_CASE("Requests are the same wherever the stream is cut") {
  const std::string stream = kGetA + "\r\n" + kPost + kGetA + kPost;
  const Reading whole = Read(stream, {});
  CHECK(whole.requests == std::vector<std::string>{kGetA, kPost, kGetA, kPost});
  for (size_t cut = 1; cut < stream.size(); ++cut) {
    CAPTURE(cut);
    CHECK(Read(stream, {cut}) == whole);
  }
  std::vector<size_t> every;
  for (size_t cut = 1; cut < stream.size(); ++cut) every.push_back(cut);
  CHECK(Read(stream, every) == whole);
}

TEST_CASE("A refusal does not depend on where the stream is cut") {
  for (const std::string& bad :
       {std::string("GET / HTTP/1.1\nHost: a\n\n"),
        std::string("GET / HTTP/1.1\r\nHost: a\r\nX: a\nb\r\n\r\n"),
        std::string("\r\n\r\nGET / HTTP/1.1\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n")}) {
    for (size_t cut = 1; cut < bad.size(); ++cut) {
      CAPTURE(bad);
      CAPTURE(cut);
      CHECK(Read(bad, {cut}).refused_with == 400);
    }
  }
}

TEST_CASE("What is not HTTP is refused by its first bytes") {
  CHECK(Read("\x16\x03\x01", {}).refused_with == 400);
  CHECK(Read("\x80", {}).refused_with == 400);
  CHECK(Read(std::string(17, 'A'), {}).refused_with == 501);
}

TEST_CASE("Endless lines and heads are refused before they end") {
  CHECK(Read("GET /" + std::string(2100, 'a'), {}).refused_with == 414);
  const std::string line = "GET / HTTP/1.1\r\n";
  CHECK(Read(line + "X: " + std::string(16 * 1024, 'a'), {}).refused_with ==
        431);
  std::string many = line;
  for (int i = 0; i < 65; ++i) many += "X: a\r\n";
  CHECK(Read(many, {}).refused_with == 431);
}

TEST_CASE("A head of exactly the limit is accepted") {
  std::string head = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
  head.append(16 * 1024 - head.size() - 4, 'a').append("\r\n\r\n");
  REQUIRE(head.size() == 16 * 1024);
  CHECK(Read(head, {}).requests.size() == 1);
  head.insert(head.size() - 4, "a");
  CHECK(Read(head, {}).refused_with == 431);
}

TEST_CASE("A body above the limit is refused by its announcement") {
  const Reading reading =
      Read("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n", {});
  CHECK(reading.refused_with == 413);
}

TEST_CASE("Continue is due once, and only before the body") {
  const std::string head =
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
      "Expect: 100-continue\r\n\r\n";
  size_t used = 0;
  RequestReader waiting(kReaderLimits);
  CHECK(waiting.Feed(head, &used) == Outcome::kNeedMore);
  CHECK(waiting.TakeContinue());
  CHECK_FALSE(waiting.TakeContinue());
  RequestReader sending(kReaderLimits);
  CHECK(sending.Feed(head + "he", &used) == Outcome::kNeedMore);
  CHECK_FALSE(sending.TakeContinue());
}

TEST_CASE("The reader says where head and body meet") {
  RequestReader reader(kReaderLimits);
  size_t used = 0;
  REQUIRE(reader.Feed("\r\n" + kPost + kGetA, &used) == Outcome::kReady);
  CHECK(used == kPost.size() + 2);
  const WireRequest request = reader.TakeRequest();
  CHECK(request.bytes.substr(request.head_bytes) == "hello");
  CHECK_FALSE(reader.started());
}

}  // namespace
}  // namespace sportello
