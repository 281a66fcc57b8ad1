#include "desk/desk_files.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace sportello {
namespace {

HttpRequest Asking(std::string name) {
  HttpRequest request;
  request.method = "GET";
  if (!name.empty()) {
    request.parameters.emplace_back("name", std::move(name));
  }
  return request;
}

std::string HeaderOf(const HttpResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

TEST_CASE("The desk's page starts its script and its styles from files") {
  const HttpResponse page = DeskFile(Asking(""));
  CHECK(page.status == 200);
  CHECK(page.content_type == "text/html; charset=utf-8");
  for (const char* name : {"theme.js", "app.js", "base.css", "desk.css"}) {
    CAPTURE(name);
    CHECK(page.body.find(name) != std::string::npos);
    CHECK(DeskFile(Asking(name)).status == 200);
  }
  CHECK(DeskFile(Asking("app.js")).content_type ==
        "text/javascript; charset=utf-8");
  CHECK(DeskFile(Asking("desk.css")).content_type == "text/css; charset=utf-8");
}

TEST_CASE("No file of the desk may load or run anything from elsewhere") {
  for (const char* name : {"", "app.js", "base.css"}) {
    const std::string policy =
        HeaderOf(DeskFile(Asking(name)), "Content-Security-Policy");
    CHECK(policy.starts_with("default-src 'none'; script-src 'self';"));
    CHECK(policy.find("require-trusted-types-for 'script'") !=
          std::string::npos);
    CHECK(policy.find("unsafe") == std::string::npos);
  }
}

TEST_CASE("A file that the browser has is not sent again") {
  const HttpResponse first = DeskFile(Asking("app.js"));
  HttpRequest again = Asking("app.js");
  again.headers.emplace_back("If-None-Match", HeaderOf(first, "ETag"));
  const HttpResponse second = DeskFile(again);
  CHECK(second.status == 304);
  CHECK(second.body.empty());
  CHECK(HeaderOf(second, "ETag") == HeaderOf(first, "ETag"));
  CHECK(HeaderOf(DeskFile(Asking("desk.css")), "ETag") !=
        HeaderOf(first, "ETag"));
}

TEST_CASE("A name that is no file of the desk is not found") {
  for (const char* name : {"nothing.js", "../flow/web/page.js", "web"}) {
    CHECK(DeskFile(Asking(name)).status == 404);
  }
}

TEST_CASE("The desk's address without a slash leads to the desk") {
  const HttpResponse response = DeskEntrance();
  CHECK(response.status == 308);
  CHECK(HeaderOf(response, "Location") == "desk/");
}

}  // namespace
}  // namespace sportello
