#include "flow/page_endpoints.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

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

constexpr std::array<PageType, 7> kFiles = {{
    {"page.js", "text/javascript; charset=utf-8"},
    {"markdown.js", "text/javascript; charset=utf-8"},
    {"files.js", "text/javascript; charset=utf-8"},
    {"words.js", "text/javascript; charset=utf-8"},
    {"page.css", "text/css; charset=utf-8"},
    {"faq.css", "text/css; charset=utf-8"},
    {"icon.svg", "image/svg+xml; charset=utf-8"},
}};

constexpr const char* kScript = "text/javascript; charset=utf-8";
// Made here, not a file: which channels have links.
constexpr std::string_view kLinks = "links.js";

HttpResponse File(std::string body, const char* type) {
  HttpResponse response;
  response.content_type = type;
  response.body = std::move(body);
  response.headers.emplace_back("Content-Security-Policy", kPolicy);
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

// In the order in which they use each other.
constexpr std::array<std::string_view, 8> kWidgetFiles = {
    "markdown.js",          "files.js",
    "widget_words.js",      "widget_style.js",
    "widget_attributes.js", "widget_talk.js",
    "widget_dom.js",        "widget.js"};

void AppendModule(std::string_view module, std::string& script) {
  while (!module.empty()) {
    std::string_view line = module.substr(0, module.find('\n'));
    module.remove_prefix(std::min(line.size() + 1, module.size()));
    if (line.starts_with("import ")) continue;
    if (line.starts_with("export ")) line.remove_prefix(7);
    script.append(line).append("\n");
  }
}

// The modules in one scope: what they import stands before them.
std::string JoinModules(std::string_view links) {
  std::string script = "(() => {\n\"use strict\";\n";
  AppendModule(links, script);
  for (const std::string_view name : kWidgetFiles) {
    AppendModule(flow_file(name), script);
  }
  return script + "})();\n";
}

std::string LinksModule(const ChannelMap& channels) {
  std::string names;
  for (const auto& [name, channel] : channels) {
    if (channel->LinkFor("token").empty()) continue;
    names.append(names.empty() ? "\"" : ", \"").append(name).append("\"");
  }
  return "export const LINKS = [" + names + "];\n";
}

}  // namespace

PageEndpoints::PageEndpoints(const ChannelMap& channels)
    : links_(LinksModule(channels)),
      widget_(JoinModules(links_)),
      widget_tag_('"' + Sha256Hex(widget_).substr(0, 32) + '"') {}

HttpResponse PageEndpoints::Widget(const HttpRequest& request) const {
  HttpResponse response;
  response.content_type = kScript;
  response.headers = {{"Cache-Control", "public, max-age=300"},
                      {"Cross-Origin-Resource-Policy", "cross-origin"},
                      {"ETag", widget_tag_}};
  if (request.Header("If-None-Match").find(widget_tag_) !=
      std::string_view::npos) {
    response.status = 304;
  } else {
    response.body = widget_;
  }
  return response;
}

HttpResponse PageEndpoints::Page() {
  return File(std::string(flow_file("page.html")), "text/html; charset=utf-8");
}

HttpResponse PageEndpoints::PageFile(const HttpRequest& request) const {
  const std::string_view name = request.Parameter("name");
  if (name == kLinks) return File(links_, kScript);
  for (const PageType& file : kFiles) {
    if (file.name == name) {
      return File(std::string(flow_file(name)), file.type);
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
