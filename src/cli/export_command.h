// `sportello export`: stored conversations, anonymised, for `replay`.
#ifndef SPORTELLO_CLI_EXPORT_COMMAND_H_
#define SPORTELLO_CLI_EXPORT_COMMAND_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "chat/chat.h"
#include "cli/recorded_conversation.h"

namespace CLI {
class App;
}

namespace sportello {

std::function<int()> DeclareExport(CLI::App& app);

// The bot's part of a conversation, anonymised: up to the first message that a
// person answered, or that got no answer. Nothing when there is none. `salt`
// is for the Anonymizer.
std::optional<RecordedConversation> Record(const Conversation& conversation,
                                           const std::vector<Message>& messages,
                                           const std::string& salt);

}  // namespace sportello

#endif  // SPORTELLO_CLI_EXPORT_COMMAND_H_
