#include "flow/page_endpoints.h"

#include <array>
#include <string>
#include <string_view>

namespace sportello {

std::string_view flow_file(std::string_view name);  // cmake/embed.cmake

namespace {

constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

struct PageType {
  std::string_view name;
  const char* type;
};

constexpr std::array<PageType, 6> kFiles = {{
    {"page.js", "text/javascript; charset=utf-8"},
    {"markdown.js", "text/javascript; charset=utf-8"},
    {"words.js", "text/javascript; charset=utf-8"},
    {"page.css", "text/css; charset=utf-8"},
    {"faq.css", "text/css; charset=utf-8"},
    {"icon.svg", "image/svg+xml; charset=utf-8"},
}};

HttpResponse File(std::string_view name, const char* type) {
  HttpResponse response;
  response.content_type = type;
  response.body = std::string(flow_file(name));
  response.headers.emplace_back("Content-Security-Policy", kPolicy);
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

}  // namespace

HttpResponse Page() { return File("page.html", "text/html; charset=utf-8"); }

HttpResponse PageFile(const HttpRequest& request) {
  for (const PageType& file : kFiles) {
    if (file.name == request.Parameter("name")) {
      return File(file.name, file.type);
    }
  }
  return MakeProblem(404, "not-found", "Not Found",
                     "The page has no file of this name.");
}

HttpResponse OpenApi() {
  HttpResponse response;
  response.body = std::string(flow_file("openapi.json"));
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

}  // namespace sportello
