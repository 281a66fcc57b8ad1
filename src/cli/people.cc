#include "cli/people.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "desk/desk.h"
#include "flow/handover_words.h"
#include "handoff/ticket_watch.h"

namespace sportello {
namespace {

Result<HoursRules> HoursRulesOf(const Settings& settings) {
  HoursRules rules;
  rules.weekly = settings.opening_hours;
  rules.time_zone = settings.time_zone;
  // Where people are always there, they are on holidays too.
  rules.italian_holidays =
      settings.holidays == "it" && !settings.opening_hours.empty();
  rules.patron_day = settings.patron_day;
  rules.closures = settings.closures;
  if (!settings.ical_file.empty()) {
    auto feed = ClosureFeed::Open(settings.ical_file);
    if (!feed.ok()) return feed.error();
    rules.feed = *feed;
  }
  return rules;
}

DeskOptions DeskOptionsOf(const Settings& settings) {
  DeskOptions options;
  options.login.idle = settings.desk_session_idle;
  options.login.absolute = settings.desk_session;
  options.login.tries_per_minute = settings.login_tries_per_minute;
  options.behind_proxy = !settings.http.trusted_proxy.empty();
  options.shop_name = settings.shop_name;
  options.default_language = settings.default_language;
  return options;
}

}  // namespace

Result<Queues> ReadQueues(const Settings& settings) {
  Result<HoursRules> rules = HoursRulesOf(settings);
  if (!rules.ok()) return rules.error();
  Result<OpeningHours> hours = OpeningHours::Make(*rules);
  if (!hours.ok()) return hours.error();
  Queues general(*std::move(hours), settings.reply_within);
  std::ifstream file(settings.handoff_file, std::ios::binary);
  if (!file) {
    // A file that nobody asked for may be missing.
    const bool named = settings.handoff_file != Settings().handoff_file;
    if (!named && !std::filesystem::exists(settings.handoff_file)) {
      return general;
    }
    return Unavailable(settings.handoff_file + ": cannot be read");
  }
  const std::string text(std::istreambuf_iterator<char>(file), {});
  return Queues::Read(text, settings.handoff_file, general.Find(kGeneralQueue),
                      *std::move(rules));
}

// How the queues are, for operators.
class QueueGauges {
 public:
  QueueGauges(Metrics& metrics, Store& store, const Clock& clock)
      : store_(store),
        clock_(clock),
        waiting_(metrics.AddGauge("tickets_waiting",
                                  "Tickets that wait for a person.")),
        claimed_(
            metrics.AddGauge("tickets_claimed", "Tickets that a person has.")),
        overdue_(
            metrics.AddGauge("tickets_overdue",
                             "Open tickets without a reply in the time that "
                             "was promised.")),
        unsent_(metrics.AddGauge("outbox_due", "Mails and calls to be sent.")),
        dead_(metrics.AddGauge("outbox_dead",
                               "Mails and calls that could not be sent.")) {}

  void Refresh() const {
    const auto queues = store_.tickets().Queues(clock_.Now());
    if (!queues.ok()) return;
    QueueFigures all;
    for (const auto& [id, figures] : *queues) {
      all.waiting += figures.waiting;
      all.claimed += figures.claimed;
      all.overdue += figures.overdue;
    }
    waiting_.Set(static_cast<double>(all.waiting));
    claimed_.Set(static_cast<double>(all.claimed));
    overdue_.Set(static_cast<double>(all.overdue));
    const auto due = store_.outbox().Count(OutboxState::kDue);
    const auto dead = store_.outbox().Count(OutboxState::kDead);
    if (due.ok()) unsent_.Set(static_cast<double>(*due));
    if (dead.ok()) dead_.Set(static_cast<double>(*dead));
  }

 private:
  Store& store_;
  const Clock& clock_;
  const Gauge waiting_;
  const Gauge claimed_;
  const Gauge overdue_;
  const Gauge unsent_;
  const Gauge dead_;
};

struct People::Parts {
  Parts(const Settings& settings, Queues read, Store& given_store,
        KnowledgeKeeper& given_keeper, Metrics& given_metrics,
        const Clock& given_clock)
      : store(given_store),
        keeper(given_keeper),
        metrics(given_metrics),
        clock(given_clock),
        desk_options(DeskOptionsOf(settings)),
        queues(std::move(read)),
        work(queues, WorkOptions(settings)),
        gauges(metrics, store, clock),
        watched(metrics, "ticket_watch_total",
                "Tickets that the watch changed, by what it did.", "what") {
    watch_options.idle = settings.ticket_idle;
    watch_options.warn_before = settings.warn_before;
  }

  TicketWorkOptions WorkOptions(const Settings& settings) {
    TicketWorkOptions options;
    options.lease = settings.claim_lease;
    options.reopen_within = settings.ticket_reopen;
    options.closing_text = [this](const Ticket& ticket,
                                  const Conversation& conversation) {
      return Words(ticket.language, [&](const HandoverWords& words) {
        return words.Closed(ticket, conversation.channel);
      });
    };
    return options;
  }

  template <typename Say>
  std::string Words(const std::string& language, const Say& say) const {
    const std::shared_ptr<const Knowledge> knowledge = keeper.Current();
    if (knowledge == nullptr) return "";
    return say(HandoverWords(knowledge->snapshot->GetOrDefault(language)));
  }

  Store& store;
  KnowledgeKeeper& keeper;
  Metrics& metrics;
  const Clock& clock;
  const DeskOptions desk_options;
  const Queues queues;
  TicketWork work;
  QueueGauges gauges;
  CounterByLabel watched;
  TicketWatchOptions watch_options;
  std::unique_ptr<Desk> desk;
  std::unique_ptr<TicketWatch> watch;
};

People::People(const Settings& settings, Queues queues, Store& store,
               KnowledgeKeeper& keeper, Metrics& metrics, const Clock& clock)
    : parts_(std::make_unique<Parts>(settings, std::move(queues), store, keeper,
                                     metrics, clock)) {}

People::~People() = default;

const TicketWork& People::work() const { return parts_->work; }

void People::AddListener(TicketListener& listener) {
  parts_->work.AddListener(listener);
}

void People::AddRoutes(HttpServer& server, MessageWaiters& waiters) {
  Parts& p = *parts_;
  p.desk = std::make_unique<Desk>(
      DeskParts{p.store, p.keeper, p.metrics, p.clock, p.work, waiters},
      p.desk_options);
  p.desk->AddRoutes(server);
  p.watch = std::make_unique<TicketWatch>(
      p.store, p.work, p.clock, p.watch_options,
      [&p](const Ticket& ticket) {
        return p.Words(ticket.language, [&](const HandoverWords& words) {
          return words.TakesLonger(ticket, p.queues.Find(ticket.queue),
                                   p.clock.Now());
        });
      },
      [&p, &waiters](const Ticket& ticket, std::string_view what) {
        p.watched.Increment(std::string(what));
        TellChanged(waiters, ticket.conversation);
      });
  p.metrics.BeforeText([&p] { p.gauges.Refresh(); });
}

void People::Start() { parts_->watch->Start(); }

void People::Stop() {
  if (parts_->watch != nullptr) parts_->watch->Stop();
  if (parts_->desk != nullptr) parts_->desk->Stop();
}

}  // namespace sportello
