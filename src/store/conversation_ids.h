// The conversations of a data folder, for commands that read all of them.
#ifndef SPORTELLO_STORE_CONVERSATION_IDS_H_
#define SPORTELLO_STORE_CONVERSATION_IDS_H_

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace sportello {

// Ids of those that were written to since `from`, the oldest first. A daemon
// may be using the folder. kNotFound when there is no store in it.
Result<std::vector<std::string>> ListConversationIds(
    const std::string& directory, Time from);

}  // namespace sportello

#endif  // SPORTELLO_STORE_CONVERSATION_IDS_H_
