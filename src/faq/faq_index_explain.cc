// The score of a candidate as a sum of named parts.
//
// learned = sum over sentences of weight * likeness, and likeness is a sum over
// shared words, pairs of words and pieces; so the learned part of one word is
// the sum over sentences of weight * its share, and likewise for pairs. What
// is left of the learned score after words and pairs comes from pieces.
#include <algorithm>
#include <cmath>
#include <map>

#include "faq/faq_index.h"

namespace sportello {
namespace {

constexpr size_t kMaxReasons = 16;

using Kind = FaqReason::Kind;

struct Shared {
  uint32_t id;
  double weight;
};

std::vector<Shared> SharedTokens(const SpaceVector& vector,
                                 std::span<const uint32_t> sentence) {
  std::vector<Shared> shared;
  for (const SpaceVector::Part& part : vector.tokens) {
    if (std::binary_search(sentence.begin(), sentence.end(), part.id)) {
      shared.push_back({part.id, part.weight});
    }
  }
  return shared;
}

void KeepHeaviest(std::vector<FaqReason>& reasons) {
  std::sort(reasons.begin(), reasons.end(),
            [](const FaqReason& a, const FaqReason& b) {
              const double left = std::abs(a.weight);
              const double right = std::abs(b.weight);
              return left != right ? left > right : a.name < b.name;
            });
  if (reasons.size() > kMaxReasons) reasons.resize(kMaxReasons);
}

std::string QuotedList(const std::vector<std::string>& words) {
  std::string joined;
  for (const std::string& word : words) {
    joined += (joined.empty() ? "'" : ", '") + word + "'";
  }
  return joined;
}

}  // namespace

std::vector<FaqReason> FaqIndex::Reasons(const TextFeatures& text,
                                         const SpaceVector& vector,
                                         const Scored& entry) const {
  std::map<uint32_t, double> words;
  std::map<std::pair<uint32_t, uint32_t>, double> pairs;
  const double base = documents_[entry.document].base;
  double pieces = entry.learned - base;
  for (uint32_t i = learned_starts_[entry.document];
       i < learned_starts_[entry.document + 1]; ++i) {
    const uint32_t sentence = learned_sentences_[i];
    const double weight = learned_weights_[i];
    const std::vector<Shared> shared =
        SharedTokens(vector, space_.TokensOf(sentence));
    for (size_t a = 0; a < shared.size(); ++a) {
      const double word =
          weight * space_.WordPart(vector, sentence, shared[a].weight);
      words[shared[a].id] += word;
      pieces -= word;
      for (size_t b = 0; b < a; ++b) {
        const double pair =
            weight * space_.PairPart(vector, sentence, shared[b].weight,
                                     shared[a].weight);
        pairs[{shared[b].id, shared[a].id}] += pair;
        pieces -= pair;
      }
    }
  }
  const std::vector<uint64_t>& keys = space_.token_ids().keys();
  const auto name = [&](uint32_t id) { return text.names.at(keys[id]); };
  std::vector<FaqReason> reasons;
  for (const auto& [id, weight] : words) {
    const std::string word = name(id);
    const bool is_concept = word.front() == '#';
    reasons.push_back(
        {is_concept ? Kind::kConcept : Kind::kWord, word, weight});
  }
  for (const auto& [ids, weight] : pairs) {
    reasons.push_back(
        {Kind::kPair, name(ids.first) + " + " + name(ids.second), weight});
  }
  reasons.push_back({Kind::kPieces, "pieces of words", pieces});
  reasons.push_back({Kind::kBase, "any message", base});
  const double scale = documents_[entry.document].fields_share /
                       std::max(fields_.Ceiling(text), 1e-9);
  for (const TextFeatures::Token& token : text.tokens) {
    const double impact = fields_.Impact(token, entry.document);
    if (impact <= 0) continue;
    const bool itself = fields_.Holds(entry.document, token.key);
    reasons.push_back(
        {Kind::kField,
         text.names.at(token.key) + (itself ? "" : " (a word like it)"),
         impact * scale});
  }
  KeepHeaviest(reasons);
  return reasons;
}

std::string FaqIndex::NextBand(const FaqExplanation& explanation) {
  if (explanation.band == Band::kHigh) return "";
  const ConfidenceSignals& signals = explanation.signals;
  if (IsOutOfScope(signals) && !explanation.unknown.empty()) {
    return "it seems to be about something else: nothing in the content "
           "holds " +
           QuotedList(explanation.unknown);
  }
  if (explanation.candidates.size() > 1 && signals.learned > 0.5 &&
      signals.margin < 0.2) {
    return "the second candidate is nearly as good: say in a variant of either "
           "what tells them apart";
  }
  return "no question of the first candidate is close enough: add this message "
         "to the variants of the right one";
}

FaqExplanation FaqIndex::Explain(const NormalizedText& query) const {
  FaqExplanation explanation;
  const TextFeatures text = reader_.Read(query, ReadFor::kExplanation);
  const SpaceVector vector = space_.Place(text);
  const std::vector<Scored> scored = Score(text, vector);
  for (const TextFeatures::Token& token : text.tokens) {
    if (!token.is_concept && !fields_.Knows(token.key)) {
      explanation.unknown.push_back(text.names.at(token.key));
    }
  }
  std::sort(explanation.unknown.begin(), explanation.unknown.end());
  if (scored.empty() || scored.front().score <= 0) return explanation;
  explanation.signals = Signals(vector, scored);
  explanation.confidence = Confidence(explanation.signals);
  explanation.band = BandOf(explanation.signals);
  for (const Scored& entry : scored) {
    if (explanation.candidates.size() == kMaxCandidates) break;
    if (entry.score <= 0) break;
    FaqCandidateExplanation& candidate = explanation.candidates.emplace_back();
    candidate.document = documents_[entry.document].position;
    candidate.score = entry.score;
    candidate.learned = entry.learned;
    candidate.fields = entry.fields;
    if (entry.likeness > 0) candidate.nearest = sentences_[entry.nearest];
    candidate.likeness = entry.likeness;
    candidate.reasons = Reasons(text, vector, entry);
    for (const TextFeatures::Token& token : text.tokens) {
      if (token.is_concept || !fields_.Knows(token.key)) continue;
      if (fields_.Holds(entry.document, token.key)) continue;
      candidate.missing.push_back(text.names.at(token.key));
    }
    std::sort(candidate.missing.begin(), candidate.missing.end());
  }
  explanation.candidates.front().confidence = explanation.confidence;
  explanation.next_band = NextBand(explanation);
  return explanation;
}

}  // namespace sportello
