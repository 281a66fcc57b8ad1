// The nearest phrases by edits of whole words.
#include <algorithm>
#include <tuple>

#include "dialogue/explain.h"
#include "dialogue/phrase_reader.h"

namespace sportello {
namespace {

constexpr size_t kSamples = 48;

using Words = std::vector<std::string>;

Words SplitWords(std::string_view text) {
  Words words;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

// Words inserted, left out or replaced (Levenshtein).
int WordDistance(const Words& a, const Words& b) {
  std::vector<int> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const int above = row[j];
      const int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above + 1, row[j - 1] + 1, replaced});
      diagonal = above;
    }
  }
  return row[b.size()];
}

std::string FirstNotIn(const Words& words, const Words& others) {
  for (const std::string& word : words) {
    if (std::find(others.begin(), others.end(), word) == others.end()) {
      return word;
    }
  }
  return "";
}

bool Matches(const LanguageKnowledge& knowledge, const std::string& text,
             const TextLine& phrase) {
  for (const PatternMatch& match : knowledge.matcher->Match(text)) {
    const Rule& rule = knowledge.rules[match.pattern];
    if (rule.written == phrase.text &&
        rule.place.FileLine() == phrase.place.FileLine()) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<NearMiss> FindNearMisses(const LanguageContent& content,
                                     const LanguageKnowledge& knowledge,
                                     const NormalizedText& text, size_t count) {
  const PhraseReader reader(content, knowledge);
  const NormalizedText bare = RemoveSkipWords(text, knowledge.skip_words);
  const Words said = SplitWords(bare.text);
  std::vector<NearMiss> misses;
  for (const IntentContent& intent : content.intents) {
    const std::optional<Target> target = knowledge.FindTarget(intent.id);
    if (!target.has_value()) continue;
    const PhraseSlots slots = reader.SlotsOf(knowledge.intents[target->index]);
    for (const TextLine& line : intent.phrases) {
      const std::optional<Phrase> phrase = reader.Read(line, slots);
      if (!phrase.has_value() || Matches(knowledge, text.text, line) ||
          Matches(knowledge, bare.text, line)) {
        continue;
      }
      NearMiss best;
      for (const std::string& sample : phrase->Samples(kSamples)) {
        const Words words = SplitWords(sample);
        const int distance = WordDistance(words, said);
        if (!best.sample.empty() && distance >= best.words) continue;
        best = {line.text,
                line.place,
                intent.id,
                sample,
                FirstNotIn(words, said),
                FirstNotIn(said, words),
                distance};
      }
      // More than half of the words differ: that is not near.
      const size_t longer =
          std::max(said.size(), SplitWords(best.sample).size());
      if (best.sample.empty() || 2 * static_cast<size_t>(best.words) > longer) {
        continue;
      }
      misses.push_back(std::move(best));
    }
  }
  std::stable_sort(misses.begin(), misses.end(),
                   [](const NearMiss& a, const NearMiss& b) {
                     return std::tie(a.words, a.place.file, a.place.at.line) <
                            std::tie(b.words, b.place.file, b.place.at.line);
                   });
  if (misses.size() > count) misses.resize(count);
  return misses;
}

}  // namespace sportello
