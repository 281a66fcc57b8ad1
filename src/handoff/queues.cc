#include "handoff/queues.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/id.h"
#include "base/yaml.h"

namespace sportello {

class Queues::Reader {
 public:
  Reader(const std::string& file, const QueueRules& general, HoursRules rules)
      : file_(file), general_(general), rules_(std::move(rules)) {}

  void Read(const YamlNode& root, Queues& queues) {
    if (!root.IsMap()) return Problem(root, "expected 'queues' and 'routes'");
    for (const YamlEntry& entry : root.entries) {
      if (entry.first.scalar == "queues") {
        ReadQueues(entry.second, queues);
      } else if (entry.first.scalar != "routes") {
        Unknown(entry.first, "queues, routes");
      }
    }
    if (const YamlNode* routes = root.Find("routes")) {
      ReadRoutes(*routes, queues);
    }
  }

  void Problem(const YamlNode& node, const std::string& why) {
    Problem(node.position, why);
  }
  void Problem(TextPosition at, const std::string& why) {
    problems_ += (problems_.empty() ? "" : "\n") + file_ + ":" +
                 std::to_string(at.line) + ":" + std::to_string(at.column) +
                 ": " + why;
  }
  const std::string& problems() const { return problems_; }

 private:
  void Unknown(const YamlNode& key, const std::string& known) {
    Problem(key, "unknown key '" + key.scalar.substr(0, 60) + "': expected " +
                     known);
  }

  void ReadQueues(const YamlNode& node, Queues& queues) {
    if (!node.IsMap()) return Problem(node, "expected queues by their ids");
    for (const YamlEntry& entry : node.entries) {
      const std::string& id = entry.first.scalar;
      if (!IsWellFormedId(id)) {
        Problem(entry.first, "a queue's id has letters, digits, '_' and '-'");
        continue;
      }
      QueueRules queue = general_;
      queue.id = id;
      if (id != kGeneralQueue) queue.titles.clear();
      ReadQueue(entry.second, queue);
      if (id == kGeneralQueue) {
        queues.all_.front() = std::move(queue);
      } else {
        queues.all_.push_back(std::move(queue));
      }
    }
  }

  void ReadQueue(const YamlNode& node, QueueRules& queue) {
    if (node.IsNull()) return;
    if (!node.IsMap()) return Problem(node, "expected the queue's rules");
    for (const auto& [key, value] : node.entries) {
      if (key.scalar == "title") {
        ReadTitles(value, queue);
      } else if (key.scalar == "hours") {
        rules_.weekly = value.scalar;
        Result<OpeningHours> hours = OpeningHours::Make(rules_);
        if (hours.ok()) {
          queue.hours = *std::move(hours);
        } else {
          Problem(value, hours.error().message);
        }
      } else if (key.scalar == "reply_within_m") {
        int minutes = 0;
        const char* end = value.scalar.data() + value.scalar.size();
        const auto read = std::from_chars(value.scalar.data(), end, minutes);
        if (read.ec != std::errc() || read.ptr != end || minutes < 1 ||
            minutes > 100'000) {
          Problem(value, "expected minutes, 1 to 100000");
        }
        queue.reply_within = std::chrono::minutes(minutes);
      } else if (key.scalar == "team") {
        queue.team.clear();
        if (!value.IsSequence()) Problem(value, "expected a list of addresses");
        for (const YamlNode& item : value.items) {
          queue.team.push_back(item.scalar);
        }
      } else {
        Unknown(key, "title, hours, reply_within_m, team");
      }
    }
  }

  void ReadTitles(const YamlNode& node, QueueRules& queue) {
    if (node.IsScalar()) {
      queue.titles[""] = node.scalar;
      return;
    }
    if (!node.IsMap()) return Problem(node, "expected titles by language");
    for (const auto& [language, title] : node.entries) {
      queue.titles[language.scalar] = title.scalar;
    }
  }

  void ReadRoutes(const YamlNode& node, Queues& queues) {
    if (!node.IsSequence()) return Problem(node, "expected a list of routes");
    for (const YamlNode& item : node.items) {
      RouteRule route;
      for (const auto& [key, value] : item.entries) {
        std::string* field = key.scalar == "queue"      ? &route.queue
                             : key.scalar == "language" ? &route.language
                             : key.scalar == "channel"  ? &route.channel
                             : key.scalar == "to"       ? &route.to
                                                        : nullptr;
        if (field == nullptr) {
          Unknown(key, "queue, language, channel, to");
        } else {
          *field = value.scalar;
        }
      }
      if (!queues.Knows(route.to)) {
        Problem(item, "'to' must name one of the queues");
      }
      queues.routes_.push_back(std::move(route));
    }
  }

  const std::string& file_;
  const QueueRules& general_;
  HoursRules rules_;
  std::string problems_;
};

const std::string& QueueRules::TitleIn(const std::string& language) const {
  const auto found = titles.find(language);
  if (found != titles.end()) return found->second;
  return titles.empty() ? id : titles.begin()->second;
}

Queues::Queues(OpeningHours hours, std::chrono::minutes reply_within,
               std::vector<std::string> team) {
  QueueRules general;
  general.id = kGeneralQueue;
  general.hours = std::move(hours);
  general.reply_within = reply_within;
  general.team = std::move(team);
  all_.push_back(std::move(general));
}

Result<Queues> Queues::Read(std::string_view text, const std::string& file,
                            const QueueRules& general, HoursRules rules) {
  Queues queues(general.hours, general.reply_within, general.team);
  const YamlDocument document = ParseYaml(text);
  Reader reader(file, general, std::move(rules));
  for (const YamlProblem& problem : document.problems) {
    reader.Problem(problem.position, problem.message);
  }
  if (document.problems.empty() && !document.root.IsNull()) {
    reader.Read(document.root, queues);
  }
  if (!reader.problems().empty()) return Invalid(reader.problems());
  return queues;
}

bool Queues::Knows(std::string_view id) const {
  return std::any_of(all_.begin(), all_.end(),
                     [id](const QueueRules& queue) { return queue.id == id; });
}

const QueueRules& Queues::Find(std::string_view id) const {
  for (const QueueRules& queue : all_) {
    if (queue.id == id) return queue;
  }
  return all_.front();
}

std::string Queues::Route(std::string_view queue, std::string_view language,
                          std::string_view channel) const {
  for (const RouteRule& route : routes_) {
    if ((route.queue.empty() || route.queue == queue) &&
        (route.language.empty() || route.language == language) &&
        (route.channel.empty() || route.channel == channel)) {
      return route.to;
    }
  }
  return std::string(queue);
}

}  // namespace sportello
