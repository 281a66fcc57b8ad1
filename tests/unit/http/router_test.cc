#include "http/router.h"

#include <doctest/doctest.h>

#include <string>

namespace sportello {
namespace {

struct Routes {
  Routes() {
    Add("GET", "/");
    Add("GET", "/v1/faq");
    Add("POST", "/v1/chat");
    Add("GET", "/v1/conversations/{id}/messages");
    Add("DELETE", "/v1/conversations/{id}");
    Add("GET", "/v1/conversations/new");
  }
  void Add(const char* method, const char* pattern) {
    router.Add(method, pattern,
               [this, pattern](const HttpRequest&, auto) { called = pattern; });
  }
  std::string Call(const char* method, const char* path) {
    called.clear();
    const Router::Found found = router.Find(method, path);
    if (found.handler != nullptr) (*found.handler)({}, nullptr);
    return called;
  }
  Router router;
  std::string called;
};

TEST_CASE_FIXTURE(Routes, "A path finds its handler") {
  CHECK(Call("GET", "/") == "/");
  CHECK(Call("POST", "/v1/chat") == "/v1/chat");
  CHECK(Call("GET", "/v1/conversations/x1/messages") ==
        "/v1/conversations/{id}/messages");
}

TEST_CASE_FIXTURE(Routes, "A name takes one whole segment that is not empty") {
  const auto found = router.Find("GET", "/v1/conversations/a b/messages");
  REQUIRE(found.parameters.size() == 1);
  CHECK(found.parameters[0].first == "id");
  CHECK(found.parameters[0].second == "a b");
  CHECK(Call("GET", "/v1/conversations//messages").empty());
  CHECK(Call("GET", "/v1/conversations/a/b/messages").empty());
}

TEST_CASE_FIXTURE(Routes, "A literal path comes before a name") {
  CHECK(Call("GET", "/v1/conversations/new") == "/v1/conversations/new");
}

TEST_CASE_FIXTURE(Routes, "Only the exact path matches") {
  for (const char* path :
       {"", "/v1/chat/", "//v1/chat", "/V1/chat", "/v1", "/v1/chatx", "*"}) {
    CAPTURE(path);
    CHECK(router.Find("POST", path).handler == nullptr);
    CHECK(router.Find("POST", path).allow.empty());
  }
}

TEST_CASE_FIXTURE(Routes, "HEAD finds GET and other methods are listed") {
  CHECK(Call("HEAD", "/v1/faq") == "/v1/faq");
  CHECK(router.Find("PUT", "/v1/faq").allow == "GET, HEAD, OPTIONS");
  CHECK(router.Find("OPTIONS", "/v1/chat").allow == "POST, OPTIONS");
  CHECK(router.Find("GET", "/v1/conversations/x").allow == "DELETE, OPTIONS");
}

TEST_CASE_FIXTURE(Routes, "Routes are listed as they were added") {
  REQUIRE(router.routes().size() == 6);
  CHECK(router.routes()[2].method == "POST");
  CHECK(router.routes()[2].pattern == "/v1/chat");
}

}  // namespace
}  // namespace sportello
