#include "cli/content_figures.h"

#include <doctest/doctest.h>

namespace sportello {
namespace {

std::vector<Query> Queries(std::string_view text) {
  const QueryFile file = ParseQueries(text, "q.tsv");
  REQUIRE(file.bad_lines.empty());
  return file.queries;
}

TEST_CASE("Queries: several ids, out of scope, a header, blank lines") {
  const std::vector<Query> queries = Queries(
      "\xEF\xBB\xBFlanguage\texpected\ttext\n"
      "it\ta|b\tdov'è?\r\n"
      "\n"
      "en\tOOS\thow\tare you");
  REQUIRE(queries.size() == 2);
  CHECK(queries[0].line == 2);
  CHECK(queries[0].expected == std::vector<std::string>{"a", "b"});
  CHECK(queries[0].text == "dov'è?");
  CHECK(queries[1].expected.empty());
  CHECK(queries[1].text == "how\tare you");
}

TEST_CASE("Bad lines are named and left out") {
  const QueryFile file = ParseQueries(
      "it\ta\n\ta\tx\nit\t\tx\nit\ta\t \nit\ta\t\xff\nit\ta\tgood\n", "q.tsv");
  CHECK(file.queries.size() == 1);
  CHECK(file.bad_lines ==
        std::vector<std::string>{
            "q.tsv:1: there must be three columns (language, expected id or "
            "OOS, text) with a tab between them",
            "q.tsv:2: the language is empty",
            "q.tsv:3: the expected id is empty: write OOS for out of scope",
            "q.tsv:4: the text is empty",
            "q.tsv:5: the line is not UTF-8",
        });
}

TEST_CASE("Predictions keep the text on one line and say - for no candidate") {
  CHECK(PrintPredictions(Queries("it\ta|b\tone\ttwo\nit\tOOS\tthree\n"),
                         {{"answer", "a", 0.5, "high", {}},
                          {"fallback", "", 0, "low", {}}}) ==
        "expected\tdecision\tid\tscore\ttext\n"
        "a|b\tanswer\ta\t0.500000\tone two\n"
        "OOS\tfallback\t-\t0.000000\tthree\n");
}

TEST_CASE("The figures count what was decided") {
  const std::vector<Query> queries = Queries(
      "it\ta\t1\nit\ta|b\t2\nit\ta\t3\nit\ta\t4\nit\tOOS\t5\nit\tOOS\t6\n"
      "it\tOOS\t7\n");
  const Figures figures =
      Measure(queries, {{"answer", "a", 0.9, "high", {}},
                        {"answer", "c", 0.8, "high", {}},
                        {"clarify", "b", 0.5, "medium", {"b", "a"}},
                        {"fallback", "a", 0.1, "low", {}},
                        {"answer", "a", 0.95, "high", {}},
                        {"clarify", "a", 0.5, "medium", {"a"}},
                        {"fallback", "", 0.0, "low", {}}});
  CHECK(figures.in_scope == 4);
  CHECK(figures.top1 == 2);
  CHECK(figures.answered == 2);
  CHECK(figures.answered_right == 1);
  CHECK(figures.clarified == 1);
  CHECK(figures.clarified_right == 1);
  CHECK(figures.fallback == 1);
  CHECK(figures.c_at_1 == doctest::Approx((1 + 2 * 0.25) / 4));
  CHECK(figures.oos == 3);
  CHECK(figures.oos_not_answered == 2);
  CHECK(figures.oos_fallback == 1);
  // 0.9 and 0.1 against 0.95, 0.5 and 0: 3 pairs of 6 are in order.
  CHECK(figures.auroc == doctest::Approx(0.5));
  CHECK(figures.bands.at("high").in_scope == 2);
  CHECK(figures.bands.at("high").oos == 1);
  CHECK(figures.reliability[9].right == 1);
  CHECK(figures.reliability[0].oos == 1);
  REQUIRE(figures.confusions.size() == 3);
  CHECK(figures.confusions[0].expected == "OOS");
}

TEST_CASE("The threshold curve answers what has the score") {
  const Figures figures = Measure(Queries("it\ta\t1\nit\ta\t2\nit\tOOS\t3\n"),
                                  {{"answer", "a", 0.9, "high", {}},
                                   {"answer", "b", 0.4, "high", {}},
                                   {"answer", "b", 0.6, "high", {}}});
  REQUIRE(figures.curve.size() == 21);
  CHECK(figures.curve[0].answered == 2);
  CHECK(figures.curve[10].threshold == doctest::Approx(0.5));
  CHECK(figures.curve[10].answered == 1);
  CHECK(figures.curve[10].right == 1);
  CHECK(figures.curve[10].oos_answered == 1);
  CHECK(figures.curve[20].answered == 0);
}

TEST_CASE("Equal scores are half in order") {
  const Figures figures = Measure(
      Queries("it\ta\t1\nit\tOOS\t2\n"),
      {{"answer", "a", 0.7, "high", {}}, {"answer", "a", 0.7, "high", {}}});
  CHECK(figures.auroc == doctest::Approx(0.5));
}

TEST_CASE("Without out-of-scope queries there is no AUROC") {
  const Figures figures =
      Measure(Queries("it\ta\t1\n"), {{"answer", "a", 0.7, "high", {}}});
  CHECK(figures.auroc < 0);
  CHECK(PrintFigures(figures).find("AUROC of the score                -\n") !=
        std::string::npos);
}

}  // namespace
}  // namespace sportello
