#include "base/log.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <ctime>

#include "base/json.h"

namespace sportello {
namespace {

std::atomic<LogLevel> minimum_level{LogLevel::kInfo};
std::atomic<uint64_t> lost_lines{0};

const char* LevelName(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      return "error";
  }
  return "error";
}

std::string Timestamp() {
  using std::chrono::milliseconds;
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  const auto millis =
      std::chrono::duration_cast<milliseconds>(now.time_since_epoch()).count() %
      1000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char date[32];
  const size_t length =
      std::strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &utc);
  std::string text(date, length);
  std::string fraction = std::to_string(millis);
  text += '.' + std::string(3 - fraction.size(), '0') + fraction + 'Z';
  return text;
}

// Never waits: a full pipe must not stop the service.
void WriteLine(const std::string& line) {
  pollfd ready{STDERR_FILENO, POLLOUT, 0};
  if (poll(&ready, 1, 0) != 1 || (ready.revents & POLLOUT) == 0 ||
      write(STDERR_FILENO, line.data(), line.size()) !=
          static_cast<ssize_t>(line.size())) {
    lost_lines.fetch_add(1, std::memory_order_relaxed);
  }
}

}  // namespace

void SetLogLevel(LogLevel level) { minimum_level = level; }

uint64_t LostLogLines() { return lost_lines; }

void Log(LogLevel level, std::string_view event,
         std::initializer_list<LogField> fields) {
  if (level < minimum_level.load(std::memory_order_relaxed)) return;
  Json line = Json::object();
  line["ts"] = Timestamp();
  line["level"] = LevelName(level);
  line["event"] = event;
  for (const LogField& field : fields) {
    std::visit(
        [&](const auto& value) { line[std::string(field.name)] = value; },
        field.value);
  }
  WriteLine(DumpJson(line) + "\n");
}

}  // namespace sportello
