// The table itself. Rows are made by one function for each type of value, so
// that a row says only what is particular to it.
#include <array>

#include "base/wording.h"
#include "cli/setting_rows.h"
#include "cli/settings.h"
#include "handoff/hours.h"

namespace sportello {
namespace {

using Rows = SettingRows;

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

void AddPlaces(Rows& rows) {
  rows.push_back(TextSetting("listen",
                             "Where the daemon answers: ADDRESS:PORT.",
                             SPORTELLO_FIELD(listen), CheckListen));
  rows.push_back(TextSetting("data",
                             "Folder of the store and of compiled knowledge.",
                             SPORTELLO_FIELD(data), CheckNotEmpty));
  rows.push_back(TextSetting("intents",
                             "Folder of the intents, one folder in it for "
                             "each language.",
                             SPORTELLO_FIELD(intents), CheckNotEmpty));
  rows.push_back(TextSetting("faq",
                             "Folder of the FAQ entries, one folder in it for "
                             "each language.",
                             SPORTELLO_FIELD(faq), CheckNotEmpty));
  rows.push_back(YesNoSetting("watch_files",
                              "Reload when a file in intents or faq "
                              "changes; SIGHUP reloads in any case.",
                              SPORTELLO_FIELD(watch_files)));
  rows.push_back(NumberSetting("watch_interval_ms", "milliseconds", 100,
                               3'600'000, "How often the files are looked at.",
                               SPORTELLO_FIELD(watch_interval)));
  rows.push_back(NumberSetting("reload_debounce_ms", "milliseconds", 0, 60'000,
                               "How long files must be still before a reload.",
                               SPORTELLO_FIELD(reload_debounce)));
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
  rows.push_back(TextSetting("default_language",
                             "Language of a customer of whom "
                             "nothing is known.",
                             SPORTELLO_FIELD(default_language), CheckNotEmpty));
  rows.push_back(
      TextSetting("word_lists",
                  "Folder of word lists, one a language (Debian: "
                  "witalian, wamerican), so that a real word is never "
                  "taken for a typo; nothing here means none.",
                  SPORTELLO_FIELD(word_lists)));
  rows.push_back(
      TextSetting("public_url",
                  "Where customers reach this daemon, as "
                  "https://chat.shop.example; for links in mails and for "
                  "search engines.",
                  SPORTELLO_FIELD(public_url), CheckPublicUrl));
  rows.push_back(TextSetting("time_zone",
                             "Time zone of the opening hours, as in the "
                             "tz database.",
                             SPORTELLO_FIELD(time_zone), CheckTimeZone));
  SettingRow hours = TextSetting("opening_hours",
                                 "When people answer; nothing here "
                                 "means always. Days: monday to sunday.",
                                 SPORTELLO_FIELD(opening_hours), CheckHours);
  hours.type = "hours";
  rows.push_back(std::move(hours));
  SettingRow holidays = TextSetting(
      "holidays", "Public holidays on which nobody answers: those of Italy.",
      SPORTELLO_FIELD(holidays), [](const std::string& text) {
        if (text == "it" || text == "none") return Status();
        return Status(
            Invalid(QuoteSetting(text) + " is neither 'it' nor 'none'"));
      });
  holidays.type = "it|none";
  rows.push_back(std::move(holidays));
  rows.push_back(
      TextSetting("patron_day",
                  "Day of the town's patron saint, closed each year: "
                  "MONTH-DAY such as 06-24.",
                  SPORTELLO_FIELD(patron_day), CheckPatronDay));
  rows.push_back(
      ListSetting("closures",
                  "Own closures (2026-08-10/2026-08-21, 12-31) and days "
                  "with hours of their own (12-24 09:00-13:00).",
                  SPORTELLO_FIELD(closures), CheckClosures));
  rows.push_back(
      TextSetting("ical_file",
                  "Calendar file (iCalendar) of closures; it is read "
                  "again when it changes.",
                  SPORTELLO_FIELD(ical_file)));
}

void AddPeople(Rows& rows) {
  rows.push_back(TextSetting("shop_name",
                             "Name of the company, for the desk's page.",
                             SPORTELLO_FIELD(shop_name)));
  rows.push_back(
      TextSetting("handoff_file",
                  "File of the queues (teams) and the routes to them; "
                  "may be missing.",
                  SPORTELLO_FIELD(handoff_file), CheckNotEmpty));
  rows.push_back(
      NumberSetting("reply_within_m", "minutes", 1, 100'000,
                    "A person answers within so much opening time: the "
                    "deadline of a ticket.",
                    SPORTELLO_FIELD(reply_within)));
  rows.push_back(
      NumberSetting("claim_lease_m", "minutes", 1, 10'000,
                    "A ticket goes back to its queue when its agent is "
                    "silent for so long while the customer waits.",
                    SPORTELLO_FIELD(claim_lease)));
  rows.push_back(
      NumberSetting("warn_before_m", "minutes", 0, 10'000,
                    "The customer is told so long before the deadline "
                    "that it takes longer.",
                    SPORTELLO_FIELD(warn_before)));
  rows.push_back(
      NumberSetting("ticket_idle_h", "hours", 1, 10'000,
                    "A ticket is closed when the customer does not answer "
                    "the agent for so long.",
                    SPORTELLO_FIELD(ticket_idle)));
  rows.push_back(
      NumberSetting("outbox_keep_days", "days", 9, 3650,
                    "What was sent or given up (mails, webhooks, messages to "
                    "chats) is forgotten after so long; the conversation "
                    "itself stays.",
                    SPORTELLO_FIELD(outbox_keep)));
  rows.push_back(
      NumberSetting("ticket_reopen_h", "hours", 0, 10'000,
                    "A customer of the chat who needs a person again so long "
                    "after the end of his ticket goes on with it; 0 means "
                    "that he gets a new one.",
                    SPORTELLO_FIELD(ticket_reopen)));
  rows.push_back(YesNoSetting(
      "bot_rating",
      "Whether the bot asks once, when a customer thanks or says goodbye, how "
      "helpful it was.",
      SPORTELLO_FIELD(bot_rating)));
  rows.push_back(
      NumberSetting("desk_session_idle_m", "minutes", 1, 10'000,
                    "An agent is signed out after so long without doing "
                    "anything.",
                    SPORTELLO_FIELD(desk_session_idle)));
  rows.push_back(NumberSetting("desk_session_h", "hours", 1, 1000,
                               "An agent must sign in again after so long.",
                               SPORTELLO_FIELD(desk_session)));
  rows.push_back(
      NumberSetting("login_tries_per_minute", "tries", 1, 10'000,
                    "Tries to sign in with one name from one address.",
                    SPORTELLO_FIELD(login_tries_per_minute)));
}

void AddStore(Rows& rows) {
  SettingRow durability =
      TextSetting("durability",
                  "full: an answered message survives a power cut. "
                  "normal: faster, a power cut may lose the last seconds.",
                  SPORTELLO_FIELD(durability), [](const std::string& text) {
                    if (text == "full" || text == "normal") return Status();
                    return Status(Invalid(QuoteSetting(text) +
                                          " is neither 'full' nor 'normal'"));
                  });
  durability.type = "full|normal";
  rows.push_back(std::move(durability));
  rows.push_back(
      NumberSetting("max_queued_writes", "messages", 16, 1'000'000,
                    "Messages that may wait for the disk; more get 503.",
                    SPORTELLO_FIELD(max_queued_writes)));
}

void AddDoor(Rows& rows) {
  rows.push_back(TextSetting("trusted_proxy",
                             "Address of the reverse proxy whose "
                             "X-Forwarded-For is believed; empty means none.",
                             SPORTELLO_FIELD(http.trusted_proxy)));
  rows.push_back(ListSetting("allowed_origins",
                             "Web origins whose pages may call "
                             "the API, such as https://shop.example.",
                             SPORTELLO_FIELD(allowed_origins)));
  rows.push_back(
      ListSetting("operator_addresses",
                  "Addresses that may read /metrics "
                  "and the details of /readyz, and that no limit per "
                  "address holds for.",
                  SPORTELLO_FIELD(operator_addresses)));
}

void AddActions(Rows& rows) {
  rows.push_back(
      ListSetting("action_hosts",
                  "Hosts of your own interface that the content's actions "
                  "may call, with the port if it is not the usual one.",
                  SPORTELLO_FIELD(action_hosts)));
  SettingRow authorization = TextSetting(
      "action_authorization",
      "Value of the Authorization header of these calls.",
      SPORTELLO_FIELD(action_authorization), [](const std::string& text) {
        const bool clean = text.find_first_of("\r\n") == std::string::npos;
        return clean ? Status() : Status(Invalid("must be one line"));
      });
  authorization.secret = true;
  rows.push_back(std::move(authorization));
}

void AddCustomerLimits(Rows& rows) {
  rows.push_back(NumberSetting("max_text_characters", "characters", 1, 60'000,
                               "Length of one message; a longer one gets 413.",
                               SPORTELLO_FIELD(max_text_characters)));
  rows.push_back(NumberSetting("conversation_messages", "messages", 0, 100'000,
                               "Messages of one conversation within "
                               "conversation_window_s; 0 means no limit.",
                               SPORTELLO_FIELD(conversation_messages)));
  rows.push_back(
      NumberSetting("conversation_window_s", "seconds", 1, 3600,
                    "Time in which conversation_messages may arrive.",
                    SPORTELLO_FIELD(conversation_window)));
  rows.push_back(NumberSetting("address_messages_per_minute", "messages", 0,
                               10'000'000,
                               "Messages of one address (IPv6: one /64); "
                               "0 means no limit.",
                               SPORTELLO_FIELD(address_messages_per_minute)));
  rows.push_back(NumberSetting(
      "address_conversations_per_minute", "conversations", 0, 10'000'000,
      "New conversations of one address (IPv6: "
      "one /64); 0 means no limit.",
      SPORTELLO_FIELD(address_conversations_per_minute)));
  rows.push_back(NumberSetting(
      "address_transcripts_per_hour", "conversations", 0, 100'000,
      "Conversations that one address (IPv6: one /64) has sent by mail; 0 "
      "means no limit.",
      SPORTELLO_FIELD(address_transcripts_per_hour)));
  rows.push_back(
      NumberSetting("max_waiting_requests", "requests", 0, 1'000'000,
                    "Requests that may wait for messages at the same "
                    "time; more are answered at once.",
                    SPORTELLO_FIELD(max_waiting_requests)));
}

void AddHttpLimits(Rows& rows) {
  rows.push_back(NumberSetting("workers", "threads", 1, 256,
                               "Threads that work on requests.",
                               SPORTELLO_FIELD(http.workers)));
  rows.push_back(NumberSetting("max_connections", "connections", 1, 1'000'000,
                               "Open connections in all.",
                               SPORTELLO_FIELD(http.max_connections)));
  rows.push_back(
      NumberSetting("max_connections_per_address", "connections", 1, 1'000'000,
                    "Open connections of one address.",
                    SPORTELLO_FIELD(http.max_connections_per_address)));
  rows.push_back(NumberSetting("max_head_bytes", "bytes", 1024, 1 << 20,
                               "Request line and headers together.",
                               SPORTELLO_FIELD(http.max_head_bytes)));
  rows.push_back(NumberSetting("max_header_lines", "lines", 8, 1000,
                               "Header lines of a request.",
                               SPORTELLO_FIELD(http.max_header_lines)));
  rows.push_back(NumberSetting("max_target_bytes", "bytes", 128, 65'536,
                               "Path and query of a request.",
                               SPORTELLO_FIELD(http.max_target_bytes)));
  rows.push_back(NumberSetting("max_body_bytes", "bytes", 1024, 64 << 20,
                               "Body of a request; a larger one gets 413.",
                               SPORTELLO_FIELD(http.max_body_bytes)));
  rows.push_back(NumberSetting("head_timeout_ms", "milliseconds", 100, 600'000,
                               "Time for a request's head to arrive.",
                               SPORTELLO_FIELD(http.head_timeout)));
  rows.push_back(
      NumberSetting("exchange_timeout_ms", "milliseconds", 100, 600'000,
                    "Time for a whole request to arrive, and again for "
                    "its answer to leave.",
                    SPORTELLO_FIELD(http.exchange_timeout)));
  rows.push_back(NumberSetting("answer_timeout_ms", "milliseconds", 30'000,
                               600'000,
                               "Time for an answer to be found; then 503.",
                               SPORTELLO_FIELD(http.answer_timeout)));
  rows.push_back(NumberSetting("idle_timeout_ms", "milliseconds", 100,
                               3'600'000,
                               "Time that a connection may stay open unused.",
                               SPORTELLO_FIELD(http.idle_timeout)));
  rows.push_back(
      NumberSetting("max_queued_requests", "requests", 1, 1'000'000,
                    "Whole requests that may wait for a worker; more get "
                    "503.",
                    SPORTELLO_FIELD(http.max_queued_requests)));
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
    return Status(Invalid(QuoteSetting(text) +
                          " is none of debug, info, warning, error"));
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
  AddMailSettings(rows);
  AddWebhookSettings(rows);
  AddChannelSettings(rows);
  rows.push_back(LogLevelRow());
  return rows;
}

}  // namespace

const std::vector<SettingRow>& SettingsTable() {
  static const Rows table = MakeTable();
  return table;
}

}  // namespace sportello
