#include "faq/feature_space.h"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <random>
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
    std::vector<float> row;
    space.CompareAll(space.VectorOf(i), row);
    for (uint32_t j = 0; j < all.size(); ++j) {
      CHECK(probe.Compare(j) ==
            doctest::Approx(Oracle(all[i], all[j])).epsilon(1e-4));
      CHECK(row[j] == doctest::Approx(probe.Compare(j)).epsilon(1e-5));
    }
  }
}

// Sentences of random features: of piece k, one in k + 1 holds it, so that the
// first are in nearly all and the last in hardly any.
struct RandomSpace {
  explicit RandomSpace(size_t sentences) {
    std::vector<std::vector<TextFeatures>> documents;
    for (size_t s = 0; s < sentences; ++s) {
      if (s % 3 == 0) documents.emplace_back();
      documents.back().push_back(Random());
    }
    space = FeatureSpace::Build(documents);
  }

  TextFeatures Random() {
    TextFeatures features;
    for (uint64_t key = 1; key <= 60; ++key) {
      if (random() % key == 0) features.pieces.push_back(key);
      if (random() % (key + 1) == 0) {
        features.tokens.push_back({key, 1, key % 7 == 0, false, false, 0});
      }
    }
    return features;
  }

  // All rows of one thread, so that one row finds what another one left.
  void CheckRows(const FeatureSpace& checked) {
    std::vector<float> row;
    for (int i = 0; i < 20; ++i) {
      const SpaceVector vector = checked.Place(Random());
      checked.CompareAll(vector, row);
      REQUIRE(row.size() == checked.sentence_count());
      const FeatureSpace::Probe probe(checked, vector);
      for (uint32_t s = 0; s < row.size(); ++s) {
        CHECK(row[s] == doctest::Approx(probe.Compare(s)).epsilon(1e-5));
      }
    }
  }

  std::mt19937 random{7};
  FeatureSpace space;
};

TEST_CASE("All likenesses at once are those one by one") {
  // Rows of falling length too, and lengths that nothing divides.
  for (const size_t sentences : {1, 2, 3, 4, 5, 7, 8, 61, 128, 30, 6}) {
    CAPTURE(sentences);
    RandomSpace random(sentences);
    random.CheckRows(random.space);
  }
}

TEST_CASE("A space read back gives the same likenesses to the bit") {
  RandomSpace random(67);
  WireWriter out;
  random.space.Write(out);
  const std::string bytes = out.Take();
  WireReader in(bytes);
  FeatureSpace read;
  REQUIRE(FeatureSpace::Read(in, read));
  random.CheckRows(read);
  const SpaceVector vector = read.Place(random.Random());
  std::vector<float> before;
  std::vector<float> after;
  random.space.CompareAll(vector, before);
  read.CompareAll(vector, after);
  CHECK(before == after);
}

TEST_CASE("Equal sentences are equally like a text, wherever they stand") {
  RandomSpace random(0);
  const TextFeatures same = random.Random();
  std::vector<std::vector<TextFeatures>> documents(23);
  for (size_t d = 0; d < documents.size(); ++d) {
    documents[d] = {d % 2 == 0 ? same : random.Random()};
  }
  const FeatureSpace space = FeatureSpace::Build(documents);
  std::vector<float> row;
  space.CompareAll(space.Place(random.Random()), row);
  for (size_t d = 0; d < row.size(); d += 2) CHECK(row[d] == row[0]);
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
