#include "flow/rest_channel.h"

#include <doctest/doctest.h>

#include "base/json.h"
#include "unit/flow/flow_fixture.h"

namespace sportello {
namespace {

struct RestFixture : ChatFixture {
  explicit RestFixture(ChatLimits limits = {})
      : ChatFixture(std::move(limits)),
        rest(endpoint, keeper, "a secret of this installation") {}

  Json Post(std::string body, int status = 200) {
    const auto responder = std::make_shared<WaitingResponder>();
    auto answer = responder->Answer();
    HttpRequest request = ChatPost(std::move(body));
    request.path = "/webhooks/rest/webhook";
    rest.Webhook(request, responder);
    const HttpResponse response = answer.get();
    CHECK(response.status == status);
    return *ParseJson(response.body);
  }

  RestChannel rest;
};

TEST_CASE_FIXTURE(RestFixture, "A sender is answered with a list of texts") {
  const Json replies =
      Post(R"({"sender": "anna", "message": "where is my parcel"})");
  REQUIRE(replies.is_array());
  CHECK(replies.back()["recipient_id"] == "anna");
  CHECK(replies.back()["text"] == "It is on its way.");
}

TEST_CASE_FIXTURE(RestFixture, "A sender goes on in one conversation") {
  const Json first =
      Post(R"({"sender": "anna", "message": "where is my order"})");
  const Json second =
      Post(R"({"sender": "anna", "message": "where is my parcel"})");
  CHECK(first.size() == 2);
  CHECK(second.size() == 1);  // who we are is said once
  CHECK(
      Post(R"({"sender": "bruno", "message": "where is my parcel"})").size() ==
      2);
}

TEST_CASE_FIXTURE(RestFixture, "Deep Chat's list of messages is read") {
  const Json replies =
      Post(R"({"messages": [{"role": "user", "text": "where is my parcel"}]})");
  CHECK(replies.back()["text"] == "It is on its way.");
}

TEST_CASE_FIXTURE(RestFixture, "Markdown comes as plain text") {
  const Json replies =
      Post(R"({"sender": "c", "message": "How long can I return a product?"})");
  CHECK(replies.back()["text"] == "You have 30 days.");
}

TEST_CASE_FIXTURE(RestFixture, "What is no message is refused with a reason") {
  CHECK(Post(R"({"sender": "anna"})", 400)["status"] == 400);
  CHECK(Post(R"({"sender": 7, "message": "x"})", 400)["detail"] ==
        "'sender' must be a string.");
  CHECK(Post("[]", 400)["status"] == 400);
}

TEST_CASE_FIXTURE(RestFixture, "Only what is said to be JSON is read") {
  HttpRequest request = ChatPost(R"({"text": "where is my parcel"})");
  request.headers = {{"Content-Type", "text/plain"}};
  CHECK(rest.Parse(request).status == 415);
  const auto responder = std::make_shared<WaitingResponder>();
  auto answer = responder->Answer();
  rest.Webhook(request, responder);
  CHECK(answer.get().status == 415);
}

TEST_CASE("New senders count as new conversations of their address") {
  ChatLimits limits;
  limits.address_conversations_per_minute = 1;
  RestFixture fixture(limits);
  fixture.Post(R"({"sender": "a", "message": "where is my parcel"})");
  fixture.Post(R"({"sender": "a", "message": "where is my order"})");
  fixture.Post(R"({"sender": "b", "message": "where is my parcel"})", 429);
}

TEST_CASE("Parsing has the limit of an address") {
  ChatLimits limits;
  limits.address_messages_per_minute = 1;
  RestFixture fixture(limits);
  const HttpRequest request = ChatPost(R"({"text": "where is my parcel"})");
  CHECK(fixture.rest.Parse(request).status == 200);
  CHECK(fixture.rest.Parse(request).status == 429);
}

TEST_CASE_FIXTURE(RestFixture, "A text is parsed without a conversation") {
  HttpRequest request = ChatPost(R"({"text": "where is my parcel"})");
  const Json answer = *ParseJson(rest.Parse(request).body);
  CHECK(answer["intent"]["name"] == "order_status");
  CHECK(answer["intent"]["confidence"].get<double>() > 0.9);
  CHECK(rest.Parse(ChatPost("{}")).status == 400);
}

}  // namespace
}  // namespace sportello
