#include "flow/page_endpoints.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/sha256.h"

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

// In the order in which they use each other.
constexpr std::array<std::string_view, 5> kWidgetFiles = {
    "markdown.js", "widget_words.js", "widget_style.js", "widget_talk.js",
    "widget.js"};

// The modules in one scope: what they import stands before them.
std::string JoinModules() {
  std::string script = "(() => {\n\"use strict\";\n";
  for (const std::string_view name : kWidgetFiles) {
    std::string_view rest = flow_file(name);
    while (!rest.empty()) {
      std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      if (line.starts_with("import ")) continue;
      if (line.starts_with("export ")) line.remove_prefix(7);
      script.append(line).append("\n");
    }
  }
  return script + "})();\n";
}

struct Widget {
  std::string script = JoinModules();
  std::string tag = '"' + Sha256Hex(script).substr(0, 32) + '"';
};

}  // namespace

HttpResponse WidgetScript(const HttpRequest& request) {
  static const Widget widget;
  HttpResponse response;
  response.content_type = "text/javascript; charset=utf-8";
  response.headers = {{"Cache-Control", "public, max-age=300"},
                      {"Cross-Origin-Resource-Policy", "cross-origin"},
                      {"ETag", widget.tag}};
  if (request.Header("If-None-Match").find(widget.tag) !=
      std::string_view::npos) {
    response.status = 304;
  } else {
    response.body = widget.script;
  }
  return response;
}

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
