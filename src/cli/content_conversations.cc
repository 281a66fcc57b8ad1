#include "cli/content_conversations.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "channels/burst.h"
#include "channels/channel_kinds.h"
#include "knowledge/build.h"
#include "knowledge/object_reader.h"

namespace sportello {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> SplitIds(const std::string& ids) {
  std::vector<std::string> all;
  size_t begin = 0;
  while (begin <= ids.size()) {
    size_t end = ids.find('|', begin);
    if (end == std::string::npos) end = ids.size();
    std::string id = ids.substr(begin, end - begin);
    id.erase(0, id.find_first_not_of(' '));
    id.erase(id.find_last_not_of(' ') + 1);
    if (!id.empty()) all.push_back(std::move(id));
    begin = end + 1;
  }
  return all;
}

constexpr std::string_view kTestToday = "2026-11-23";

// One of a few words, or a problem.
std::string ReadWord(const ReadContext& context, const ObjectReader& reader,
                     std::string_view key,
                     const std::vector<std::string>& allowed) {
  const YamlNode* node = reader.Find(key);
  std::string word = reader.String(key);
  if (node == nullptr || word.empty() ||
      std::find(allowed.begin(), allowed.end(), word) != allowed.end()) {
    return word;
  }
  std::string list;
  for (const std::string& one : allowed) {
    list += (list.empty() ? "" : ", ") + one;
  }
  context.Fail(*node, "'" + std::string(key) + "' cannot be '" + word + "'",
               "one of " + list);
  return "";
}

TurnExpectation ReadExpect(const ReadContext& context, const YamlNode& node) {
  const ObjectReader reader(context, node, kExpectFields, "'expect'");
  TurnExpectation expect;
  const TextLine id = reader.Line("id");
  expect.ids = SplitIds(id.text);
  expect.id_place = id.place;
  expect.stage = ReadWord(context, reader, "stage",
                          {"intent", "fuzzy", "faq", "clarify", "fallback",
                           "global", "button", "wait", "tone", "context"});
  expect.decision = ReadWord(context, reader, "decision",
                             {"answer", "clarify", "fallback", "handoff"});
  expect.confidence =
      ReadWord(context, reader, "confidence", {"high", "medium", "low"});
  expect.text = reader.Lines("text");
  expect.not_text = reader.Lines("not_text");
  const std::string owner =
      ReadWord(context, reader, "owner", {"bot", "queue", "agent", "closed"});
  if (!owner.empty()) expect.owner = ParseOwner(owner);
  if (reader.Find("ticket") != nullptr) {
    expect.ticket = reader.Boolean("ticket", false);
  }
  expect.queue = reader.String("queue");
  expect.summary = reader.Lines("summary");
  expect.stored = reader.Lines("stored");
  expect.not_stored = reader.Lines("not_stored");
  expect.buttons = Texts(reader.List("buttons"));
  for (const auto& [name, value] : reader.Entries("slots")) {
    ReadScalar(context, *value, "the value of '" + name->scalar + "'",
               expect.slots[name->scalar]);
  }
  expect.language = reader.String("language");
  return expect;
}

bool IsPushChannel(const std::string& channel) {
  const auto kinds = ChannelKinds();
  return std::any_of(kinds.begin(), kinds.end(), [&](const ChannelKind& kind) {
    return kind.name == channel;
  });
}

std::string PushChannels() {
  std::string names;
  for (const ChannelKind& kind : ChannelKinds()) {
    names += (names.empty() ? "" : ", ") + std::string(kind.name);
  }
  return names;
}

// Several messages become one turn as in the service: flow/channel_answerer.h.
std::string ReadSay(const ReadContext& context, const ObjectReader& reader,
                    const std::string& channel) {
  const YamlNode* node = reader.Find("say");
  const TextLines lines = reader.Lines("say");
  if (node == nullptr || !node->IsSequence()) {
    return lines.empty() ? "" : lines.front().text;
  }
  if (!IsPushChannel(channel)) {
    context.Fail(*node,
                 "several messages are one turn only where a provider brings "
                 "them, not on channel '" +
                     channel + "'",
                 "write `channel: telegram` in the conversation (one of " +
                     PushChannels() + "), or a turn for each message");
    return "";
  }
  if (node->items.empty()) {
    context.Fail(*node, "'say' is an empty list",
                 "write what the customer says");
  }
  Burst burst;
  for (const TextLine& line : lines) {
    InboundEvent event;
    event.text = CleanText(line.text);
    const bool press = event.text.starts_with('[') && event.text.ends_with(']');
    const bool alone = press || event.text.starts_with('/');
    if ((!alone || lines.size() == 1) && burst.Add(event)) continue;
    context.problems->push_back(
        {Severity::kError, line.place,
         alone ? "'" + line.text +
                     "' is a turn of its own: a pressed button "
                     "never joins other messages"
               : "'" + line.text + "' begins a new turn: one has at most " +
                     std::to_string(kMostEventsOfATurn) + " messages",
         "write a turn of its own for it"});
    return "";
  }
  return burst.text();
}

std::vector<TurnTest> ReadTurns(const ReadContext& context,
                                const YamlNode* list, const std::string& what,
                                const std::string& channel) {
  std::vector<TurnTest> turns;
  if (list == nullptr) return turns;
  if (!list->IsSequence() || list->items.empty()) {
    context.Fail(*list, "'turns' of " + what + " must be a list of turns",
                 "begin each turn with `- say: …`");
    return turns;
  }
  for (const YamlNode& item : list->items) {
    const ObjectReader reader(context, item, kTurnFields, "this turn");
    TurnTest turn;
    turn.place = context.At(item);
    turn.say = ReadSay(context, reader, channel);
    const std::string hours =
        ReadWord(context, reader, "hours", {"open", "closed"});
    if (!hours.empty()) turn.open = hours == "open";
    turn.after =
        std::chrono::minutes(reader.Integer("after_minutes", 0, 1'000'000, 0));
    if (const YamlNode* expect = reader.Find("expect")) {
      turn.expect = ReadExpect(context, *expect);
    }
    turns.push_back(std::move(turn));
  }
  return turns;
}

std::vector<ActionStub> ReadStubs(const ReadContext& context,
                                  const YamlNode* list,
                                  const std::string& what) {
  std::vector<ActionStub> stubs;
  if (list == nullptr) return stubs;
  if (!list->IsSequence()) {
    context.Fail(*list, "'actions' of " + what + " must be a list",
                 "begin each with `- url: …`");
    return stubs;
  }
  for (const YamlNode& item : list->items) {
    const ObjectReader reader(context, item, kStubFields, "this action");
    ActionStub stub;
    stub.url = reader.String("url");
    stub.outcome.status = reader.Integer("status", 0, 599, 200);
    if (reader.Find("answer") != nullptr) {
      stub.outcome.body = reader.String("answer");
    }
    stubs.push_back(std::move(stub));
  }
  return stubs;
}

ConversationTest ReadConversation(const ReadContext& context,
                                  const YamlNode& node,
                                  const std::string& language) {
  const YamlNode* name = node.IsMap() ? node.Find("name") : nullptr;
  const std::string what = name != nullptr && name->IsScalar()
                               ? "conversation '" + name->scalar + "'"
                               : std::string("this conversation");
  const ObjectReader reader(context, node, kConversationFields, what);
  ConversationTest test;
  test.place = context.At(node);
  test.name = reader.String("name");
  if (const YamlNode* customer = reader.Find("customer")) {
    const ObjectReader inner(context, *customer, kCustomerFields,
                             "'customer' of " + what);
    test.customer = {inner.String("name"), inner.String("email")};
  }
  if (reader.Find("channel") != nullptr)
    test.channel = reader.String("channel");
  test.open =
      ReadWord(context, reader, "hours", {"open", "closed"}) != "closed";
  const std::string today = reader.Date("today");
  test.today = *ParseDay(today.empty() ? kTestToday : std::string_view(today));
  test.actions = ReadStubs(context, reader.Find("actions"), what);
  if (reader.Find("action_hosts") != nullptr) {
    test.action_hosts = Texts(reader.List("action_hosts"));
  }
  test.language = language;
  if (reader.Find("language") != nullptr) {
    test.language = reader.String("language");
  }
  const std::string locale = reader.String("locale");
  test.locale = locale.empty() ? test.language : locale;
  test.turns = ReadTurns(context, reader.Find("turns"), what, test.channel);
  return test;
}

// Ids that a turn may be decided for, in one language.
std::set<std::string> KnownIds(const LanguageContent& content) {
  std::set<std::string> ids = {"language", "person"};
  for (const IntentContent& intent : content.intents) ids.insert(intent.id);
  for (const FaqContent& entry : content.faq) ids.insert(entry.id);
  for (const auto& [name, global] : content.shared.global) ids.insert(name);
  for (const auto& [name, tone] : content.shared.tone) ids.insert(name);
  return ids;
}

}  // namespace

Result<std::vector<SourceFile>> ReadConversationFiles(
    const std::string& folder) {
  // The layout is that of the content, so its reader serves; only the shown
  // path is ours.
  Result<std::vector<SourceFile>> files = ReadSources({folder, ""});
  if (!files.ok()) return files.error();
  const fs::path shown = fs::path(folder).lexically_normal();
  for (SourceFile& file : *files) {
    const size_t slash = file.path.find('/' + file.language + '/');
    if (!shown.is_absolute() || slash == std::string::npos) continue;
    file.path = "tests/conversations" + file.path.substr(slash);
  }
  return files;
}

std::vector<ConversationTest> ReadConversations(
    const std::vector<SourceFile>& files, std::vector<Problem>& problems) {
  std::vector<ConversationTest> tests;
  for (const SourceFile& file : files) {
    const ReadContext context{file.path, &problems};
    const YamlDocument document = ParseYaml(file.text);
    for (const YamlProblem& problem : document.problems) {
      problems.push_back({Severity::kError,
                          {file.path, problem.position},
                          problem.message,
                          ""});
    }
    if (!document.problems.empty() || document.root.IsNull()) continue;
    const ObjectReader reader(context, document.root, kConversationFileFields,
                              "this file");
    const YamlNode* list = reader.Find("conversations");
    if (list == nullptr) continue;
    if (!list->IsSequence()) {
      context.Fail(*list, "'conversations' must be a list",
                   "begin each conversation with `- name: …`");
      continue;
    }
    for (const YamlNode& item : list->items) {
      const size_t before = problems.size();
      ConversationTest test = ReadConversation(context, item, file.language);
      if (problems.size() == before) tests.push_back(std::move(test));
    }
  }
  return tests;
}

void CheckExpectedIds(const std::vector<ConversationTest>& tests,
                      const Content& content, std::vector<Problem>& problems) {
  std::map<std::string, std::set<std::string>> known;
  for (const auto& [code, language] : content.languages) {
    known[code] = KnownIds(language);
  }
  for (const ConversationTest& test : tests) {
    const auto it = known.find(test.language);
    if (it == known.end()) {
      problems.push_back({Severity::kError, test.place,
                          "conversation '" + test.name +
                              "': there is no content in language '" +
                              test.language + "'",
                          ""});
      continue;
    }
    for (const TurnTest& turn : test.turns) {
      for (const std::string& id : turn.expect.ids) {
        if (it->second.contains(id)) continue;
        std::string hint = Suggest(id, {it->second.begin(), it->second.end()});
        if (hint.empty()) hint = "name an intent or FAQ entry that there is";
        problems.push_back({Severity::kError, turn.expect.id_place,
                            "unknown id '" + id + "' is expected",
                            std::move(hint)});
      }
    }
  }
}

std::string DefaultConversationFolder(const std::string& intents) {
  fs::path path = fs::path(intents).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  return (path.parent_path() / "tests" / "conversations").string();
}

}  // namespace sportello
