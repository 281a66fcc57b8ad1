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

Read ReadAttributesOf(const std::string& json) {
  return ReadBody(R"({"message":"a","customer":{"attributes":)" + json + "}}");
}

TEST_CASE("What the page tells is read as text, in its order") {
  const Read read = ReadAttributesOf(
      R"({"plan":" gold\nplus ","cart.total":59.9,"vip":true,"n":-3,
          "gone":null,"empty":"\u0001"})");
  REQUIRE(read.status == 200);
  REQUIRE(read.chat.attributes.has_value());
  CHECK(*read.chat.attributes == std::vector<Attribute>{{"plan", "gold plus"},
                                                        {"cart.total", "59.9"},
                                                        {"vip", "true"},
                                                        {"n", "-3"}});
  CHECK(read.chat.customer.attributes.empty());
}

TEST_CASE("A card number that the page tells is masked") {
  const Read read = ReadAttributesOf(R"({"card":"4111 1111 1111 1111"})");
  REQUIRE(read.status == 200);
  CHECK(read.chat.attributes->front().value.find("4111 1111") ==
        std::string::npos);
}

TEST_CASE("A page that tells nothing is not one that takes all back") {
  CHECK_FALSE(ReadBody(R"({"message":"a"})").chat.attributes.has_value());
  CHECK_FALSE(ReadAttributesOf("null").chat.attributes.has_value());
  CHECK(ReadAttributesOf("{}").chat.attributes->empty());
}

std::string ManyAttributes(int count, const std::string& value) {
  std::string json;
  for (int i = 0; i < count; ++i) {
    json += (json.empty() ? "{\"k" : ",\"k") + std::to_string(i) + "\":\"" +
            value + '"';
  }
  return json + '}';
}

TEST_CASE("What the page tells has limits, and what is over them is refused") {
  const std::string long_name(40, 'k');
  std::string text;  // 200 characters, 400 bytes
  for (int i = 0; i < 200; ++i) text += "è";
  for (const std::string& good :
       {ManyAttributes(20, "v"), ManyAttributes(5, text),
        "{\"" + long_name + "\":\"v\"}", "{\"k\":\"" + text + "\"}"}) {
    CHECK_MESSAGE(ReadAttributesOf(good).status == 200, good);
  }
  for (const std::string& bad : std::vector<std::string>{
           ManyAttributes(21, "v"), ManyAttributes(6, text),
           "{\"" + long_name + "k\":\"v\"}", "{\"k\":\"" + text + "x\"}",
           R"({"":"secret"})", R"({"pläne":"secret"})", R"({"a b":"secret"})",
           R"({"k":["secret"]})", R"({"k":{"secret":1}})", R"(["secret"])",
           R"("secret")"}) {
    const Read read = ReadAttributesOf(bad);
    CHECK_MESSAGE(read.status == 400, bad);
    CHECK_MESSAGE(read.body.find("customer.attributes") != std::string::npos,
                  read.body);
    CHECK_MESSAGE(read.body.find("secret") == std::string::npos, read.body);
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
