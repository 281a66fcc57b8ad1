#include "handoff/closure_feed.h"

#include <libical/ical.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <utility>

#include "base/log.h"

namespace sportello {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr size_t kMaxBytes = 4U << 20;
constexpr size_t kMaxSpans = 10'000;
constexpr seconds kLookAgain{30};
constexpr days kBefore{8};
constexpr days kAfter{420};
constexpr int64_t kDaySeconds = 86'400;

struct ComponentFree {
  void operator()(icalcomponent* component) const {
    icalcomponent_free(component);
  }
};
using ComponentPtr = std::unique_ptr<icalcomponent, ComponentFree>;

// libical keeps built-in zones in static variables.
std::mutex& LibraryMutex() {
  static std::mutex mutex;
  return mutex;
}

// An event's repetitions, as the library calls back for each.
struct Repetitions {
  bool local = false;
  int64_t length_s = 0;
  int64_t from_s = 0;
  int64_t to_s = 0;
  std::vector<ClosureSpan>* spans = nullptr;
};

void TakeRepetition(icalcomponent* /*event*/, struct icaltime_span* span,
                    void* data) {
  const Repetitions& all = *static_cast<Repetitions*>(data);
  const ClosureSpan closure{all.local, span->start, span->start + all.length_s};
  if (closure.to_s <= all.from_s || closure.from_s >= all.to_s) return;
  if (all.spans->size() < kMaxSpans) all.spans->push_back(closure);
}

int64_t LengthOf(icalcomponent* event, const icaltimetype& start) {
  const icaltimetype end = icalcomponent_get_dtend(event);
  int64_t length = 0;
  if (icaltime_is_null_time(end) == 0) {
    length = icaltime_as_timet_with_zone(end, end.zone) -
             icaltime_as_timet_with_zone(start, start.zone);
  }
  // An all-day event without an end is one day (RFC 5545, 3.6.1).
  if (length <= 0 && start.is_date != 0) length = kDaySeconds;
  return length;
}

void ReadEvent(icalcomponent* event, Time from, Time to,
               std::vector<ClosureSpan>& spans) {
  if (icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED) return;
  const icaltimetype start = icalcomponent_get_dtstart(event);
  if (icaltime_is_null_time(start) != 0) return;
  Repetitions all;
  // A time without a zone is the company's wall clock (RFC 5545, 3.3.5).
  all.local = start.is_date != 0 || start.zone == nullptr;
  all.length_s = LengthOf(event, start);
  if (all.length_s <= 0) return;
  // Wall clocks differ from UTC by less than a day.
  all.from_s = ToMillis(from) / 1000 - kDaySeconds;
  all.to_s = ToMillis(to) / 1000 + kDaySeconds;
  all.spans = &spans;
  const icaltimezone* utc = icaltimezone_get_utc_timezone();
  icalcomponent_foreach_recurrence(
      event, icaltime_from_timet_with_zone(all.from_s - all.length_s, 0, utc),
      icaltime_from_timet_with_zone(all.to_s, 0, utc), TakeRepetition, &all);
}

Result<std::string> ReadText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Unavailable("ical_file: " + path + ": cannot be read");
  std::string text(kMaxBytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(file.gcount()));
  if (file.bad()) return Unavailable("ical_file: " + path + ": cannot be read");
  if (text.size() > kMaxBytes) {
    return Invalid("ical_file: " + path + ": has over 4 MiB");
  }
  return text;
}

}  // namespace

Result<std::vector<ClosureSpan>> ReadClosures(const std::string& text,
                                              Time from, Time to) {
  const std::scoped_lock lock(LibraryMutex());
  icalerror_set_errors_are_fatal(0);
  const ComponentPtr calendar(icalparser_parse_string(text.c_str()));
  if (calendar == nullptr ||
      icalcomponent_isa(calendar.get()) != ICAL_VCALENDAR_COMPONENT) {
    return Invalid("is no calendar (BEGIN:VCALENDAR is missing or broken)");
  }
  std::vector<ClosureSpan> spans;
  for (icalcomponent* event = icalcomponent_get_first_component(
           calendar.get(), ICAL_VEVENT_COMPONENT);
       event != nullptr; event = icalcomponent_get_next_component(
                             calendar.get(), ICAL_VEVENT_COMPONENT)) {
    ReadEvent(event, from, to, spans);
  }
  return spans;
}

struct ClosureFeed::State {
  std::string path;
  std::mutex mutex;
  std::string text;
  std::filesystem::file_time_type changed_at{};
  steady_clock::time_point looked_at{};
  bool broken = false;
  Time from{};
  Time to{};
  Spans spans = std::make_shared<const std::vector<ClosureSpan>>();

  // Under the mutex. Takes the file's text if it is a calendar.
  Status Read() {
    looked_at = steady_clock::now();
    std::error_code error;
    const auto time = std::filesystem::last_write_time(path, error);
    if (!error && time == changed_at) return {};
    Result<std::string> read = ReadText(path);
    if (!read.ok()) return read.error();
    const Result<std::vector<ClosureSpan>> tried =
        ReadClosures(*read, Time(), Time());
    if (!tried.ok()) {
      return Invalid("ical_file: " + path + ": " + tried.error().message);
    }
    text = std::move(read).value();
    changed_at = time;
    from = to = Time();
    return {};
  }

  void LookAgain() {
    const Status status = Read();
    if (!status.ok() && !broken) {
      Log(LogLevel::kWarning, "closures kept as they were",
          {{"why", status.error().message}});
    }
    broken = !status.ok();
  }
};

ClosureFeed::ClosureFeed(std::string path) : state_(std::make_unique<State>()) {
  state_->path = std::move(path);
}

ClosureFeed::~ClosureFeed() = default;

Result<std::shared_ptr<ClosureFeed>> ClosureFeed::Open(
    const std::string& path) {
  std::shared_ptr<ClosureFeed> feed(new ClosureFeed(path));
  const std::scoped_lock lock(feed->state_->mutex);
  const Status read = feed->state_->Read();
  if (!read.ok()) return read.error();
  return feed;
}

void ClosureFeed::Refresh() const {
  const std::scoped_lock lock(state_->mutex);
  state_->LookAgain();
}

ClosureFeed::Spans ClosureFeed::Around(Time at) const {
  State& state = *state_;
  const std::scoped_lock lock(state.mutex);
  if (steady_clock::now() - state.looked_at > kLookAgain) state.LookAgain();
  if (at - days(7) < state.from || at + days(400) > state.to) {
    state.from = at - kBefore;
    state.to = at + kAfter;
    auto spans = ReadClosures(state.text, state.from, state.to);
    state.spans = std::make_shared<const std::vector<ClosureSpan>>(
        spans.ok() ? std::move(spans).value() : std::vector<ClosureSpan>());
  }
  return state.spans;
}

}  // namespace sportello
