#include "http/request_head.h"

#include <array>
#include <cstdint>

namespace sportello {
namespace {

constexpr Refusal kBadLine{
    400, "bad-request-line",
    "The request line must read METHOD /path HTTP/1.1 with single blanks."};
constexpr Refusal kBadTarget{
    400, "bad-target",
    "The target must be a path that begins with '/', in visible ASCII "
    "without a fragment; encode everything else with %XX."};
constexpr Refusal kUnknownMethod{
    501, "method-unknown",
    "Use GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS, in capitals."};
constexpr Refusal kBadVersion{505, "version-not-supported",
                              "Only HTTP/1.1 and HTTP/1.0 are spoken here."};
constexpr Refusal kTargetTooLong{414, "target-too-long",
                                 "The path and query are too long."};
constexpr Refusal kBadField{
    400, "bad-header",
    "A header line must read Name: value, on one line, without control "
    "characters and without a blank before the colon."};
constexpr Refusal kReservedField{
    400, "reserved-header",
    "Header names that begin with REMOTE_ or LOCAL_ are not accepted."};
constexpr Refusal kTooManyFields{431, "too-many-headers",
                                 "The request has too many header lines."};
constexpr Refusal kNoHost{400, "host-missing",
                          "Exactly one valid Host header is required."};
constexpr Refusal kTransferEncoding{
    411, "length-required",
    "Send the body with Content-Length; Transfer-Encoding is not accepted."};
constexpr Refusal kContentEncoding{
    415, "content-encoding",
    "Send the body as it is; Content-Encoding is not accepted."};
constexpr Refusal kMultipart{415, "multipart",
                             "Multipart bodies are not accepted."};
constexpr Refusal kBadLength{
    400, "bad-content-length",
    "Content-Length must be there once, as a plain decimal number."};
constexpr Refusal kTwoTypes{400, "bad-content-type",
                            "Content-Type must be there at most once."};
constexpr Refusal kNoLength{411, "length-required",
                            "This method needs a Content-Length header."};
constexpr Refusal kTooLarge{413, "body-too-large",
                            "The body is larger than this server accepts."};
constexpr Refusal kNoBodyExpected{400, "unexpected-body",
                                  "This method must not carry a body."};
constexpr Refusal kBadExpectation{417, "expectation-failed",
                                  "Only Expect: 100-continue is understood."};

constexpr std::array<bool, 256> MakeTokenTable() {
  std::array<bool, 256> table{};
  for (int c = '0'; c <= '9'; ++c) table[static_cast<size_t>(c)] = true;
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<size_t>(c)] = true;
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<size_t>(c)] = true;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}
constexpr std::array<bool, 256> kToken = MakeTokenTable();

constexpr char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool IsHexDigit(char c) {
  return (c >= '0' && c <= '9') || (Lower(c) >= 'a' && Lower(c) <= 'f');
}

bool StartsWithIgnoringCase(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         EqualsIgnoringCase(text.substr(0, prefix.size()), prefix);
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

// Control characters, also as %0x and %1x: somebody behind us may decode.
bool HasControl(std::string_view value) {
  for (size_t i = 0; i < value.size(); ++i) {
    const auto c = static_cast<unsigned char>(value[i]);
    if ((c < 0x20 && c != '\t') || c == 0x7f) return true;
    if (c == '%' && i + 2 < value.size() &&
        (value[i + 1] == '0' || value[i + 1] == '1') &&
        IsHexDigit(value[i + 2])) {
      return true;
    }
  }
  return false;
}

bool IsHostText(std::string_view value) {
  if (value.empty() || value.size() > 255) return false;
  for (const char c : value) {
    const bool ok = (c >= '0' && c <= '9') ||
                    (Lower(c) >= 'a' && Lower(c) <= 'z') || c == '.' ||
                    c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
    if (!ok) return false;
  }
  return true;
}

// Calls `visit` with each element of a comma-separated list.
template <typename Visitor>
void ForEachElement(std::string_view list, Visitor visit) {
  while (!list.empty()) {
    const size_t comma = list.find(',');
    visit(Trim(list.substr(0, comma)));
    if (comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

// Every function returns null, or why the request is refused.
class HeadParser {
 public:
  explicit HeadParser(const HttpLimits& limits) : limits_(limits) {}

  const Refusal* Parse(std::string_view bytes) {
    const size_t line_end = bytes.find("\r\n");
    if (line_end == std::string_view::npos) return &kBadLine;
    if (const Refusal* r = RequestLine(bytes.substr(0, line_end))) return r;
    bytes.remove_prefix(line_end + 2);
    int lines = 0;
    for (;;) {
      const size_t end = bytes.find("\r\n");
      if (end == std::string_view::npos) return &kBadField;
      if (end == 0) break;
      if (++lines > limits_.max_header_lines) return &kTooManyFields;
      if (const Refusal* r = Field(bytes.substr(0, end))) return r;
      bytes.remove_prefix(end + 2);
    }
    return Whole();
  }

  const RequestHead& head() const { return head_; }

 private:
  const Refusal* RequestLine(std::string_view line) {
    const size_t first = line.find(' ');
    const size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == 0 || first == last) {
      return &kBadLine;
    }
    head_.method = line.substr(0, first);
    head_.target = line.substr(first + 1, last - first - 1);
    for (const char c : head_.method) {
      if (!IsTokenCharacter(c)) return &kBadLine;
    }
    const std::string_view version = line.substr(last + 1);
    if (version == "HTTP/1.0") {
      head_.is_http_10 = true;
      head_.keep_alive = false;
    } else if (version != "HTTP/1.1") {
      const bool is_http = version.size() == 8 && version[6] == '.' &&
                           version.substr(0, 5) == "HTTP/";
      return is_http ? &kBadVersion : &kBadLine;
    }
    if (head_.target.size() > static_cast<size_t>(limits_.max_target_bytes)) {
      return &kTargetTooLong;
    }
    if (const Refusal* r = Method()) return r;
    return Target();
  }

  const Refusal* Method() {
    const std::string_view m = head_.method;
    carries_body_ = m == "POST" || m == "PUT" || m == "PATCH";
    const bool known = carries_body_ || m == "GET" || m == "HEAD" ||
                       m == "DELETE" || m == "OPTIONS";
    return known ? nullptr : &kUnknownMethod;
  }

  const Refusal* Target() const {
    if (head_.target == "*") {
      return head_.method == "OPTIONS" ? nullptr : &kBadTarget;
    }
    if (head_.target.empty() || head_.target.front() != '/') {
      return &kBadTarget;
    }
    for (const char c : head_.target) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte <= 0x20 || byte >= 0x7f || c == '#' || c == '"' || c == '<' ||
          c == '>') {
        return &kBadTarget;
      }
    }
    return nullptr;
  }

  const Refusal* Field(std::string_view line) {
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return &kBadField;
    const std::string_view name = line.substr(0, colon);
    for (const char c : name) {
      if (!IsTokenCharacter(c)) return &kBadField;
    }
    const std::string_view value = Trim(line.substr(colon + 1));
    if (HasControl(value)) return &kBadField;
    if (StartsWithIgnoringCase(name, "remote_") ||
        StartsWithIgnoringCase(name, "local_")) {
      return &kReservedField;
    }
    return Meaning(name, value);
  }

  // The fields that frame the message; most names are told apart by length.
  const Refusal* Meaning(std::string_view name, std::string_view value) {
    const auto is = [&](std::string_view known) {
      return EqualsIgnoringCase(name, known);
    };
    switch (name.size()) {
      case 4:
        if (is("host")) return Host(value);
        break;
      case 6:
        if (is("expect")) return Expect(value);
        break;
      case 10:
        if (is("connection")) ConnectionOptions(value);
        break;
      case 12:
        if (is("content-type")) return ContentType(value);
        break;
      case 14:
        if (is("content-length")) return ContentLength(value);
        break;
      case 16:
        if (is("content-encoding")) return &kContentEncoding;
        break;
      case 17:
        if (is("transfer-encoding")) return &kTransferEncoding;
        break;
      default:
        break;
    }
    return nullptr;
  }

  const Refusal* Host(std::string_view value) {
    if (has_host_ || !IsHostText(value)) return &kNoHost;
    has_host_ = true;
    return nullptr;
  }

  const Refusal* Expect(std::string_view value) {
    if (!EqualsIgnoringCase(value, "100-continue")) return &kBadExpectation;
    head_.expects_continue = !head_.is_http_10;
    return nullptr;
  }

  void ConnectionOptions(std::string_view value) {
    ForEachElement(value, [this](std::string_view option) {
      if (EqualsIgnoringCase(option, "close")) closes_ = true;
      if (EqualsIgnoringCase(option, "keep-alive")) head_.keep_alive = true;
    });
  }

  const Refusal* ContentType(std::string_view value) {
    if (has_type_) return &kTwoTypes;
    has_type_ = true;
    return StartsWithIgnoringCase(value, "multipart/") ? &kMultipart : nullptr;
  }

  const Refusal* ContentLength(std::string_view value) {
    if (has_length_ || value.empty()) return &kBadLength;
    for (const char c : value) {
      if (c < '0' || c > '9') return &kBadLength;
    }
    has_length_ = true;
    if (value.size() > 9) return &kTooLarge;
    for (const char c : value) {
      head_.body_bytes = head_.body_bytes * 10 + static_cast<size_t>(c - '0');
    }
    return nullptr;
  }

  const Refusal* Whole() {
    if (!has_host_ && !head_.is_http_10) return &kNoHost;
    if (carries_body_ && !has_length_) return &kNoLength;
    if (!carries_body_ && head_.body_bytes > 0) return &kNoBodyExpected;
    if (head_.body_bytes > static_cast<size_t>(limits_.max_body_bytes)) {
      return &kTooLarge;
    }
    if (closes_) head_.keep_alive = false;
    return nullptr;
  }

  const HttpLimits& limits_;
  RequestHead head_;
  bool carries_body_ = false;
  bool closes_ = false;
  bool has_host_ = false;
  bool has_length_ = false;
  bool has_type_ = false;
};

}  // namespace

bool IsTokenCharacter(char character) {
  return kToken[static_cast<unsigned char>(character)];
}

bool EqualsIgnoringCase(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return false;
  for (size_t i = 0; i < left.size(); ++i) {
    if (Lower(left[i]) != Lower(right[i])) return false;
  }
  return true;
}

std::variant<RequestHead, Refusal> ParseRequestHead(std::string_view head,
                                                    const HttpLimits& limits) {
  HeadParser parser(limits);
  if (const Refusal* refusal = parser.Parse(head)) return *refusal;
  return parser.head();
}

bool NextField(std::string_view* rest, HeadField* field) {
  const size_t end = rest->find("\r\n");
  if (end == std::string_view::npos || end == 0) return false;
  const std::string_view line = rest->substr(0, end);
  const size_t colon = line.find(':');
  field->name = line.substr(0, colon);
  field->value = Trim(line.substr(colon + 1));
  rest->remove_prefix(end + 2);
  return true;
}

}  // namespace sportello
