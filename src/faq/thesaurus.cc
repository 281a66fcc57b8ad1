#include "faq/thesaurus.h"

#include <algorithm>

#include "faq/hash.h"
#include "faq/thesaurus_text.h"

namespace sportello {
namespace {

std::string_view BuiltIn(std::string_view language) {
  if (language == "en") return EnglishThesaurus();
  if (language == "it") return ItalianThesaurus();
  return {};
}

uint64_t Extend(uint64_t hash, std::string_view stem) {
  return HashText("_", HashText(stem, hash));
}

// The part of `text` before `end`, which is removed together with it.
std::string_view Cut(std::string_view& text, char end) {
  const size_t at = std::min(text.find(end), text.size());
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return part;
}

}  // namespace

Thesaurus Thesaurus::Build(const Analyzer& analyzer,
                           const FaqSynonyms& synonyms) {
  Thesaurus thesaurus;
  thesaurus.AddList(analyzer, BuiltIn(analyzer.language()));
  FaqSynonyms sorted = synonyms;
  for (std::vector<std::string>& list : sorted) {
    std::sort(list.begin(), list.end());
  }
  std::sort(sorted.begin(), sorted.end());
  for (const std::vector<std::string>& list : sorted) {
    if (list.empty()) continue;
    const auto index = static_cast<uint32_t>(thesaurus.names_.size());
    const auto one_way = std::find_if(
        list.begin(), list.end(),
        [](const std::string& phrase) { return phrase.starts_with('~'); });
    if (one_way != list.end()) {
      // Stems already, and not words towards which typos are corrected.
      thesaurus.names_.push_back(*one_way);
      for (const std::string& stem : list) {
        if (stem == *one_way) continue;
        thesaurus.phrases_[Extend(kHashSeed, stem)].push_back(index);
      }
      continue;
    }
    thesaurus.names_.push_back("=" + list.front());
    for (const std::string& phrase : list) {
      thesaurus.Add(analyzer, index, phrase);
    }
  }
  thesaurus.Finish();
  return thesaurus;
}

void Thesaurus::AddList(const Analyzer& analyzer, std::string_view text) {
  while (!text.empty()) {
    std::string_view line = Cut(text, '\n');
    if (line.empty() || line.front() == '#') continue;
    const auto index = static_cast<uint32_t>(names_.size());
    names_.emplace_back(Cut(line, ':'));
    while (!line.empty()) {
      std::string phrase(Cut(line, ' '));
      std::replace(phrase.begin(), phrase.end(), '_', ' ');
      if (!phrase.empty()) Add(analyzer, index, phrase);
    }
  }
}

void Thesaurus::Add(const Analyzer& analyzer, uint32_t concept_index,
                    std::string_view phrase) {
  const std::vector<Token> tokens = analyzer.Normalize(phrase).tokens;
  if (tokens.empty() || tokens.size() > kMaxPhraseWords) return;
  uint64_t hash = kHashSeed;
  for (const Token& token : tokens) {
    hash = Extend(hash, analyzer.Stem(token.text));
    words_.push_back(token.text);
  }
  std::vector<uint32_t>& concepts = phrases_[hash];
  if (concepts.empty() || concepts.back() != concept_index) {
    concepts.push_back(concept_index);
  }
}

void Thesaurus::Finish() {
  std::sort(words_.begin(), words_.end());
  words_.erase(std::unique(words_.begin(), words_.end()), words_.end());
}

std::vector<Thesaurus::Hit> Thesaurus::Find(
    const std::vector<std::string>& stems) const {
  std::vector<Hit> hits;
  if (phrases_.empty()) return hits;
  for (size_t first = 0; first < stems.size(); ++first) {
    uint64_t hash = kHashSeed;
    const size_t end = std::min(stems.size(), first + kMaxPhraseWords);
    for (size_t i = first; i < end; ++i) {
      hash = Extend(hash, stems[i]);
      const auto it = phrases_.find(hash);
      if (it == phrases_.end()) continue;
      for (const uint32_t index : it->second) {
        hits.push_back({index, static_cast<uint32_t>(first),
                        static_cast<uint32_t>(i - first + 1)});
      }
    }
  }
  return hits;
}

void Thesaurus::Write(WireWriter& out) const {
  out.Texts(names_);
  std::vector<uint64_t> keys;
  keys.reserve(phrases_.size());
  for (const auto& [key, concepts] : phrases_) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  out.List(keys);
  for (const uint64_t key : keys) out.List(phrases_.at(key));
  out.Texts(words_);
}

bool Thesaurus::Read(WireReader& in, Thesaurus& thesaurus) {
  std::vector<uint64_t> keys;
  if (!in.Texts(thesaurus.names_) || !in.List(keys)) return false;
  for (const uint64_t key : keys) {
    std::vector<uint32_t>& concepts = thesaurus.phrases_[key];
    if (!in.List(concepts)) return false;
    for (const uint32_t index : concepts) {
      if (index >= thesaurus.names_.size()) return false;
    }
  }
  return in.Texts(thesaurus.words_);
}

}  // namespace sportello
