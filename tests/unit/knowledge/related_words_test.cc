#include "knowledge/related_words.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

namespace sportello {
namespace {

constexpr const char* kThesaurusText =
    "UTF-8\n"
    "svincolo|1\n"
    "(s.m.)|annullamento|recesso|scioglimento di un contratto\n"
    "spesa|1\n"
    "(s.f.)|sborso|fornitura (antonym)\n";

std::vector<FaqDocument> FewEntries() {
  FaqDocument leave;
  leave.id = "leave";
  leave.questions = {"Come faccio il recesso dal contratto?"};
  FaqDocument price;
  price.id = "price";
  price.questions = {"Quanto costa la spesa online e la fornitura?"};
  return {leave, price};
}

TEST_CASE("Only words that the content lacks are related to words it has") {
  const Analyzer italian("it");
  const FaqSynonyms lists =
      RelatedWordsIn(kThesaurusText, italian, FewEntries());
  REQUIRE(lists.size() == 2);
  CHECK(lists[0] ==
        std::vector<std::string>{"~recess", italian.Stem("svincolo")});
  CHECK(lists[1] == std::vector<std::string>{"~spes", italian.Stem("sborso")});
}

TEST_CASE("A question in words of the thesaurus finds its entry") {
  const Analyzer italian("it");
  const NormalizedText question = italian.Normalize("svincolo");
  const auto rank = [&](const FaqSynonyms& synonyms) {
    return FaqIndex::Build(italian, FewEntries(), synonyms, nullptr)
        .Rank(question);
  };
  CHECK(rank({}).band == Band::kLow);
  const FaqRanking ranking =
      rank(RelatedWordsIn(kThesaurusText, italian, FewEntries()));
  REQUIRE(!ranking.candidates.empty());
  CHECK(ranking.candidates[0].document == 0);
  CHECK(ranking.confidence > 2 * rank({}).confidence);
}

TEST_CASE("A language's thesaurus is found beside the word lists") {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() /
      ("sportello_thesauri_" + std::to_string(getpid()));
  std::filesystem::create_directories(folder / "dict");
  std::filesystem::create_directories(folder / "mythes");
  std::ofstream(folder / "mythes" / "th_it_IT_v2.dat") << kThesaurusText;
  const std::string lists = (folder / "dict").string();
  CHECK(FindThesaurus(lists, "it") ==
        (folder / "mythes" / "th_it_IT_v2.dat").string());
  CHECK(FindThesaurus(lists, "en").empty());
  CHECK(FindThesaurus("", "it").empty());
  const Analyzer italian("it");
  CHECK(
      RelatedWords(FindThesaurus(lists, "it"), italian, FewEntries()).size() ==
      2);
  CHECK(
      RelatedWords(FindThesaurus(lists, "en"), italian, FewEntries()).empty());
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace sportello
