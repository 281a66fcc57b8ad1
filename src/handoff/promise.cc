#include "handoff/promise.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sportello {
namespace {

constexpr int kSamples = 50;
constexpr std::chrono::seconds kFresh{30};

}  // namespace

std::optional<std::chrono::milliseconds> UsualWait(
    const std::vector<FirstReply>& replies, const OpeningHours& hours) {
  if (replies.size() < kMinSamples) return std::nullopt;
  std::vector<std::chrono::milliseconds> waits;
  waits.reserve(replies.size());
  for (const FirstReply& reply : replies) {
    waits.push_back(hours.OpenTimeBetween(reply.opened_at, reply.at));
  }
  const auto middle =
      waits.begin() + static_cast<std::ptrdiff_t>(waits.size() / 2);
  std::nth_element(waits.begin(), middle, waits.end());
  return *middle;
}

std::string WaitInWords(std::chrono::milliseconds wait,
                        std::string_view language) {
  using std::chrono::ceil;
  using std::chrono::minutes;
  constexpr std::array<int, 9> kSteps = {1, 2, 3, 5, 10, 15, 20, 30, 45};
  const bool italian = language == "it";
  const int exact = std::max(1, static_cast<int>(ceil<minutes>(wait).count()));
  for (const int step : kSteps) {
    if (exact > step) continue;
    if (step == 1) return italian ? "un minuto" : "a minute";
    return std::to_string(step) + (italian ? " minuti" : " minutes");
  }
  const int hours = (exact + 59) / 60;
  if (hours == 1) return italian ? "un'ora" : "an hour";
  if (hours > 12) return "";
  return std::to_string(hours) + (italian ? " ore" : " hours");
}

std::shared_ptr<const UsualWaits::Waits> UsualWaits::At(Time now) {
  {
    const std::lock_guard lock(mutex_);
    const bool fresh = waits_ != nullptr && now - read_at_ < kFresh;
    // While one reads, the others take what is known.
    if (fresh || (reading_ && waits_ != nullptr)) return waits_;
    reading_ = true;
  }
  auto waits = std::make_shared<Waits>();
  const auto figures = store_.tickets().Queues(now);
  std::vector<std::string> ids;
  for (const QueueRules& queue : queues_.all()) ids.push_back(queue.id);
  if (figures.ok()) {
    for (const auto& [id, counts] : *figures) ids.push_back(id);
  }
  for (const std::string& id : ids) {
    const auto replies = store_.tickets().ListFirstReplies(id, kSamples);
    if (!replies.ok()) continue;
    const auto wait = UsualWait(*replies, queues_.Find(id).hours);
    if (wait) (*waits)[id] = *wait;
  }
  const std::lock_guard lock(mutex_);
  waits_ = std::move(waits);
  read_at_ = now;
  reading_ = false;
  return waits_;
}

}  // namespace sportello
