#include "cli/report_command.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "cli/command.h"
#include "cli/people.h"
#include "cli/setting_flags.h"
#include "desk/report.h"
#include "store/sqlite_side_store.h"

namespace sportello {
namespace {

struct ReportOptions {
  std::string from;
  std::string to;
  bool csv = false;
  bool json = false;
};

Result<std::string> WriteReport(const SettingFlags& flags,
                                const ReportOptions& options) {
  const Result<Settings> settings = ReadSettings(flags);
  if (!settings.ok()) return settings.error();
  const Result<Queues> queues = ReadQueues(*settings);
  if (!queues.ok()) return queues.error();
  const OpeningHours& hours = queues->Find(kGeneralQueue).hours;
  const Time now = SystemClock().Now();
  const Result<Period> period =
      ReadPeriod(options.from, options.to, hours, now);
  if (!period.ok()) return period.error();
  const Result<std::unique_ptr<Store>> store = OpenSideStore(settings->data);
  if (!store.ok()) return store.error();
  const Result<Report> report =
      MakeReport(**store, hours, period->from, period->to, now);
  if (!report.ok()) return report.error();
  if (options.json) return ReportAsJson(*report) + "\n";
  return options.csv ? ReportAsCsv(*report) : ReportAsText(*report);
}

}  // namespace

std::function<int()> DeclareReport(CLI::App& app) {
  const auto options = std::make_shared<ReportOptions>();
  const auto flags = AddSettingFlags(app, {"data", "time_zone"});
  app.add_option("--from", options->from,
                 "First day, such as 2026-01-05; else 30 days ago");
  app.add_option("--to", options->to, "Last day; else today");
  app.add_flag("--csv", options->csv, "One line a figure");
  app.add_flag("--json", options->json, "As the desk gets it");
  return [=] {
    const Result<std::string> report = WriteReport(*flags, *options);
    if (!report.ok()) {
      std::cerr << "sportello: " << report.error().message << "\n";
      return kExitFailed;
    }
    std::cout << *report;
    return std::cout.flush().good() ? kExitDone : kExitFailed;
  };
}

}  // namespace sportello
