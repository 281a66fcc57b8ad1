#include "knowledge/word_lists.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

namespace sportello {
namespace {

constexpr std::array<std::pair<std::string_view, const char*>, 11> kNames = {{
    {"da", "danish"},
    {"de", "ngerman"},
    {"en", "american-english"},
    {"es", "spanish"},
    {"fr", "french"},
    {"it", "italian"},
    {"nl", "dutch"},
    {"no", "bokmaal"},
    {"pt", "portuguese"},
    {"sv", "swedish"},
    {"uk", "ukrainian"},
}};

}  // namespace

std::shared_ptr<const WordList> LoadWordList(const std::string& directory,
                                             std::string_view language) {
  if (directory.empty()) return nullptr;
  const std::string code(language);
  std::vector<std::string> names = {code + ".txt", code};
  for (const auto& [known, name] : kNames) {
    if (known == language) names.emplace_back(name);
  }
  for (const std::string& name : names) {
    const std::filesystem::path path = std::filesystem::path(directory) / name;
    std::ifstream file(path, std::ios::binary);
    if (!file) continue;
    std::ostringstream text;
    text << file.rdbuf();
    WordList list = WordList::Parse(text.view());
    if (list.size() > 0) return std::make_shared<WordList>(std::move(list));
  }
  return nullptr;
}

}  // namespace sportello
