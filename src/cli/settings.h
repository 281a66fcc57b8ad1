// The settings: one table (name, type, default, range, unit, one sentence).
//
// The loader of the settings file, the command-line flags, the error for an
// unknown name and the file that `sportello config` prints all come from
// SettingsTable(), so that they cannot drift apart.
#ifndef SPORTELLO_CLI_SETTINGS_H_
#define SPORTELLO_CLI_SETTINGS_H_

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "base/result.h"
#include "http/http_server.h"

namespace sportello {

// How mail goes out and comes in; without `from` there is none.
struct MailSettings {
  std::string from;
  std::string name;
  std::string bounce_address;
  bool plus_addresses = true;
  std::vector<std::string> agents;
  std::string supervisor;
  std::string authserv_id;
  std::string smtp_url;
  std::string smtp_user;
  std::string smtp_password_file;
  std::string imap_url;
  std::string imap_user;
  std::string imap_password_file;
  std::chrono::seconds imap_interval{30};
  bool tls_required = true;
  std::string ca_file;
  std::string folder;
  std::chrono::seconds reply_delay{20};
  std::string letters_file;
  int copies_per_conversation = 2;
  int copies_per_address = 3;
  int attachment_mb = 10;
  int attachments_mb = 20;
  int attachments_most = 10;
  int attachments_total_mb = 2000;
};

// A company's own system that hears of tickets; without `url` there is none.
struct WebhookSettings {
  std::string url;
  std::string secret_file;  // empty = in the data folder
  std::chrono::seconds first_wait{10};
};

struct Settings {
  std::string listen = "127.0.0.1:8080";
  std::string data = "data";
  std::string intents = "intents";
  std::string faq = "faq";
  std::string default_language = "it";
  std::string public_url;  // without a slash at the end
  std::string word_lists = "/usr/share/dict";
  std::string time_zone = "Europe/Rome";
  std::string opening_hours;  // as handoff/hours.h reads them; empty = always
  std::string holidays = "it";
  std::string patron_day;
  std::vector<std::string> closures;
  std::string ical_file;
  std::string shop_name = "sportello";
  std::string handoff_file = "handoff.yaml";
  std::chrono::minutes reply_within{240};
  std::chrono::minutes claim_lease{15};
  std::chrono::minutes warn_before{10};
  std::chrono::hours ticket_idle{72};
  std::vector<std::string> idle_channels{"web", "directline"};
  std::chrono::days outbox_keep{30};
  std::chrono::hours ticket_reopen{72};
  bool bot_rating = true;
  std::chrono::minutes desk_session_idle{60};
  std::chrono::hours desk_session{12};
  int login_tries_per_minute = 5;
  std::string durability = "full";
  std::vector<std::string> allowed_origins;
  std::vector<std::string> operator_addresses = {"127.0.0.1", "::1"};
  std::vector<std::string> action_hosts;
  std::string action_authorization;
  HttpLimits http;
  int max_text_characters = 4000;
  int max_waiting_requests = 4096;
  int conversation_messages = 30;
  std::chrono::seconds conversation_window{10};
  int address_messages_per_minute = 600;
  int address_conversations_per_minute = 60;
  int address_transcripts_per_hour = 10;
  bool watch_files = true;
  std::chrono::milliseconds watch_interval{1000};
  std::chrono::milliseconds reload_debounce{300};
  int max_queued_writes = 4096;
  MailSettings mail;
  WebhookSettings webhook;
  // Of providers' channels, by name (channels/channel_kinds.h); those that
  // were not given are not here.
  std::map<std::string, std::string, std::less<>> channels;
  std::string identity_secret_file;
  std::chrono::milliseconds channel_burst{2000};
  std::chrono::minutes channel_stale_after{6 * 60};
  LogLevel log_level = LogLevel::kInfo;
};

// One row. Values travel as text: the same text in the file and on the
// command line; a list is written "a, b".
struct SettingRow {
  std::string name;
  std::string type;      // "text", "number", "yes/no", "list", "hours", "a|b"
  std::string unit;      // "milliseconds", "bytes", ...; empty = none
  std::string range;     // "1 to 65535"; empty = any
  std::string sentence;  // what it does
  bool secret = false;   // the file must not be readable by others
  // Error: why the text is no good value.
  std::function<Status(Settings&, std::string_view)> set;
  std::function<std::string(const Settings&)> get;
};

const std::vector<SettingRow>& SettingsTable();

// Sets one value. Error kInvalid: `where: why`, with a suggestion for an
// unknown name; `settings` is unchanged then.
Status SetSetting(Settings& settings, const std::string& name,
                  std::string_view text, const std::string& where);

// Lays a YAML file's text over `settings`. The error holds every problem as
// `file:line:column: why`, one a line.
Status ReadSettingsText(Settings& settings, std::string_view text,
                        const std::string& file);

// The same from a file. Error also for a file that cannot be read, and for
// one that holds a secret and may be read by everybody.
Status ReadSettingsFile(Settings& settings, const std::string& file);

// A complete commented file with these values; reading it gives them back.
std::string PrintSettings(const Settings& settings);

// "127.0.0.1:8080", "[::1]:8080", "localhost:8080" in two parts.
struct ListenAddress {
  std::string address;
  int port = 0;
};
Result<ListenAddress> ParseListen(std::string_view text);

}  // namespace sportello

#endif  // SPORTELLO_CLI_SETTINGS_H_
