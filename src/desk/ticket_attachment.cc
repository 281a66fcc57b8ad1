// A customer's file is never shown by us: the browser keeps it as a file of no
// known type, whatever its sender calls it.
#include <algorithm>
#include <string>
#include <utility>

#include "desk/ticket_endpoints.h"

namespace sportello {
namespace {

bool IsPlain(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

// As RFC 6266 wants it: a name for everybody, and the true one.
std::string DispositionOf(const std::string& name) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string plain;
  std::string coded;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    plain += IsPlain(byte) ? c : '_';
    if (IsPlain(byte)) {
      coded += c;
    } else {
      coded += '%';
      coded += kHex[byte >> 4U];
      coded += kHex[byte & 0xFU];
    }
  }
  return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + coded;
}

}  // namespace

HttpResponse TicketEndpoints::GetAttachment(const DeskCall& call) {
  const Result<Ticket> ticket = Find(call);
  if (!ticket.ok()) return ProblemFor(ticket.error());
  const std::string id(call.request.Parameter("id"));
  const auto found = parts_.store.attachments().Find(id);
  if (!found.ok()) return ProblemFor(found.error());
  if (!found->has_value() || (*found)->conversation != ticket->conversation) {
    return ProblemFor(NotFound("The ticket has no attachment with this id."));
  }
  auto content = parts_.store.attachments().Read(id);
  if (!content.ok()) return ProblemFor(content.error());
  if (!content->has_value()) return ProblemFor(NotFound("It is gone."));
  HttpResponse response;
  response.content_type = "application/octet-stream";
  response.body = **std::move(content);
  response.headers = {
      {"Content-Disposition", DispositionOf((*found)->name)},
      {"Content-Security-Policy", "default-src 'none'; sandbox"},
      {"Cache-Control", "no-store"}};
  return response;
}

}  // namespace sportello
