#include "http/request_target.h"

#include <arpa/inet.h>

#include <utility>

namespace sportello {
namespace {

constexpr Refusal kBadPath{
    400, "bad-path",
    "The path must be valid UTF-8 with correct %XX escapes, without control "
    "characters, encoded slashes, backslashes, '.' or '..' segments."};
constexpr Refusal kBadQuery{
    400, "bad-query",
    "The query must be name=value pairs in valid UTF-8 with correct %XX "
    "escapes and without control characters."};

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The length of the well-formed UTF-8 sequence at `i` (Unicode, table 3-7), 0
// when there is none.
size_t SequenceAt(std::string_view text, size_t i) {
  const auto at = [&](size_t k) {
    return k < text.size() ? static_cast<unsigned char>(text[k]) : 0u;
  };
  const auto tail = [&](size_t k) { return (at(k) & 0xc0u) == 0x80u; };
  const unsigned first = at(i);
  const unsigned second = at(i + 1);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return tail(i + 1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f)) {
      return 0;
    }
    return tail(i + 1) && tail(i + 2) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    if ((first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f)) {
      return 0;
    }
    return tail(i + 1) && tail(i + 2) && tail(i + 3) ? 4 : 0;
  }
  return 0;
}

bool IsCleanText(std::string_view text, bool allows_lines) {
  for (size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool is_line = c == '\t' || c == '\n' || c == '\r';
    if ((c < 0x20 && !(allows_lines && is_line)) || c == 0x7f) return false;
    const size_t length = SequenceAt(text, i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

bool HasDotSegment(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const size_t end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(end);
  }
  return false;
}

bool DecodePath(std::string_view raw, std::string* path) {
  if (raw.find('%') == std::string_view::npos) {
    path->assign(raw);  // visible ASCII, as the head's parser has seen to
  } else {
    for (size_t i = 0; i + 2 < raw.size(); ++i) {
      if (raw[i] == '%' && raw[i + 1] == '2' && HexValue(raw[i + 2]) == 15) {
        return false;
      }
    }
    std::optional<std::string> decoded = DecodePercent(raw, false);
    if (!decoded) return false;
    *path = *std::move(decoded);
  }
  return path->find('\\') == std::string::npos && !HasDotSegment(*path);
}

bool DecodeQuery(std::string_view raw, HttpRequest* request) {
  while (!raw.empty()) {
    const size_t end = std::min(raw.find('&'), raw.size());
    const std::string_view pair = raw.substr(0, end);
    raw.remove_prefix(std::min(end + 1, raw.size()));
    if (pair.empty()) continue;
    const size_t equals = std::min(pair.find('='), pair.size());
    std::optional<std::string> name =
        DecodePercent(pair.substr(0, equals), true);
    std::optional<std::string> value =
        DecodePercent(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name || !value) return false;
    request->query.emplace_back(*std::move(name), *std::move(value));
  }
  return true;
}

std::string_view Find(
    const std::vector<std::pair<std::string, std::string>>& pairs,
    std::string_view name) {
  for (const auto& [key, value] : pairs) {
    if (key == name) return value;
  }
  return {};
}

bool IsAddress(const std::string& text) {
  unsigned char bytes[16];
  return inet_pton(AF_INET, text.c_str(), bytes) == 1 ||
         inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

}  // namespace

std::string_view HttpRequest::Query(std::string_view name) const {
  return Find(query, name);
}

std::string_view HttpRequest::Parameter(std::string_view name) const {
  return Find(parameters, name);
}

std::string_view HttpRequest::Header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (EqualsIgnoringCase(key, name)) return value;
  }
  return {};
}

std::optional<std::string> DecodePercent(std::string_view text,
                                         bool plus_is_blank) {
  std::string decoded;
  decoded.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_blank) {
      decoded.push_back(' ');
    } else if (text[i] != '%') {
      decoded.push_back(text[i]);
    } else {
      const int high = i + 2 < text.size() ? HexValue(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? HexValue(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      decoded.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    }
  }
  if (!IsCleanText(decoded, plus_is_blank)) return std::nullopt;
  return decoded;
}

std::string CustomerAddress(const HttpRequest& request, std::string_view peer,
                            std::string_view trusted_proxy) {
  if (trusted_proxy.empty() || peer != trusted_proxy) return std::string(peer);
  std::string address(peer);
  const auto& headers = request.headers;
  for (auto header = headers.rbegin(); header != headers.rend(); ++header) {
    if (!EqualsIgnoringCase(header->first, "X-Forwarded-For")) continue;
    std::string_view list = header->second;
    for (;;) {
      const size_t comma = list.rfind(',');
      std::string_view hop =
          comma == std::string_view::npos ? list : list.substr(comma + 1);
      while (!hop.empty() && hop.front() == ' ') hop.remove_prefix(1);
      while (!hop.empty() && hop.back() == ' ') hop.remove_suffix(1);
      std::string text(hop);
      if (!IsAddress(text)) return address;
      if (hop != trusted_proxy) return text;
      if (comma == std::string_view::npos) break;
      list = list.substr(0, comma);
    }
  }
  return address;
}

std::optional<Refusal> BuildRequest(WireRequest wire, std::string_view peer,
                                    std::string_view trusted_proxy,
                                    HttpRequest* request) {
  const auto head = std::string_view(wire.bytes).substr(0, wire.head_bytes);
  const size_t first = head.find(' ');
  const size_t second = head.find(' ', first + 1);
  const std::string_view target = head.substr(first + 1, second - first - 1);
  request->method.assign(head.substr(0, first));

  std::string_view rest = head.substr(head.find("\r\n") + 2);
  HeadField field;
  request->headers.reserve(12);
  while (NextField(&rest, &field)) {
    request->headers.emplace_back(field.name, field.value);
  }
  request->remote_address = CustomerAddress(*request, peer, trusted_proxy);

  const size_t question = std::min(target.find('?'), target.size());
  std::optional<Refusal> refusal;
  if (!DecodePath(target.substr(0, question), &request->path)) {
    refusal = kBadPath;
  } else if (question < target.size() &&
             !DecodeQuery(target.substr(question + 1), request)) {
    refusal = kBadQuery;
  }
  wire.bytes.erase(0, wire.head_bytes);
  request->body = std::move(wire.bytes);
  return refusal;
}

}  // namespace sportello
