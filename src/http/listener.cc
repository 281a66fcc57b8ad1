#include "http/listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

namespace sportello {
namespace {

constexpr int kBacklog = 4096;

bool ParseAddress(const std::string& text, int port, sockaddr_storage* address,
                  socklen_t* length) {
  std::memset(address, 0, sizeof *address);
  const std::string number = text == "localhost" ? "127.0.0.1" : text;
  sockaddr_in v4{};
  if (inet_pton(AF_INET, number.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(static_cast<uint16_t>(port));
    std::memcpy(address, &v4, sizeof v4);
    *length = sizeof v4;
    return true;
  }
  sockaddr_in6 v6{};
  if (inet_pton(AF_INET6, number.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(static_cast<uint16_t>(port));
    std::memcpy(address, &v6, sizeof v6);
    *length = sizeof v6;
    return true;
  }
  return false;
}

Error BindError(int error, const std::string& where) {
  switch (error) {
    case EADDRINUSE:
      return Conflict("listen: " + where + ": the port is in use");
    case EACCES:
    case EPERM:
      return Denied("listen: " + where + ": not allowed to use this port");
    case EADDRNOTAVAIL:
      return Invalid("listen: " + where +
                     ": this machine does not have the address");
    default:
      return Internal("listen: " + where + ": system error " +
                      std::to_string(error));
  }
}

void SwitchOn(int fd, int level, int option) {
  const int on = 1;
  setsockopt(fd, level, option, &on, sizeof on);
}

in6_addr ToV6(const sockaddr_storage& address) {
  in6_addr result{};
  if (address.ss_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, &address, sizeof v6);
    result = v6.sin6_addr;
  } else if (address.ss_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &address, sizeof v4);
    result.s6_addr[10] = result.s6_addr[11] = 0xff;
    std::memcpy(result.s6_addr + 12, &v4.sin_addr, 4);
  }
  return result;
}

}  // namespace

Result<Listener> BindListener(const std::string& address, int port) {
  const std::string where = address + ":" + std::to_string(port);
  sockaddr_storage name{};
  socklen_t length = 0;
  if (port < 0 || port > 65535 ||
      !ParseAddress(address, port, &name, &length)) {
    return Invalid("listen: '" + where +
                   "': give an address as a number and a port up to 65535");
  }
  const int fd =
      socket(name.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return BindError(errno, where);
  SwitchOn(fd, SOL_SOCKET, SO_REUSEADDR);
  SwitchOn(fd, IPPROTO_TCP, TCP_NODELAY);
  auto* const generic = reinterpret_cast<sockaddr*>(&name);
  if (bind(fd, generic, length) != 0 ||
      getsockname(fd, generic, &length) != 0) {
    const int error = errno;
    close(fd);
    return BindError(error, where);
  }
  in_port_t bound = 0;
  if (name.ss_family == AF_INET) {
    bound = reinterpret_cast<sockaddr_in*>(&name)->sin_port;
  } else {
    bound = reinterpret_cast<sockaddr_in6*>(&name)->sin6_port;
  }
  return Listener{fd, ntohs(bound)};
}

Status Listen(const Listener& listener) {
  if (listen(listener.fd, kBacklog) == 0) return {};
  return BindError(errno, "port " + std::to_string(listener.port));
}

std::string AddressText(const sockaddr_storage& address) {
  char text[INET6_ADDRSTRLEN] = {};
  const in6_addr v6 = ToV6(address);
  if (IN6_IS_ADDR_V4MAPPED(&v6)) {
    inet_ntop(AF_INET, v6.s6_addr + 12, text, sizeof text);
  } else {
    inet_ntop(AF_INET6, &v6, text, sizeof text);
  }
  return text;
}

AddressCounts::Key AddressCounts::KeyOf(const sockaddr_storage& address) {
  const in6_addr v6 = ToV6(address);
  Key key;
  std::memcpy(key.data(), v6.s6_addr, key.size());
  if (!IN6_IS_ADDR_V4MAPPED(&v6)) std::fill(key.begin() + 8, key.end(), 0);
  return key;
}

int AddressCounts::Count(const Key& key) const {
  const auto found = counts_.find(key);
  return found == counts_.end() ? 0 : found->second;
}

void AddressCounts::Remove(const Key& key) {
  const auto found = counts_.find(key);
  if (found == counts_.end()) return;
  if (--found->second == 0) counts_.erase(found);
}

size_t AddressCounts::Hash::operator()(const Key& key) const {
  return std::hash<std::string_view>()(
      std::string_view(reinterpret_cast<const char*>(key.data()), key.size()));
}

}  // namespace sportello
