#include "flow/direct_line.h"

#include <doctest/doctest.h>

#include "base/json.h"
#include "unit/flow/flow_fixture.h"

namespace sportello {
namespace {

// What a client of Direct Line does.
struct DirectLineClient : ChatFixture {
  explicit DirectLineClient() : line(endpoint, *store) {}

  std::string Begin() {
    const HttpResponse response = DirectLine::Begin(201);
    CHECK(response.status == 201);
    return ParseJson(response.body)->at("conversationId");
  }

  HttpResponse Write(const std::string& id, const std::string& body) {
    HttpRequest request = ChatPost(body);
    request.parameters = {{"id", id}};
    const auto responder = std::make_shared<WaitingResponder>();
    auto answer = responder->Answer();
    line.Post(request, responder);
    return answer.get();
  }

  Json Look(const std::string& id, const std::string& watermark) {
    HttpRequest request;
    request.parameters = {{"id", id}};
    request.query = {{"watermark", watermark}};
    const HttpResponse response = line.List(request);
    if (response.status != 200) return {{"status", response.status}};
    return *ParseJson(response.body);
  }

  DirectLine line;
};

TEST_CASE("A client that polls sees its message again, and the answer") {
  DirectLineClient client;
  const std::string id = client.Begin();
  CHECK(client.Look(id, "").at("activities").empty());
  const HttpResponse sent = client.Write(
      id, R"({"type":"message","from":{"id":"u"},"text":"where is my parcel",)"
          R"("channelData":{"clientActivityID":"c1"}})");
  const std::string sent_id = ParseJson(sent.body)->at("id");
  const Json seen = client.Look(id, "");
  const Json& own = seen.at("activities").at(0);
  CHECK(own.at("id") == sent_id);
  CHECK(own.at("channelData").at("clientActivityID") == "c1");
  CHECK(own.at("from").at("id") == "u");
  const Json& last = seen.at("activities").back();
  CHECK(last.at("from").at("role") == "bot");
  CHECK(last.at("text").get<std::string>().find("on its way") !=
        std::string::npos);
  CHECK(client.Look(id, seen.at("watermark")).at("activities").empty());
}

TEST_CASE("An activity that is sent again is stored once") {
  DirectLineClient client;
  const std::string id = client.Begin();
  const std::string body = R"({"type":"message","text":"hello",)"
                           R"("channelData":{"clientActivityID":"c1"}})";
  CHECK(client.Write(id, body).body == client.Write(id, body).body);
  int mine = 0;
  const Json seen = client.Look(id, "");
  for (const Json& activity : seen.at("activities")) {
    if (activity.at("from").at("role") == "user") ++mine;
  }
  CHECK(mine == 1);
}

TEST_CASE("What is no message is answered and leaves nothing") {
  DirectLineClient client;
  const std::string id = client.Begin();
  CHECK(client.Write(id, R"({"type":"event","name":"webchat/join"})").status ==
        200);
  CHECK(client.Look(id, "").at("activities").empty());
  CHECK(client.Write(id, "[]").status == 400);
  CHECK(client.Write("no id!", R"({"type":"message"})").status == 400);
}

TEST_CASE("A watermark that is none of ours is refused") {
  DirectLineClient client;
  const std::string id = client.Begin();
  for (const char* mark : {"x", "-1", "1x", "99999999999999999999"}) {
    CHECK_MESSAGE(client.Look(id, mark).at("status") == 400, mark);
  }
}

}  // namespace
}  // namespace sportello
