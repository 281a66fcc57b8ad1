// /v1/desk/unanswered...: what the bot could not answer, and the patches of
// the content that maintainers make of it.
#ifndef SPORTELLO_DESK_UNANSWERED_ENDPOINTS_H_
#define SPORTELLO_DESK_UNANSWERED_ENDPOINTS_H_

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "desk/content_patch.h"
#include "desk/desk_door.h"
#include "desk/desk_parts.h"
#include "desk/unanswered_groups.h"

namespace sportello {

// What is named here must outlive the endpoints. Safe from many threads.
class UnansweredEndpoints {
 public:
  explicit UnansweredEndpoints(DeskParts& parts) : parts_(parts) {}

  void AddRoutes(DeskDoor& door);

  // ?state=open|pending|ignored: groups, those asked most first. Open ones
  // that the content answers by now are left out.
  HttpResponse List(const DeskCall& call);
  // {action: ignore|pending|open}
  HttpResponse Mark(const DeskCall& call);
  // {action: variant, entry} or {action: entry, id, question, answer, file},
  // with `sentence` instead of the customer's words when it is given. Shows
  // the patch and its problems; with `apply` a patch without problems is
  // written and the content read anew. Compiles the content: a second or two.
  HttpResponse Patch(const DeskCall& call);

 private:
  Result<std::vector<UnansweredGroup>> Groups(const Snapshot& snapshot);
  Result<UnansweredGroup> Find(const DeskCall& call, const Snapshot& snapshot);
  // Writes the patch unless it has problems; who did it is in the audit.
  Status Apply(const DeskCall& call, const ContentPatch& patch);

  DeskParts& parts_;
  std::mutex writing_;  // one patch after the other
};

}  // namespace sportello

#endif  // SPORTELLO_DESK_UNANSWERED_ENDPOINTS_H_
