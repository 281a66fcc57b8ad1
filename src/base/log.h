// One JSON object per line on standard error: ts, level, event, fields.
//
// Fields are facts about the program: no text of a customer, no secret. A
// blocked or closed standard error never stops the caller: the line is lost
// and counted. Safe from many threads.
#ifndef SPORTELLO_BASE_LOG_H_
#define SPORTELLO_BASE_LOG_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace sportello {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

struct LogField {
  std::string_view name;
  std::variant<std::string, int64_t, double, bool> value;
};

// Lines below this level are dropped. Default: kInfo.
void SetLogLevel(LogLevel level);

// Writes one line; `event` is a short constant such as "reload failed".
void Log(LogLevel level, std::string_view event,
         std::initializer_list<LogField> fields = {});

// How many lines could not be written since the start.
uint64_t LostLogLines();

}  // namespace sportello

#endif  // SPORTELLO_BASE_LOG_H_
