#include "flow/faq_pages.h"

#include <doctest/doctest.h>

#include "unit/flow/flow_fixture.h"

namespace sportello {
namespace {

struct FaqPagesFixture {
  FaqPagesFixture() : keeper(KeeperOptionsIn(folder), metrics, clock) {
    WriteGoodContent(folder);
    folder.Write("faq/en/odd.yaml",
                 "faq:\n"
                 "  - id: odd\n"
                 "    question: \"Is 1 < 2 & \\\"true\\\"?\"\n"
                 "    answer: \"Yes </script> it is.\"\n"
                 "    tests: [\"is one smaller\"]\n");
    REQUIRE(keeper.Load().ok());
  }

  HttpResponse Get(const std::string& language, const std::string& q = "",
                   const std::string& tag = "") {
    HttpRequest request;
    request.parameters = {{"language", language}};
    if (!q.empty()) request.query = {{"q", q}};
    if (!tag.empty()) request.headers = {{"If-None-Match", tag}};
    return FaqPages(keeper, clock, url).Page(request);
  }
  std::string Header(const HttpResponse& response, const std::string& name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return "";
  }
  static bool Holds(const HttpResponse& response, const std::string& text) {
    return response.body.find(text) != std::string::npos;
  }

  TestFolder folder;
  Metrics metrics;
  SystemClock clock;
  KnowledgeKeeper keeper;
  std::string url = "https://chat.shop.example";
};

TEST_CASE_FIXTURE(FaqPagesFixture, "A page shows the public entries only") {
  const HttpResponse page = Get("en");
  CHECK(page.status == 200);
  CHECK(Holds(page, "<article id=\"return_window\">"));
  CHECK(Holds(page, "You have <strong>30 days</strong>."));
  CHECK_FALSE(Holds(page, "secret_entry"));
}

TEST_CASE_FIXTURE(FaqPagesFixture, "Content is text, never markup or script") {
  const HttpResponse page = Get("en");
  CHECK(Holds(page, "Is 1 &lt; 2 &amp; &quot;true&quot;?"));
  CHECK_FALSE(Holds(page, "Yes </script>"));
  CHECK(Holds(page, "\\u003cp\\u003eYes "));
}

TEST_CASE_FIXTURE(FaqPagesFixture, "A search shows what it found") {
  const HttpResponse page = Get("en", "return");
  CHECK(Holds(page, "return_window"));
  CHECK_FALSE(Holds(page, "<article id=\"odd\">"));
  CHECK(Holds(page, "noindex"));
  CHECK(Holds(Get("en", "zebra"), "We found nothing."));
  CHECK_FALSE(Holds(Get("en", "<b>x"), "<b>x"));
}

TEST_CASE_FIXTURE(FaqPagesFixture, "An unchanged page is not sent twice") {
  const std::string tag = Header(Get("en"), "ETag");
  REQUIRE_FALSE(tag.empty());
  const HttpResponse again = Get("en", "", tag);
  CHECK(again.status == 304);
  CHECK(again.body.empty());
  CHECK(Get("en", "", "\"other\"").status == 200);
}

TEST_CASE_FIXTURE(FaqPagesFixture, "An unknown language has no page") {
  CHECK(Get("xx").status == 404);
}

TEST_CASE_FIXTURE(FaqPagesFixture, "The way in leads to a known language") {
  HttpRequest request;
  request.headers = {{"Accept-Language", "xx-YY, EN-gb;q=0.8, it;q=0.5"}};
  const HttpResponse found = FaqPages(keeper, clock, url).Redirect(request);
  CHECK(found.status == 302);
  CHECK(Header(found, "Location") == "/faq/en");
}

TEST_CASE_FIXTURE(FaqPagesFixture, "A sitemap needs to know its own address") {
  CHECK(Holds(FaqPages(keeper, clock, url).Sitemap(),
              "<loc>https://chat.shop.example/faq/en</loc>"));
  CHECK(FaqPages(keeper, clock, "").Sitemap().status == 404);
}

}  // namespace
}  // namespace sportello
