#include "channels/inbound.h"

#include "base/json.h"
#include "channels/json_fields.h"
#include "channels/text_split.h"

namespace sportello {
namespace {

constexpr size_t kMaxName = 80;
constexpr size_t kMaxText = 16'384;

// A name is one line of what can be seen. Marks that change the direction of
// what follows would turn the agent's page around.
std::string CleanName(const std::string& name) {
  std::string clean;
  for (size_t i = 0; i < name.size(); ++i) {
    const auto c = static_cast<unsigned char>(name[i]);
    const std::string_view mark = std::string_view(name).substr(i, 3);
    const bool turns = (mark >= "\u202a" && mark <= "\u202e") ||
                       (mark >= "\u2066" && mark <= "\u2069");
    if (turns) {
      i += 2;
    } else if (c < 0x20 || c == 0x7f) {
      if (!clean.empty() && clean.back() != ' ') clean += ' ';
    } else {
      clean += name[i];
    }
  }
  return std::string(FirstUnits(clean, kMaxName, TextUnit::kCodePoints));
}

}  // namespace

std::string EncodeInbound(const InboundEvent& event) {
  Json json = {{"kind", static_cast<int>(event.kind)},
               {"text", std::string(FirstUnits(event.text, kMaxText,
                                               TextUnit::kCodePoints))},
               {"name", CleanName(event.name)},
               {"email", event.email},
               {"locale", event.locale},
               {"sent_at_ms", ToMillis(event.sent_at)}};
  return DumpJson(json);
}

Result<InboundEvent> DecodeInbound(const ChannelEvent& stored) {
  const Result<Json> json = ParseJson(stored.payload);
  if (!json.ok()) return Invalid("an event of a channel cannot be read");
  const int64_t kind = NumberField(*json, "kind");
  if (kind < 0 || kind > static_cast<int>(InboundEvent::Kind::kFailed)) {
    return Invalid("an event of a channel cannot be read");
  }
  InboundEvent event;
  event.kind = static_cast<InboundEvent::Kind>(kind);
  event.id = stored.event_id;
  event.address = stored.address;
  event.text = TextField(*json, "text");
  event.name = TextField(*json, "name");
  event.email = TextField(*json, "email");
  event.locale = TextField(*json, "locale");
  event.sent_at = FromMillis(NumberField(*json, "sent_at_ms"));
  return event;
}

}  // namespace sportello
