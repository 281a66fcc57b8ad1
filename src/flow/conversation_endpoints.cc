#include "flow/conversation_endpoints.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/id.h"
#include "flow/chat_json.h"
#include "flow/file_response.h"
#include "flow/query_number.h"
#include "flow/rating_endpoint.h"

namespace sportello {
namespace {

struct MessagesQuery {
  std::string conversation;
  int64_t after = 0;
  int limit = 100;
  int wait_s = 0;
};

Result<MessagesQuery> ParseQuery(const HttpRequest& request) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  const auto after = QueryNumber(request, "after", 0, 0, kMax);
  if (!after.ok()) return after.error();
  const auto limit = QueryNumber(request, "limit", 100, 1, 200);
  if (!limit.ok()) return limit.error();
  const auto wait = QueryNumber(request, "wait_s", 0, 0, kMaxWaitSeconds);
  if (!wait.ok()) return wait.error();
  return MessagesQuery{std::string(request.Parameter("id")), *after,
                       static_cast<int>(*limit), static_cast<int>(*wait)};
}

Result<Conversation> GetKnown(Store& store, std::string_view id) {
  if (!IsWellFormedId(id)) {
    return Invalid("The conversation's id is not one that this service gave.");
  }
  auto found = store.FindConversation(id);
  if (!found.ok()) return found.error();
  if (!found->has_value()) {
    return NotFound("There is no conversation with this id.");
  }
  return *std::move(found).value();
}

bool IsAgents(const Message& message) { return message.from == Author::kAgent; }

struct News {
  HttpResponse response;
  bool empty = false;  // good, but without messages
};

News ReadMessages(Store& store, const MessagesQuery& query) {
  const Result<Conversation> conversation = GetKnown(store, query.conversation);
  if (!conversation.ok()) return {ProblemFor(conversation.error())};
  const auto messages =
      store.ListMessages(query.conversation, query.after, query.limit);
  if (!messages.ok()) return {ProblemFor(messages.error())};
  std::vector<Attachment> files;
  if (std::any_of(messages->begin(), messages->end(), IsAgents)) {
    auto all = store.attachments().List(query.conversation);
    if (!all.ok()) return {ProblemFor(all.error())};
    files = std::move(*all);
  }
  News news;
  news.response.body = WriteMessages(*conversation, *messages,
                                     IsToRate(store, *conversation), files);
  news.empty = messages->empty();
  return news;
}

}  // namespace

void ConversationEndpoints::GetConversation(const HttpRequest& request,
                                            Responder& responder) {
  const Result<Conversation> conversation =
      GetKnown(store_, request.Parameter("id"));
  if (!conversation.ok()) {
    responder.Send(ProblemFor(conversation.error()));
    return;
  }
  HttpResponse response;
  response.body = WriteConversation(*conversation);
  responder.Send(std::move(response));
}

HttpResponse ConversationEndpoints::GetFile(const HttpRequest& request) {
  const std::string_view id = request.Parameter("id");
  const Result<Conversation> conversation = GetKnown(store_, id);
  if (!conversation.ok()) return ProblemFor(conversation.error());
  const auto file = FindFile(store_, id, request.Parameter("file"));
  if (!file.ok()) return ProblemFor(file.error());
  const auto messages = store_.ListMessages(id, file->seq - 1, 1);
  if (!messages.ok()) return ProblemFor(messages.error());
  const bool agents = !messages->empty() && IsAgents(messages->front()) &&
                      messages->front().seq == file->seq;
  // What the customer sent himself he has.
  if (!agents) return ProblemFor(NoSuchFile());
  return FileResponse(store_, *file);
}

void ConversationEndpoints::GetMessages(
    const HttpRequest& request, const std::shared_ptr<Responder>& responder) {
  const Result<MessagesQuery> query = ParseQuery(request);
  if (!query.ok()) {
    responder->Send(ProblemFor(query.error()));
    return;
  }
  News news = ReadMessages(store_, *query);
  if (news.response.status == 200)
    seen_.Note(query->conversation, query->after);
  if (!news.empty || query->wait_s == 0) {
    responder->Send(std::move(news.response));
    return;
  }
  const auto until =
      std::chrono::steady_clock::now() + std::chrono::seconds(query->wait_s);
  waiters_.Add(query->conversation, until,
               [this, query = *query, responder](bool) {
                 responder->Send(ReadMessages(store_, query).response);
               });
  // A message may have come between the look and the wait.
  const auto missed = store_.ListMessages(query->conversation, query->after, 1);
  if (missed.ok() && !missed->empty()) waiters_.Notify(query->conversation);
}

}  // namespace sportello
