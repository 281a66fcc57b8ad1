#include "cli/self_check.h"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <string_view>

namespace sportello {
namespace {

// Where a listener on `address` can be reached from here.
std::string Reachable(const std::string& address) {
  if (address == "0.0.0.0") return "127.0.0.1";
  if (address == "::") return "::1";
  return address;
}

bool Exchange(int socket_fd) {
  constexpr std::string_view kRequest =
      "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  if (send(socket_fd, kRequest.data(), kRequest.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(kRequest.size())) {
    return false;
  }
  // 200 or nothing: a door whose workers hang still turns away, with 503.
  constexpr std::string_view kAlive = "HTTP/1.1 200 ";
  std::array<char, kAlive.size()> answer{};
  return recv(socket_fd, answer.data(), answer.size(), MSG_WAITALL) ==
             static_cast<ssize_t>(answer.size()) &&
         std::string_view(answer.data(), answer.size()) == kAlive;
}

}  // namespace

bool AnswersHealth(const std::string& address, int port,
                   std::chrono::milliseconds patience) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (getaddrinfo(Reachable(address).c_str(), std::to_string(port).c_str(),
                  &hints, &found) != 0) {
    return false;
  }
  const timeval limit{patience.count() / 1000, patience.count() % 1000 * 1000};
  bool answered = false;
  for (addrinfo* at = found; at != nullptr && !answered; at = at->ai_next) {
    const int socket_fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket_fd < 0) continue;
    setsockopt(socket_fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(socket_fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    answered = connect(socket_fd, at->ai_addr, at->ai_addrlen) == 0 &&
               Exchange(socket_fd);
    close(socket_fd);
  }
  freeaddrinfo(found);
  return answered;
}

}  // namespace sportello
