#include "handoff/letter_texts.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>
#include <vector>

#include "base/wording.h"
#include "base/yaml.h"

namespace sportello {

std::string_view handoff_file(std::string_view name);  // cmake/embed.cmake

namespace {

// A text without these says nothing.
constexpr std::array<std::string_view, 4> kNeededNames = {"number", "message",
                                                          "links", "score"};

// The names in a text, between braces.
std::set<std::string> NamesIn(std::string_view text) {
  std::set<std::string> names;
  size_t at = 0;
  while ((at = text.find('{', at)) != std::string_view::npos) {
    const size_t end = text.find('}', at);
    if (end == std::string_view::npos) break;
    names.emplace(text.substr(at + 1, end - at - 1));
    at = end;
  }
  return names;
}

std::string InBraces(const std::set<std::string>& names) {
  std::vector<std::string> words;
  words.reserve(names.size());
  for (const std::string& name : names) words.push_back("{" + name + "}");
  return words.empty() ? "no {name}" : Join(words);
}

}  // namespace

class LetterTexts::Reader {
 public:
  Reader(const std::string& file, LetterTexts& texts)
      : file_(file), texts_(texts) {}

  void Read(const YamlNode& root) {
    if (root.IsNull()) return;
    if (!root.IsMap()) return Problem(root, "expected texts by language");
    for (const auto& [language, node] : root.entries) {
      const auto known = texts_.languages_.find(language.scalar);
      if (known == texts_.languages_.end()) {
        Problem(language, "unknown language " + Quote(language.scalar) +
                              ": expected it, en");
      } else if (!node.IsMap()) {
        Problem(node, "expected texts by their keys");
      } else {
        for (const auto& [key, value] : node.entries) {
          ReadText(key, value, known->second);
        }
      }
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
  void ReadText(const YamlNode& key, const YamlNode& value, Texts& texts) {
    const auto known = texts.find(key.scalar);
    if (known == texts.end()) {
      return Problem(key, "unknown text " + Quote(key.scalar) + ": expected " +
                              Nearest(key.scalar, texts));
    }
    if (!value.IsScalar() || value.scalar.empty()) {
      return Problem(value, key.scalar + ": expected a text");
    }
    const std::set<std::string> allowed = NamesIn(known->second);
    const std::set<std::string> used = NamesIn(value.scalar);
    for (const std::string& name : used) {
      if (!allowed.contains(name)) {
        Problem(value, key.scalar + ": unknown {" + name + "}: expected " +
                           InBraces(allowed));
      }
    }
    for (const std::string_view needed : kNeededNames) {
      const std::string name(needed);
      if (allowed.contains(name) && !used.contains(name)) {
        Problem(value, key.scalar + ": {" + name + "} is missing");
      }
    }
    known->second = value.scalar;
  }

  // The keys that begin alike, else all.
  static std::string Nearest(const std::string& key, const Texts& texts) {
    std::vector<std::string> near;
    std::vector<std::string> all;
    for (const auto& [known, text] : texts) {
      all.push_back(known);
      if (!key.empty() && known.substr(0, 3) == key.substr(0, 3)) {
        near.push_back(known);
      }
    }
    return Join(near.empty() ? all : near);
  }

  const std::string& file_;
  LetterTexts& texts_;
  std::string problems_;
};

LetterTexts::LetterTexts() {
  for (const char* language : {"it", "en"}) {
    const YamlDocument document =
        ParseYaml(handoff_file(std::string(language) + ".yaml"));
    if (!document.problems.empty()) std::abort();  // our own file
    Texts& texts = languages_[language];
    for (const auto& [key, value] : document.root.entries) {
      texts[key.scalar] = value.scalar;
    }
  }
}

Result<LetterTexts> LetterTexts::Read(std::string_view text,
                                      const std::string& file) {
  LetterTexts texts;
  const YamlDocument document = ParseYaml(text);
  Reader reader(file, texts);
  for (const YamlProblem& problem : document.problems) {
    reader.Problem(problem.position, problem.message);
  }
  if (document.problems.empty()) reader.Read(document.root);
  if (!reader.problems().empty()) return Invalid(reader.problems());
  return texts;
}

std::string LetterTexts::Say(std::string_view language, std::string_view key,
                             std::initializer_list<Value> values) const {
  auto texts = languages_.find(language);
  if (texts == languages_.end()) texts = languages_.find("en");
  const auto found = texts->second.find(key);
  if (found == texts->second.end()) std::abort();  // a key of ours
  const std::string& text = found->second;
  std::string said;
  size_t at = 0;
  while (at < text.size()) {
    const size_t begin = std::min(text.find('{', at), text.size());
    said += text.substr(at, begin - at);
    const size_t end = text.find('}', begin);
    if (end == std::string::npos) {
      said += text.substr(begin);
      break;
    }
    const std::string_view name(text.data() + begin + 1, end - begin - 1);
    const auto* value =
        std::find_if(values.begin(), values.end(),
                     [&](const Value& one) { return one.first == name; });
    if (value != values.end()) said += value->second;
    at = end + 1;
  }
  return said;
}

}  // namespace sportello
