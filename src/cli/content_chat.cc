#include "cli/content_chat.h"

#include <iostream>

#include "cli/command.h"
#include "cli/content_session.h"

namespace sportello {
namespace {

void PrintChatTurn(const Turn& turn, const Streams& streams) {
  size_t number = 0;
  for (const Reply& reply : turn.replies) {
    streams.out << "bot> " << reply.text << "\n";
    for (const Button& button : reply.buttons) {
      streams.out << "     [" << ++number << "] " << button.title << "\n";
    }
  }
  if (turn.replies.empty()) {
    streams.out << "     (a person owns this conversation now)\n";
  }
  if (turn.ticket.has_value()) {
    streams.out << "     (a ticket was opened"
                << (turn.ticket->queue.empty() ? ""
                                               : " for " + turn.ticket->queue)
                << ")\n";
  }
}

}  // namespace

int Converse(const ChatOptions& options, std::istream& in,
             const Streams& streams) {
  const std::optional<BuildOutcome> content =
      LoadOrReport(options.place, streams);
  if (!content.has_value()) return kExitFailed;
  ChatSession session(content->snapshot, {options.name, ""}, options.language);
  std::string line;
  streams.out << "you> " << std::flush;
  while (std::getline(in, line)) {
    PrintChatTurn(session.Say(line), streams);
    streams.out << "you> " << std::flush;
  }
  streams.out << "\n";
  return streams.out.flush() ? kExitDone : kExitFailed;
}

int RunChat(const ChatOptions& options, const Streams& streams) {
  if (streams.terminal) {
    streams.err << "Write as a customer; a button is its number. Ctrl-D "
                   "ends.\n";
  }
  return Converse(options, std::cin, streams);
}

}  // namespace sportello
