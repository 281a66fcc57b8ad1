#include "mail/mail_server.h"

#include <algorithm>

namespace sportello {

std::string HostOfMailUrl(std::string_view url) {
  const size_t begin = url.find("://");
  if (begin == std::string_view::npos) return {};
  url.remove_prefix(begin + 3);
  url = url.substr(0, url.find('/'));
  if (!url.empty() && url[0] == '[') {
    return std::string(
        url.substr(0, std::min(url.find(']'), url.size() - 1) + 1));
  }
  return std::string(url.substr(0, url.find(':')));
}

Status CheckMailUrl(std::string_view url, std::string_view scheme) {
  const std::string plain = std::string(scheme) + "://";
  const std::string tls = std::string(scheme) + "s://";
  const std::string wanted = "is no " + tls + "HOST or " + plain + "HOST:PORT";
  if (url.substr(0, plain.size()) != plain &&
      url.substr(0, tls.size()) != tls) {
    return Invalid(wanted);
  }
  const bool strange = std::any_of(url.begin(), url.end(), [](char c) {
    return c <= ' ' || c > '~' || c == '@' || c == ';' || c == '?' || c == '#';
  });
  if (strange || HostOfMailUrl(url).empty()) return Invalid(wanted);
  return {};
}

}  // namespace sportello
