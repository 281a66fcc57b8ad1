#include "faq/faq_index.h"

namespace sportello {

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
    candidate.nearest = sentences_[entry.nearest];
    candidate.likeness = entry.likeness;
  }
  return explanation;
}

}  // namespace sportello
