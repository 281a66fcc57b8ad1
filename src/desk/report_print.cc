#include <array>
#include <cstdio>

#include "base/json.h"
#include "desk/report.h"
#include "flow/chat_json.h"

namespace sportello {
namespace {

Json ScoresJson(const Scores& scores) {
  Json json = {
      {"mean", nullptr}, {"share_good", nullptr}, {"count", scores.count}};
  if (scores.count > 0) {
    const auto count = static_cast<double>(scores.count);
    json["mean"] = static_cast<double>(scores.sum) / count;
    json["share_good"] = static_cast<double>(scores.good) / count;
  }
  return json;
}

Json ByKey(const std::map<std::string, Scores>& all) {
  Json rows = Json::array();
  for (const auto& [key, scores] : all) {
    Json row = {{"key", key}};
    row.update(ScoresJson(scores));
    rows.push_back(std::move(row));
  }
  return rows;
}

Json DurationsJson(const Durations& durations) {
  Json json = {
      {"median_s", nullptr}, {"p90_s", nullptr}, {"count", durations.count}};
  if (durations.median_s) json["median_s"] = *durations.median_s;
  if (durations.p90_s) json["p90_s"] = *durations.p90_s;
  return json;
}

std::string Fixed(double value, int digits) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return text.data();
}

std::string ScoresText(const Scores& scores) {
  if (scores.count == 0) return "no ratings";
  const auto count = static_cast<double>(scores.count);
  return Fixed(static_cast<double>(scores.sum) / count, 2) + " of 5, " +
         Fixed(100 * static_cast<double>(scores.good) / count, 0) +
         " % good, " + std::to_string(scores.count) + " ratings";
}

std::string DurationsText(const Durations& durations) {
  if (!durations.median_s) return "none";
  return "median " + std::to_string(*durations.median_s) + " s, 90 % within " +
         std::to_string(*durations.p90_s) + " s, of " +
         std::to_string(durations.count);
}

// RFC 4180; a spreadsheet takes =, +, - and @ for the begin of a formula.
std::string Cell(std::string text) {
  if (!text.empty() &&
      std::string_view("=+-@\t").find(text.front()) != std::string_view::npos) {
    text.insert(text.begin(), '\'');
  }
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

class Csv {
 public:
  void Add(const std::string& name, const std::string& key,
           const std::string& value) {
    text_ += Cell(name) + "," + Cell(key) + "," + value + "\r\n";
  }
  void Add(const std::string& name, const std::string& key, int64_t value) {
    Add(name, key, std::to_string(value));
  }
  void Add(const std::string& name, const std::string& key,
           const Scores& scores) {
    Add(name + " count", key, scores.count);
    if (scores.count == 0) return;
    const auto count = static_cast<double>(scores.count);
    Add(name + " mean", key, Fixed(static_cast<double>(scores.sum) / count, 3));
    Add(name + " share good", key,
        Fixed(static_cast<double>(scores.good) / count, 3));
  }
  void Add(const std::string& name, const Durations& durations) {
    Add(name + " count", "", durations.count);
    if (!durations.median_s) return;
    Add(name + " median s", "", *durations.median_s);
    Add(name + " p90 s", "", *durations.p90_s);
  }
  std::string Take() { return std::move(text_); }

 private:
  std::string text_ = "name,key,value\r\n";
};

}  // namespace

std::string ReportAsJson(const Report& report) {
  Json csat = ScoresJson(report.all);
  csat["by_queue"] = ByKey(report.by_queue);
  csat["by_agent"] = ByKey(report.by_agent);
  csat["by_intent"] = ByKey(report.by_intent);
  csat["bot"] = ScoresJson(report.bot);
  csat["person"] = ScoresJson(report.person);
  csat["by_day"] = Json::array();
  Json days = Json::array();
  for (const auto& [day, figures] : report.days) {
    Json row = {{"day", day}};
    row.update(ScoresJson(figures.scores));
    csat["by_day"].push_back(std::move(row));
    days.push_back({{"day", day},
                    {"episodes", figures.episodes},
                    {"opened", figures.opened},
                    {"closed", figures.closed}});
  }
  Json json = {{"from", FormatTime(report.from)},
               {"to", FormatTime(report.to)}};
  json["csat"] = std::move(csat);
  json["outcomes"] = {{"answered_by_bot", report.answered_by_bot},
                      {"handed_over", Json::object()},
                      {"abandoned", report.abandoned},
                      {"closed_by_timeout", report.closed_by_timeout}};
  for (const auto& [reason, count] : report.handed_over) {
    json["outcomes"]["handed_over"][reason] = count;
  }
  json["first_reply"] = DurationsJson(report.first_reply);
  json["resolution"] = DurationsJson(report.resolution);
  json["promises"] = {{"kept", report.promises_kept},
                      {"broken", report.promises_broken}};
  json["days"] = std::move(days);
  return DumpJson(json);
}

std::string ReportAsText(const Report& report) {
  std::string text;
  const auto line = [&](const std::string& name, const std::string& value) {
    text += name + std::string(name.size() < 24 ? 24 - name.size() : 1, ' ') +
            value + "\n";
  };
  int64_t handed = 0;
  for (const auto& [reason, count] : report.handed_over) handed += count;
  line("satisfaction", ScoresText(report.all));
  line("  bot", ScoresText(report.bot));
  line("  person", ScoresText(report.person));
  for (const auto& [key, scores] : report.by_queue) {
    line("  queue " + key, ScoresText(scores));
  }
  for (const auto& [key, scores] : report.by_agent) {
    line("  agent " + key, ScoresText(scores));
  }
  for (const auto& [key, scores] : report.by_intent) {
    line("  intent " + key, ScoresText(scores));
  }
  line("episodes", std::to_string(report.answered_by_bot + handed +
                                  report.abandoned + report.closed_by_timeout));
  line("  answered by the bot", std::to_string(report.answered_by_bot));
  line("  handed over", std::to_string(handed));
  for (const auto& [reason, count] : report.handed_over) {
    line("    " + reason, std::to_string(count));
  }
  line("  abandoned", std::to_string(report.abandoned));
  line("  closed by timeout", std::to_string(report.closed_by_timeout));
  line("first reply", DurationsText(report.first_reply));
  line("resolution", DurationsText(report.resolution));
  line("promises kept",
       std::to_string(report.promises_kept) + " of " +
           std::to_string(report.promises_kept + report.promises_broken));
  return text;
}

std::string ReportAsCsv(const Report& report) {
  Csv csv;
  csv.Add("satisfaction", "", report.all);
  csv.Add("satisfaction bot", "", report.bot);
  csv.Add("satisfaction person", "", report.person);
  for (const auto& [key, scores] : report.by_queue) {
    csv.Add("satisfaction queue", key, scores);
  }
  for (const auto& [key, scores] : report.by_agent) {
    csv.Add("satisfaction agent", key, scores);
  }
  for (const auto& [key, scores] : report.by_intent) {
    csv.Add("satisfaction intent", key, scores);
  }
  csv.Add("answered by bot", "", report.answered_by_bot);
  for (const auto& [reason, count] : report.handed_over) {
    csv.Add("handed over", reason, count);
  }
  csv.Add("abandoned", "", report.abandoned);
  csv.Add("closed by timeout", "", report.closed_by_timeout);
  csv.Add("first reply", report.first_reply);
  csv.Add("resolution", report.resolution);
  csv.Add("promises kept", "", report.promises_kept);
  csv.Add("promises broken", "", report.promises_broken);
  for (const auto& [day, figures] : report.days) {
    csv.Add("tickets opened", day, figures.opened);
    csv.Add("tickets closed", day, figures.closed);
    csv.Add("episodes", day, figures.episodes);
    csv.Add("satisfaction", day, figures.scores);
  }
  return csv.Take();
}

}  // namespace sportello
