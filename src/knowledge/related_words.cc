// A thesaurus is a line with its character set, then for each word a line
// "word|meanings" and for each meaning a line "(kind)|synonym|synonym...".
#include "knowledge/related_words.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <unordered_set>

namespace sportello {
namespace {

// A word beside more of the content's says too little about each.
constexpr size_t kMostRelated = 8;

std::string_view Cut(std::string_view& text, char end) {
  const size_t at = std::min(text.find(end), text.size());
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return part;
}

bool IsOneWord(std::string_view word) {
  return !word.empty() && word.find_first_of(" -(") == std::string_view::npos;
}

class RelativeFinder {
 public:
  RelativeFinder(const Analyzer& analyzer,
                 const std::vector<FaqDocument>& documents)
      : analyzer_(analyzer) {
    for (const FaqDocument& document : documents) {
      for (const std::string& question : document.questions) Know(question);
      for (const std::string& tag : document.tags) Know(tag);
      Know(document.answer);
    }
  }

  void Read(std::string_view text) {
    Cut(text, '\n');  // the character set
    while (!text.empty()) {
      std::string_view line = Cut(text, '\n');
      const std::string_view word = Cut(line, '|');
      size_t meanings = 0;
      std::from_chars(line.data(), line.data() + line.size(), meanings);
      const std::string stem = IsOneWord(word) ? StemOf(word) : std::string();
      for (size_t i = 0; i < meanings && !text.empty(); ++i) {
        std::string_view meaning = Cut(text, '\n');
        Cut(meaning, '|');  // its kind
        while (!stem.empty() && !meaning.empty()) {
          // Antonyms and wider terms carry a note in brackets.
          const std::string_view synonym = Cut(meaning, '|');
          if (IsOneWord(synonym)) Join(stem, StemOf(synonym));
        }
      }
    }
  }

  FaqSynonyms Lists() const {
    std::map<std::string, std::vector<std::string>> lists;
    for (const auto& [relative, content] : relatives_) {
      if (content.size() > kMostRelated) continue;
      for (const std::string& stem : content) lists[stem].push_back(relative);
    }
    FaqSynonyms synonyms;
    for (auto& [stem, relatives] : lists) {
      relatives.insert(relatives.begin(), "~" + stem);
      synonyms.push_back(std::move(relatives));
    }
    return synonyms;
  }

 private:
  void Know(const std::string& text) {
    for (const std::string& word :
         FeatureReader::WordsOf(analyzer_.Normalize(text))) {
      known_.insert(analyzer_.Stem(word));
    }
  }

  std::string StemOf(std::string_view word) const {
    return analyzer_.Stem(Normalizer::Fold(word));
  }

  void Join(const std::string& a, const std::string& b) {
    const bool has_a = known_.contains(a);
    if (has_a == known_.contains(b)) return;
    relatives_[has_a ? b : a].insert(has_a ? a : b);
  }

  const Analyzer& analyzer_;
  std::unordered_set<std::string> known_;  // stems of the content
  // Stem that the content lacks -> stems of the content.
  std::map<std::string, std::set<std::string>> relatives_;
};

}  // namespace

std::string FindThesaurus(const std::string& word_lists,
                          std::string_view language) {
  if (word_lists.empty()) return {};
  const std::filesystem::path folder(word_lists);
  const std::string begin = "th_" + std::string(language) + "_";
  std::vector<std::string> found;
  for (const auto& place : {folder, folder.parent_path() / "mythes"}) {
    std::error_code error;
    for (const auto& file : std::filesystem::directory_iterator(place, error)) {
      const std::string name = file.path().filename().string();
      if (name.starts_with(begin) && name.ends_with(".dat")) {
        found.push_back(file.path().string());
      }
    }
  }
  return found.empty() ? std::string()
                       : *std::min_element(found.begin(), found.end());
}

FaqSynonyms RelatedWordsIn(std::string_view text, const Analyzer& analyzer,
                           const std::vector<FaqDocument>& documents) {
  RelativeFinder finder(analyzer, documents);
  finder.Read(text);
  return finder.Lists();
}

FaqSynonyms RelatedWords(const std::string& thesaurus, const Analyzer& analyzer,
                         const std::vector<FaqDocument>& documents) {
  if (thesaurus.empty()) return {};
  const std::ifstream file(thesaurus, std::ios::binary);
  if (!file) return {};
  std::ostringstream text;
  text << file.rdbuf();
  return RelatedWordsIn(text.view(), analyzer, documents);
}

}  // namespace sportello
