#include "http/request_target.h"

#include <doctest/doctest.h>

#include <string>

namespace sportello {
namespace {

struct Built {
  HttpRequest request;
  int status = 0;
};

Built Build(const std::string& target, const std::string& fields = "",
            const std::string& peer = "203.0.113.9",
            const std::string& proxy = "") {
  WireRequest wire;
  wire.bytes = "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
  wire.head_bytes = wire.bytes.size();
  Built built;
  const auto refusal = BuildRequest(wire, peer, proxy, &built.request);
  built.status = refusal ? refusal->status : 0;
  return built;
}

std::string AddressWith(const std::string& forwarded) {
  return Build("/", "X-Forwarded-For: " + forwarded + "\r\n", "10.0.0.1",
               "10.0.0.1")
      .request.remote_address;
}

TEST_CASE("Path, query, headers and body come apart") {
  WireRequest wire;
  wire.bytes =
      "POST /v1/a%20b?q=caf%C3%A9+nero&x&y=&q=2 HTTP/1.1\r\nHost: a\r\n"
      "X-Thing:  one \r\n\r\nbody";
  wire.head_bytes = wire.bytes.size() - 4;
  HttpRequest request;
  REQUIRE_FALSE(BuildRequest(wire, "192.0.2.1", "", &request).has_value());
  CHECK(request.method == "POST");
  CHECK(request.path == "/v1/a b");
  CHECK(request.Query("q") == "caf\xc3\xa9 nero");
  CHECK(request.query.size() == 4);
  CHECK(request.Query("none").empty());
  CHECK(request.Header("x-thing") == "one");
  CHECK(request.body == "body");
  CHECK(request.remote_address == "192.0.2.1");
}

TEST_CASE("A path with two readings is refused") {
  for (const char* path :
       {"/%zz", "/%", "/%4", "/a%00", "/a%0a", "/%7f", "/%ff", "/%c0%ae",
        "/%ed%a0%80", "/%f4%90%80%80", "/..%2fetc", "/..%2Fetc", "/a%5cb",
        "/a\\b", "/../a", "/a/..", "/./a", "/%2e%2e/a"}) {
    CAPTURE(path);
    CHECK(Build(path).status == 400);
  }
  CHECK(Build("/..a/b..").status == 0);
  CHECK(Build("/%252e").request.path == "/%2e");
}

TEST_CASE("A broken query is refused, line ends in it are not") {
  CHECK(Build("/?q=%zz").status == 400);
  CHECK(Build("/?q=%00").status == 400);
  CHECK(Build("/?%ff=1").status == 400);
  CHECK(Build("/?q=a%0Ab").request.Query("q") == "a\nb");
  CHECK(Build("/?&&=&").status == 0);
}

TEST_CASE("X-Forwarded-For is ignored unless the peer is the proxy") {
  const std::string spoofed = "X-Forwarded-For: 6.6.6.6\r\n";
  CHECK(Build("/", spoofed).request.remote_address == "203.0.113.9");
  CHECK(Build("/", spoofed, "203.0.113.9", "10.0.0.1").request.remote_address ==
        "203.0.113.9");
}

TEST_CASE("Behind the proxy the right-most foreign hop counts") {
  CHECK(AddressWith("6.6.6.6, 198.51.100.7") == "198.51.100.7");
  CHECK(AddressWith("6.6.6.6, 198.51.100.7, 10.0.0.1") == "198.51.100.7");
  CHECK(AddressWith("2001:db8::1") == "2001:db8::1");
  CHECK(AddressWith("1.1.1.1\r\nX-Forwarded-For: 2.2.2.2") == "2.2.2.2");
}

TEST_CASE("A hop that is no address leaves the proxy's") {
  for (const char* forwarded : {"", ",,,", "<script>", "1.1.1.1, x", "1.2.3"}) {
    CAPTURE(forwarded);
    CHECK(AddressWith(forwarded) == "10.0.0.1");
  }
}

}  // namespace
}  // namespace sportello
