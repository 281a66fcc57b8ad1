#include "desk/unanswered_endpoints.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

#include "base/json.h"
#include "desk/content_check.h"
#include "dialogue/step.h"
#include "dialogue/understand.h"
#include "flow/chat_json.h"

namespace sportello {
namespace {

constexpr int kMaxQuestions = 5000;
constexpr size_t kMaxGroups = 200;
constexpr size_t kMaxSentenceBytes = 400;
constexpr size_t kMaxTitleBytes = 400;
constexpr size_t kMaxAnswerBytes = 16'000;

// The text at `key` of the body, cleaned; kInvalid when it is missing or
// longer than `most` bytes.
Result<std::string> TextAt(const Json& body, const std::string& key,
                           size_t most) {
  const auto found = FindString(body, key);
  if (!found.ok()) return Invalid("'" + key + "' must be a string.");
  std::string text = CleanText(found->value_or(""));
  if (text.empty()) return Invalid("'" + key + "' is missing.");
  if (text.size() > most) {
    return Invalid("'" + key + "' may have at most " + std::to_string(most) +
                   " bytes.");
  }
  return text;
}

bool IsNameOf(std::string_view text, std::string_view more) {
  return !text.empty() && text.size() <= 64 && text[0] >= 'a' &&
         text[0] <= 'z' && std::all_of(text.begin(), text.end(), [&](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                  more.find(c) != std::string_view::npos;
         });
}

Json SuggestionsJson(const UnansweredGroup& group, const Snapshot& snapshot) {
  Json suggestions = Json::array();
  const LanguageKnowledge* knowledge = snapshot.Find(group.language);
  if (knowledge == nullptr) return suggestions;
  std::vector<Target> targets;
  const auto add = [&](std::optional<Target> target) {
    if (!target || target->kind == Target::Kind::kGlobal) return;
    if (targets.size() == kMaxSuggestions) return;
    if (std::find(targets.begin(), targets.end(), *target) == targets.end()) {
      targets.push_back(*target);
    }
  };
  for (const std::string& id : group.suggestions)
    add(knowledge->FindTarget(id));
  add(Understand(*knowledge, group.text).best);
  for (const Target& target : targets) {
    suggestions.push_back({{"id", knowledge->IdOf(target)},
                           {"title", knowledge->TitleOf(target)}});
  }
  return suggestions;
}

Json GroupJson(const UnansweredGroup& group, const Snapshot& snapshot) {
  return {{"key", group.key},
          {"language", group.language},
          {"text", group.text},
          {"examples", group.examples},
          {"conversations", group.conversations},
          {"last_at", FormatTime(group.last_at)},
          {"suggestions", SuggestionsJson(group, snapshot)},
          {"state", group.state}};
}

// "resi.yaml" of the language's folder, as SourceFile names it.
std::string PathOf(const std::vector<SourceFile>& sources,
                   const std::string& language, const std::string& name) {
  std::string folder = "faq/";
  for (const SourceFile& file : sources) {
    if (!file.faq) continue;
    folder =
        file.path.substr(0, file.path.rfind("/" + file.language + "/") + 1);
  }
  return folder + language + "/" + name;
}

Result<NewEntry> ReadEntry(const Json& body, const UnansweredGroup& group,
                           const std::string& sentence,
                           const std::vector<SourceFile>& sources) {
  const Result<std::string> id = TextAt(body, "id", 64);
  const Result<std::string> question = TextAt(body, "question", kMaxTitleBytes);
  const Result<std::string> answer = TextAt(body, "answer", kMaxAnswerBytes);
  const Result<std::string> file = TextAt(body, "file", 80);
  for (const auto* text : {&id, &question, &answer, &file}) {
    if (!text->ok()) return text->error();
  }
  if (!IsNameOf(*id, "_")) {
    return Invalid("'id' must have lower case letters, digits and '_' only.");
  }
  std::string_view stem = *file;
  if (stem.ends_with(".yaml")) stem.remove_suffix(5);
  if (!IsNameOf(stem, "_-")) {
    return Invalid("'file' must be a name like 'resi.yaml'.");
  }
  return NewEntry{group.language,
                  PathOf(sources, group.language, std::string(stem) + ".yaml"),
                  *id,
                  *question,
                  *answer,
                  sentence};
}

Result<ContentPatch> MakePatch(const Json& body, const UnansweredGroup& group,
                               const std::vector<SourceFile>& sources) {
  const auto other = FindString(body, "sentence");
  if (!other.ok()) return Invalid("'sentence' must be a string.");
  const std::string sentence = CleanText(other->value_or(group.text));
  if (sentence.empty() || sentence.size() > kMaxSentenceBytes ||
      sentence.find('\n') != std::string::npos) {
    return Invalid(
        "'sentence' must be one line of at most 400 bytes: shorten the "
        "customer's words.");
  }
  const auto action = FindString(body, "action");
  if (action.ok() && *action == "variant") {
    const Result<std::string> entry = TextAt(body, "entry", 64);
    if (!entry.ok()) return entry.error();
    return AddVariant(sources, group.language, *entry, sentence);
  }
  if (action.ok() && *action == "entry") {
    const Result<NewEntry> entry = ReadEntry(body, group, sentence, sources);
    if (!entry.ok()) return entry.error();
    return AddEntry(sources, *entry);
  }
  return Invalid("'action' must be 'variant' or 'entry'.");
}

// The FAQ files of each language, for choosing one.
Json FilesJson(const std::vector<SourceFile>& sources) {
  Json files = Json::object();
  for (const SourceFile& file : sources) {
    if (!file.faq || file.language.empty()) continue;
    files[file.language].push_back(
        std::filesystem::path(file.path).filename().string());
  }
  return files;
}

}  // namespace

void UnansweredEndpoints::AddRoutes(DeskDoor& door) {
  door.Route("GET", "/v1/desk/unanswered",
             [this](const DeskCall& call) { return List(call); });
  door.Route("POST", "/v1/desk/unanswered/{key}",
             [this](const DeskCall& call) { return Mark(call); });
  door.Route("POST", "/v1/desk/unanswered/{key}/patch",
             [this](const DeskCall& call) { return Patch(call); });
}

Result<std::vector<UnansweredGroup>> UnansweredEndpoints::Groups(
    const Snapshot& snapshot) {
  auto questions = parts_.store.ListUnanswered(kMaxQuestions);
  if (!questions.ok()) return questions.error();
  const auto marks = parts_.store.ListUnansweredMarks();
  if (!marks.ok()) return marks.error();
  return GroupUnanswered(*std::move(questions), *marks, snapshot);
}

Result<UnansweredGroup> UnansweredEndpoints::Find(const DeskCall& call,
                                                  const Snapshot& snapshot) {
  auto groups = Groups(snapshot);
  if (!groups.ok()) return groups.error();
  for (UnansweredGroup& group : *groups) {
    if (group.key == call.request.Parameter("key")) return std::move(group);
  }
  return NotFound("There is no such group of questions.");
}

HttpResponse UnansweredEndpoints::List(const DeskCall& call) {
  std::string_view state = call.request.Query("state");
  if (state.empty()) state = "open";
  if (state != "open" && state != "pending" && state != "ignored") {
    return BadRequest("'state' must be one of: open, pending, ignored.");
  }
  const auto knowledge = parts_.keeper.Current();
  if (knowledge == nullptr) return ProblemFor(Unavailable("no knowledge"));
  const auto groups = Groups(*knowledge->snapshot);
  if (!groups.ok()) return ProblemFor(groups.error());
  Json json = {{"groups", Json::array()}};
  for (const UnansweredGroup& group : *groups) {
    if (json["groups"].size() == kMaxGroups) break;
    if (group.state != state) continue;
    if (state == "open" && IsAnsweredNow(group, *knowledge->snapshot)) continue;
    json["groups"].push_back(GroupJson(group, *knowledge->snapshot));
  }
  const auto sources = ReadSources(parts_.keeper.options().paths);
  json["files"] = sources.ok() ? FilesJson(*sources) : Json::object();
  return JsonResponse(json);
}

HttpResponse UnansweredEndpoints::Mark(const DeskCall& call) {
  const auto action = FindString(call.body, "action");
  std::string state;
  if (action.ok() && *action == "ignore") state = "ignored";
  if (action.ok() && *action == "pending") state = "pending";
  if (action.ok() && *action == "open") state = "open";
  if (state.empty()) {
    return BadRequest("'action' must be one of: ignore, pending, open.");
  }
  const auto knowledge = parts_.keeper.Current();
  if (knowledge == nullptr) return ProblemFor(Unavailable("no knowledge"));
  Result<UnansweredGroup> group = Find(call, *knowledge->snapshot);
  if (!group.ok()) return ProblemFor(group.error());
  const UnansweredMark mark = {group->key, state, call.name(),
                               parts_.clock.Now()};
  const Status written = parts_.store.Write([&](Transaction& transaction) {
    return transaction.MarkUnansweredGroup(mark);
  });
  if (!written.ok()) return ProblemFor(written.error());
  group->state = state;
  return JsonResponse(GroupJson(*group, *knowledge->snapshot));
}

HttpResponse UnansweredEndpoints::Patch(const DeskCall& call) {
  const auto apply = call.body.find("apply");
  if (apply != call.body.end() && !apply->is_boolean()) {
    return BadRequest("'apply' must be true or false.");
  }
  const auto knowledge = parts_.keeper.Current();
  if (knowledge == nullptr) return ProblemFor(Unavailable("no knowledge"));
  const Result<UnansweredGroup> group = Find(call, *knowledge->snapshot);
  if (!group.ok()) return ProblemFor(group.error());
  const std::lock_guard lock(writing_);
  const auto sources = ReadSources(parts_.keeper.options().paths);
  if (!sources.ok()) return ProblemFor(sources.error());
  const Result<ContentPatch> patch = MakePatch(call.body, *group, *sources);
  if (!patch.ok()) return ProblemFor(patch.error());
  const KeeperOptions& content = parts_.keeper.options();
  // Trained from nothing, as `sportello check` does.
  const std::vector<std::string> problems =
      CheckPatch(*sources, *patch,
                 {content.default_language, nullptr, content.word_lists});
  const bool wanted = apply != call.body.end() && apply->get<bool>();
  const bool applied = wanted && problems.empty();
  if (applied) {
    const Status written = Apply(call, *patch);
    if (!written.ok()) return ProblemFor(written.error());
  }
  return JsonResponse({{"patch", UnifiedDiff(*patch)},
                       {"problems", problems},
                       {"applied", applied}});
}

Status UnansweredEndpoints::Apply(const DeskCall& call,
                                  const ContentPatch& patch) {
  Status written = WritePatch(parts_.keeper.options().paths, patch);
  if (!written.ok()) return written;
  parts_.keeper.Reload();
  return parts_.store.Write([&](Transaction& transaction) {
    return transaction.agents().AppendAudit(
        {parts_.clock.Now(), call.name(), "content changed", patch.file.path});
  });
}

}  // namespace sportello
