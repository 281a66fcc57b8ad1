#include "faq/field_index.h"

#include <algorithm>
#include <cmath>

namespace sportello {
namespace {

// Of questions, answer and tags: what each counts, and k1 and b of bm25. What
// an answer or a tag says once, it says; and a long one is not wordy but full.
struct FieldSettings {
  double share;
  double saturation;
  double length;
};
constexpr std::array<FieldSettings, kFieldCount> kFields = {
    {{1.0, 1.2, 0.75}, {0.35, 0.8, 0.5}, {1.0, 0.8, 0.5}}};

// A word of the family counts so much of the word itself.
constexpr double kFamilyShare = 0.75;

double Bm25Rarity(double entries, double with) {
  return std::log(1.0 + (entries - with + 0.5) / (with + 0.5));
}

struct Posting {
  uint64_t key;
  uint32_t entry;
  double impact;
};

uint64_t LengthOf(const FieldIndex::Counts& counts) {
  uint64_t length = 0;
  for (const auto& [key, count] : counts) length += count;
  return length;
}

// Of the tokens of a field, or of the families of its words.
void AddField(const std::vector<FieldIndex::Entry>& entries,
              FieldIndex::Fields FieldIndex::Entry::*kind, Field field,
              double share, std::vector<Posting>& postings) {
  std::vector<std::pair<uint64_t, uint32_t>> with;  // key -> entries
  uint64_t total = 0;
  for (const FieldIndex::Entry& entry : entries) {
    total += LengthOf(entry.tokens[field]);
    for (const auto& [key, count] : (entry.*kind)[field]) {
      with.push_back({key, 0});
    }
  }
  if (total == 0) return;
  std::sort(with.begin(), with.end());
  size_t kept = 0;
  for (size_t i = 0; i < with.size(); ++i) {
    if (kept == 0 || with[kept - 1].first != with[i].first) {
      with[kept++] = with[i];
    }
    ++with[kept - 1].second;
  }
  with.resize(kept);
  const auto count_of = static_cast<double>(entries.size());
  const double mean = static_cast<double>(total) / count_of;
  const FieldSettings& settings = kFields[field];
  for (uint32_t e = 0; e < entries.size(); ++e) {
    const auto length = static_cast<double>(LengthOf(entries[e].tokens[field]));
    const double norm = settings.saturation *
                        (1 - settings.length + settings.length * length / mean);
    for (const auto& [key, count] : (entries[e].*kind)[field]) {
      const auto it = std::lower_bound(with.begin(), with.end(),
                                       std::pair<uint64_t, uint32_t>(key, 0));
      const double often = count * (settings.saturation + 1) / (count + norm);
      postings.push_back(
          {key, e,
           share * settings.share * Bm25Rarity(count_of, it->second) * often});
    }
  }
}

}  // namespace

FieldIndex FieldIndex::Build(const std::vector<Entry>& entries) {
  FieldIndex index;
  index.entry_count_ = static_cast<uint32_t>(entries.size());
  std::vector<Posting> postings;
  for (const Field field : {kQuestions, kAnswer, kTags}) {
    AddField(entries, &Entry::tokens, field, 1, postings);
    AddField(entries, &Entry::families, field, kFamilyShare, postings);
  }
  // Stable: a token's fields are added in the same order always.
  std::stable_sort(
      postings.begin(), postings.end(), [](const Posting& a, const Posting& b) {
        return std::pair(a.key, a.entry) < std::pair(b.key, b.entry);
      });
  std::vector<uint64_t> keys;
  for (size_t i = 0; i < postings.size(); ++i) {
    const Posting& posting = postings[i];
    const bool new_key = i == 0 || postings[i - 1].key != posting.key;
    if (new_key) {
      keys.push_back(posting.key);
      index.starts_.push_back(static_cast<uint32_t>(index.entries_.size()));
    }
    if (!new_key && index.entries_.back() == posting.entry) {
      index.impacts_.back() += static_cast<float>(posting.impact);
    } else {
      index.entries_.push_back(posting.entry);
      index.impacts_.push_back(static_cast<float>(posting.impact));
    }
  }
  index.starts_.push_back(static_cast<uint32_t>(index.entries_.size()));
  for (size_t id = 0; id < keys.size(); ++id) {
    index.rarities_.push_back(static_cast<float>(Bm25Rarity(
        index.entry_count_, index.starts_[id + 1] - index.starts_[id])));
  }
  index.ids_ = FeatureIds(std::move(keys));
  return index;
}

void FieldIndex::Score(const TextFeatures& text,
                       std::vector<float>& scores) const {
  for (const TextFeatures::Token& token : text.tokens) {
    const uint32_t id = ids_.Find(token.key);
    if (token.family != 0) ScoreFamily(id, token.family, scores);
    if (id == FeatureIds::kUnknown) continue;
    for (uint32_t i = starts_[id]; i < starts_[id + 1]; ++i) {
      scores[entries_[i]] += impacts_[i];
    }
  }
}

void FieldIndex::ScoreFamily(uint32_t id, uint64_t family,
                             std::vector<float>& scores) const {
  const uint32_t family_id = ids_.Find(family);
  if (family_id == FeatureIds::kUnknown) return;
  const bool known = id != FeatureIds::kUnknown;
  uint32_t own = known ? starts_[id] : 0;
  const uint32_t own_end = known ? starts_[id + 1] : 0;
  for (uint32_t i = starts_[family_id]; i < starts_[family_id + 1]; ++i) {
    while (own < own_end && entries_[own] < entries_[i]) ++own;
    if (own < own_end && entries_[own] == entries_[i]) continue;
    scores[entries_[i]] += impacts_[i];
  }
}

void FieldIndex::ScoreRare(const TextFeatures& text, uint32_t common,
                           std::vector<float>& scores) const {
  std::vector<uint32_t> ids;
  for (const TextFeatures::Token& token : text.tokens) {
    const uint32_t id = ids_.Find(token.key);
    if (id != FeatureIds::kUnknown) ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  for (const uint32_t id : ids) {
    if (starts_[id + 1] - starts_[id] > common) continue;
    for (uint32_t i = starts_[id]; i < starts_[id + 1]; ++i) {
      scores[entries_[i]] += impacts_[i];
    }
  }
}

double FieldIndex::Rarity(uint64_t key) const {
  const uint32_t id = ids_.Find(key);
  return id == FeatureIds::kUnknown ? Bm25Rarity(entry_count_, 0)
                                    : rarities_[id];
}

double FieldIndex::Ceiling(const TextFeatures& text) const {
  double ceiling = 0;
  for (const TextFeatures::Token& token : text.tokens) {
    ceiling += Rarity(token.key);
  }
  return ceiling;
}

double FieldIndex::Impact(const TextFeatures::Token& token,
                          uint32_t entry) const {
  const double own = ImpactOf(token.key, entry);
  return own > 0 || token.family == 0 ? own : ImpactOf(token.family, entry);
}

double FieldIndex::ImpactOf(uint64_t key, uint32_t entry) const {
  const uint32_t id = ids_.Find(key);
  if (id == FeatureIds::kUnknown) return 0;
  const auto begin = entries_.begin() + starts_[id];
  const auto end = entries_.begin() + starts_[id + 1];
  const auto it = std::lower_bound(begin, end, entry);
  if (it == end || *it != entry) return 0;
  return impacts_[static_cast<size_t>(it - entries_.begin())];
}

void FieldIndex::Write(WireWriter& out) const {
  out.Number(entry_count_);
  out.List(ids_.keys());
  out.List(rarities_);
  out.List(starts_);
  out.List(entries_);
  out.List(impacts_);
}

bool FieldIndex::Read(WireReader& in, FieldIndex& index) {
  std::vector<uint64_t> keys;
  if (!in.Number(index.entry_count_) || !in.List(keys) ||
      !in.List(index.rarities_) || !in.List(index.starts_) ||
      !in.List(index.entries_) || !in.List(index.impacts_)) {
    return false;
  }
  index.ids_ = FeatureIds(std::move(keys));
  return index.rarities_.size() == index.ids_.size() &&
         index.starts_.size() == index.ids_.size() + 1 &&
         std::is_sorted(index.starts_.begin(), index.starts_.end()) &&
         index.starts_.back() == index.entries_.size() &&
         index.impacts_.size() == index.entries_.size() &&
         std::all_of(
             index.entries_.begin(), index.entries_.end(),
             [&](uint32_t entry) { return entry < index.entry_count_; });
}

}  // namespace sportello
