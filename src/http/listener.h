// The listening socket and the addresses of those who connect to it.
#ifndef SPORTELLO_HTTP_LISTENER_H_
#define SPORTELLO_HTTP_LISTENER_H_

#include <sys/socket.h>

#include <array>
#include <string>
#include <unordered_map>

#include "base/result.h"

namespace sportello {

struct Listener {
  int fd = -1;
  int port = 0;
};

// Binds, without listening yet: non-blocking, close-on-exec, TCP_NODELAY for
// all accepted sockets, SO_REUSEADDR but never SO_REUSEPORT (a second daemon
// must fail). Errors as HttpServer::Bind says. The caller closes `fd`.
Result<Listener> BindListener(const std::string& address, int port);

// From now on others can connect; backlog 4096. kConflict: another one, which
// was bound too, listens already.
Status Listen(const Listener& listener);

// "192.0.2.1"; an IPv4 address inside IPv6 reads as IPv4.
std::string AddressText(const sockaddr_storage& address);

// How many connections each address has. IPv6 counts by /64: whoever has one
// address there has them all. One thread.
class AddressCounts {
 public:
  using Key = std::array<unsigned char, 16>;

  static Key KeyOf(const sockaddr_storage& address);
  int Count(const Key& key) const;
  void Add(const Key& key) { ++counts_[key]; }
  void Remove(const Key& key);

 private:
  struct Hash {
    size_t operator()(const Key& key) const;
  };
  std::unordered_map<Key, int, Hash> counts_;
};

}  // namespace sportello

#endif  // SPORTELLO_HTTP_LISTENER_H_
