#include "desk/content_patch.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/wording.h"
#include "base/yaml.h"

namespace sportello {
namespace {

constexpr size_t kDiffContext = 3;

// Lines without their ends; a last line without an end counts.
std::vector<std::string> SplitLines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::string JoinLines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

size_t IndentOf(const std::string& line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

bool IsBlank(const std::string& line) {
  return line.find_first_not_of(" \t\r") == std::string::npos;
}

std::string BadFile(const SourceFile& file, int line, std::string_view why) {
  return "content: " + file.path + ":" + std::to_string(line) + ": " +
         std::string(why);
}

// The index of the line after the block that begins at `start`: what is
// indented deeper than `indent`, without blank lines at its end.
size_t EndOfBlock(const std::vector<std::string>& lines, size_t start,
                  size_t indent) {
  size_t end = start + 1;
  for (size_t i = start + 1; i < lines.size(); ++i) {
    if (IsBlank(lines[i])) continue;
    if (IndentOf(lines[i]) <= indent) break;
    end = i + 1;
  }
  return end;
}

size_t LineIndex(const YamlNode& node) {
  return static_cast<size_t>(node.position.line - 1);
}

bool Holds(const YamlNode* list, const std::string& sentence) {
  return list != nullptr && std::any_of(list->items.begin(), list->items.end(),
                                        [&](const YamlNode& item) {
                                          return item.scalar == sentence;
                                        });
}

// Where an entry stands: its map, and the column of its keys.
struct EntryNode {
  const YamlNode* map = nullptr;
  size_t key_indent = 0;
};

EntryNode FindEntryNode(const YamlNode& root, bool faq, const std::string& id) {
  EntryNode found;
  if (faq) {
    const YamlNode* list = root.Find("faq");
    if (list == nullptr) return found;
    for (const YamlNode& item : list->items) {
      const YamlNode* name = item.Find("id");
      if (name != nullptr && name->scalar == id) found.map = &item;
    }
  } else if (const YamlNode* intents = root.Find("intents")) {
    found.map = intents->Find(id);
  }
  if (found.map == nullptr || found.map->entries.empty()) return {};
  found.key_indent =
      static_cast<size_t>(found.map->entries[0].first.position.column - 1);
  return found;
}

const YamlEntry* FindKey(const YamlNode& map, std::string_view key) {
  for (const YamlEntry& entry : map.entries) {
    if (entry.first.scalar == key) return &entry;
  }
  return nullptr;
}

Error CannotPut(const SourceFile& file, const YamlEntry& list) {
  return Invalid(BadFile(file, list.first.position.line,
                         Quote(list.first.scalar) +
                             " is not written as a list of lines: put each "
                             "sentence on a line of its own first"));
}

// Puts the sentence at the end of the entry's list `key`, which is begun
// after the entry's `after` (or at its end) when there is none.
Status PutInto(const SourceFile& file, const EntryNode& entry,
               const std::string& key, const std::string& after,
               const std::string& sentence, std::vector<std::string>& lines) {
  const YamlEntry* list = FindKey(*entry.map, key);
  const std::string indent(entry.key_indent, ' ');
  if (list == nullptr) {
    const YamlEntry* above = FindKey(*entry.map, after);
    if (above == nullptr) above = &entry.map->entries.back();
    const size_t at =
        EndOfBlock(lines, LineIndex(above->first), entry.key_indent);
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at),
                 {indent + key + ":", indent + "  - " + QuoteYaml(sentence)});
    return {};
  }
  if (list->second.items.empty()) return CannotPut(file, *list);
  const size_t last = LineIndex(list->second.items.back());
  std::string& line = lines[last];
  if (LineIndex(list->second.items[0]) == LineIndex(list->first)) {
    // [a, b]: PutIntoLists looks whether this was the bracket that ends it.
    const size_t end = line.rfind(']');
    if (end == std::string::npos) return CannotPut(file, *list);
    line.insert(end, ", " + QuoteYaml(sentence));
    return {};
  }
  const size_t dash = IndentOf(line);
  if (dash >= line.size() || line[dash] != '-') return CannotPut(file, *list);
  const size_t at = EndOfBlock(lines, last, dash);
  lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at),
               std::string(dash, ' ') + "- " + QuoteYaml(sentence));
  return {};
}

// Whether the file, read anew, says what was meant.
bool IsLastOf(const SourceFile& file, const std::string& id,
              const std::string& key, const std::string& sentence) {
  const YamlDocument document = ParseYaml(file.text);
  if (!document.problems.empty()) return false;
  const EntryNode entry = FindEntryNode(document.root, file.faq, id);
  const YamlNode* list = entry.map == nullptr ? nullptr : entry.map->Find(key);
  return list != nullptr && !list->items.empty() &&
         list->items.back().scalar == sentence;
}

// One list after the other: the second is put into what the first made.
Result<ContentPatch> PutIntoLists(const SourceFile& file, const std::string& id,
                                  const std::string& sentence) {
  ContentPatch patch{file, file.text};
  const std::string asked_with = file.faq ? "variants" : "examples";
  for (const std::string& key : {asked_with, std::string("tests")}) {
    const YamlDocument document = ParseYaml(patch.file.text);
    if (!document.problems.empty()) {
      return Invalid(BadFile(file, document.problems[0].position.line,
                             document.problems[0].message));
    }
    const EntryNode entry = FindEntryNode(document.root, file.faq, id);
    if (entry.map == nullptr) return NotFound("content: no entry " + Quote(id));
    if (Holds(entry.map->Find(key), sentence)) continue;
    std::vector<std::string> lines = SplitLines(patch.file.text);
    const std::string after =
        key == "tests" ? "" : (file.faq ? "question" : "description");
    const Status put = PutInto(file, entry, key, after, sentence, lines);
    if (!put.ok()) return put.error();
    patch.file.text = JoinLines(lines);
    if (!IsLastOf(patch.file, id, key, sentence)) {
      return Invalid(BadFile(file, entry.map->position.line,
                             "the sentence cannot be put in here by itself"));
    }
  }
  if (patch.file.text == patch.before) {
    return Conflict("content: " + Quote(id) + " has this sentence already");
  }
  return patch;
}

bool HasEntry(const SourceFile& file, const std::string& id) {
  const YamlDocument document = ParseYaml(file.text);
  return FindEntryNode(document.root, file.faq, id).map != nullptr;
}

std::string EntryText(const NewEntry& entry, const std::string& indent) {
  const std::string deep = indent + "  ";
  std::string text = indent + "- id: " + entry.id + "\n";
  text += deep + "question: " + QuoteYaml(entry.question) + "\n";
  if (entry.sentence != entry.question) {
    text += deep + "variants:\n";
    text += deep + "  - " + QuoteYaml(entry.sentence) + "\n";
  }
  text += deep + "answer: |\n";
  for (const std::string& line : SplitLines(entry.answer)) {
    if (!IsBlank(line)) text.append(deep).append("  ").append(line);
    text += '\n';
  }
  text += deep + "tests:\n";
  text += deep + "  - " + QuoteYaml(entry.sentence) + "\n";
  return text;
}

// The lines from `begin` on that are shown without a gap. `old_line` of the
// old ones stand before them.
std::string Hunk(const std::vector<std::string>& after,
                 const std::vector<bool>& is_new,
                 const std::vector<bool>& is_shown, size_t begin,
                 size_t old_line) {
  std::string body;
  size_t end = begin;
  size_t old_count = 0;
  for (; end < after.size() && is_shown[end]; ++end) {
    body += (is_new[end] ? "+" : " ") + after[end] + "\n";
    if (!is_new[end]) ++old_count;
  }
  // A place without lines is named by the line before it (POSIX diff).
  const size_t old_begin = old_count == 0 ? old_line : old_line + 1;
  return "@@ -" + std::to_string(old_begin) + "," + std::to_string(old_count) +
         " +" + std::to_string(begin + 1) + "," + std::to_string(end - begin) +
         " @@\n" + body;
}

}  // namespace

Result<ContentPatch> AddVariant(const std::vector<SourceFile>& sources,
                                const std::string& language,
                                const std::string& id,
                                const std::string& sentence) {
  for (const SourceFile& file : sources) {
    if (file.language == language && HasEntry(file, id)) {
      return PutIntoLists(file, id, sentence);
    }
  }
  return NotFound("content: no entry " + Quote(id) + " in the language " +
                  Quote(language));
}

Result<ContentPatch> AddEntry(const std::vector<SourceFile>& sources,
                              const NewEntry& entry) {
  ContentPatch patch;
  patch.file = {entry.path, entry.language, true, ""};
  for (const SourceFile& file : sources) {
    if (file.path == entry.path) patch = {file, file.text};
    if (file.language == entry.language && HasEntry(file, entry.id)) {
      return Conflict("content: " + Quote(entry.id) + " exists already in " +
                      file.path);
    }
  }
  std::string& text = patch.file.text;
  std::string indent = "  ";
  const YamlDocument document = ParseYaml(text);
  const YamlNode* list = document.root.Find("faq");
  if (text.empty()) {
    text = "faq:\n";
  } else if (!document.problems.empty() || list == nullptr ||
             list->items.empty() || list->items[0].entries.empty()) {
    return Invalid(BadFile(patch.file, 1, "there is no list 'faq' to add to"));
  } else {
    const std::vector<std::string> lines = SplitLines(text);
    const std::string& first = lines[LineIndex(list->items[0])];
    indent = std::string(IndentOf(first), ' ');
    if (text.back() != '\n') text += '\n';
    text += '\n';
  }
  text += EntryText(entry, indent);
  return patch;
}

std::string UnifiedDiff(const ContentPatch& patch) {
  const std::vector<std::string> before = SplitLines(patch.before);
  const std::vector<std::string> after = SplitLines(patch.file.text);
  // Lines were only put in, so the first possible match of each old line is
  // a right one.
  std::vector<bool> is_new(after.size());
  size_t old_at = 0;
  for (size_t i = 0; i < after.size(); ++i) {
    is_new[i] = old_at == before.size() || before[old_at] != after[i];
    if (!is_new[i]) ++old_at;
  }
  std::vector<bool> is_shown(after.size());
  for (size_t i = 0; i < after.size(); ++i) {
    if (!is_new[i]) continue;
    const size_t end = std::min(i + kDiffContext + 1, after.size());
    for (size_t k = i - std::min(i, kDiffContext); k < end; ++k) {
      is_shown[k] = true;
    }
  }
  std::string hunks;
  size_t old_line = 0;
  for (size_t i = 0; i < after.size(); ++i) {
    if (is_shown[i] && (i == 0 || !is_shown[i - 1])) {
      hunks += Hunk(after, is_new, is_shown, i, old_line);
    }
    if (!is_new[i]) ++old_line;
  }
  if (hunks.empty()) return "";
  return "--- " + (before.empty() ? "/dev/null" : "a/" + patch.file.path) +
         "\n+++ b/" + patch.file.path + "\n" + hunks;
}

}  // namespace sportello
