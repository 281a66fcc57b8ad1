// The JSON that customers get, written straight into a string: it is made
// after each commit, one after the other, where a tree of values would cost
// more than all the rest.
//
// Texts must be valid UTF-8, as all texts inside the program are.
#ifndef SPORTELLO_FLOW_CHAT_JSON_H_
#define SPORTELLO_FLOW_CHAT_JSON_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_text.h"
#include "chat/attachment.h"
#include "chat/chat.h"

namespace sportello {

// The answer of POST /v1/chat. `replies` carry the reason; without a reply
// "answer" is null.
std::string WriteChatAnswer(const Conversation& conversation,
                            int64_t message_seq,
                            const std::vector<Message>& replies);

// The answer of GET /v1/conversations/{id}/messages. `to_rate`: the page is to
// ask how it went. `files`: of the conversation; agents' messages name theirs.
std::string WriteMessages(const Conversation& conversation,
                          const std::vector<Message>& messages,
                          bool to_rate = false,
                          const std::vector<Attachment>& files = {});

// The answer of GET /v1/conversations/{id}.
std::string WriteConversation(const Conversation& conversation);

// "2026-01-05T08:00:00.000Z"
std::string FormatTime(Time time);

}  // namespace sportello

#endif  // SPORTELLO_FLOW_CHAT_JSON_H_
