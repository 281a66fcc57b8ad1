#include "dialogue/overlap.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/wording.h"
#include "dialogue/phrase_reader.h"

namespace sportello {
namespace {

constexpr size_t kParts = 5;
constexpr size_t kSentenceBudget = 4000;  // read in all rounds together
constexpr size_t kSamplesPerPhrase = 6;   // as the ranking reads them
constexpr size_t kFewestSentences = 3;    // of an entry that is judged
constexpr size_t kFewestBlurred = 2;      // of the entry
constexpr size_t kFewestTogether = 3;     // of the pair
constexpr double kBlurredShare = 0.3;
constexpr double kSmallLead = 0.15;
constexpr size_t kHintWords = 3;

struct Entry {
  std::string id;
  Place place;
  Target target;
  FaqDocument document;  // without the sentences: what is never left out
  std::vector<std::string> sentences;  // one of each normalised text
  std::vector<std::string> tests;
};

// The sentences of one entry that are blurred with one other.
struct Blurred {
  size_t count = 0;
  size_t tests = 0;     // of them
  std::string example;  // the first one
};

struct Overlap {
  size_t entry = 0;
  size_t other = 0;
  double share = 0;  // of the entry's sentences
  std::string example;
};

// What can be asked about in the content, as the compiler gives it to the
// ranking.
class EntryReader {
 public:
  EntryReader(const LanguageContent& content,
              const LanguageKnowledge& knowledge)
      : content_(content),
        knowledge_(knowledge),
        phrases_(content, knowledge) {}

  std::vector<Entry> Read() {
    for (const IntentContent& intent : content_.intents) ReadIntent(intent);
    for (const FaqContent& entry : content_.faq) ReadFaq(entry);
    return std::move(entries_);
  }

 private:
  void ReadIntent(const IntentContent& content) {
    const std::optional<Target> target = knowledge_.FindTarget(content.id);
    if (!target.has_value() || target->kind != Target::Kind::kIntent) return;
    Entry entry{content.id, content.place, *target, {}, {}, {}};
    entry.document.kind = 1;
    AddSentences(content.examples, entry.sentences);
    AddSentences(content.tests, entry.tests);
    const PhraseSlots slots =
        phrases_.SlotsOf(knowledge_.intents[target->index]);
    for (const TextLine& line : content.phrases) {
      const std::optional<Phrase> phrase = phrases_.Read(line, slots);
      if (!phrase.has_value()) continue;
      for (std::string& sample : phrase->Samples(kSamplesPerPhrase)) {
        entry.document.questions.push_back(std::move(sample));
      }
    }
    Add(std::move(entry));
  }

  void ReadFaq(const FaqContent& content) {
    const std::optional<Target> target = knowledge_.FindTarget(content.id);
    if (!target.has_value() || target->kind != Target::Kind::kFaq) return;
    Entry entry{content.id, content.place, *target, {}, {}, {}};
    entry.document.answer = content.answer.text;
    entry.document.tags = content.tags;
    AddSentences({content.question}, entry.sentences);
    AddSentences(content.variants, entry.sentences);
    AddSentences(content.tests, entry.tests);
    Add(std::move(entry));
  }

  static void AddSentences(const TextLines& lines,
                           std::vector<std::string>& sentences) {
    for (const TextLine& line : lines) sentences.push_back(line.text);
  }

  // Sorted by what the ranking sees, so that the parts do not depend on the
  // order of files and sentences that begin alike fall into different ones.
  void Add(Entry entry) {
    entry.document.id = entry.id;
    std::map<std::string, std::string> unique;
    for (std::string& sentence : entry.sentences) {
      std::string text = knowledge_.analyzer.Normalize(sentence).text;
      if (!text.empty()) unique.emplace(std::move(text), std::move(sentence));
    }
    entry.sentences.clear();
    for (auto& [text, sentence] : unique) {
      entry.sentences.push_back(std::move(sentence));
    }
    if (entry.sentences.empty() && entry.document.questions.empty()) return;
    entries_.push_back(std::move(entry));
  }

  const LanguageContent& content_;
  const LanguageKnowledge& knowledge_;
  PhraseReader phrases_;
  std::vector<Entry> entries_;
};

// Asks the sentences and counts.
class OverlapFinder {
 public:
  OverlapFinder(const LanguageContent& content,
                const LanguageKnowledge& knowledge,
                const std::vector<Entry>& entries)
      : knowledge_(knowledge), entries_(entries) {
    for (size_t e = 0; e < entries_.size(); ++e) {
      by_target_[entries_[e].target] = e;
    }
    for (const TextLines& lines : content.shared.synonyms) {
      std::vector<std::string>& words = synonyms_.emplace_back();
      for (const TextLine& line : lines) words.push_back(line.text);
    }
  }

  // Heaviest direction of each pair, by place of the entry.
  std::vector<Overlap> Find() {
    size_t sentences = 0;
    for (const Entry& entry : entries_) sentences += entry.sentences.size();
    const size_t rounds = std::clamp<size_t>(
        kSentenceBudget / std::max<size_t>(1, sentences), 1, kParts);
    asked_.assign(entries_.size(), 0);
    for (size_t part = 0; part < rounds; ++part) AskPart(part);
    AskTests();
    return Collect();
  }

 private:
  static bool IsLeftOut(const Entry& entry, size_t sentence, size_t part) {
    return entry.sentences.size() >= kFewestSentences &&
           sentence % kParts == part;
  }

  void AskPart(size_t part) {
    std::vector<FaqDocument> documents;
    documents.reserve(entries_.size());
    for (const Entry& entry : entries_) {
      FaqDocument& document = documents.emplace_back(entry.document);
      for (size_t i = 0; i < entry.sentences.size(); ++i) {
        if (IsLeftOut(entry, i, part)) continue;
        document.questions.push_back(entry.sentences[i]);
      }
    }
    const FaqIndex index = FaqIndex::Build(
        knowledge_.analyzer, std::move(documents), synonyms_, nullptr);
    for (size_t e = 0; e < entries_.size(); ++e) {
      for (size_t i = 0; i < entries_[e].sentences.size(); ++i) {
        if (!IsLeftOut(entries_[e], i, part)) continue;
        Ask(e, entries_[e].sentences[i],
            [&](const NormalizedText& text) { return index.Rank(text); });
      }
    }
  }

  // The ranking that answers has not read them.
  void AskTests() {
    for (size_t e = 0; e < entries_.size(); ++e) {
      for (const std::string& test : entries_[e].tests) {
        Blurred* blurred = Ask(e, test, [&](const NormalizedText& text) {
          return ByEntry(knowledge_.exact.contains(text.text)
                             ? FaqRanking()
                             : knowledge_.ranking.Rank(text));
        });
        if (blurred != nullptr) ++blurred->tests;
      }
    }
  }

  // The ranking's documents become entries.
  FaqRanking ByEntry(FaqRanking ranking) const {
    std::erase_if(ranking.candidates, [&](const FaqCandidate& candidate) {
      return !by_target_.contains(
          knowledge_.ranking_targets[candidate.document]);
    });
    for (FaqCandidate& candidate : ranking.candidates) {
      const Target target = knowledge_.ranking_targets[candidate.document];
      candidate.document = static_cast<uint32_t>(by_target_.at(target));
    }
    return ranking;
  }

  // What the sentence was counted for; null when it is clear.
  template <typename Rank>
  Blurred* Ask(size_t own, const std::string& written, const Rank& rank) {
    ++asked_[own];
    const NormalizedText text = knowledge_.analyzer.Normalize(written);
    std::set<Target> excluded;
    if (IsDecidedByPhrase(text, excluded)) return nullptr;
    const FaqRanking ranking = rank(text);
    if (ranking.band == Band::kLow) return nullptr;
    std::vector<FaqCandidate> candidates;
    for (const FaqCandidate& candidate : ranking.candidates) {
      if (!excluded.contains(entries_[candidate.document].target)) {
        candidates.push_back(candidate);
      }
    }
    const std::optional<size_t> other = Rival(candidates, ranking.band, own);
    if (!other.has_value()) return nullptr;
    Blurred& blurred = blurred_[{own, *other}];
    if (blurred.count++ == 0) blurred.example = written;
    return &blurred;
  }

  // The entry that stands before the own one, or close behind it.
  static std::optional<size_t> Rival(
      const std::vector<FaqCandidate>& candidates, Band band, size_t own) {
    if (candidates.empty()) return std::nullopt;
    if (candidates.front().document != own) return candidates.front().document;
    if (band == Band::kHigh || candidates.size() < 2) return std::nullopt;
    const double lead = candidates[0].score - candidates[1].score;
    if (lead >= kSmallLead) return std::nullopt;
    return candidates[1].document;
  }

  bool IsDecidedByPhrase(const NormalizedText& text,
                         std::set<Target>& excluded) const {
    const NormalizedText bare = RemoveSkipWords(text, knowledge_.skip_words);
    for (const std::string* form : {&text.text, &bare.text}) {
      for (const PatternMatch& match : knowledge_.matcher->Match(*form)) {
        const Rule& rule = knowledge_.rules[match.pattern];
        if (!rule.is_exclusion) return true;
        excluded.insert(rule.target);
      }
    }
    return false;
  }

  std::vector<Overlap> Collect() const {
    std::map<std::pair<size_t, size_t>, Overlap> pairs;
    for (const auto& [pair, blurred] : blurred_) {
      const auto [own, other] = pair;
      const double share =
          static_cast<double>(blurred.count) / static_cast<double>(asked_[own]);
      if (blurred.count < kFewestBlurred || share < kBlurredShare) continue;
      if (blurred.tests == 0 && !entries_[own].tests.empty()) continue;
      const auto back = blurred_.find({other, own});
      const size_t together =
          blurred.count + (back == blurred_.end() ? 0 : back->second.count);
      if (together < kFewestTogether) continue;
      Overlap& overlap = pairs[std::minmax(own, other)];
      if (share > overlap.share) {
        overlap = {own, other, share, blurred.example};
      }
    }
    std::vector<Overlap> overlaps;
    overlaps.reserve(pairs.size());
    for (auto& [pair, overlap] : pairs) overlaps.push_back(std::move(overlap));
    return overlaps;
  }

  const LanguageKnowledge& knowledge_;
  const std::vector<Entry>& entries_;
  FaqSynonyms synonyms_;
  std::map<Target, size_t> by_target_;  // of entries
  std::vector<size_t> asked_;           // by entry
  std::map<std::pair<size_t, size_t>, Blurred> blurred_;
};

// Which words tell two entries apart.
class WordChooser {
 public:
  WordChooser(const LanguageKnowledge& knowledge,
              const std::vector<Entry>& entries)
      : knowledge_(knowledge) {
    for (const Entry& entry : entries) {
      for (const auto& [stem, word] : words_.emplace_back(WordsOf(entry))) {
        ++spread_[stem];
      }
    }
  }

  // "'refund', 'bank' ('a')", or "" when there are none.
  std::string Only(size_t entry, size_t other, const std::string& id) const {
    std::vector<std::pair<double, std::string>> found;
    for (const auto& [stem, word] : words_[entry]) {
      if (words_[other].contains(stem)) continue;
      const double rarity = std::log(static_cast<double>(words_.size() + 1) /
                                     static_cast<double>(spread_.at(stem)));
      found.emplace_back(-rarity * static_cast<double>(word.sentences),
                         word.written);
    }
    std::sort(found.begin(), found.end());
    std::string list;
    for (size_t i = 0; i < found.size() && i < kHintWords; ++i) {
      list += (list.empty() ? "" : ", ") + Quote(found[i].second);
    }
    return list.empty() ? "" : list + " (" + Quote(id) + ")";
  }

 private:
  struct Word {
    size_t sentences = 0;  // that hold it
    std::string written;   // its shortest form
  };
  using Words = std::map<std::string, Word>;  // by stem

  Words WordsOf(const Entry& entry) const {
    Words words;
    for (const std::string& sentence : entry.sentences) {
      Count(sentence, words);
    }
    for (const std::string& sample : entry.document.questions) {
      Count(sample, words);
    }
    return words;
  }

  void Count(const std::string& sentence, Words& words) const {
    const NormalizedText text = RemoveSkipWords(
        knowledge_.analyzer.Normalize(sentence), knowledge_.skip_words);
    std::set<std::string> seen;
    for (const Token& token : text.tokens) {
      std::string stem = knowledge_.analyzer.Stem(token.text);
      if (token.text.size() < 3) continue;
      Word& word = words[stem];
      if (word.written.empty() || token.text.size() < word.written.size()) {
        word.written = token.text;
      }
      if (seen.insert(std::move(stem)).second) ++word.sentences;
    }
  }

  const LanguageKnowledge& knowledge_;
  std::vector<Words> words_;              // by entry
  std::map<std::string, size_t> spread_;  // stem -> entries that hold it
};

std::string HintFor(const Overlap& overlap, const std::vector<Entry>& entries,
                    const WordChooser& words) {
  std::string apart =
      words.Only(overlap.entry, overlap.other, entries[overlap.entry].id);
  const std::string others =
      words.Only(overlap.other, overlap.entry, entries[overlap.other].id);
  if (!apart.empty() && !others.empty()) apart += "; ";
  apart += others;
  const std::string example = "for example " + Quote(overlap.example) + "; ";
  if (apart.empty()) {
    return example + "both use the same words: make one entry of the two";
  }
  return example + "words that tell them apart: " + apart +
         "; use them in more sentences, or make one entry of the two";
}

}  // namespace

void CheckOverlap(const LanguageContent& content,
                  const LanguageKnowledge& knowledge,
                  std::vector<Problem>& problems) {
  const std::vector<Entry> entries = EntryReader(content, knowledge).Read();
  const std::vector<Overlap> overlaps =
      OverlapFinder(content, knowledge, entries).Find();
  if (overlaps.empty()) return;
  const WordChooser words(knowledge, entries);
  for (const Overlap& overlap : overlaps) {
    const Entry& entry = entries[overlap.entry];
    const Entry& other = entries[overlap.other];
    problems.push_back({Severity::kWarning, entry.place,
                        "customers who mean " + Quote(entry.id) +
                            " will often be asked whether they mean " +
                            Quote(other.id) + " (" + other.place.FileLine() +
                            ")",
                        HintFor(overlap, entries, words)});
  }
}

}  // namespace sportello
