// The table itself. Rows are made by one function for each type of value, so
// that a row says only what is particular to it.
#include <array>
#include <charconv>

#include "base/wording.h"
#include "cli/settings.h"
#include "handoff/hours.h"

namespace sportello {
namespace {

using Rows = std::vector<SettingRow>;

std::string Quoted(std::string_view text) {
  return "'" + std::string(text.substr(0, 60)) + "'";
}

std::vector<std::string> SplitList(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const size_t comma = text.find(',');
    std::string_view item = text.substr(0, comma);
    while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
    while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
    if (!item.empty()) items.emplace_back(item);
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  return items;
}

std::string JoinList(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) {
    text += (text.empty() ? "" : ", ") + item;
  }
  return text;
}

// What a row's setter does with the text; empty result = accepted.
using Check = std::function<Status(const std::string&)>;

template <typename Field>
SettingRow Text(std::string name, std::string sentence, Field field,
                const Check& check = nullptr) {
  SettingRow row{std::move(name),     "text", "", "",
                 std::move(sentence), false,  {}, {}};
  row.set = [field, check](Settings& settings, std::string_view text) {
    std::string value(text);
    if (check != nullptr) {
      if (Status status = check(value); !status.ok()) return status;
    }
    field(settings) = std::move(value);
    return Status();
  };
  row.get = [field](const Settings& settings) {
    return field(const_cast<Settings&>(settings));
  };
  return row;
}

template <typename Field>
SettingRow List(std::string name, std::string sentence, Field field,
                const std::function<Status(const std::vector<std::string>&)>&
                    check = nullptr) {
  SettingRow row{std::move(name),     "list", "", "",
                 std::move(sentence), false,  {}, {}};
  row.set = [field, check](Settings& settings, std::string_view text) {
    std::vector<std::string> items = SplitList(text);
    if (check != nullptr) {
      if (Status status = check(items); !status.ok()) return status;
    }
    field(settings) = std::move(items);
    return Status();
  };
  row.get = [field](const Settings& settings) {
    return JoinList(field(const_cast<Settings&>(settings)));
  };
  return row;
}

Result<int> ParseNumber(std::string_view text, int least, int most) {
  int value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    return Invalid(Quoted(text) + " is not a whole number");
  }
  if (value < least || value > most) {
    return Invalid(Quoted(text) + " is not between " + std::to_string(least) +
                   " and " + std::to_string(most));
  }
  return value;
}

// `field` may be an int or a std::chrono duration.
template <typename Field>
SettingRow Number(std::string name, std::string unit, int least, int most,
                  std::string sentence, Field field) {
  SettingRow row{std::move(name),
                 "number",
                 std::move(unit),
                 std::to_string(least) + " to " + std::to_string(most),
                 std::move(sentence),
                 false,
                 {},
                 {}};
  row.set = [=](Settings& settings, std::string_view text) {
    const Result<int> value = ParseNumber(text, least, most);
    if (!value.ok()) return Status(value.error());
    auto& target = field(settings);
    target = std::remove_reference_t<decltype(target)>(*value);
    return Status();
  };
  row.get = [=](const Settings& settings) {
    const auto& value = field(const_cast<Settings&>(settings));
    if constexpr (requires { value.count(); }) {
      return std::to_string(value.count());
    } else {
      return std::to_string(value);
    }
  };
  return row;
}

template <typename Field>
SettingRow YesNo(std::string name, std::string sentence, Field field) {
  SettingRow row{std::move(name),     "yes/no", "", "",
                 std::move(sentence), false,    {}, {}};
  row.set = [field](Settings& settings, std::string_view text) {
    const bool yes = text == "yes" || text == "true";
    if (!yes && text != "no" && text != "false") {
      return Status(Invalid(Quoted(text) + " is neither yes nor no"));
    }
    field(settings) = yes;
    return Status();
  };
  row.get = [field](const Settings& settings) {
    return std::string(field(const_cast<Settings&>(settings)) ? "yes" : "no");
  };
  return row;
}

Status CheckListen(const std::string& text) {
  const Result<ListenAddress> parsed = ParseListen(text);
  return parsed.ok() ? Status() : Status(parsed.error());
}

Status CheckHours(const std::string& text) {
  const Result<WeeklyHours> parsed = ParseWeeklyHours(text);
  return parsed.ok() ? Status() : Status(parsed.error());
}

Status CheckPatronDay(const std::string& text) {
  if (text.empty()) return {};
  const auto parsed = ParseMonthDay(text);
  return parsed.ok() ? Status() : Status(parsed.error());
}

Status CheckClosures(const std::vector<std::string>& items) {
  for (const std::string& item : items) {
    const Result<SpecialDays> parsed = ParseSpecialDays(item);
    if (!parsed.ok()) return parsed.error();
  }
  return {};
}

Status CheckNotEmpty(const std::string& text) {
  return text.empty() ? Status(Invalid("must not be empty")) : Status();
}

// A lambda cannot stand in the parentheses that clang-tidy asks for.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define FIELD(member) \
  [](Settings & s) -> auto& { return s.member; }
// NOLINTEND(bugprone-macro-parentheses)

void AddPlaces(Rows& rows) {
  rows.push_back(Text("listen", "Where the daemon answers: ADDRESS:PORT.",
                      FIELD(listen), CheckListen));
  rows.push_back(Text("data", "Folder of the store and of compiled knowledge.",
                      FIELD(data), CheckNotEmpty));
  rows.push_back(Text("intents",
                      "Folder of the intents, one folder in it for "
                      "each language.",
                      FIELD(intents), CheckNotEmpty));
  rows.push_back(Text("faq",
                      "Folder of the FAQ entries, one folder in it for "
                      "each language.",
                      FIELD(faq), CheckNotEmpty));
  rows.push_back(YesNo("watch_files",
                       "Reload when a file in intents or faq "
                       "changes; SIGHUP reloads in any case.",
                       FIELD(watch_files)));
  rows.push_back(Number("watch_interval_ms", "milliseconds", 100, 3'600'000,
                        "How often the files are looked at.",
                        FIELD(watch_interval)));
  rows.push_back(Number("reload_debounce_ms", "milliseconds", 0, 60'000,
                        "How long files must be still before a reload.",
                        FIELD(reload_debounce)));
}

Status CheckPublicUrl(const std::string& text) {
  if (text.empty()) return {};
  const bool is_web =
      text.starts_with("https://") || text.starts_with("http://");
  if (!is_web || text.ends_with('/') ||
      text.find_first_of(" \t\"'<>?#") != std::string::npos) {
    return Invalid(Quote(text) +
                   " is no address such as https://chat.shop.example, "
                   "without a slash at the end");
  }
  return {};
}

void AddCompany(Rows& rows) {
  rows.push_back(Text("default_language",
                      "Language of a customer of whom "
                      "nothing is known.",
                      FIELD(default_language), CheckNotEmpty));
  rows.push_back(Text("word_lists",
                      "Folder of word lists, one a language (Debian: "
                      "witalian, wamerican), so that a real word is never "
                      "taken for a typo; nothing here means none.",
                      FIELD(word_lists)));
  rows.push_back(Text("public_url",
                      "Where customers reach this daemon, as "
                      "https://chat.shop.example; for links in mails and for "
                      "search engines.",
                      FIELD(public_url), CheckPublicUrl));
  rows.push_back(Text("time_zone",
                      "Time zone of the opening hours, as in the "
                      "tz database.",
                      FIELD(time_zone), CheckTimeZone));
  SettingRow hours = Text("opening_hours",
                          "When people answer; nothing here "
                          "means always. Days: monday to sunday.",
                          FIELD(opening_hours), CheckHours);
  hours.type = "hours";
  rows.push_back(std::move(hours));
  SettingRow holidays = Text(
      "holidays", "Public holidays on which nobody answers: those of Italy.",
      FIELD(holidays), [](const std::string& text) {
        if (text == "it" || text == "none") return Status();
        return Status(Invalid(Quoted(text) + " is neither 'it' nor 'none'"));
      });
  holidays.type = "it|none";
  rows.push_back(std::move(holidays));
  rows.push_back(Text("patron_day",
                      "Day of the town's patron saint, closed each year: "
                      "MONTH-DAY such as 06-24.",
                      FIELD(patron_day), CheckPatronDay));
  rows.push_back(List("closures",
                      "Own closures (2026-08-10/2026-08-21, 12-31) and days "
                      "with hours of their own (12-24 09:00-13:00).",
                      FIELD(closures), CheckClosures));
  rows.push_back(Text("ical_file",
                      "Calendar file (iCalendar) of closures; it is read "
                      "again when it changes.",
                      FIELD(ical_file)));
}

void AddPeople(Rows& rows) {
  rows.push_back(Text("shop_name", "Name of the company, for the desk's page.",
                      FIELD(shop_name)));
  rows.push_back(Text("handoff_file",
                      "File of the queues (teams) and the routes to them; "
                      "may be missing.",
                      FIELD(handoff_file), CheckNotEmpty));
  rows.push_back(Number("reply_within_m", "minutes", 1, 100'000,
                        "A person answers within so much opening time: the "
                        "deadline of a ticket.",
                        FIELD(reply_within)));
  rows.push_back(Number("claim_lease_m", "minutes", 1, 10'000,
                        "A ticket goes back to its queue when its agent is "
                        "silent for so long while the customer waits.",
                        FIELD(claim_lease)));
  rows.push_back(Number("warn_before_m", "minutes", 0, 10'000,
                        "The customer is told so long before the deadline "
                        "that it takes longer.",
                        FIELD(warn_before)));
  rows.push_back(Number("ticket_idle_h", "hours", 1, 10'000,
                        "A ticket is closed when the customer does not answer "
                        "the agent for so long.",
                        FIELD(ticket_idle)));
  rows.push_back(Number("desk_session_idle_m", "minutes", 1, 10'000,
                        "An agent is signed out after so long without doing "
                        "anything.",
                        FIELD(desk_session_idle)));
  rows.push_back(Number("desk_session_h", "hours", 1, 1000,
                        "An agent must sign in again after so long.",
                        FIELD(desk_session)));
  rows.push_back(Number("login_tries_per_minute", "tries", 1, 10'000,
                        "Tries to sign in with one name from one address.",
                        FIELD(login_tries_per_minute)));
}

void AddStore(Rows& rows) {
  SettingRow durability =
      Text("durability",
           "full: an answered message survives a power cut. "
           "normal: faster, a power cut may lose the last seconds.",
           FIELD(durability), [](const std::string& text) {
             if (text == "full" || text == "normal") return Status();
             return Status(
                 Invalid(Quoted(text) + " is neither 'full' nor 'normal'"));
           });
  durability.type = "full|normal";
  rows.push_back(std::move(durability));
  rows.push_back(Number("max_queued_writes", "messages", 16, 1'000'000,
                        "Messages that may wait for the disk; more get 503.",
                        FIELD(max_queued_writes)));
}

void AddDoor(Rows& rows) {
  rows.push_back(Text("trusted_proxy",
                      "Address of the reverse proxy whose "
                      "X-Forwarded-For is believed; empty means none.",
                      FIELD(http.trusted_proxy)));
  rows.push_back(List("allowed_origins",
                      "Web origins whose pages may call "
                      "the API, such as https://shop.example.",
                      FIELD(allowed_origins)));
  rows.push_back(List("operator_addresses",
                      "Addresses that may read /metrics "
                      "and the details of /readyz, and that no limit per "
                      "address holds for.",
                      FIELD(operator_addresses)));
}

void AddActions(Rows& rows) {
  rows.push_back(List("action_hosts",
                      "Hosts of your own interface that the content's actions "
                      "may call, with the port if it is not the usual one.",
                      FIELD(action_hosts)));
  SettingRow authorization =
      Text("action_authorization",
           "Value of the Authorization header of these calls.",
           FIELD(action_authorization), [](const std::string& text) {
             const bool clean = text.find_first_of("\r\n") == std::string::npos;
             return clean ? Status() : Status(Invalid("must be one line"));
           });
  authorization.secret = true;
  rows.push_back(std::move(authorization));
}

void AddCustomerLimits(Rows& rows) {
  rows.push_back(Number("max_text_characters", "characters", 1, 60'000,
                        "Length of one message; a longer one gets 413.",
                        FIELD(max_text_characters)));
  rows.push_back(Number("conversation_messages", "messages", 0, 100'000,
                        "Messages of one conversation within "
                        "conversation_window_s; 0 means no limit.",
                        FIELD(conversation_messages)));
  rows.push_back(Number("conversation_window_s", "seconds", 1, 3600,
                        "Time in which conversation_messages may arrive.",
                        FIELD(conversation_window)));
  rows.push_back(Number("address_messages_per_minute", "messages", 0,
                        10'000'000,
                        "Messages of one address (IPv6: one /64); "
                        "0 means no limit.",
                        FIELD(address_messages_per_minute)));
  rows.push_back(Number("address_conversations_per_minute", "conversations", 0,
                        10'000'000,
                        "New conversations of one address (IPv6: "
                        "one /64); 0 means no limit.",
                        FIELD(address_conversations_per_minute)));
  rows.push_back(Number("max_waiting_requests", "requests", 0, 1'000'000,
                        "Requests that may wait for messages at the same "
                        "time; more are answered at once.",
                        FIELD(max_waiting_requests)));
}

void AddHttpLimits(Rows& rows) {
  rows.push_back(Number("workers", "threads", 1, 256,
                        "Threads that work on requests.", FIELD(http.workers)));
  rows.push_back(Number("max_connections", "connections", 1, 1'000'000,
                        "Open connections in all.",
                        FIELD(http.max_connections)));
  rows.push_back(Number("max_connections_per_address", "connections", 1,
                        1'000'000, "Open connections of one address.",
                        FIELD(http.max_connections_per_address)));
  rows.push_back(Number("max_head_bytes", "bytes", 1024, 1 << 20,
                        "Request line and headers together.",
                        FIELD(http.max_head_bytes)));
  rows.push_back(Number("max_header_lines", "lines", 8, 1000,
                        "Header lines of a request.",
                        FIELD(http.max_header_lines)));
  rows.push_back(Number("max_target_bytes", "bytes", 128, 65'536,
                        "Path and query of a request.",
                        FIELD(http.max_target_bytes)));
  rows.push_back(Number("max_body_bytes", "bytes", 1024, 64 << 20,
                        "Body of a request; a larger one gets 413.",
                        FIELD(http.max_body_bytes)));
  rows.push_back(Number("head_timeout_ms", "milliseconds", 100, 600'000,
                        "Time for a request's head to arrive.",
                        FIELD(http.head_timeout)));
  rows.push_back(Number("exchange_timeout_ms", "milliseconds", 100, 600'000,
                        "Time for a whole request to arrive, and again for "
                        "its answer to leave.",
                        FIELD(http.exchange_timeout)));
  rows.push_back(Number("answer_timeout_ms", "milliseconds", 30'000, 600'000,
                        "Time for an answer to be found; then 503.",
                        FIELD(http.answer_timeout)));
  rows.push_back(Number("idle_timeout_ms", "milliseconds", 100, 3'600'000,
                        "Time that a connection may stay open unused.",
                        FIELD(http.idle_timeout)));
  rows.push_back(Number("max_queued_requests", "requests", 1, 1'000'000,
                        "Whole requests that may wait for a worker; more get "
                        "503.",
                        FIELD(http.max_queued_requests)));
}

SettingRow LogLevelRow() {
  static constexpr std::array<const char*, 4> kNames = {"debug", "info",
                                                        "warning", "error"};
  SettingRow row{"log_level",
                 "debug|info|warning|error",
                 "",
                 "",
                 "The least important lines that the log shows.",
                 false,
                 {},
                 {}};
  row.set = [](Settings& settings, std::string_view text) {
    for (size_t i = 0; i < kNames.size(); ++i) {
      if (text != kNames.at(i)) continue;
      settings.log_level = static_cast<LogLevel>(i);
      return Status();
    }
    return Status(
        Invalid(Quoted(text) + " is none of debug, info, warning, error"));
  };
  row.get = [](const Settings& settings) {
    return std::string(kNames.at(static_cast<size_t>(settings.log_level)));
  };
  return row;
}

Rows MakeTable() {
  Rows rows;
  AddPlaces(rows);
  AddCompany(rows);
  AddPeople(rows);
  AddStore(rows);
  AddDoor(rows);
  AddActions(rows);
  AddCustomerLimits(rows);
  AddHttpLimits(rows);
  rows.push_back(LogLevelRow());
  return rows;
}

}  // namespace

const std::vector<SettingRow>& SettingsTable() {
  static const Rows table = MakeTable();
  return table;
}

}  // namespace sportello
