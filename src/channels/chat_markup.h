// The Markdown of our messages as a chat shows it.
//
// The subset is that of mail/markdown.h, whose HTML is read here: it is ours,
// well-formed, and has few elements.
#ifndef SPORTELLO_CHANNELS_CHAT_MARKUP_H_
#define SPORTELLO_CHANNELS_CHAT_MARKUP_H_

#include <string>
#include <string_view>

#include "channels/channel_limits.h"

namespace sportello {

// kTelegramHtml: b, i, code, a; the rest escaped.
// kWhatsApp: *bold*, _italic_, ```code```, links written out.
// kPlain: as MarkdownToPlain. kMarkdown: unchanged.
std::string WriteChatMarkup(std::string_view markdown, MarkupKind kind);

}  // namespace sportello

#endif  // SPORTELLO_CHANNELS_CHAT_MARKUP_H_
