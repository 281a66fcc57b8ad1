// One pass over the tickets, one over the ratings, one over the messages as
// they arrived: that is how they lie on the disk, so a million is read in a
// second. Each conversation's episode is kept until it ends.
#include "desk/report.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>
#include <utility>

#include "handoff/ticket_work.h"

namespace sportello {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::chrono::milliseconds kPause = std::chrono::hours(24);

std::string DayOf(const OpeningHours& hours, Time at) {
  const std::chrono::year_month_day date = hours.LocalOf(at).date;
  std::array<char, 32> text{};
  std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

Durations Summarise(std::vector<int64_t>& seconds) {
  Durations durations;
  durations.count = static_cast<int64_t>(seconds.size());
  if (seconds.empty()) return durations;
  std::sort(seconds.begin(), seconds.end());
  // The smallest value that is not below so much of all.
  const auto rank = [&](size_t percent) {
    return seconds[(seconds.size() * percent + 99) / 100 - 1];
  };
  durations.median_s = rank(50);
  durations.p90_s = rank(90);
  return durations;
}

class Reporter {
 public:
  Reporter(const OpeningHours& hours, Time from, Time to, Time now)
      : hours_(hours), now_(now) {
    report_.from = from;
    report_.to = to;
  }

  // First the tickets, then the ratings, then the messages.

  bool AddTicket(const Ticket& ticket) {
    if (ticket.reason == kFollowUpReason) return true;
    ++report_.days[DayOf(hours_, ticket.created_at)].opened;
    tickets_[ticket.conversation].push_back(ticket);
    queues_[ticket.number] = ticket.queue;
    if (ticket.first_reply_at) {
      first_replies_.push_back(
          (*ticket.first_reply_at - ticket.created_at).count() / 1000);
    }
    if (ticket.closed_at) {
      ++report_.days[DayOf(hours_, *ticket.closed_at)].closed;
      if (ticket.outcome == "solved") {
        resolutions_.push_back((*ticket.closed_at - ticket.created_at).count() /
                               1000);
      }
    }
    if (ticket.due_at) {
      const Time answered = ticket.first_reply_at.value_or(now_);
      if (answered > *ticket.due_at) {
        ++report_.promises_broken;
      } else if (ticket.first_reply_at) {
        ++report_.promises_kept;
      }
    }
    return true;
  }

  bool AddRating(const Rating& rating) {
    report_.all.Add(rating.score);
    report_.days[DayOf(hours_, rating.at)].scores.Add(rating.score);
    if (rating.ticket == 0) {
      report_.bot.Add(rating.score);
    } else {
      report_.person.Add(rating.score);
      report_.by_agent[rating.by].Add(rating.score);
      const auto queue = queues_.find(rating.ticket);
      if (queue != queues_.end()) {
        report_.by_queue[queue->second].Add(rating.score);
      }
    }
    rated_[rating.conversation].scores.push_back(rating.score);
    return true;
  }

  bool AddMessage(std::string_view conversation, const Message& message) {
    key_ = conversation;
    Episode& episode = episodes_[key_];
    if (message.from == Author::kCustomer && episode.begun &&
        message.at - episode.last > kPause && !IsWithPeople(key_, message.at)) {
      EndEpisode(key_, episode);
      episode = Episode();
    }
    if (!episode.begun) episode.first = message.at;
    episode.begun = true;
    episode.last = message.at;
    if (message.from == Author::kBot && message.reason) {
      const Reason& reason = *message.reason;
      episode.unsure =
          reason.decision == "fallback" || reason.decision == "clarify";
      episode.by_bot = true;
      // Neither hand-over nor small talk is what a conversation is about.
      if (reason.decision == "answer" && reason.stage != "global" &&
          !reason.id.empty()) {
        const auto rated = rated_.find(key_);
        if (rated != rated_.end()) rated->second.intent = reason.id;
      }
    }
    return true;
  }

  Report Take() {
    for (const auto& [conversation, episode] : episodes_) {
      EndEpisode(conversation, episode);
    }
    for (const auto& [conversation, rated] : rated_) {
      if (rated.intent.empty()) continue;
      for (const int score : rated.scores) {
        report_.by_intent[rated.intent].Add(score);
      }
    }
    report_.first_reply = Summarise(first_replies_);
    report_.resolution = Summarise(resolutions_);
    return std::move(report_);
  }

 private:
  struct Episode {
    Time first{};
    Time last{};
    bool begun = false;
    bool by_bot = false;  // it said something
    bool unsure = false;  // it did not answer, in what it said last
  };
  struct Rated {
    std::vector<int> scores;
    std::string intent;  // the last one
  };

  void EndEpisode(const std::string& conversation, const Episode& episode) {
    const auto tickets = tickets_.find(conversation);
    if (tickets != tickets_.end()) {
      for (const Ticket& ticket : tickets->second) {
        if (ticket.created_at < episode.first ||
            ticket.created_at > episode.last) {
          continue;
        }
        ++report_.days[DayOf(hours_, episode.first)].episodes;
        if (ticket.outcome == "auto") {
          ++report_.closed_by_timeout;
        } else {
          ++report_.handed_over[ticket.reason];
        }
        return;
      }
    }
    // The rest of an episode that began before.
    if (!episode.by_bot) return;
    ++report_.days[DayOf(hours_, episode.first)].episodes;
    ++(episode.unsure ? report_.abandoned : report_.answered_by_bot);
  }

  bool IsWithPeople(const std::string& conversation, Time at) const {
    const auto tickets = tickets_.find(conversation);
    if (tickets == tickets_.end()) return false;
    return std::any_of(tickets->second.begin(), tickets->second.end(),
                       [at](const Ticket& ticket) {
                         return ticket.created_at <= at &&
                                (!ticket.closed_at || *ticket.closed_at >= at);
                       });
  }

  const OpeningHours& hours_;
  const Time now_;
  Report report_;
  // These by conversation.
  std::unordered_map<std::string, std::vector<Ticket>> tickets_;
  std::unordered_map<std::string, Rated> rated_;
  std::unordered_map<std::string, Episode> episodes_;
  std::map<int64_t, std::string> queues_;  // by ticket
  std::vector<int64_t> first_replies_;
  std::vector<int64_t> resolutions_;
  std::string key_;  // of the message at hand; keeps its memory
};

std::optional<sys_days> ParseDate(std::string_view text) {
  int parts[3] = {};
  const std::array<std::pair<size_t, size_t>, 3> places = {
      {{0, 4}, {5, 2}, {8, 2}}};
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  for (size_t i = 0; i < 3; ++i) {
    const char* begin = text.data() + places.at(i).first;
    const char* end = begin + places.at(i).second;
    const auto read = std::from_chars(begin, end, parts[i]);
    if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  }
  const std::chrono::year_month_day date{
      std::chrono::year(parts[0]),
      std::chrono::month(static_cast<unsigned>(parts[1])),
      std::chrono::day(static_cast<unsigned>(parts[2]))};
  if (!date.ok()) return std::nullopt;
  return sys_days(date);
}

// Midnight of a day where the company is: UTC's, moved by what its clocks
// show then.
Time MidnightOf(sys_days day, const OpeningHours& hours) {
  Time guess(day);
  for (int i = 0; i < 2; ++i) {
    const LocalMoment local = hours.LocalOf(guess);
    guess -= Time(sys_days(local.date)) + std::chrono::minutes(local.minute) -
             Time(day);
  }
  return guess;
}

}  // namespace

Result<Report> MakeReport(Store& store, const OpeningHours& hours, Time from,
                          Time to, Time now,
                          const std::atomic<bool>* stopping) {
  const auto stops = [stopping] { return stopping != nullptr && *stopping; };
  Reporter reporter(hours, from, to, now);
  Status status = store.tickets().ScanTickets(
      from, to,
      [&](const Ticket& ticket) { return reporter.AddTicket(ticket); });
  if (!status.ok()) return status.error();
  status = store.tickets().ScanRatings(from, to, [&](const Rating& rating) {
    return reporter.AddRating(rating);
  });
  if (!status.ok()) return status.error();
  status = store.tickets().ScanMessages(
      from, to, [&](std::string_view conversation, const Message& message) {
        return !stops() && reporter.AddMessage(conversation, message);
      });
  if (!status.ok()) return status.error();
  if (stops()) return Unavailable("the service is stopping");
  return reporter.Take();
}

Result<Period> ReadPeriod(const std::string& from, const std::string& to,
                          const OpeningHours& hours, Time now) {
  const sys_days today = hours.LocalOf(now).date;
  const auto first = from.empty() ? today - days(29) : ParseDate(from);
  const auto last = to.empty() ? today : ParseDate(to);
  if (!first || !last) return Invalid("A date is written 2026-01-05.");
  if (*last < *first) return Invalid("'to' is before 'from'.");
  if (*last - *first > days(3700)) return Invalid("At most ten years.");
  return Period{MidnightOf(*first, hours), MidnightOf(*last + days(1), hours)};
}

}  // namespace sportello
