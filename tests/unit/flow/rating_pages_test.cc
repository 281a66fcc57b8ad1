#include "flow/rating_pages.h"

#include <doctest/doctest.h>

#include "handoff/rating_link.h"
#include "unit/flow/flow_fixture.h"

namespace sportello {
namespace {

struct RatingFixture {
  RatingFixture() {
    Write([&](Transaction& t) -> Status {
      Conversation conversation;
      conversation.id = "c";
      Status made = t.InsertConversation(conversation);
      if (!made.ok()) return made;
      Ticket ticket;
      ticket.reason = "asked for a person";
      ticket.language = "it";
      Status opened = work.Open(t, conversation, ticket, clock.Now());
      return opened.ok() ? t.UpdateConversation(conversation) : opened;
    });
  }
  ~RatingFixture() { store.reset(); }
  RatingFixture(const RatingFixture&) = delete;
  RatingFixture& operator=(const RatingFixture&) = delete;

  void Write(const Store::Work& job) { REQUIRE(store->Write(job).ok()); }
  void Close(const std::string& outcome) {
    Write([&](Transaction& t) {
      const std::string agent = outcome == "auto" ? "" : "anna";
      const auto done = work.Close(t, 1, agent, outcome, clock.Now());
      return done.ok() ? Status() : Status(done.error());
    });
  }
  static HttpRequest To(const std::string& link) {
    HttpRequest request;
    request.parameters = {{"token", link}};
    return request;
  }
  HttpResponse Show(const std::string& link) { return pages.Show(To(link)); }
  HttpResponse Rate(const std::string& body) {
    HttpRequest request = To(token);
    request.body = body;
    auto responder = std::make_shared<WaitingResponder>();
    auto answer = responder->Answer();
    pages.Rate(request, responder);
    return answer.get();
  }

  SystemClock clock;
  std::unique_ptr<Store> store = MakeMemoryStore();
  Queues queues{OpeningHours(), std::chrono::minutes(60)};
  TicketWork work{queues, TicketWorkOptions()};
  MessageWaiters waiters{4};
  RatingPages pages{*store, work, clock, waiters, "secret"};
  const std::string token = RatingToken("secret", 1);
};

TEST_CASE_FIXTURE(RatingFixture, "Following the link rates nothing") {
  Close("solved");
  HttpRequest request = To(token);
  request.query = {{"score", "4"}};
  for (int i = 0; i < 3; ++i) {
    const HttpResponse page = pages.Show(request);
    CHECK(page.status == 200);
    CHECK(page.body.find("value=\"4\" required checked") != std::string::npos);
  }
  CHECK_FALSE(store->tickets().FindRating("c", 1)->has_value());
}

TEST_CASE_FIXTURE(RatingFixture, "The form rates once, with the comment") {
  Close("solved");
  CHECK(Rate("score=6").status == 400);
  CHECK(Rate("comment=x").status == 400);
  CHECK(Rate("comment=Molto+gentili+%26+svelti&score=5").status == 200);
  const auto rating = store->tickets().FindRating("c", 1);
  CHECK((*rating)->score == 5);
  CHECK((*rating)->comment == "Molto gentili & svelti");
  CHECK((*rating)->by == "anna");
  CHECK(Rate("score=1").status == 410);
  CHECK(Show(token).status == 410);
}

TEST_CASE_FIXTURE(RatingFixture, "A wrong token shows nothing of a ticket") {
  Close("solved");
  for (const char* wrong : {"1", "1-", "2-abc", "x", ""}) {
    CHECK(Show(wrong).status == 404);
  }
  CHECK(Show(RatingToken("other", 1)).status == 404);
  CHECK(Show(RatingToken("secret", 2)).status == 404);
}

TEST_CASE_FIXTURE(RatingFixture, "Only an agent's answer can be rated") {
  CHECK(Show(token).status == 410);  // still open
  Close("auto");
  CHECK(Show(token).status == 410);
  CHECK(Rate("score=5").status == 410);
}

TEST_CASE_FIXTURE(RatingFixture, "A comment is text, not markup") {
  Close("not_solved");
  const HttpResponse page = Rate("score=9&comment=%3Cscript%3E");
  CHECK(page.body.find("<script>") == std::string::npos);
  CHECK(page.body.find("&lt;script&gt;") != std::string::npos);
}

}  // namespace
}  // namespace sportello
