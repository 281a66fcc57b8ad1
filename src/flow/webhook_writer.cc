#include "flow/webhook_writer.h"

#include <string_view>

#include "base/id.h"
#include "base/json.h"
#include "flow/chat_json.h"

namespace sportello {
namespace {

std::string WebhookTypeOf(const TicketNews& news) {
  const std::string_view what = news.what;
  if (what == "reply") return "ticket.answered";
  if (what == "contact") return "contact.updated";
  if (what == "opened" || what == "reopened" || what == "rated") {
    return "ticket." + std::string(what);
  }
  const bool ended =
      what == "closed" ||
      (what == "released" && news.ticket.status == TicketStatus::kClosed);
  return ended ? "ticket.closed" : "";
}

Json TimeOrNull(const std::optional<Time>& at) {
  return at ? Json(FormatTime(*at)) : Json(nullptr);
}

}  // namespace

Status WebhookWriter::OnNews(Transaction& transaction, const TicketNews& news) {
  const std::string type = WebhookTypeOf(news);
  if (type.empty()) return {};
  const Ticket& ticket = news.ticket;
  Json row = {
      {"type", type},
      {"at", FormatTime(news.at)},
      {"ticket",
       {{"number", ticket.number},
        {"version", ticket.version},
        {"status", TicketStatusName(ticket.status)},
        {"queue", ticket.queue},
        {"reason", ticket.reason},
        {"priority", ticket.priority},
        {"agent", ticket.agent},
        {"outcome", ticket.outcome},
        {"language", ticket.language},
        {"created_at", FormatTime(ticket.created_at)},
        {"due_at", TimeOrNull(ticket.reopen_due_at ? ticket.reopen_due_at
                                                   : ticket.due_at)},
        {"first_reply_at", TimeOrNull(ticket.first_reply_at)},
        {"closed_at", TimeOrNull(ticket.closed_at)}}}};
  if (type == "ticket.answered" && news.message != nullptr) {
    row["seq"] = news.message->seq;
  }
  OutboxItem item;
  item.kind = OutboxKind::kWebhook;
  item.target = url_;
  item.payload = DumpJson(row);
  item.message_id = "msg_" + NewId();
  item.next_try_at = news.at;
  item.created_at = news.at;
  item.ticket = ticket.number;
  item.conversation = news.conversation.id;
  return transaction.outbox().Insert(item);
}

}  // namespace sportello
