#include "flow/faq_endpoint.h"

#include <string>
#include <vector>

#include "flow/chat_json.h"
#include "flow/faq_list.h"
#include "flow/query_number.h"

namespace sportello {
namespace {

constexpr int kMaxEntries = 500;

void AppendEntry(std::string& out, const FaqContent& entry,
                 const LanguageKnowledge& knowledge) {
  if (out.back() != '[') out += ',';
  out += "{\"id\":";
  AppendJsonString(out, entry.id);
  out += ",\"question\":";
  AppendJsonString(out, entry.question.text);
  out += ",\"answer\":";
  AppendJsonString(out, FaqAnswer(entry, knowledge));
  out += ",\"tags\":[";
  for (const std::string& tag : entry.tags) {
    if (out.back() != '[') out += ',';
    AppendJsonString(out, tag);
  }
  out += "]}";
}

}  // namespace

HttpResponse FaqEndpoint::Get(const HttpRequest& request) const {
  const std::shared_ptr<const Knowledge> knowledge = keeper_.Current();
  if (knowledge == nullptr) return ProblemFor(Unavailable("no knowledge"));
  std::string language(request.Query("language"));
  if (language.empty()) language = knowledge->snapshot->default_language();
  const std::string_view words = request.Query("q");
  const auto limit = QueryNumber(
      request, "limit", words.empty() ? kMaxEntries : 20, 1, kMaxEntries);
  if (!limit.ok()) return ProblemFor(limit.error());
  const auto entries = ListFaq(*knowledge, language, words, clock_.Now());
  if (!entries.ok()) return ProblemFor(entries.error());
  HttpResponse response;
  std::string& out = response.body;
  out = "{\"language\":";
  AppendJsonString(out, language);
  out += ",\"entries\":[";
  const LanguageKnowledge& compiled = *knowledge->snapshot->Find(language);
  int64_t room = *limit;
  for (const FaqContent* entry : *entries) {
    if (room-- == 0) break;
    AppendEntry(out, *entry, compiled);
  }
  out += "]}";
  return response;
}

}  // namespace sportello
