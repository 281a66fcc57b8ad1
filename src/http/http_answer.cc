#include "http/http_answer.h"

#include <algorithm>
#include <charconv>
#include <ctime>

namespace sportello {
namespace {

// RFC 9110, 5.6.7; made once a second and thread.
std::string_view HttpDate() {
  struct Cache {
    std::time_t second = 0;
    char text[32] = {};
    size_t length = 0;
  };
  thread_local Cache cache;
  const std::time_t now = std::time(nullptr);
  if (now != cache.second) {
    std::tm utc{};
    gmtime_r(&now, &utc);
    cache.length = std::strftime(cache.text, sizeof cache.text,
                                 "%a, %d %b %Y %H:%M:%S GMT", &utc);
    cache.second = now;
  }
  return {cache.text, cache.length};
}

bool IsSafeHeader(std::string_view name, std::string_view value) {
  if (name.empty() ||
      !std::all_of(name.begin(), name.end(), IsTokenCharacter)) {
    return false;
  }
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\t') || byte == 0x7f) return false;
  }
  for (const std::string_view ours :
       {"Content-Length", "Content-Type", "Connection", "Transfer-Encoding",
        "Date", "Keep-Alive", "Server"}) {
    if (EqualsIgnoringCase(name, ours)) return false;
  }
  return true;
}

bool IsJson(std::string_view content_type) {
  return content_type.substr(0, 16) == "application/json" ||
         content_type.substr(0, 24) == "application/problem+json";
}

void AppendNumber(size_t number, std::string* out) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out->append(digits, end);
}

void AppendHeader(std::string_view name, std::string_view value,
                  std::string* out) {
  out->append(name).append(": ").append(value).append("\r\n");
}

struct Given {
  bool policy = false;
  bool cache = false;
  bool referrer = false;
};

Given AppendHeaders(const HttpResponse& response, std::string* out) {
  Given given;
  for (const auto& [name, value] : response.headers) {
    if (!IsSafeHeader(name, value)) continue;
    if (EqualsIgnoringCase(name, "Content-Security-Policy")) {
      given.policy = true;
    }
    if (EqualsIgnoringCase(name, "Cache-Control")) given.cache = true;
    if (EqualsIgnoringCase(name, "Referrer-Policy")) given.referrer = true;
    if (EqualsIgnoringCase(name, "X-Content-Type-Options")) continue;
    AppendHeader(name, value, out);
  }
  return given;
}

}  // namespace

const char* ReasonPhrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Unknown";
  }
}

std::string SerializeAnswer(const HttpResponse& response, AnswerForm form) {
  // A status outside of this is a mistake of the handler.
  const int status =
      response.status >= 200 && response.status <= 599 ? response.status : 500;
  const bool has_body = status != 204 && status != 304;
  std::string out;
  out.reserve(512 + response.body.size() + 64 * response.headers.size());
  out.append("HTTP/1.1 ");
  AppendNumber(static_cast<size_t>(status), &out);
  out.append(" ").append(ReasonPhrase(status)).append("\r\n");
  if (has_body) {
    const bool safe = IsSafeHeader("X", response.content_type);
    AppendHeader("Content-Type",
                 safe ? std::string_view(response.content_type)
                      : "application/octet-stream",
                 &out);
    out.append("Content-Length: ");
    AppendNumber(response.body.size(), &out);
    out.append("\r\n");
  }
  const Given given = AppendHeaders(response, &out);
  out.append("X-Content-Type-Options: nosniff\r\n");
  if (!given.referrer) out.append("Referrer-Policy: no-referrer\r\n");
  if (!given.policy) {
    out.append(
        "Content-Security-Policy: default-src 'none'; "
        "frame-ancestors 'none'\r\n");
  }
  if (!given.cache && has_body && IsJson(response.content_type)) {
    out.append("Cache-Control: no-store\r\n");
  }
  if (!form.keep_alive) {
    out.append("Connection: close\r\n");
  } else if (form.is_http_10) {
    out.append("Connection: keep-alive\r\n");
  }
  AppendHeader("Date", HttpDate(), &out);
  out.append("\r\n");
  if (has_body && !form.is_head) out.append(response.body);
  return out;
}

}  // namespace sportello
