#include "cli/content_commands.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <ctime>
#include <iostream>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "cli/command.h"
#include "cli/content_ask.h"
#include "cli/content_build.h"
#include "cli/content_chat.h"
#include "cli/content_check.h"
#include "cli/content_eval.h"
#include "cli/content_load.h"
#include "cli/content_replay.h"
#include "cli/content_test.h"
#include "cli/setting_flags.h"

namespace sportello {
namespace {

Streams Terminal() {
  return {std::cout, std::cerr, isatty(STDERR_FILENO) == 1};
}

std::string Today() {
  const std::time_t now =
      std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[16];
  std::strftime(text, sizeof(text), "%Y-%m-%d", &utc);
  return text;
}

std::shared_ptr<SettingFlags> AddContentFlags(
    CLI::App& app, const std::vector<std::string>& more = {}) {
  std::vector<std::string> shown = {"intents", "faq", "default_language",
                                    "word_lists"};
  shown.insert(shown.end(), more.begin(), more.end());
  return AddSettingFlags(app, shown, /*only_shown=*/true);
}

// Runs `command` with the place of the content once settings are read.
template <typename Options>
std::function<int()> WithContent(std::shared_ptr<SettingFlags> flags,
                                 std::shared_ptr<Options> options,
                                 int (*run)(const Options&, const Streams&)) {
  return [flags = std::move(flags), options = std::move(options), run] {
    const Result<Settings> settings = ReadSettings(*flags);
    if (!settings.ok()) {
      std::cerr << settings.error().message << "\n";
      return kExitFailed;
    }
    options->place.paths = {settings->intents, settings->faq};
    options->place.default_language = settings->default_language;
    options->place.word_lists = settings->word_lists;
    if constexpr (std::is_same_v<Options, CheckOptions>) {
      options->action_hosts = settings->action_hosts;
    }
    return run(*options, Terminal());
  };
}

constexpr const char* kTestsHelp =
    "Folder of the conversation tests [tests/conversations beside the "
    "intents]";

}  // namespace

std::function<int()> DeclareCheck(CLI::App& app) {
  auto options = std::make_shared<CheckOptions>();
  options->today = Today();
  auto flags = AddContentFlags(app, {"action_hosts"});
  app.add_option("--tests", options->tests, kTestsHelp)->type_name("DIR");
  app.add_flag("--strict", options->strict,
               "Warnings fail too; test sentences that are asked back are "
               "warnings");
  app.add_flag("--json", options->json, "Print the problems as JSON");
  return WithContent(std::move(flags), std::move(options), RunCheck);
}

std::function<int()> DeclareTest(CLI::App& app) {
  auto options = std::make_shared<TestOptions>();
  auto flags = AddContentFlags(app);
  app.add_option("--tests", options->tests, kTestsHelp)->type_name("DIR");
  app.add_option("--filter", options->filter,
                 "Only tests whose text, id, name or file holds this")
      ->type_name("TEXT");
  app.add_flag("--json", options->json, "Print the outcome as JSON");
  app.add_flag("--coverage", options->coverage,
               "Name the phrases, steps and replies that no test reaches; "
               "fails when there are some");
  app.add_option("--junit", options->junit,
                 "Write the outcome for CI systems to this file")
      ->type_name("FILE");
  return WithContent(std::move(flags), std::move(options), RunTests);
}

std::function<int()> DeclareAsk(CLI::App& app) {
  auto options = std::make_shared<AskOptions>();
  auto flags = AddContentFlags(app);
  app.add_option("TEXT", options->text, "What a customer writes")
      ->required()
      ->type_name("");
  app.add_option("--language", options->language,
                 "Language of the customer [found from the text]")
      ->type_name("CODE");
  app.add_flag("--explain", options->explain,
               "Show every step, the candidates and the near misses");
  app.add_flag("--json", options->json, "Print the answer as JSON");
  return WithContent(std::move(flags), std::move(options), RunAsk);
}

std::function<int()> DeclareChat(CLI::App& app) {
  auto options = std::make_shared<ChatOptions>();
  auto flags = AddContentFlags(app);
  app.add_option("--language", options->language,
                 "Language of the page on which the customer writes")
      ->type_name("CODE");
  app.add_option("--name", options->name, "The customer's name")
      ->type_name("NAME");
  return WithContent(std::move(flags), std::move(options), RunChat);
}

std::function<int()> DeclareEval(CLI::App& app) {
  auto options = std::make_shared<EvalOptions>();
  auto flags = AddContentFlags(app);
  app.add_option("QUERIES.tsv", options->queries,
                 "Lines of: language, expected id (a|b) or OOS, text; with "
                 "tabs between")
      ->required()
      ->type_name("");
  app.add_option("--out", options->out,
                 "Write the decision on each query to this file")
      ->type_name("PREDICTIONS.tsv");
  app.add_flag("--json", options->json, "Print the figures as JSON");
  return WithContent(std::move(flags), std::move(options), RunEval);
}

std::function<int()> DeclareReplay(CLI::App& app) {
  auto options = std::make_shared<ReplayOptions>();
  auto flags = AddContentFlags(app);
  app.add_option("CONVERSATIONS", options->file,
                 "What `sportello export` wrote")
      ->required()
      ->type_name("");
  app.add_flag("--json", options->json, "Print the changes as JSON");
  return WithContent(std::move(flags), std::move(options), RunReplay);
}

std::function<int()> DeclareBuild(CLI::App& app) {
  auto options = std::make_shared<ContentBuildOptions>();
  auto flags = AddContentFlags(app);
  app.add_option("--out", options->out, "The compiled file [data/knowledge.db]")
      ->type_name("FILE");
  return WithContent(std::move(flags), std::move(options), RunBuild);
}

std::function<int()> DeclareSchema(CLI::App& app) {
  auto options = std::make_shared<SchemaOptions>();
  app.add_option("KIND", options->kind,
                 "intents, faq, shared or conversations [all]")
      ->type_name("")
      ->check(CLI::IsMember({"intents", "faq", "shared", "conversations"}));
  app.add_option("--out", options->out,
                 "Write KIND.schema.json into this folder")
      ->type_name("DIR");
  return [options] { return RunSchema(*options, Terminal()); };
}

}  // namespace sportello
