// Order of the start: folder, lock and store; the port, so that an occupied one
// is said at once; knowledge; then the door opens. Order of the end: the door,
// then the store with what is still queued, then the rest. The main thread only
// waits for signals.
#include "cli/serve.h"

#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "base/fail_point.h"
#include "base/heap.h"
#include "base/log.h"
#include "base/secret.h"
#include "channels/channel_kinds.h"
#include "cli/channel_service.h"
#include "cli/command.h"
#include "cli/mail_service.h"
#include "cli/notify.h"
#include "cli/people.h"
#include "cli/self_check.h"
#include "cli/setting_flags.h"
#include "cli/version.h"
#include "cli/webhook_service.h"
#include "desk/desk_parts.h"
#include "flow/outbox_pruner.h"
#include "flow/service.h"
#include "store/sqlite_store.h"

namespace sportello {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Together less than the 10 s that an operator waits.
constexpr milliseconds kDrainTime{7000};
constexpr milliseconds kHardStopTime{9500};

int FailToStart(const std::string& why) {
  std::string text = "sportello: cannot start: " + why + "\n";
  // Standard error may be closed; there is nobody else to tell.
  [[maybe_unused]] const ssize_t written =
      write(STDERR_FILENO, text.data(), text.size());
  return kExitFailed;
}

// Before the first thread: they all inherit the mask.
sigset_t BlockSignals() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) {
    sigaddset(&signals, number);
  }
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

Status MakeFolder(const std::string& path) {
  std::error_code error;
  const mode_t old = umask(0077);  // customers' data: for us only
  std::filesystem::create_directories(path, error);
  umask(old);
  if (!error) return {};
  return Unavailable("data: " + path + ": cannot be made: " + error.message());
}

KeeperOptions KeeperOptionsOf(const Settings& settings) {
  KeeperOptions options;
  options.paths = {settings.intents, settings.faq};
  options.file = settings.data + "/knowledge.db";
  options.default_language = settings.default_language;
  options.word_lists = settings.word_lists;
  options.watch_files = settings.watch_files;
  options.watch_interval = settings.watch_interval;
  options.debounce = settings.reload_debounce;
  return options;
}

ServiceOptions ServiceOptionsOf(const Settings& settings) {
  ServiceOptions options;
  options.chat.max_text_characters = settings.max_text_characters;
  options.chat.conversation_messages = settings.conversation_messages;
  options.chat.conversation_window = settings.conversation_window;
  options.chat.address_messages_per_minute =
      settings.address_messages_per_minute;
  options.chat.address_conversations_per_minute =
      settings.address_conversations_per_minute;
  options.chat.idle_channels.insert(settings.idle_channels.begin(),
                                    settings.idle_channels.end());
  options.chat.ask_rating = settings.bot_rating;
  options.chat.address_transcripts_per_hour =
      settings.address_transcripts_per_hour;
  options.actions.hosts = settings.action_hosts;
  options.actions.authorization = settings.action_authorization;
  options.allowed_origins = settings.allowed_origins;
  options.public_url = settings.public_url;
  options.channel.default_language = settings.default_language;
  options.channel.burst = settings.channel_burst;
  options.channel.stale_after = settings.channel_stale_after;
  options.operator_addresses = settings.operator_addresses;
  options.behind_proxy = !settings.http.trusted_proxy.empty();
  options.max_waiting_requests =
      static_cast<size_t>(settings.max_waiting_requests);
  return options;
}

Result<std::unique_ptr<Store>> OpenStore(const Settings& settings) {
  const Status folder = MakeFolder(settings.data);
  if (!folder.ok()) return folder.error();
  SqliteStoreOptions options;
  options.directory = settings.data;
  options.durable = settings.durability == "full";
  options.max_queued_jobs = settings.max_queued_writes;
  return OpenSqliteStore(options);
}

// Ends the process when the orderly end takes too long.
class HardStop {
 public:
  HardStop()
      : thread_([](const std::stop_token& stop) {
          const auto end = steady_clock::now() + kHardStopTime;
          while (!stop.stop_requested()) {
            if (steady_clock::now() > end) {
              Log(LogLevel::kError, "stop took too long");
              _exit(kExitFailed);
            }
            std::this_thread::sleep_for(milliseconds(20));
          }
        }) {}

 private:
  std::jthread thread_;
};

// Waits for signals and serves them; returns when the daemon is to stop.
// Between signals the watchdog is fed, as long as the door answers.
void WaitForStop(const sigset_t& signals, KnowledgeKeeper& keeper,
                 const HttpServer& server, const std::string& address) {
  const auto interval = WatchdogInterval();
  uint64_t answered = 0;
  for (;;) {
    const milliseconds patience = interval.value_or(milliseconds(3'600'000));
    const timespec wait{patience.count() / 1000,
                        patience.count() % 1000 * 1'000'000};
    const int number = sigtimedwait(&signals, nullptr, &wait);
    if (number == SIGTERM || number == SIGINT) return;
    if (number == SIGHUP) {
      const auto now = steady_clock::now().time_since_epoch();
      NotifySystemd("RELOADING=1\nMONOTONIC_USEC=" +
                    std::to_string(now / std::chrono::microseconds(1)));
      keeper.Reload([] { NotifySystemd("READY=1"); });
    }
    if (number > 0 || !interval.has_value()) continue;
    // A door that is too full for our question, but answers others, is alive.
    const bool alive = AnswersHealth(address, server.port(), *interval);
    const uint64_t now_answered = server.stats().answers[1];
    if (alive || now_answered > answered) NotifySystemd("WATCHDOG=1");
    answered = now_answered;
  }
}

std::string Url(const ListenAddress& listen, int port) {
  const bool six = listen.address.find(':') != std::string::npos;
  return "http://" + (six ? "[" + listen.address + "]" : listen.address) + ":" +
         std::to_string(port) + "/";
}

void SayReady(const std::string& url) {
  Log(LogLevel::kInfo, "serving",
      {{"url", url}, {"version", std::string(kVersion)}});
  const std::string line = "sportello answers at " + url + "\n";
  [[maybe_unused]] const ssize_t written =
      write(STDOUT_FILENO, line.data(), line.size());
  NotifySystemd("READY=1\nSTATUS=answers at " + url);
}

// What comes by mail is told to all that wait for it; what the customer saw in
// the chat is not mailed.
void StartMail(MailService* mail, const People& people, Service& service) {
  if (mail == nullptr) return;
  mail->Start(
      people.work(),
      [&service](const std::string& conversation) {
        TellChanged(service.waiters(), conversation);
      },
      [&service](const std::string& conversation) {
        return service.seen().Find(conversation);
      });
}

// Serves until a signal says to stop; an error is one of the start.
Status ServeUntilStopped(const Settings& settings, const sigset_t& signals) {
  const SystemClock clock;
  Metrics metrics;
  if (Status armed = CheckFailPoint(); !armed.ok()) return armed;
  const Result<ListenAddress> listen = ParseListen(settings.listen);
  if (!listen.ok()) return Invalid("listen: " + listen.error().message);
  Result<Queues> queues = ReadQueues(settings);
  if (!queues.ok()) return queues.error();
  Result<std::unique_ptr<Store>> store = OpenStore(settings);
  if (!store.ok()) return store.error();
  HttpServer server(settings.http);
  if (Status bound = server.Bind(listen->address, listen->port); !bound.ok()) {
    return bound;
  }
  KnowledgeKeeper keeper(KeeperOptionsOf(settings), metrics, clock);
  if (Status loaded = keeper.Load(); !loaded.ok()) return loaded;
  Result<std::string> secret = LoadOrMakeSecret(settings.data + "/secret");
  if (!secret.ok()) return secret.error();
  ServiceOptions options = ServiceOptionsOf(settings);
  Result<std::string> identity =
      ChannelFileLine({{"identity_secret_file", settings.identity_secret_file}},
                      "identity_secret_file");
  if (!identity.ok()) return identity.error();
  options.chat.identity_secret = std::move(*identity);
  options.channel.secret = *secret;
  options.rest_secret = std::move(*secret);
  People people(settings, *std::move(queues), **store, keeper, metrics, clock);
  auto mail = MailService::Make(
      settings, {**store, keeper, people.work().queues(), clock, metrics});
  if (!mail.ok()) return mail.error();
  if (*mail != nullptr) people.AddListener((*mail)->listener());
  auto webhooks = WebhookService::Make(settings, **store, clock, metrics);
  if (!webhooks.ok()) return webhooks.error();
  if (*webhooks != nullptr) people.AddListener((*webhooks)->listener());
  auto channels = ChannelService::Make(settings, **store, clock, metrics);
  if (!channels.ok()) return channels.error();
  people.AddListener((*channels)->listener());
  Service service({**store, keeper, metrics, clock, people.work(),
                   &(*channels)->channels()},
                  std::move(options));
  service.AddRoutes(server);
  people.AddRoutes(server, service.waiters());
  if (Status started = server.Start(); !started.ok()) return started;
  keeper.Start();
  people.Start();
  StartMail(mail->get(), people, service);
  if (*webhooks != nullptr) (*webhooks)->Start();
  OutboxPruner pruner(**store, clock, metrics, settings.outbox_keep);
  pruner.Start();
  (*channels)->Start(service);
  service.idle().Start();
  SayReady(Url(*listen, server.port()));

  WaitForStop(signals, keeper, server, listen->address);

  const HardStop hard_stop;
  Log(LogLevel::kInfo, "stopping");
  NotifySystemd("STOPPING=1");
  service.idle().Stop();
  (*channels)->Stop();
  if (*mail != nullptr) (*mail)->Stop();
  if (*webhooks != nullptr) (*webhooks)->Stop();
  pruner.Stop();
  people.Stop();
  service.StopWaiting();
  server.Stop(kDrainTime);
  store->reset();  // writes what is queued
  Log(LogLevel::kInfo, "stopped");
  return {};
}

}  // namespace

int Serve(const Settings& settings) {
  const sigset_t signals = BlockSignals();
  SetLogLevel(settings.log_level);
  BoundThreadCaches();
  const Status served = ServeUntilStopped(settings, signals);
  return served.ok() ? kExitDone : FailToStart(served.error().message);
}

std::function<int()> DeclareServe(CLI::App& app) {
  const auto flags = AddSettingFlags(
      app, {"listen", "data", "intents", "faq", "default_language",
            "durability", "trusted_proxy", "allowed_origins", "log_level"});
  app.footer(
      "Every other setting is a flag too; 'sportello config' lists them.");
  return [flags] {
    const Result<Settings> settings = ReadSettings(*flags);
    if (!settings.ok()) return FailToStart(settings.error().message);
    return Serve(*settings);
  };
}

}  // namespace sportello
