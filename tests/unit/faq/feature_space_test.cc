#include "faq/feature_space.h"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <set>

#include "faq/entry_learner.h"

namespace sportello {
namespace {

struct SpaceFixture {
  Analyzer analyzer{"en"};
  FeatureReader reader{analyzer, Thesaurus::Build(analyzer, {})};
  std::vector<std::vector<TextFeatures>> documents;

  TextFeatures Read(const std::string& text) const {
    return reader.Read(analyzer.Normalize(text), ReadFor::kContent);
  }
  void Add(const std::vector<std::string>& sentences) {
    documents.emplace_back();
    for (const std::string& sentence : sentences) {
      documents.back().push_back(Read(sentence));
    }
  }
  void AddShop() {
    Add({"where is my parcel", "my order has not arrived"});
    Add({"I want my money back", "how do I get a refund"});
    Add({"help"});
  }

  // The likeness as feature_space.h says it, the slow way: by all pairs.
  double Oracle(const TextFeatures& a, const TextFeatures& b) const;
  double Weight(const TextFeatures::Token& token) const;
  double PieceWeight(uint64_t piece) const;
};

double SpaceFixture::Weight(const TextFeatures::Token& token) const {
  double with = 0;
  for (const auto& document : documents) {
    bool holds = false;
    for (const TextFeatures& sentence : document) {
      for (const auto& other : sentence.tokens) holds |= other.key == token.key;
    }
    with += holds ? 1 : 0;
  }
  const double n = static_cast<double>(documents.size());
  return (std::log((1 + n) / (1 + with)) + 1) * (token.is_concept ? 2 : 1);
}

double SpaceFixture::PieceWeight(uint64_t piece) const {
  double with = 0;
  for (const auto& document : documents) {
    bool holds = false;
    for (const TextFeatures& sentence : document) {
      for (const uint64_t other : sentence.pieces) holds |= other == piece;
    }
    with += holds ? 1 : 0;
  }
  const double n = static_cast<double>(documents.size());
  return std::pow(std::log((1 + n) / (1 + with)) + 1, 2);
}

double SpaceFixture::Oracle(const TextFeatures& a,
                            const TextFeatures& b) const {
  const auto dot = [&](const TextFeatures& x, const TextFeatures& y,
                       std::array<double, 3>& out) {
    std::map<uint64_t, double> shared;
    for (const auto& left : x.tokens) {
      for (const auto& right : y.tokens) {
        if (left.key == right.key) shared[left.key] = Weight(left);
      }
    }
    out = {0, 0, 0};
    for (const auto& [key, weight] : shared) {
      out[0] += weight;
      out[1] += 0.05 * weight * weight;
      for (const auto& [other, weight2] : shared) {
        if (key < other) out[1] += weight * weight2;
      }
    }
    const std::set<uint64_t> pieces(y.pieces.begin(), y.pieces.end());
    for (const uint64_t piece : x.pieces) {
      if (pieces.contains(piece)) out[2] += PieceWeight(piece);
    }
  };
  std::array<double, 3> ab{};
  std::array<double, 3> aa{};
  std::array<double, 3> bb{};
  dot(a, b, ab);
  dot(a, a, aa);
  dot(b, b, bb);
  const std::array<double, 3> shares = {0.15, 0.5, 0.35};
  double sum = 0;
  for (size_t i = 0; i < 3; ++i) {
    sum += shares[i] * ab[i] / std::sqrt(aa[i] * bb[i]);
  }
  return sum;
}

TEST_CASE_FIXTURE(SpaceFixture, "Likeness is what counting all pairs gives") {
  AddShop();
  const FeatureSpace space = FeatureSpace::Build(documents);
  std::vector<TextFeatures> all;
  for (const auto& document : documents) {
    all.insert(all.end(), document.begin(), document.end());
  }
  for (uint32_t i = 0; i < all.size(); ++i) {
    const FeatureSpace::Probe probe(space, i);
    const std::vector<float> row = space.CompareAll(space.VectorOf(i));
    for (uint32_t j = 0; j < all.size(); ++j) {
      CHECK(probe.Compare(j) ==
            doctest::Approx(Oracle(all[i], all[j])).epsilon(1e-4));
      CHECK(row[j] == doctest::Approx(probe.Compare(j)).epsilon(1e-5));
    }
  }
}

TEST_CASE_FIXTURE(SpaceFixture,
                  "A sentence is like itself, and unknown words cost") {
  AddShop();
  const FeatureSpace space = FeatureSpace::Build(documents);
  const FeatureSpace::Probe same(space, 0);
  CHECK(same.Compare(0) == doctest::Approx(1));
  const FeatureSpace::Probe longer(space,
                                   space.Place(Read("where is my parcel zyx")));
  CHECK(longer.Compare(0) < 0.9);
  CHECK(space.Place(Read("zyx")).known == 0);
}

TEST_CASE("A learned entry tells its sentences from its rivals'") {
  // Own 0 and 1, rivals 2 and 3; 1 and 2 are rather alike.
  const std::vector<double> gram = {1,   0.4, 0.2, 0,   0.4, 1,   0.6, 0.1,
                                    0.2, 0.6, 1,   0.3, 0,   0.1, 0.3, 1};
  const LearnedEntry learned = LearnEntry({10, 11, 12, 13}, 2, gram);
  REQUIRE(learned.weights.size() == 4);
  for (size_t i = 0; i < 4; ++i) {
    double score = learned.base;
    for (size_t j = 0; j < 4; ++j) {
      score += double{learned.weights[j]} * gram[i * 4 + j];
    }
    CHECK(score == doctest::Approx(i < 2 ? 1 : 0).epsilon(0.15));
  }
}

TEST_CASE("Held out means learned without the sentence") {
  const std::vector<double> gram = {1, 0.4, 0.2, 0.4, 1, 0.6, 0.2, 0.6, 1};
  const LearnedEntry all = LearnEntry({0, 1, 2}, 2, gram);
  const LearnedEntry without = LearnEntry({1, 2}, 1, {1, 0.6, 0.6, 1});
  const double score = double{without.base} + 0.4 * double{without.weights[0]} +
                       0.2 * double{without.weights[1]};
  CHECK(all.held_out[0] == doctest::Approx(score).epsilon(1e-4));
}

}  // namespace
}  // namespace sportello
