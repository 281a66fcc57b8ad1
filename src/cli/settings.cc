#include "cli/settings.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <set>

#include "base/yaml.h"
#include "knowledge/problem.h"

namespace sportello {
namespace {

const SettingRow* FindRow(const std::string& name) {
  for (const SettingRow& row : SettingsTable()) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

std::string UnknownSetting(const std::string& name) {
  std::vector<std::string> known;
  for (const SettingRow& row : SettingsTable()) known.push_back(row.name);
  const std::string hint = Suggest(name, known);
  return "unknown setting '" + name.substr(0, 60) + "'" +
         (hint.empty() ? "" : ", " + hint);
}

// A list, or the days of a week, as the text that a row's setter takes.
Result<std::string> TextOf(const YamlNode& node) {
  if (node.IsNull()) return std::string();
  if (node.IsScalar()) return node.scalar;
  std::string text;
  if (node.IsSequence()) {
    for (const YamlNode& item : node.items) {
      if (!item.IsScalar()) return Invalid("a list of texts is wanted");
      text += (text.empty() ? "" : ", ") + item.scalar;
    }
    return text;
  }
  for (const auto& [day, intervals] : node.entries) {
    Result<std::string> part = TextOf(intervals);
    if (!part.ok() || intervals.IsMap()) {
      return Invalid("each day wants a list such as [09:00-13:00]");
    }
    std::replace(part->begin(), part->end(), ',', ' ');
    text += (text.empty() ? "" : "; ") + day.scalar + " " + *part;
  }
  return text;
}

std::string At(const std::string& file, const TextPosition& position) {
  return file + ":" + std::to_string(position.line) + ":" +
         std::to_string(position.column);
}

// Others may read the file, and something in it is not for them.
bool ShowsSecret(const Settings& settings, mode_t mode) {
  if ((mode & S_IROTH) == 0) return false;
  const std::vector<SettingRow>& table = SettingsTable();
  return std::any_of(table.begin(), table.end(), [&](const SettingRow& row) {
    return row.secret && !row.get(settings).empty();
  });
}

Result<std::string> ReadAll(int descriptor, const std::string& file) {
  std::string text;
  char block[65'536];
  for (;;) {
    const ssize_t got = read(descriptor, block, sizeof block);
    if (got < 0) return Invalid(file + ": cannot be read: " + strerror(errno));
    if (got == 0) return text;
    text.append(block, static_cast<size_t>(got));
    if (text.size() > 1U << 20) return Invalid(file + ": larger than 1 MiB");
  }
}

// `sentence` as comment lines of at most 80 columns.
std::string Comment(const std::string& sentence) {
  std::string text = "#";
  size_t column = 1;
  for (size_t at = 0; at < sentence.size();) {
    size_t end = sentence.find(' ', at);
    if (end == std::string::npos) end = sentence.size();
    if (column + 1 + end - at > 80) {
      text += "\n#";
      column = 1;
    }
    text += " " + sentence.substr(at, end - at);
    column += 1 + end - at;
    at = end + 1;
  }
  return text + "\n";
}

std::string YamlValue(const SettingRow& row, const std::string& value) {
  if (row.type == "number" || row.type == "yes/no") return value;
  if (row.type != "list") return QuoteYaml(value);
  std::string list;
  for (size_t at = 0; at < value.size();) {
    const size_t end = std::min(value.find(", ", at), value.size());
    list += (list.empty() ? "" : ", ") + QuoteYaml(value.substr(at, end - at));
    at = end + 2;
  }
  return "[" + list + "]";
}

}  // namespace

Status SetSetting(Settings& settings, const std::string& name,
                  std::string_view text, const std::string& where) {
  const SettingRow* row = FindRow(name);
  if (row == nullptr) return Invalid(where + ": " + UnknownSetting(name));
  Status status = row->set(settings, text);
  if (status.ok()) return status;
  return Invalid(where + ": " + name + ": " + status.error().message);
}

Status ReadSettingsText(Settings& settings, std::string_view text,
                        const std::string& file) {
  const YamlDocument document = ParseYaml(text);
  std::string problems;
  const auto add = [&](const std::string& line) {
    problems += (problems.empty() ? "" : "\n") + line;
  };
  for (const YamlProblem& problem : document.problems) {
    add(At(file, problem.position) + ": " + problem.message);
  }
  const YamlNode& root = document.root;
  if (problems.empty() && !root.IsMap() && !root.IsNull()) {
    add(At(file, root.position) + ": lines such as 'listen: ...' are wanted");
  }
  for (const auto& [key, value] : root.entries) {
    const Result<std::string> words = TextOf(value);
    if (!words.ok()) {
      add(At(file, value.position) + ": " + key.scalar + ": " +
          words.error().message);
      continue;
    }
    const Status status =
        SetSetting(settings, key.scalar, *words, At(file, key.position));
    if (!status.ok()) add(status.error().message);
  }
  return problems.empty() ? Status() : Status(Invalid(problems));
}

Status ReadSettingsFile(Settings& settings, const std::string& file) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return Invalid(file + ": settings cannot be read: " + strerror(errno));
  }
  struct stat about {};
  fstat(descriptor, &about);
  const Result<std::string> text = ReadAll(descriptor, file);
  close(descriptor);
  if (!text.ok()) return text.error();
  Settings read = settings;
  if (Status status = ReadSettingsText(read, *text, file); !status.ok()) {
    return status;
  }
  if (ShowsSecret(read, about.st_mode)) {
    return Invalid(file + ": holds a secret and everybody may read it: " +
                   "'chmod 640' it");
  }
  settings = std::move(read);
  return Status();
}

std::string PrintSettings(const Settings& settings) {
  const Settings defaults;
  std::string text =
      "# Settings of sportello. Each one is also a flag of 'sportello serve':\n"
      "# max_body_bytes is --max-body-bytes. Flags win over this file.\n";
  for (const SettingRow& row : SettingsTable()) {
    std::string facts = row.type;
    if (!row.unit.empty()) facts += ", " + row.unit;
    if (!row.range.empty()) facts += ", " + row.range;
    facts += ", default " + YamlValue(row, row.get(defaults));
    text += "\n" + Comment(row.sentence) + Comment("(" + facts + ")");
    if (row.type == "hours") {
      text +=
          "#   opening_hours:\n"
          "#     monday: [09:00-13:00, 14:00-18:00]\n"
          "#     saturday: [09:00-12:30]\n";
    }
    text += row.name + ": " + YamlValue(row, row.get(settings)) + "\n";
  }
  return text;
}

Result<ListenAddress> ParseListen(std::string_view text) {
  const std::string shown = "'" + std::string(text.substr(0, 60)) + "'";
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) {
    return Invalid(shown + " is no ADDRESS:PORT");
  }
  std::string_view address = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  ListenAddress parsed;
  const auto [end, error] =
      std::from_chars(port.data(), port.data() + port.size(), parsed.port);
  if (error != std::errc() || end != port.data() + port.size() ||
      parsed.port < 0 || parsed.port > 65'535) {
    return Invalid(shown + " has no port from 0 to 65535");
  }
  if (address.front() == '[' && address.back() == ']') {
    address = address.substr(1, address.size() - 2);
  }
  parsed.address = std::string(address);
  return parsed;
}

}  // namespace sportello
