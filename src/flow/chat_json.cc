#include "flow/chat_json.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace sportello {
namespace {

void AppendNumber(std::string& out, int64_t number) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

// At most four decimals: what is stored and read back prints the same.
void AppendScore(std::string& out, double score) {
  if (!std::isfinite(score)) score = 0;
  const auto parts = static_cast<int64_t>(std::llround(score * 10'000));
  char digits[32];
  const double rounded = static_cast<double>(parts) / 10'000;
  const auto end = std::to_chars(digits, digits + sizeof digits, rounded).ptr;
  out.append(digits, end);
}

// `,"name":"value"`; the comma is left out at the begin of an object.
void AppendField(std::string& out, std::string_view name,
                 std::string_view value) {
  if (out.back() != '{') out += ',';
  out += '"';
  out += name;
  out += "\":";
  AppendJsonString(out, value);
}

void AppendField(std::string& out, std::string_view name, int64_t value) {
  if (out.back() != '{') out += ',';
  out += '"';
  out += name;
  out += "\":";
  AppendNumber(out, value);
}

void AppendButtons(std::string& out, const std::vector<Button>& buttons) {
  out += ",\"buttons\":[";
  for (const Button& button : buttons) {
    if (out.back() != '[') out += ',';
    out += '{';
    AppendField(out, "title", button.title);
    AppendField(out, "value", button.value);
    out += '}';
  }
  out += ']';
}

void AppendReply(std::string& out, const Message& reply) {
  out += '{';
  AppendField(out, "seq", reply.seq);
  AppendField(out, "from", AuthorName(reply.from));
  AppendField(out, "text", reply.text);
  AppendButtons(out, reply.buttons);
}

// Those that came with the message; nothing when there are none.
void AppendFiles(std::string& out, int64_t seq,
                 const std::vector<Attachment>& files) {
  bool any = false;
  for (const Attachment& file : files) {
    if (file.seq != seq) continue;
    out += any ? "," : ",\"attachments\":[";
    any = true;
    out += '{';
    AppendField(out, "id", file.id);
    AppendField(out, "name", file.name);
    AppendField(out, "bytes", file.bytes);
    out += '}';
  }
  if (any) out += ']';
}

void AppendReason(std::string& out, const std::vector<Message>& replies) {
  out += ",\"answer\":";
  if (replies.empty() || !replies.back().reason.has_value()) {
    out += "null";
    return;
  }
  const Reason& reason = *replies.back().reason;
  out += '{';
  AppendField(out, "stage", reason.stage);
  AppendField(out, "id", reason.id);
  AppendField(out, "decision", reason.decision);
  AppendField(out, "confidence", reason.confidence);
  out += ",\"score\":";
  AppendScore(out, reason.score);
  out += ",\"suggestions\":[";
  for (const std::string& id : reason.suggestions) {
    if (out.back() != '[') out += ',';
    AppendJsonString(out, id);
  }
  out += "]}";
}

// What every answer about a conversation begins with.
void AppendHead(std::string& out, const Conversation& conversation) {
  out += '{';
  AppendField(out, "conversation", conversation.id);
  AppendField(out, "owner", OwnerName(conversation.owner));
  AppendField(out, "language", conversation.language);
  if (conversation.ticket != 0) {
    AppendField(out, "ticket", conversation.ticket);
  }
}

}  // namespace

std::string FormatTime(Time time) {
  using namespace std::chrono;
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  char text[40];
  const int length = std::snprintf(
      text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
      static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
      static_cast<unsigned>(date.day()),
      static_cast<int>(clock.hours().count()),
      static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()),
      static_cast<int>(clock.subseconds().count()));
  return {text, static_cast<size_t>(length)};
}

std::string WriteChatAnswer(const Conversation& conversation,
                            int64_t message_seq,
                            const std::vector<Message>& replies) {
  std::string out;
  out.reserve(1024);
  AppendHead(out, conversation);
  AppendField(out, "message_seq", message_seq);
  out += ",\"replies\":[";
  for (const Message& reply : replies) {
    if (out.back() != '[') out += ',';
    AppendReply(out, reply);
    out += '}';
  }
  out += ']';
  AppendReason(out, replies);
  out += '}';
  return out;
}

std::string WriteMessages(const Conversation& conversation,
                          const std::vector<Message>& messages, bool to_rate,
                          const std::vector<Attachment>& files) {
  std::string out;
  AppendHead(out, conversation);
  out += ",\"messages\":[";
  for (const Message& message : messages) {
    if (out.back() != '[') out += ',';
    AppendReply(out, message);
    if (message.from == Author::kAgent) AppendFiles(out, message.seq, files);
    AppendField(out, "at", FormatTime(message.at));
    out += '}';
  }
  out += to_rate ? "],\"to_rate\":true}" : "]}";
  return out;
}

std::string WriteConversation(const Conversation& conversation) {
  std::string out;
  AppendHead(out, conversation);
  AppendField(out, "last_seq", conversation.last_seq);
  AppendField(out, "created_at", FormatTime(conversation.created_at));
  AppendField(out, "updated_at", FormatTime(conversation.updated_at));
  out += '}';
  return out;
}

}  // namespace sportello
