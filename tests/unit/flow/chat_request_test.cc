#include "flow/chat_request.h"

#include <doctest/doctest.h>

#include "handoff/contact.h"
#include "unit/flow/flow_fixture.h"

namespace sportello {
namespace {

struct Read {
  int status = 200;
  std::string body;
  ChatRequest chat;
};

Read ReadBody(std::string body) {
  auto parsed = ParseChatRequest(ChatPost(std::move(body)), 10);
  if (auto* wrong = std::get_if<HttpResponse>(&parsed)) {
    return {wrong->status, wrong->body, {}};
  }
  return {200, "", std::get<ChatRequest>(parsed)};
}

TEST_CASE("All fields of a message are read") {
  const Read read = ReadBody(
      R"({"message":" ciao ","conversation":"abc","message_id":"m-1",
          "language":"IT","locale":"it-IT","new_field":[1],
          "customer":{"name":"Ada\nB","email":"ada@shop.example"}})");
  REQUIRE(read.status == 200);
  CHECK(read.chat.text == "ciao");
  CHECK(read.chat.conversation == "abc");
  CHECK(read.chat.message_id == "m-1");
  CHECK(read.chat.language == "it");
  CHECK(read.chat.locale == "it-IT");
  CHECK(read.chat.customer.name == "Ada B");
  CHECK(read.chat.customer.email == "ada@shop.example");
}

TEST_CASE("What is wrong in a body is 400 and is never repeated") {
  for (const char* body : {
           "",
           "secret",
           "[]",
           "\"secret\"",
           "{\"message\":\"a\"",
           R"({"text":"secret"})",
           R"({"message":null})",
           R"({"message":1})",
           R"({"message":["secret"]})",
           R"({"message":""})",
           R"({"message":"\ud800"})",
           "{\"message\":\"\xff\"}",
           R"({"message":"a","conversation":"../secret"})",
           R"({"message":"a","conversation":7})",
           R"({"message":"a","message_id":"secret id"})",
           R"({"message":"a","message_id":true})",
           R"({"message":"a","language":{}})",
           R"({"message":"a","locale":1})",
           R"({"message":"a","customer":"secret"})",
           R"({"message":"a","customer":{"name":5}})",
           R"({"message":"a","customer":{"email":"secret"}})",
       }) {
    const Read read = ReadBody(body);
    CHECK_MESSAGE(read.status == 400, body);
    CHECK_MESSAGE(read.body.find("secret") == std::string::npos, body);
  }
}

TEST_CASE("The reason of a refusal is a sentence that helps") {
  CHECK(ReadBody(R"({"message":5})").body ==
        R"({"type":"invalid","title":"Bad Request","status":400,)"
        R"("detail":"'message' must be a string."})");
}

TEST_CASE("Length is counted in characters, not in bytes") {
  CHECK(ReadBody(R"({"message":"èèèèèèèèèè"})").status == 200);
  CHECK(ReadBody(R"({"message":"èèèèèèèèèèè"})").status == 413);
}

TEST_CASE("Of a field that comes twice the last one counts") {
  CHECK(ReadBody(R"({"message":"a","message":"b"})").chat.text == "b");
}

TEST_CASE("A message of control characters is an empty text to the bot") {
  const Read read = ReadBody(R"({"message":" \u0001\u0000 "})");
  CHECK(read.status == 200);
  CHECK(read.chat.text.empty());
}

TEST_CASE("Absent and null are the same") {
  const Read read =
      ReadBody(R"({"message":"a","conversation":null,"customer":null})");
  CHECK(read.status == 200);
  CHECK(read.chat.conversation.empty());
}

TEST_CASE("A locale that makes no sense is no hint") {
  const Read read = ReadBody(R"({"message":"a","locale":"<script>"})");
  CHECK(read.status == 200);
  CHECK(read.chat.locale.empty());
}

TEST_CASE("Only JSON in UTF-8 is taken") {
  const auto status = [](const char* type) {
    HttpRequest request = ChatPost(R"({"message":"a"})");
    request.headers = {{"content-type", type}};
    const auto parsed = ParseChatRequest(request, 10);
    const auto* wrong = std::get_if<HttpResponse>(&parsed);
    return wrong == nullptr ? 200 : wrong->status;
  };
  CHECK(status("application/json") == 200);
  CHECK(status("Application/JSON; charset=UTF-8") == 200);
  CHECK(status("application/json; charset=latin1") == 415);
  CHECK(status("text/plain") == 415);
  CHECK(status("application/x-www-form-urlencoded") == 415);
  CHECK(status("") == 415);
}

TEST_CASE("E-mail addresses are those that mail can be sent to") {
  for (const char* good :
       {"a@b.it", "ada.rossi+x@mail.shop.example", "o'neil@x-y.org"}) {
    CHECK_MESSAGE(IsEmailAddress(good), good);
  }
  for (const char* bad :
       {"", "a", "a@", "@b.it", "a@b", "a@@b.it", "a b@c.it", "a@b.it\n",
        "a@b.it,c@d.it", "<a@b.it>", "a@-b.it", "a@b..it", ".a@b.it",
        "a..b@c.it", "\"a\"@b.it", "à@b.it", "a@b.it\r\nBcc: c@d.it"}) {
    CHECK_MESSAGE(!IsEmailAddress(bad), bad);
  }
}

}  // namespace
}  // namespace sportello
