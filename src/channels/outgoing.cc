#include "channels/outgoing.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/json.h"
#include "base/secret.h"
#include "channels/text_split.h"

namespace sportello {
namespace {

bool FitAsButtons(const std::vector<Button>& buttons,
                  const ChannelLimits& limits) {
  if (buttons.size() > limits.buttons) return false;
  return limits.titles_are_cut ||
         std::all_of(buttons.begin(), buttons.end(), [&](const Button& button) {
           return CountUnits(button.title, TextUnit::kCodePoints) <=
                  limits.button_title;
         });
}

constexpr std::string_view kAgain = "/again";
constexpr size_t kOutsideDigits = 32;

std::string NumberedList(const std::vector<Button>& buttons) {
  std::string list;
  for (size_t i = 0; i < buttons.size(); ++i) {
    list += "\n" + std::to_string(i + 1) + ". " + buttons[i].title;
  }
  return list;
}

std::string CutTitle(const std::string& title, size_t limit) {
  if (CountUnits(title, TextUnit::kCodePoints) <= limit) return title;
  return std::string(FirstUnits(title, limit - 1, TextUnit::kCodePoints)) + "…";
}

template <typename Number>
bool ReadNumber(std::string_view text, Number& number) {
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::string ButtonId(int64_t seq, size_t index) {
  return "b:" + std::to_string(seq) + ":" + std::to_string(index + 1);
}

std::optional<ButtonPlace> ParseButtonId(std::string_view id) {
  if (!id.starts_with("b:")) return std::nullopt;
  const size_t colon = id.find(':', 2);
  if (colon == std::string_view::npos) return std::nullopt;
  ButtonPlace place;
  size_t number = 0;
  if (!ReadNumber(id.substr(2, colon - 2), place.seq) ||
      !ReadNumber(id.substr(colon + 1), number) || place.seq <= 0 ||
      number == 0 || number > 1000) {
    return std::nullopt;
  }
  place.index = number - 1;
  return place;
}

std::vector<OutgoingPart> CutMessage(const Message& message,
                                     const ChannelLimits& limits) {
  std::string text = message.text;
  const bool as_buttons = FitAsButtons(message.buttons, limits);
  if (!as_buttons) text += "\n" + NumberedList(message.buttons);
  std::vector<std::string> pieces = SplitText(text, limits.text, limits.unit);
  const bool with_buttons = as_buttons && !message.buttons.empty();
  if (with_buttons && !pieces.empty() &&
      CountUnits(pieces.back(), limits.unit) > limits.text_with_button) {
    const std::string last = std::move(pieces.back());
    pieces.pop_back();
    for (std::string& piece :
         SplitText(last, limits.text_with_button, limits.unit)) {
      pieces.push_back(std::move(piece));
    }
  }
  std::vector<OutgoingPart> parts;
  for (std::string& piece : pieces) {
    OutgoingPart part;
    part.text = std::move(piece);
    part.seq = message.seq;
    part.is_last = false;
    part.by_agent = message.from == Author::kAgent;
    parts.push_back(std::move(part));
  }
  if (parts.empty()) return parts;
  parts.back().is_last = true;
  if (!with_buttons) return parts;
  for (size_t i = 0; i < message.buttons.size(); ++i) {
    parts.back().buttons.push_back(
        {CutTitle(message.buttons[i].title, limits.button_title),
         ButtonId(message.seq, i)});
  }
  return parts;
}

std::string OutboxId(const OutboxPlace& place) {
  return place.conversation + "/" + std::to_string(place.seq) + "/" +
         std::to_string(place.part) + std::string(place.again ? kAgain : "");
}

std::optional<OutboxPlace> ParseOutboxId(std::string_view id) {
  OutboxPlace place;
  place.again = id.ends_with(kAgain);
  if (place.again) id.remove_suffix(kAgain.size());
  const size_t last = id.rfind('/');
  if (last == std::string_view::npos || last == 0) return std::nullopt;
  const size_t first = id.rfind('/', last - 1);
  if (first == std::string_view::npos || first == 0 ||
      !ReadNumber(id.substr(first + 1, last - first - 1), place.seq) ||
      !ReadNumber(id.substr(last + 1), place.part) || place.seq <= 0 ||
      place.part == 0) {
    return std::nullopt;
  }
  place.conversation = id.substr(0, first);
  return place;
}

std::string OutsideId(std::string_view secret, std::string_view outbox_id) {
  std::string signature = HmacHex(secret, "outbox\n" + std::string(outbox_id))
                              .substr(0, kOutsideDigits);
  const auto place = ParseOutboxId(outbox_id);
  if (!place) return signature;
  // "12/1/": the part, without the conversation.
  return std::string(outbox_id.substr(place->conversation.size() + 1)) + "/" +
         signature;
}

std::optional<OutboxPlace> ParseOutsideId(std::string_view secret,
                                          const std::string& conversation,
                                          std::string_view outside_id) {
  const size_t last = outside_id.rfind('/');
  if (last == std::string_view::npos) return std::nullopt;
  const std::string id =
      conversation + "/" + std::string(outside_id.substr(0, last));
  if (!IsSameSecret(OutsideId(secret, id), outside_id)) return std::nullopt;
  return ParseOutboxId(id);
}

std::string OutboxTarget(std::string_view channel, std::string_view address) {
  return std::string(channel) + ":" + std::string(address);
}

TargetParts SplitTarget(std::string_view target) {
  const size_t colon = std::min(target.find(':'), target.size());
  return {std::string(target.substr(0, colon)),
          std::string(target.substr(std::min(colon + 1, target.size())))};
}

OutboxItem MakeOutboxItem(const ChannelChat& chat, const OutgoingPart& part,
                          std::string message_id, Time now) {
  Json payload = Json::object();
  if (!part.ack.empty()) {
    payload["ack"] = part.ack;
  } else {
    payload["text"] = part.text;
    payload["seq"] = part.seq;
    payload["last"] = part.is_last;
    if (part.by_agent) payload["agent"] = true;
    for (const OutgoingButton& button : part.buttons) {
      payload["buttons"].push_back({button.title, button.id});
    }
  }
  OutboxItem item;
  item.kind = OutboxKind::kChannel;
  item.target = OutboxTarget(chat.channel, chat.address);
  item.payload = DumpJson(payload);
  item.message_id = std::move(message_id);
  item.next_try_at = now;
  item.created_at = now;
  item.conversation = chat.conversation;
  return item;
}

Result<OutgoingPart> ReadOutboxItem(const OutboxItem& item,
                                    std::string_view secret) {
  const Result<Json> json = ParseJson(item.payload);
  const Error broken = Invalid("the row of the outbox cannot be read");
  if (!json.ok() || !json->is_object()) return broken;
  OutgoingPart part;
  part.message_id = OutsideId(secret, item.message_id);
  try {
    part.ack = json->value("ack", "");
    if (!part.ack.empty()) return part;
    part.text = json->at("text").get<std::string>();
    part.seq = json->value("seq", int64_t{0});
    part.is_last = json->value("last", true);
    part.by_agent = json->value("agent", false);
    if (json->contains("buttons")) {
      for (const Json& button : json->at("buttons")) {
        part.buttons.push_back({button.at(0), button.at(1)});
      }
    }
  } catch (const Json::exception&) {
    return broken;
  }
  return part;
}

}  // namespace sportello
