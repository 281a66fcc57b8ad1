#include "flow/chat_endpoint.h"

#include <doctest/doctest.h>

#include "base/json.h"
#include "base/secret.h"
#include "unit/flow/flow_fixture.h"

namespace sportello {
namespace {

constexpr const char* kUuid = "5d1f6c0e-6f0a-4f2b-9d2e-1b7a3c9e8f10";

std::string IdIn(const HttpResponse& response) {
  const auto json = ParseJson(response.body);
  REQUIRE(json.ok());
  REQUIRE(json->contains("conversation"));
  return (*json)["conversation"].get<std::string>();
}

std::string With(const std::string& id, const std::string& text,
                 const std::string& message_id = "") {
  return R"({"message":")" + text + R"(","conversation":")" + id +
         R"(","message_id":")" + message_id + R"("})";
}

size_t CountMessages(ChatFixture& chat, const std::string& id) {
  const auto messages = chat.store->ListMessages(id, 0, 1000);
  REQUIRE(messages.ok());
  return messages->size();
}

TEST_CASE("A question is answered and all of it is stored") {
  ChatFixture chat;
  REQUIRE(chat.loaded.ok());
  const HttpResponse response =
      chat.Say(R"({"message":"where is my parcel","language":"en"})");
  CHECK(response.status == 200);
  const auto json = ParseJson(response.body);
  REQUIRE(json.ok());
  CHECK((*json)["answer"]["id"] == "order_status");
  CHECK((*json)["replies"].back()["text"] == "It is on its way.");
  const std::string id = IdIn(response);
  const auto messages = chat.store->ListMessages(id, 0, 100);
  REQUIRE(messages.ok());
  CHECK(messages->size() == 1 + (*json)["replies"].size());
  CHECK(messages->front().text == "where is my parcel");
  CHECK(messages->front().from == Author::kCustomer);
  REQUIRE(messages->back().reason.has_value());
  CHECK_FALSE(messages->back().reason->knowledge_version.empty());
}

TEST_CASE("A repeated message gets the first reply and stores nothing") {
  ChatFixture chat;
  const std::string id = IdIn(chat.Say(R"({"message":"hello"})"));
  const std::string body = With(id, "where is my parcel", "m-1");
  const HttpResponse first = chat.Say(body);
  const size_t stored = CountMessages(chat, id);
  const HttpResponse second = chat.Say(body);
  CHECK(second.status == 200);
  CHECK(second.body == first.body);
  CHECK(CountMessages(chat, id) == stored);
}

TEST_CASE("A first message that is repeated finds its conversation again") {
  ChatFixture chat;
  const std::string body =
      std::string(R"({"message":"hello","message_id":")") + kUuid + "\"}";
  const HttpResponse first = chat.Say(body);
  CHECK(first.status == 200);
  CHECK(chat.Say(body).body == first.body);

  SUBCASE("but not from another address") {
    HttpRequest stranger = ChatPost(body);
    stranger.remote_address = "192.0.2.99";
    CHECK(IdIn(chat.Send(stranger)) != IdIn(first));
  }
  SUBCASE("and not with another text") {
    const std::string other =
        std::string(R"({"message":"hello you","message_id":")") + kUuid + "\"}";
    CHECK(IdIn(chat.Say(other)) != IdIn(first));
  }
}

TEST_CASE("Short message ids of two customers lead to two conversations") {
  ChatFixture chat;
  const std::string body = R"({"message":"hello","message_id":"1"})";
  CHECK(IdIn(chat.Say(body)) != IdIn(chat.Say(body)));
}

TEST_CASE("An unknown conversation is 404 and stores nothing") {
  ChatFixture chat;
  const HttpResponse response = chat.Say(With("nobody-knows-me", "hello"));
  CHECK(response.status == 404);
  CHECK(CountMessages(chat, "nobody-knows-me") == 0);
}

TEST_CASE("A language without content is 400 with the list") {
  ChatFixture chat;
  const HttpResponse response =
      chat.Say(R"({"message":"hello","language":"xx"})");
  CHECK(response.status == 400);
  CHECK(response.body.find("'language' must be one of: en.") !=
        std::string::npos);
}

TEST_CASE("Who asks for a person gets the number of a ticket") {
  ChatFixture chat;
  const HttpResponse response =
      chat.Say(R"({"message":"I want to talk to a person","language":"en"})");
  const auto json = ParseJson(response.body);
  REQUIRE(json.ok());
  CHECK((*json)["owner"] == "queue");
  CHECK((*json)["ticket"] == 1);
  CHECK(response.body.find("\\u001f") == std::string::npos);
  const auto tickets = chat.store->tickets().List({});
  REQUIRE(tickets.ok());
  REQUIRE(tickets->size() == 1);
  CHECK(tickets->front().conversation == IdIn(response));
}

TEST_CASE("What was not understood is kept for the maintainers") {
  ChatFixture chat;
  const HttpResponse response =
      chat.Say(R"({"message":"will it rain over the mountains on sunday"})");
  CHECK(response.status == 200);
  const auto unanswered = chat.store->ListUnanswered(10);
  REQUIRE(unanswered.ok());
  REQUIRE(unanswered->size() == 1);
  CHECK(unanswered->front().text ==
        "will it rain over the mountains on sunday");
}

TEST_CASE("A conversation that is too fast is slowed, others are not") {
  ChatLimits limits;
  limits.conversation_messages = 2;
  ChatFixture chat(limits);
  const std::string id = IdIn(chat.Say(R"({"message":"hello"})"));
  CHECK(chat.Say(With(id, "one")).status == 200);
  CHECK(chat.Say(With(id, "two")).status == 200);
  const HttpResponse slowed = chat.Say(With(id, "three"));
  CHECK(slowed.status == 429);
  REQUIRE(slowed.headers.size() == 1);
  CHECK(slowed.headers.front().first == "Retry-After");
  CHECK(chat.Say(R"({"message":"hello"})").status == 200);
}

TEST_CASE("New conversations of one address are limited, operators are not") {
  ChatLimits limits;
  limits.address_conversations_per_minute = 1;
  limits.free_addresses = {"127.0.0.1"};
  ChatFixture chat(limits);
  const std::string id = IdIn(chat.Say(R"({"message":"hello"})"));
  CHECK(chat.Say(R"({"message":"hello"})").status == 429);
  CHECK(chat.Say(With(id, "goes on")).status == 200);
  HttpRequest request = ChatPost(R"({"message":"hello"})");
  request.remote_address = "192.0.2.2";
  CHECK(chat.Send(request).status == 200);
  request.remote_address = "127.0.0.1";
  for (int i = 0; i < 5; ++i) CHECK(chat.Send(request).status == 200);
}

TEST_CASE("A turn is decided on what is stored, not on what is remembered") {
  ChatFixture chat;
  const std::string id = IdIn(chat.Say(R"({"message":"hello"})"));
  // An agent takes the conversation over behind the endpoint's back.
  const Status taken = chat.store->Write([&](Transaction& transaction) {
    auto found = transaction.FindConversation(id);
    if (!found.ok() || !found->has_value()) return Status(NotFound("gone"));
    (*found)->owner = Owner::kAgent;
    return transaction.UpdateConversation(**found);
  });
  REQUIRE(taken.ok());
  const HttpResponse response = chat.Say(With(id, "where is my parcel"));
  CHECK(response.body.find(R"("owner":"agent")") != std::string::npos);
  CHECK(response.body.find(R"("replies":[],"answer":null)") !=
        std::string::npos);
}

TEST_CASE("What the customer says of himself is kept with the conversation") {
  ChatFixture chat;
  const std::string id = IdIn(chat.Say(
      R"({"message":"hello","customer":{"name":"Ada","email":"a@b.it"}})"));
  CHECK(chat.Say(With(id, "again")).status == 200);
  const auto stored = chat.store->FindConversation(id);
  REQUIRE((stored.ok() && stored->has_value()));
  CHECK((*stored)->customer == Customer{"Ada", "a@b.it"});
}

TEST_CASE("What the page told last is kept, and is not who the customer is") {
  ChatFixture chat;
  const auto told = [&chat](const std::string& id) {
    return (*chat.store->FindConversation(id))->customer;
  };
  const std::string id = IdIn(chat.Say(
      R"({"message":"hello","customer":{"name":"Ada","attributes":
          {"email":"other@b.it","name":"Eva","plan":"gold"}}})"));
  CHECK(told(id) ==
        Customer{"Ada",
                 "",
                 "",
                 {{"email", "other@b.it"}, {"name", "Eva"}, {"plan", "gold"}}});
  chat.Say(With(id, "again"));
  CHECK(told(id).attributes.size() == 3);
  const auto tell = [&](const std::string& attributes) {
    return chat.Say(R"({"message":"more","conversation":")" + id +
                    R"(","customer":{"attributes":)" + attributes + "}}");
  };
  CHECK(tell(R"({"plan":"silver"})").status == 200);
  CHECK(told(id).attributes == std::vector<Attribute>{{"plan", "silver"}});
  CHECK(tell(R"({"a b":"x"})").status == 400);
  CHECK(told(id).attributes.size() == 1);
  CHECK(tell("{}").status == 200);
  CHECK(told(id) == Customer{"Ada", ""});
}

TEST_CASE(
    "What a page tells does not change who the customer has proven to be") {
  ChatLimits limits;
  limits.identity_secret = "shop";
  ChatFixture chat(limits);
  const std::string proof = HmacHex("shop", "42\na@b.it");
  const std::string id = IdIn(chat.Say(
      R"({"message":"hello","customer":{"id":"42","email":"a@b.it","hash":")" +
      proof + R"(","attributes":{"email":"x@y.it","id":"43"}}})"));
  CHECK((*chat.store->FindConversation(id))->customer.email == "a@b.it");
  // Without the proof nobody gets there, whatever the page tells.
  CHECK(IdIn(chat.Say(R"({"message":"hello","customer":{"attributes":)"
                      R"({"id":"42","email":"a@b.it"}}})")) != id);
}

// The same customer as two browsers say it, with a hash by `secret`.
std::string Proven(const std::string& id, const std::string& email,
                   const std::string& secret) {
  return R"({"message":"hello","customer":{"id":")" + id + R"(","email":")" +
         email + R"(","hash":")" + HmacHex(secret, id + "\n" + email) +
         R"("}})";
}

TEST_CASE("A proven customer finds one conversation, another one does not") {
  ChatLimits limits;
  limits.identity_secret = "shop";
  ChatFixture chat(limits);
  const std::string first = IdIn(chat.Say(Proven("42", "a@b.it", "shop")));
  CHECK(IdIn(chat.Say(Proven("42", "a@b.it", "shop"))) == first);
  CHECK(IdIn(chat.Say(Proven("42", "", "shop"))) == first);
  CHECK(IdIn(chat.Say(Proven("43", "", "shop"))) != first);
  CHECK((*chat.store->FindConversation(first))->customer.email == "a@b.it");
}

TEST_CASE("Who claims to be somebody else is refused, and leaves nothing") {
  ChatLimits limits;
  limits.identity_secret = "shop";
  ChatFixture chat(limits);
  CHECK(chat.Say(Proven("42", "a@b.it", "guess")).status == 403);
  CHECK(chat.Say(R"({"message":"hello","customer":{"id":"42"}})").status ==
        403);
  const std::string id =
      IdIn(chat.Say(R"({"message":"hello","customer":{"email":"a@b.it"}})"));
  CHECK((*chat.store->FindConversation(id))->customer.email.empty());
}

TEST_CASE("Where no secret is set an id and a hash mean nothing") {
  ChatFixture chat;
  const std::string first = IdIn(chat.Say(Proven("42", "a@b.it", "x")));
  CHECK(IdIn(chat.Say(Proven("42", "a@b.it", "x"))) != first);
}

}  // namespace
}  // namespace sportello
