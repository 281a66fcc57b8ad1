#include "faq/faq_search.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

namespace sportello {
namespace {

struct SearchFixture {
  SearchFixture() {
    REQUIRE(sqlite3_open(":memory:", &database) == SQLITE_OK);
    FaqSearch search(database);
    REQUIRE(search.Create().ok());
    const std::vector<FaqSearchEntry> entries = {
        {"refund",
         "it",
         "Come ottengo un rimborso?",
         {"rivoglio i soldi"},
         "Entro cinque giorni.",
         {"resi"}},
        {"hours",
         "it",
         "Quali sono gli orari di apertura?",
         {},
         "Siamo aperti anche per i rimborsi.",
         {}},
        {"refund_en", "en", "How do I get a refund?", {}, "In five days.", {}},
    };
    REQUIRE(search.Add(italian, entries).ok());
    REQUIRE(search.Add(english, entries).ok());
  }
  ~SearchFixture() { sqlite3_close(database); }
  SearchFixture(const SearchFixture&) = delete;
  SearchFixture& operator=(const SearchFixture&) = delete;

  std::vector<std::string> Find(std::string_view query, size_t limit = 10) {
    const Result<std::vector<FaqHit>> hits =
        FaqSearch(database).Search(italian, query, limit);
    REQUIRE(hits.ok());
    std::vector<std::string> ids;
    for (const FaqHit& hit : *hits) ids.push_back(hit.id);
    return ids;
  }

  using Ids = std::vector<std::string>;
  Analyzer italian{"it"};
  Analyzer english{"en"};
  sqlite3* database = nullptr;
};

TEST_CASE_FIXTURE(SearchFixture,
                  "Word forms are found, questions before answers") {
  CHECK(Find("rimborsi") == Ids{"refund", "hours"});
  CHECK(Find("l'orario") == Ids{"hours"});
}

TEST_CASE_FIXTURE(SearchFixture, "Other languages are not searched") {
  CHECK(Find("refund").empty());
}

TEST_CASE_FIXTURE(SearchFixture, "The last word is found by its beginning") {
  CHECK(Find("apertu") == Ids{"hours"});
}

TEST_CASE_FIXTURE(SearchFixture, "Entries with all words come first") {
  CHECK(Find("orari rimborso") == Ids{"hours", "refund"});
  CHECK(Find("orari rimborso", 1) == Ids{"hours"});
}

TEST_CASE_FIXTURE(SearchFixture, "No text is an operator or a syntax error") {
  const std::string nul("rimborso\0\"", 10);
  for (const std::string& text :
       {std::string("it's"), std::string("C++ OR 50% NEAR("),
        std::string("\"\"\" AND AND"), std::string("zz:rimborso -soldi ^x*"),
        nul, std::string(300, '('), std::string()}) {
    CAPTURE(text);
    Find(text);
  }
  CHECK(Find(nul) == Ids{"refund", "hours"});
  CHECK(Find("NOT rimborso") == Ids{"refund", "hours"});
}

TEST_CASE_FIXTURE(SearchFixture, "A lost table is an error, not no result") {
  sqlite3_exec(database, "DROP TABLE faq_search", nullptr, nullptr, nullptr);
  const auto hits = FaqSearch(database).Search(italian, "rimborso", 3);
  REQUIRE_FALSE(hits.ok());
  CHECK(hits.error().code == Code::kUnavailable);
  CHECK(hits.error().message ==
        "FAQ search: cannot search: no such table: faq_search");
}

}  // namespace
}  // namespace sportello
