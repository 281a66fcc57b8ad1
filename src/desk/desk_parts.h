// What the endpoints of the desk share.
#ifndef SPORTELLO_DESK_DESK_PARTS_H_
#define SPORTELLO_DESK_DESK_PARTS_H_

#include <functional>
#include <string>

#include "base/clock.h"
#include "desk/login.h"
#include "desk/presence.h"
#include "flow/knowledge_keeper.h"
#include "flow/message_waiters.h"
#include "handoff/ticket_work.h"
#include "metrics/metrics.h"
#include "store/store.h"

namespace sportello {

struct DeskOptions {
  LoginOptions login;
  bool behind_proxy = false;
  std::string shop_name;
  std::string default_language = "it";
};

// What is referred to must outlive the desk.
struct DeskParts {
  Store& store;
  KnowledgeKeeper& keeper;
  Metrics& metrics;
  const Clock& clock;
  const TicketWork& work;
  MessageWaiters& waiters;
};

// Whoever waits for news of the conversation hears of it, and the desk.
inline void TellChanged(MessageWaiters& waiters,
                        const std::string& conversation) {
  waiters.Notify(conversation);
  waiters.Notify(kDeskTopic);
}

}  // namespace sportello

#endif  // SPORTELLO_DESK_DESK_PARTS_H_
