#include "cli/settings.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstdio>
#include <fstream>

namespace sportello {
namespace {

std::string Problems(std::string_view text) {
  Settings settings;
  const Status status = ReadSettingsText(settings, text, "s.yaml");
  return status.ok() ? "" : status.error().message;
}

TEST_CASE("The printed settings give the same settings when they are read") {
  Settings settings;
  settings.listen = "[::1]:9090";
  settings.allowed_origins = {"https://a.example", "https://b.example"};
  settings.opening_hours = "monday-friday 09:00-18:00";
  settings.http.max_body_bytes = 100'000;
  settings.holidays = "none";
  settings.patron_day = "06-24";
  settings.closures = {"2026-08-10/2026-08-21", "12-24 09:00-13:00"};
  settings.watch_files = false;
  settings.durability = "normal";
  Settings read;
  const Status status =
      ReadSettingsText(read, PrintSettings(settings), "s.yaml");
  CHECK_MESSAGE(status.ok(), (status.ok() ? "" : status.error().message));
  CHECK(PrintSettings(read) == PrintSettings(settings));
}

TEST_CASE("Every setting's default is within its own range") {
  Settings settings;
  for (const SettingRow& row : SettingsTable()) {
    const Status status = row.set(settings, row.get(Settings()));
    CHECK_MESSAGE(status.ok(), row.name);
  }
}

TEST_CASE("All problems of a file are said at once, with their places") {
  CHECK(Problems("listn: 1.2.3.4:80\nworkers: many\nmax_body_bytes: 1\n") ==
        "s.yaml:1:1: unknown setting 'listn', did you mean 'listen'?\n"
        "s.yaml:2:1: workers: 'many' is not a whole number\n"
        "s.yaml:3:1: max_body_bytes: '1' is not between 1024 and 67108864");
}

TEST_CASE("A closure that is no date is refused with its place") {
  CHECK(Problems("closures: [2026-08-10, August]\nholidays: de\n") ==
        "s.yaml:1:1: closures: 'August' is no day such as 2026-12-24, 12-24 "
        "or 2026-08-10/2026-08-23\n"
        "s.yaml:2:1: holidays: 'de' is neither 'it' nor 'none'");
}

TEST_CASE("The days of a week may be a map of lists") {
  Settings settings;
  const Status status =
      ReadSettingsText(settings,
                       "opening_hours:\n  monday: [09:00-13:00, 14:00-18:00]\n"
                       "  saturday: [09:00-12:30]\n",
                       "s.yaml");
  REQUIRE(status.ok());
  CHECK(settings.opening_hours ==
        "monday 09:00-13:00  14:00-18:00; saturday 09:00-12:30");
}

TEST_CASE("A value that makes no sense is refused with the reason") {
  CHECK(Problems("listen: 8080") ==
        "s.yaml:1:1: listen: '8080' is no ADDRESS:PORT");
  CHECK(Problems("durability: fast") ==
        "s.yaml:1:1: durability: 'fast' is neither 'full' nor 'normal'");
  CHECK(Problems("time_zone: Rome") ==
        "s.yaml:1:1: time_zone: 'Rome' is no time zone such as Europe/Rome");
  CHECK(Problems("opening_hours: {moonday: [09:00-10:00]}") ==
        "s.yaml:1:1: opening_hours: 'moonday' is no day such as monday");
  CHECK(Problems("watch_files: perhaps") ==
        "s.yaml:1:1: watch_files: 'perhaps' is neither yes nor no");
  CHECK(Problems("- listen") ==
        "s.yaml:1:1: lines such as 'listen: ...' are wanted");
}

TEST_CASE("An empty file is no problem") { CHECK(Problems("").empty()); }

TEST_CASE("An address to listen on has a port and may be IPv6") {
  const auto six = ParseListen("[::1]:80");
  REQUIRE(six.ok());
  CHECK(six->address == "::1");
  CHECK(six->port == 80);
  CHECK_FALSE(ParseListen("localhost").ok());
  CHECK_FALSE(ParseListen("localhost:99999").ok());
  CHECK_FALSE(ParseListen(":80").ok());
  CHECK_FALSE(ParseListen("a:").ok());
}

TEST_CASE("A settings file that is not there is named") {
  Settings settings;
  const Status status = ReadSettingsFile(settings, "/nowhere/s.yaml");
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().message ==
        "/nowhere/s.yaml: settings cannot be read: No such file or directory");
}

}  // namespace
}  // namespace sportello
