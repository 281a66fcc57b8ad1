// The desk: where agents sign in and work. All its endpoints over one store.
#ifndef SPORTELLO_DESK_DESK_H_
#define SPORTELLO_DESK_DESK_H_

#include <memory>

#include "desk/desk_parts.h"
#include "flow/door.h"

namespace sportello {

// Must outlive the server's run. Safe from many threads.
class Desk {
 public:
  Desk(DeskParts parts, DeskOptions options);
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  // Before the server starts.
  void AddRoutes(HttpServer& server);
  // Before the store ends.
  void Stop();

 private:
  struct Endpoints;
  std::unique_ptr<Endpoints> endpoints_;
};

}  // namespace sportello

#endif  // SPORTELLO_DESK_DESK_H_
