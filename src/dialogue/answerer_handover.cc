// From the bot to a person: the ticket and what the agent is told.
#include <utility>

#include "dialogue/answerer.h"
#include "language/mask.h"

namespace sportello {
namespace {

constexpr size_t kMaxMissed = 3;
constexpr size_t kMaxMissedBytes = 300;

}  // namespace

void Answerer::HandOver(const std::string& queue, const std::string& reason,
                        std::string_view text) {
  if (conversation_.ticket == 0) {
    writer_.SetVariable("ticket", std::string(kTicketMark));
  }
  writer_.Say(text);
  OpenTicket(queue, reason);
  EndSlots();
}

void Answerer::OpenTicket(const std::string& queue, const std::string& reason) {
  turn_.owner = Owner::kQueue;
  state_.misses = 0;
  if (conversation_.ticket != 0) return;  // there is one already
  TicketDraft draft;
  draft.queue = queue.empty() ? "general" : queue;
  draft.reason = reason;
  draft.summary = Summary();
  turn_.ticket = std::move(draft);
}

// For the agent: what it is about, what is known, what was not understood.
std::string Answerer::Summary() const {
  std::string summary;
  const auto add = [&](std::string_view name, std::string_view value) {
    summary.append(name).append(": ").append(value).append("\n");
  };
  // What ended just now is what the customer is still about.
  const bool running = !state_.intent.empty();
  const bool ended = !running && state_.done_turn + 2 >= state_.turns;
  const std::string about = running ? state_.intent
                            : ended ? state_.done_intent
                                    : "";
  if (!about.empty()) add("intent", about);
  const Intent* intent = knowledge_.FindIntent(about);
  for (const auto& [name, value] : running ? state_.slots : state_.done_slots) {
    if (value.empty() || about.empty()) continue;
    const Slot* slot = intent == nullptr ? nullptr : intent->FindSlot(name);
    add(name, slot == nullptr ? value : Shown(*slot, value));
  }
  for (const std::string& text : state_.missed) add("not understood", text);
  return summary;
}

void Answerer::Remember(const std::string& text) {
  std::string cut = MaskPersonal(text).substr(0, kMaxMissedBytes);
  while (!cut.empty() && !IsValidUtf8(cut)) cut.pop_back();
  state_.missed.push_back(std::move(cut));
  if (state_.missed.size() > kMaxMissed) {
    state_.missed.erase(state_.missed.begin());
  }
}

}  // namespace sportello
