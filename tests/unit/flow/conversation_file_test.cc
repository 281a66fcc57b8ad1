// Files that agents sent, as customers of the web chat get them.
#include <doctest/doctest.h>

#include <string>

#include "flow/conversation_endpoints.h"
#include "store/file_parts.h"
#include "unit/flow/flow_fixture.h"

namespace sportello {
namespace {

constexpr const char* kFileTalk = "0123456789abcdef0123456789abcdef";
constexpr const char* kStrangersTalk = "fedcba9876543210fedcba9876543210";

// A conversation in which a customer sent the file "his", an agent "hers".
struct TalkWithFiles {
  TalkWithFiles() {
    for (const char* id : {kFileTalk, kStrangersTalk}) {
      Conversation conversation;
      conversation.id = id;
      Do([&](Transaction& transaction) {
        return transaction.InsertConversation(conversation);
      });
    }
    Send(Author::kCustomer, "his", "foto.png", "a picture");
    Send(Author::kAgent, "hers", "Bolla n° 12.pdf", "%PDF-1");
  }

  void Do(const Store::Work& work) const {
    const Status done = store->Write(work);
    REQUIRE_MESSAGE(done.ok(), done.error().message);
  }

  void Send(Author from, const std::string& id, const std::string& name,
            const std::string& content) const {
    REQUIRE(WriteLooseFile(*store, id, content).ok());
    Do([&](Transaction& transaction) {
      auto conversation = **transaction.FindConversation(kFileTalk);
      Message message;
      message.from = from;
      message.text = "Ecco";
      Status status = transaction.AppendMessage(conversation, message, "");
      if (!status.ok()) return status;
      status = transaction.UpdateConversation(conversation);
      if (!status.ok()) return status;
      return transaction.attachments().Insert(
          {id, kFileTalk, message.seq, name, "text/html",
           static_cast<int64_t>(content.size()), Time()});
    });
  }

  HttpResponse Get(const std::string& conversation, const std::string& file) {
    HttpRequest request;
    request.parameters = {{"id", conversation}, {"file", file}};
    return endpoints.GetFile(request);
  }

  std::string Messages() {
    HttpRequest request;
    request.parameters = {{"id", kFileTalk}};
    const auto responder = std::make_shared<WaitingResponder>();
    endpoints.GetMessages(request, responder);
    return responder->Answer().get().body;
  }

  std::unique_ptr<Store> store = MakeMemoryStore();
  MessageWaiters waiters{4};
  SeenMessages seen;
  ConversationEndpoints endpoints{*store, waiters, seen};
};

std::string HeaderOf(const HttpResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

TEST_CASE("A customer saves an agent's file, which no browser opens") {
  TalkWithFiles talk;
  const HttpResponse got = talk.Get(kFileTalk, "hers");
  CHECK(got.status == 200);
  CHECK(got.body == "%PDF-1");
  CHECK(got.content_type == "application/octet-stream");
  CHECK(HeaderOf(got, "Content-Disposition") ==
        "attachment; filename=\"Bolla_n___12.pdf\"; "
        "filename*=UTF-8''Bolla%20n%C2%B0%2012.pdf");
  CHECK(HeaderOf(got, "Content-Security-Policy") ==
        "default-src 'none'; sandbox");
  CHECK(HeaderOf(got, "Cache-Control") == "no-store");
}

TEST_CASE("A file is given to its own conversation, and an agent's only") {
  TalkWithFiles talk;
  CHECK(talk.Get(kStrangersTalk, "hers").status == 404);
  CHECK(talk.Get(kFileTalk, "his").status == 404);
  CHECK(talk.Get(kFileTalk, "none").status == 404);
  CHECK(talk.Get("00000000000000000000000000000000", "hers").status == 404);
  CHECK(talk.Get("no id", "hers").status == 400);
}

TEST_CASE("A file that came without its message is nobody's") {
  TalkWithFiles talk;
  REQUIRE(WriteLooseFile(*talk.store, "loose", "x").ok());
  CHECK(talk.Get(kFileTalk, "loose").status == 404);
}

TEST_CASE("An agent's message names its files, a customer's does not") {
  TalkWithFiles talk;
  const std::string messages = talk.Messages();
  CHECK(messages.find("\"attachments\":[{\"id\":\"hers\",\"name\":\"Bolla n° "
                      "12.pdf\",\"bytes\":6}]") != std::string::npos);
  CHECK(messages.find("foto.png") == std::string::npos);
}

}  // namespace
}  // namespace sportello
