#include "http/http_client.h"

#include <httplib.h>

#include "http/request_head.h"

namespace sportello {
namespace {

bool IsClean(const std::string& text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\t') || byte == 0x7f) return false;
  }
  return true;
}

Result<httplib::Headers> Convert(const std::string& path,
                                 const HttpClient::Headers& headers) {
  if (path.empty() || path.front() != '/' || !IsClean(path) ||
      path.find(' ') != std::string::npos) {
    return Invalid("http: '" + path + "': not a path");
  }
  httplib::Headers converted;
  for (const auto& [name, value] : headers) {
    if (name.empty() || !IsClean(name) || !IsClean(value)) {
      return Invalid("http: header '" + name + "': control character");
    }
    converted.emplace(name, value);
  }
  return converted;
}

HttpResponse FromLibrary(const httplib::Response& answer, std::string body) {
  HttpResponse response;
  response.status = answer.status;
  response.content_type.clear();
  for (const auto& [name, value] : answer.headers) {
    if (EqualsIgnoringCase(name, "Content-Type")) response.content_type = value;
    response.headers.emplace_back(name, value);
  }
  response.body = std::move(body);
  return response;
}

}  // namespace

class HttpClient::Line {
 public:
  Line(const std::string& base, HttpClientLimits limits)
      : base_(base), limits_(limits), client_(base) {
    client_.set_connection_timeout(limits.connect_timeout);
    client_.set_read_timeout(limits.read_timeout);
    client_.set_write_timeout(limits.read_timeout);
    client_.set_keep_alive(true);
    client_.set_tcp_nodelay(true);
    client_.set_follow_location(false);
    client_.set_decompress(false);  // a bomb would pass the size limit
  }

  Result<HttpResponse> Exchange(httplib::Request request) {
    if (!client_.is_valid()) {
      return Invalid("http: '" + base_ + "': not http://host:port");
    }
    std::string body;
    bool too_large = false;
    const auto end = std::chrono::steady_clock::now() + limits_.total_timeout;
    request.content_receiver = [&](const char* data, size_t size, uint64_t,
                                   uint64_t) {
      too_large = body.size() + size > limits_.max_response_bytes;
      if (!too_large) body.append(data, size);
      return !too_large && std::chrono::steady_clock::now() < end;
    };
    try {
      const httplib::Result answer = client_.send(request);
      if (answer) return FromLibrary(answer.value(), std::move(body));
      return Unavailable("http: " + base_ + ": " +
                         (too_large ? "the answer is too large"
                                    : httplib::to_string(answer.error())));
    } catch (const std::exception&) {
      return Unavailable("http: " + base_ + ": no whole answer");
    }
  }

  void Stop() { client_.stop(); }

 private:
  const std::string base_;
  const HttpClientLimits limits_;
  httplib::Client client_;
};

HttpClient::HttpClient(const std::string& base, HttpClientLimits limits)
    : line_(std::make_unique<Line>(base, limits)) {}

HttpClient::~HttpClient() = default;

void HttpClient::Stop() { line_->Stop(); }

Result<HttpResponse> HttpClient::Get(const std::string& path,
                                     const Headers& headers) {
  Result<httplib::Headers> converted = Convert(path, headers);
  if (!converted.ok()) return converted.error();
  httplib::Request request;
  request.method = "GET";
  request.path = path;
  request.headers = *std::move(converted);
  return line_->Exchange(std::move(request));
}

Result<HttpResponse> HttpClient::Post(const std::string& path,
                                      const std::string& body,
                                      const Headers& headers,
                                      const std::string& content_type) {
  Result<httplib::Headers> converted = Convert(path, headers);
  if (!converted.ok()) return converted.error();
  if (!IsClean(content_type)) {
    return Invalid("http: content type: control character");
  }
  httplib::Request request;
  request.method = "POST";
  request.path = path;
  request.headers = *std::move(converted);
  request.headers.emplace("Content-Type", content_type);
  request.body = body;
  return line_->Exchange(std::move(request));
}

}  // namespace sportello
