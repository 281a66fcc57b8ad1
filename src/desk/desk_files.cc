#include "desk/desk_files.h"

#include <string>
#include <string_view>

#include "base/sha256.h"

namespace sportello {

std::string_view desk_file(std::string_view name);  // cmake/embed.cmake

namespace {

constexpr const char* kDeskPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'";

const char* DeskFileType(std::string_view name) {
  if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  return "text/html; charset=utf-8";
}

}  // namespace

HttpResponse DeskFile(const HttpRequest& request) {
  std::string_view name = request.Parameter("name");
  if (name.empty()) name = "index.html";
  const std::string_view bytes = desk_file(name);
  if (bytes.empty()) {
    return MakeProblem(404, "not-found", "Not Found",
                       "The desk has no file of this name.");
  }
  const std::string tag = '"' + Sha256Hex(bytes).substr(0, 32) + '"';
  HttpResponse response;
  response.content_type = DeskFileType(name);
  response.headers = {{"Content-Security-Policy", kDeskPolicy},
                      {"Cross-Origin-Opener-Policy", "same-origin"},
                      {"Cache-Control", "no-cache"},
                      {"ETag", tag}};
  // A proxy that compresses makes the tag a weak one (W/"...").
  if (request.Header("If-None-Match").find(tag) != std::string_view::npos) {
    response.status = 304;
  } else {
    response.body = std::string(bytes);
  }
  return response;
}

HttpResponse DeskEntrance() {
  HttpResponse response;
  response.status = 308;
  response.headers.emplace_back("Location", "desk/");
  return response;
}

}  // namespace sportello
