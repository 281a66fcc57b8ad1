// The mail goes through a folder and not over a socket: so it is taken while
// the daemon is down too, and whoever may write there may send.
#include "cli/mail_in.h"

#include <sysexits.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cerrno>
#include <iostream>
#include <optional>
#include <string>

#include "cli/mail_service.h"
#include "cli/setting_flags.h"
#include "handoff/inbox.h"
#include "mail/parsed_mail.h"

namespace sportello {
namespace {

// nullopt: standard input broke off.
std::optional<std::string> ReadAll() {
  std::string bytes;
  std::array<char, 65'536> piece{};
  for (;;) {
    const ssize_t got = read(STDIN_FILENO, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) return bytes;
    // The rest of what is too large is read and left out, as the parser does.
    if (bytes.size() <= kMaxMailBytes) {
      bytes.append(piece.data(), static_cast<size_t>(got));
    }
  }
}

int TakeMail(const Settings& settings) {
  const std::optional<std::string> bytes = ReadAll();
  if (!bytes.has_value()) return EX_TEMPFAIL;
  const Result<ParsedMail> mail = ParseMail(*bytes, {});
  if (!mail.ok()) {
    std::cerr << "sportello: mail-in: " << mail.error().message << "\n";
    return EX_DATAERR;
  }
  const Status dropped = DropMail(MailFolder(settings), *bytes);
  if (dropped.ok()) return EX_OK;
  std::cerr << "sportello: mail-in: " << dropped.error().message << "\n";
  return EX_TEMPFAIL;
}

}  // namespace

std::function<int()> DeclareMailIn(CLI::App& app) {
  const auto flags = AddSettingFlags(app, {"data", "mail_in_folder"});
  return [flags] {
    const Result<Settings> settings = ReadSettings(*flags);
    if (!settings.ok()) {
      std::cerr << "sportello: mail-in: " << settings.error().message << "\n";
      return EX_TEMPFAIL;
    }
    return TakeMail(*settings);
  };
}

}  // namespace sportello
