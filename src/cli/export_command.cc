#include "cli/export_command.h"

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <memory>

#include "base/id.h"
#include "cli/anonymizer.h"
#include "cli/command.h"
#include "cli/setting_flags.h"
#include "knowledge/day_reader.h"
#include "store/conversation_ids.h"
#include "store/sqlite_side_store.h"

namespace sportello {
namespace {

constexpr int kMaxMessages = 1'000;  // of one conversation

struct ExportOptions {
  std::string out;
  int days = 90;
};

std::string IsoDay(Time at) {
  return DumpDay(std::chrono::floor<std::chrono::days>(at));
}

Result<size_t> WriteAll(Store& store, const std::vector<std::string>& ids,
                        std::ostream& out) {
  const std::string salt = NewId();
  size_t written = 0;
  for (const std::string& id : ids) {
    const auto conversation = store.FindConversation(id);
    if (!conversation.ok()) return conversation.error();
    if (!conversation->has_value()) continue;  // erased meanwhile
    const auto messages = store.ListMessages(id, 0, kMaxMessages);
    if (!messages.ok()) return messages.error();
    const auto recorded = Record(**conversation, *messages, salt);
    if (!recorded.has_value()) continue;
    out << DumpRecorded(*recorded) << "\n";
    ++written;
  }
  return written;
}

Result<size_t> Export(const SettingFlags& flags, const ExportOptions& options) {
  const Result<Settings> settings = ReadSettings(flags);
  if (!settings.ok()) return settings.error();
  const Time from = SystemClock().Now() - std::chrono::hours(24) * options.days;
  const auto ids = ListConversationIds(settings->data, from);
  if (!ids.ok()) return ids.error();
  const Result<std::unique_ptr<Store>> store = OpenSideStore(settings->data);
  if (!store.ok()) return store.error();
  std::ofstream file(options.out);
  Result<size_t> written = WriteAll(**store, *ids, file);
  if (written.ok() && !file.flush().good()) {
    return Unavailable(options.out + ": cannot be written");
  }
  return written;
}

}  // namespace

std::optional<RecordedConversation> Record(const Conversation& conversation,
                                           const std::vector<Message>& messages,
                                           const std::string& salt) {
  Anonymizer anonymizer(salt, conversation.customer);
  RecordedConversation recorded;
  recorded.language = conversation.language;
  recorded.channel = conversation.channel;
  recorded.named = !conversation.customer.name.empty();
  recorded.mailed = !conversation.customer.email.empty();
  for (const Message& message : messages) {
    if (message.from == Author::kCustomer) {
      const bool answered =
          recorded.turns.empty() || !recorded.turns.back().replies.empty();
      if (!answered || message.text.empty()) break;
      recorded.turns.push_back({IsoDay(message.at),
                                anonymizer.OfCustomer(message.text),
                                "",
                                "",
                                {}});
    } else if (message.from == Author::kBot && !recorded.turns.empty()) {
      RecordedTurn& turn = recorded.turns.back();
      turn.replies.push_back(anonymizer.OfBot(message.text));
      if (message.reason.has_value()) {
        turn.id = message.reason->id;
        turn.decision = message.reason->decision;
      }
    } else if (!recorded.turns.empty()) {
      break;  // a person has it
    }
  }
  if (!recorded.turns.empty() && recorded.turns.back().replies.empty()) {
    recorded.turns.pop_back();
  }
  if (recorded.turns.empty()) return std::nullopt;
  return recorded;
}

std::function<int()> DeclareExport(CLI::App& app) {
  const auto options = std::make_shared<ExportOptions>();
  const auto flags = AddSettingFlags(app, {"data"}, /*only_shown=*/true);
  app.add_option("--out", options->out,
                 "File for the conversations, one a line")
      ->required()
      ->type_name("FILE");
  app.add_option("--days", options->days,
                 "Those that were written to in so many days [90]")
      ->type_name("N")
      ->check(CLI::Range(1, 3650));
  return [=] {
    const Result<size_t> written = Export(*flags, *options);
    if (!written.ok()) {
      std::cerr << "sportello: " << written.error().message << "\n";
      return kExitFailed;
    }
    std::cout << *written << " conversations, anonymised, in " << options->out
              << "\n";
    return std::cout.flush().good() ? kExitDone : kExitFailed;
  };
}

}  // namespace sportello
