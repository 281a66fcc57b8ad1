#include "language/vocabulary.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>

namespace sportello {
namespace {

Vocabulary Words(const std::vector<std::string>& words) {
  std::vector<Vocabulary::Word> counted;
  for (const std::string& word : words) counted.push_back({word, 1});
  return Vocabulary::Build(counted);
}

std::string Correct(const Vocabulary& vocabulary, std::string_view token) {
  return vocabulary.Correct(token).value_or("-");
}

TEST_CASE("Italian typos become the word that was meant") {
  const Vocabulary words = Words({"pacco", "rimborso", "ordine", "spedizione",
                                  "arrivato", "dove", "il", "non", "consegna"});
  CHECK(Correct(words, "paco") == "pacco");
  CHECK(Correct(words, "rimbroso") == "rimborso");
  CHECK(Correct(words, "ordne") == "ordine");
  CHECK(Correct(words, "rodine") == "ordine");
  CHECK(Correct(words, "spedizoine") == "spedizione");
  CHECK(Correct(words, "spediizionne") == "spedizione");
  CHECK(Correct(words, "cosnegna") == "consegna");
}

TEST_CASE("English typos become the word that was meant") {
  const Vocabulary words =
      Words({"delivery", "shipping", "refund", "parcel", "where", "order"});
  CHECK(Correct(words, "delivry") == "delivery");
  CHECK(Correct(words, "shiping") == "shipping");
  CHECK(Correct(words, "shpiping") == "shipping");
  CHECK(Correct(words, "refudn") == "refund");
  CHECK(Correct(words, "wehre") == "where");
  CHECK(Correct(words, "oder") == "order");
}

TEST_CASE("Short words, numbers and known words stay") {
  const Vocabulary words =
      Words({"pacco", "sacco", "due", "123456", "a1pha", "nono"});
  CHECK(Correct(words, "pac") == "-");
  CHECK(Correct(words, "dua") == "-");
  CHECK(Correct(words, "dues") == "-");
  CHECK(Correct(words, "123457") == "-");
  CHECK(Correct(words, "pacc0") == "-");
  CHECK(Correct(words, "a1phb") == "-");
  CHECK(Correct(words, "alpha") == "-");
  CHECK(Correct(words, "sacco") == "-");
  CHECK(Correct(words, "") == "-");
  CHECK(words.Contains("due"));
  CHECK_FALSE(words.Contains("paco"));
}

TEST_CASE("Two edits need eight letters in both words") {
  const Vocabulary words = Words({"spedire", "restituzione"});
  CHECK(Correct(words, "speddiree") == "-");
  CHECK(Correct(words, "spedirre") == "spedire");
  CHECK(Correct(words, "restitusione") == "restituzione");
  CHECK(Correct(words, "restitusone") == "restituzione");
  CHECK(Correct(words, "restitsone") == "-");
}

TEST_CASE("The first letter differs only at one edit of longer words") {
  const Vocabulary words = Words({"pacco", "reso", "restituzione"});
  CHECK(Correct(words, "oacco") == "pacco");
  CHECK(Correct(words, "acco") == "-");
  CHECK(Correct(words, "teso") == "-");
  CHECK(Correct(words, "testituzione") == "restituzione");
  CHECK(Correct(words, "testitusione") == "-");
}

TEST_CASE("The nearest wins, then the more frequent, and a tie is left") {
  CHECK(Correct(Words({"ordine", "ordini"}), "ordin") == "-");
  const Vocabulary counted =
      Vocabulary::Build({{"ordine", 2}, {"ordini", 3}, {"ordine", 2}});
  CHECK(counted.size() == 2);
  CHECK(Correct(counted, "ordin") == "ordine");
  const Vocabulary near = Vocabulary::Build(
      {{"spedizione", 1}, {"spedizioni", 100}, {"spedizionieri", 100}});
  CHECK(Correct(near, "spedizzione") == "spedizione");
  const Vocabulary three =
      Vocabulary::Build({{"pacca", 1}, {"pacci", 1}, {"pacco", 2}});
  CHECK(Correct(three, "pacc") == "pacco");
}

TEST_CASE("Letters are counted, not bytes") {
  const Vocabulary words = Words({"заказ", "доставка"});
  CHECK(Correct(words, "закз") == "заказ");
  CHECK(Correct(words, "дотсавка") == "доставка");
  CHECK(Correct(words, "зак") == "-");
}

TEST_CASE("An empty vocabulary corrects nothing") {
  CHECK(Correct(Vocabulary(), "pacco") == "-");
  CHECK(Correct(Words({}), "pacco") == "-");
  CHECK(Correct(Words({"il"}), "pacco") == "-");
}

TEST_CASE("The distance is that of optimal string alignment") {
  CHECK(EditDistance(U"", U"", 2) == 0);
  CHECK(EditDistance(U"pacco", U"paco", 2) == 1);
  CHECK(EditDistance(U"pacco", U"apcco", 2) == 1);
  CHECK(EditDistance(U"ca", U"abc", 3) == 3);
  CHECK(EditDistance(U"ca", U"abc", 2) == 3);
  CHECK(EditDistance(U"abcdef", U"ghijkl", 2) == 3);
  CHECK(EditDistance(U"a", U"abcdef", 2) == 3);
}

TEST_CASE("The nearest name is suggested, if one is near") {
  CHECK(Nearest("refnd", {"order", "refund"}) == "refund");
  CHECK(Nearest("ordernumber", {"order", "order_number"}) == "order_number");
  CHECK(Nearest("il_moi", {"il_tuo", "il_mio"}) == "il_mio");
  CHECK(Nearest("xyz", {"order", "refund"}).empty());
  CHECK(Nearest("a", {"b"}).empty());
}

// The slow, obvious way: the full table of distances, every word in turn.
int SlowDistance(const std::string& a, const std::string& b) {
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<int>(i + j);
        continue;
      }
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1,
                          d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

std::string SlowCorrect(const std::vector<Vocabulary::Word>& words,
                        const std::string& token) {
  std::string best = "-";
  int best_distance = 3;
  uint32_t best_count = 0;
  for (const auto& [word, count] : words) {
    const size_t shorter = std::min(word.size(), token.size());
    const int distance = SlowDistance(word, token);
    const int allowed = shorter < 4 ? 0 : shorter < 8 ? 1 : 2;
    if (distance == 0) return "-";
    if (distance > allowed) continue;
    if (word[0] != token[0] && (distance > 1 || shorter < 5)) continue;
    if (distance < best_distance ||
        (distance == best_distance && count > best_count)) {
      best = word;
      best_distance = distance;
      best_count = count;
    } else if (distance == best_distance && count == best_count) {
      best = "-";
    }
  }
  return best;
}

// Few letters, so that words are near each other.
std::string RandomWord(std::mt19937& random) {
  std::string word(3 + random() % 10, 'a');
  for (char& letter : word) letter = static_cast<char>('a' + random() % 3);
  return word;
}

uint32_t Count(std::mt19937& random) {
  return static_cast<uint32_t>(1 + random() % 5);
}

std::string Mistype(std::string word, std::mt19937& random) {
  const size_t at = random() % word.size();
  const char letter = static_cast<char>('a' + random() % 3);
  switch (random() % 4) {
    case 0:
      word.insert(at, 1, letter);
      break;
    case 1:
      word[at] = letter;
      break;
    case 2:
      if (word.size() > 1) word.erase(at, 1);
      break;
    default:
      if (at > 0) std::swap(word[at - 1], word[at]);
      break;
  }
  return word;
}

TEST_CASE("Corrections are those of the slow way, in any order of input") {
  std::mt19937 random(20261121);
  int corrected = 0;
  for (int round = 0; round < 40; ++round) {
    std::vector<Vocabulary::Word> words;
    for (int i = 0; i < 60; ++i) {
      const std::string word = RandomWord(random);
      const bool known =
          std::any_of(words.begin(), words.end(),
                      [&](const auto& other) { return other.text == word; });
      if (!known) words.push_back({word, Count(random)});
    }
    const Vocabulary vocabulary = Vocabulary::Build(words);
    std::shuffle(words.begin(), words.end(), random);
    const Vocabulary shuffled = Vocabulary::Build(words);
    for (int i = 0; i < 200; ++i) {
      std::string token = words[random() % words.size()].text;
      for (size_t edits = random() % 4; edits > 0; --edits) {
        token = Mistype(token, random);
      }
      INFO(token);
      const std::string expected = SlowCorrect(words, token);
      REQUIRE(Correct(vocabulary, token) == expected);
      REQUIRE(Correct(shuffled, token) == expected);
      if (expected != "-") ++corrected;
    }
  }
  CHECK(corrected > 1000);
}

TEST_CASE("Distances are those of the full table, up to the limit") {
  std::mt19937 random(20261125);
  for (int i = 0; i < 20'000; ++i) {
    const std::string a = RandomWord(random);
    std::string b = RandomWord(random);
    if (i % 2 == 0) b = Mistype(Mistype(Mistype(a, random), random), random);
    const int limit = static_cast<int>(random() % 6);
    const std::u32string wide_a(a.begin(), a.end());
    const std::u32string wide_b(b.begin(), b.end());
    INFO(a << " " << b << " " << limit);
    REQUIRE(EditDistance(wide_a, wide_b, limit) ==
            std::min(SlowDistance(a, b), limit + 1));
  }
}

TEST_CASE("More words than can be kept: the rarest go") {
  std::vector<Vocabulary::Word> words;
  for (size_t i = 0; i < Vocabulary::kMaxWords; ++i) {
    std::string word = "w";
    for (size_t rest = i; rest > 0; rest /= 26) {
      word += static_cast<char>('a' + rest % 26);
    }
    words.push_back({word, 2});
  }
  words.push_back({"raro", 1});
  words.push_back({"frequente", 3});
  const Vocabulary vocabulary = Vocabulary::Build(words);
  CHECK(vocabulary.size() == Vocabulary::kMaxWords);
  CHECK_FALSE(vocabulary.Contains("raro"));
  CHECK(vocabulary.Contains("frequente"));
}

}  // namespace
}  // namespace sportello
