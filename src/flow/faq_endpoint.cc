#include "flow/faq_endpoint.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/json.h"
#include "flow/chat_json.h"
#include "flow/query_number.h"

namespace sportello {
namespace {

constexpr int kMaxEntries = 500;
constexpr size_t kMaxWordsBytes = 400;

// `today` is an ISO date, as valid_until is.
bool IsShown(const FaqContent& entry, const std::string& today) {
  return entry.is_public &&
         (entry.valid_until.empty() || entry.valid_until >= today);
}

const FaqContent* FindEntry(const LanguageContent& content,
                            std::string_view id) {
  const auto it =
      std::lower_bound(content.faq.begin(), content.faq.end(), id,
                       [](const FaqContent& entry, std::string_view key) {
                         return entry.id < key;
                       });
  return it != content.faq.end() && it->id == id ? &*it : nullptr;
}

// The answer as the bot gives it: constants are filled in.
std::string AnswerOf(const FaqContent& entry,
                     const LanguageKnowledge& knowledge) {
  const TextChoice answer({entry.answer.text});
  return answer.Render(knowledge.constants, 0);
}

void AppendEntry(std::string& out, const FaqContent& entry,
                 const LanguageKnowledge& knowledge) {
  if (out.back() != '[') out += ',';
  out += "{\"id\":";
  AppendJsonString(out, entry.id);
  out += ",\"question\":";
  AppendJsonString(out, entry.question.text);
  out += ",\"answer\":";
  AppendJsonString(out, AnswerOf(entry, knowledge));
  out += ",\"tags\":[";
  for (const std::string& tag : entry.tags) {
    if (out.back() != '[') out += ',';
    AppendJsonString(out, tag);
  }
  out += "]}";
}

std::string Today(const Clock& clock) {
  return FormatTime(clock.Now()).substr(0, 10);
}

}  // namespace

HttpResponse FaqEndpoint::Get(const HttpRequest& request) const {
  const std::shared_ptr<const Knowledge> knowledge = keeper_.Current();
  if (knowledge == nullptr) return ProblemFor(Unavailable("no knowledge"));
  std::string language(request.Query("language"));
  if (language.empty()) language = knowledge->snapshot->default_language();
  const LanguageKnowledge* compiled = knowledge->snapshot->Find(language);
  const auto content = knowledge->content.languages.find(language);
  if (compiled == nullptr || content == knowledge->content.languages.end()) {
    return ProblemFor(NotFound("There is no FAQ in this language."));
  }
  const std::string_view words = request.Query("q");
  if (words.size() > kMaxWordsBytes) {
    return ProblemFor(Invalid("'q' may have at most 400 bytes."));
  }
  const auto limit = QueryNumber(
      request, "limit", words.empty() ? kMaxEntries : 20, 1, kMaxEntries);
  if (!limit.ok()) return ProblemFor(limit.error());

  std::vector<const FaqContent*> entries;
  if (words.empty()) {
    for (const FaqContent& entry : content->second.faq) {
      entries.push_back(&entry);
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const FaqContent* a, const FaqContent* b) {
                       return a->priority > b->priority;
                     });
  } else {
    if (knowledge->search == nullptr) {
      return ProblemFor(Unavailable("no search index"));
    }
    const auto found =
        knowledge->search->Search(compiled->analyzer, words, kMaxEntries);
    if (!found.ok()) return ProblemFor(found.error());
    for (const FaqHit& hit : *found) {
      const FaqContent* entry = FindEntry(content->second, hit.id);
      if (entry != nullptr) entries.push_back(entry);
    }
  }
  HttpResponse response;
  std::string& out = response.body;
  out = "{\"language\":";
  AppendJsonString(out, language);
  out += ",\"entries\":[";
  const std::string today = Today(clock_);
  int64_t room = *limit;
  for (const FaqContent* entry : entries) {
    if (room == 0) break;
    if (!IsShown(*entry, today)) continue;
    AppendEntry(out, *entry, *compiled);
    --room;
  }
  out += "]}";
  return response;
}

}  // namespace sportello
