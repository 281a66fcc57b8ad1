#include "knowledge/read_intent.h"

#include <algorithm>
#include <charconv>

namespace sportello {
namespace {

constexpr size_t kMaxIdBytes = 128;
constexpr int kMaxContextTurns = 50;
constexpr int kMaxTimeoutMinutes = 7 * 24 * 60;

bool IsName(std::string_view name) {
  return !name.empty() && name.size() <= 64 &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                  (c >= 'A' && c <= 'Z') || c == '_';
         });
}

std::vector<CaseContent> ReadCases(const ReadContext& context,
                                   const YamlNode* node,
                                   const std::string& owner) {
  std::vector<CaseContent> cases;
  if (node == nullptr) return cases;
  if (!node->IsSequence()) {
    context.Fail(*node, "'cases' of " + owner + " must be a list",
                 "begin each with `- when: …`");
    return cases;
  }
  for (const YamlNode& item : node->items) {
    const ObjectReader reader(context, item, kCaseFields, "a case of " + owner);
    cases.push_back(
        {reader.Lines("when"), reader.Lines("text"), context.At(item)});
  }
  return cases;
}

ReplyContent ReadReply(const ReadContext& context, const YamlNode* node,
                       const std::string& owner) {
  ReplyContent reply;
  if (node == nullptr) return reply;
  if (!node->IsMap()) {
    reply.text = ReadLines(context, *node, "'reply' of " + owner);
    return reply;
  }
  const ObjectReader reader(context, *node, kReplyFields,
                            "the reply of " + owner);
  reply.text = reader.Lines("text");
  reply.open = reader.Lines("open");
  reply.closed = reader.Lines("closed");
  for (const auto& [name, value] : reader.Entries("channels")) {
    reply.channels[name->scalar] =
        ReadLines(context, *value, "the reply for '" + name->scalar + "'");
  }
  reply.cases = ReadCases(context, reader.Find("cases"), owner);
  return reply;
}

// What type choice and the key `choices` want of each other.
void CheckChoices(const ReadContext& context, const YamlNode& name,
                  const SlotContent& slot) {
  if (slot.type == "choice" && slot.choices.empty()) {
    context.Fail(name,
                 "slot '" + slot.name + "' of type choice lacks 'choices'",
                 "write `choices: {value: [\"Title of the button\", other "
                 "ways to say it]}`");
  }
  if (slot.type != "choice" && !slot.choices.empty()) {
    context.Fail(name,
                 "slot '" + slot.name + "' has 'choices' but its type is '" +
                     slot.type + "'",
                 "write `type: choice`");
  }
}

SlotContent ReadSlot(const ReadContext& context, const YamlNode& name,
                     const YamlNode& node) {
  CheckName(context, name, "the slot name");
  const ObjectReader reader(context, node, kSlotFields,
                            "slot '" + name.scalar + "'");
  SlotContent slot;
  slot.name = name.scalar;
  slot.place = context.At(name);
  slot.type = reader.String("type");
  slot.label = reader.Line("label");
  slot.ask = reader.Lines("ask");
  slot.again = reader.Lines("again");
  slot.required = reader.Boolean("required", !slot.ask.empty());
  slot.retries = reader.Integer("retries", 0, 5, 2);
  slot.on_failure =
      ReadWord(context, reader, "on_failure", {"handoff", "skip", "cancel"});
  slot.when = reader.Lines("when");
  slot.profile = ReadWord(context, reader, "profile", {"name", "email"});
  if (reader.Find("remember") != nullptr) {
    slot.remember = reader.Boolean("remember", false);
  }
  for (const auto& [value, ways] : reader.Entries("choices")) {
    CheckName(context, *value, "the value of a choice");
    std::vector<std::string> texts;
    for (TextLine& line :
         ReadLines(context, *ways, "the choice '" + value->scalar + "'")) {
      texts.push_back(std::move(line.text));
    }
    if (!texts.empty()) slot.choices.emplace_back(value->scalar, texts);
  }
  CheckChoices(context, name, slot);
  if (slot.required && slot.ask.empty()) {
    context.Fail(name, "slot '" + slot.name + "' is required but has no 'ask'",
                 "write the question that asks for it");
  }
  return slot;
}

// A key of a slot that stands where slots stand.
bool IsMisplacedKey(const YamlNode& name, const YamlNode& value) {
  const bool key = std::any_of(
      kSlotFields.begin(), kSlotFields.end(),
      [&](const FieldSpec& field) { return field.name == name.scalar; });
  return key && (!value.IsMap() || value.Find("type") == nullptr);
}

ActionContent ReadAction(const ReadContext& context, const YamlNode& node,
                         const std::string& owner) {
  const ObjectReader reader(context, node, kActionFields,
                            "'action' of " + owner);
  ActionContent action;
  action.place = context.At(node);
  action.url = reader.Line("url");
  action.method = ReadWord(context, reader, "method", {"get", "post"});
  if (action.method.empty()) action.method = "get";
  for (const auto& [name, value] : reader.Entries("body")) {
    TextLine line{"", context.At(*value), value->quoted};
    if (ReadScalar(context, *value, "'" + name->scalar + "'", line.text)) {
      action.body.emplace_back(name->scalar, std::move(line));
    }
  }
  action.timeout_ms = reader.Integer("timeout_ms", 100, 5'000, 3'000);
  for (const auto& [name, value] : reader.Entries("result")) {
    CheckName(context, *name, "the result's name");
    TextLine path{"", context.At(*value), value->quoted};
    if (ReadScalar(context, *value, "'" + name->scalar + "'", path.text)) {
      action.result.emplace_back(
          TextLine{name->scalar, context.At(*name), name->quoted},
          std::move(path));
    }
  }
  action.not_found = reader.Lines("not_found");
  action.failed = reader.Lines("failed");
  if (action.method == "get" && !action.body.empty()) {
    context.Fail(node, "'action' of " + owner + " has a body, but is a get",
                 "write `method: post`");
  }
  return action;
}

}  // namespace

std::string ReadWord(const ReadContext& context, const ObjectReader& reader,
                     std::string_view key,
                     const std::vector<std::string>& allowed) {
  const YamlNode* node = reader.Find(key);
  std::string word = reader.String(key);
  if (node == nullptr || word.empty() ||
      std::find(allowed.begin(), allowed.end(), word) != allowed.end()) {
    return word;
  }
  std::string hint = Suggest(word, allowed);
  if (hint.empty()) {
    for (const std::string& one : allowed) {
      hint += (hint.empty() ? "one of " : ", ") + one;
    }
  }
  context.Fail(*node, "'" + std::string(key) + "' cannot be '" + word + "'",
               std::move(hint));
  return "";
}

bool IsId(std::string_view id) {
  if (id.empty() || id.size() > kMaxIdBytes || id.front() == ' ' ||
      id.back() == ' ') {
    return false;
  }
  return std::none_of(id.begin(), id.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '|' || c == '/';
  });
}

void CheckName(const ReadContext& context, const YamlNode& node,
               std::string_view what) {
  if (IsName(node.scalar)) return;
  std::string name = node.scalar;
  for (char& c : name) {
    if (!IsName(std::string(1, c))) c = '_';
  }
  context.Fail(node,
               std::string(what) + " '" + node.scalar +
                   "' must be made of letters, digits and _",
               IsName(name) ? "write " + name : "");
}

std::vector<ButtonContent> ReadButtons(const ReadContext& context,
                                       const YamlNode* node,
                                       const std::string& owner) {
  std::vector<ButtonContent> buttons;
  if (node == nullptr) return buttons;
  if (!node->IsSequence()) {
    context.Fail(*node, "'buttons' of " + owner + " must be a list");
    return buttons;
  }
  for (const YamlNode& item : node->items) {
    ButtonContent button;
    button.place = context.At(item);
    if (item.IsMap()) {
      const ObjectReader reader(context, item, kButtonFields,
                                "a button of " + owner);
      button.title = reader.String("title");
      button.to = reader.String("to");
    } else {
      ReadScalar(context, item, "a button of " + owner, button.title);
    }
    if (!button.title.empty()) buttons.push_back(std::move(button));
  }
  return buttons;
}

ContextContent ReadContexts(const ReadContext& context,
                            const ObjectReader& reader) {
  ContextContent contexts;
  contexts.required = reader.Lines("requires");
  for (const auto& [name, value] : reader.Entries("sets")) {
    CheckName(context, *name, "the context");
    std::string written;
    if (!ReadScalar(context, *value, "'" + name->scalar + "'", written)) {
      continue;
    }
    int turns = 0;
    const char* end = written.data() + written.size();
    const auto read = std::from_chars(written.data(), end, turns);
    if (read.ec != std::errc() || read.ptr != end || turns < 1 ||
        turns > kMaxContextTurns) {
      context.Fail(
          *value,
          "'" + written + "' is no lifetime of context '" + name->scalar + "'",
          "write how many turns it lasts: 1 to " +
              std::to_string(kMaxContextTurns));
      continue;
    }
    contexts.set.emplace_back(
        TextLine{name->scalar, context.At(*name), name->quoted}, turns);
  }
  return contexts;
}

IntentContent ReadIntent(const ReadContext& context, const YamlNode& id,
                         const YamlNode& node) {
  const std::string what = "intent '" + id.scalar + "'";
  const ObjectReader reader(context, node, kIntentFields, what);
  IntentContent intent;
  intent.id = id.scalar;
  intent.place = context.At(id);
  intent.description = reader.String("description");
  intent.phrases = reader.List("phrases");
  intent.examples = reader.List("examples");
  intent.patterns = reader.List("patterns");
  intent.excluded = reader.List("not");
  intent.context = ReadContexts(context, reader);
  for (const auto& [name, value] : reader.Entries("slots")) {
    if (IsMisplacedKey(*name, *value)) {
      context.Fail(*name,
                   "'" + name->scalar + "' stands among the slots of " + what +
                       ", beside its own slot",
                   "indent it by two blanks more, into the slot above it");
      continue;
    }
    intent.slots.push_back(ReadSlot(context, *name, *value));
  }
  intent.timeout_minutes =
      reader.Integer("timeout_minutes", 1, kMaxTimeoutMinutes, 60);
  intent.confirm = reader.Lines("confirm");
  if (const YamlNode* action = reader.Find("action")) {
    intent.action = ReadAction(context, *action, what);
  }
  intent.reply = ReadReply(context, reader.Find("reply"), what);
  intent.buttons = ReadButtons(context, reader.Find("buttons"), what);
  if (const YamlNode* handoff = reader.Find("handoff")) {
    const ObjectReader inner(context, *handoff, kHandoffFields,
                             "'handoff' of " + what);
    intent.handoff_queue = inner.String("queue");
  }
  intent.tests = reader.List("tests");
  if (!IsId(intent.id)) {
    context.Fail(id, "'" + intent.id + "' cannot be an id",
                 "use up to 128 letters, digits, _ or -");
  }
  if (intent.phrases.empty() && intent.examples.empty() &&
      intent.patterns.empty()) {
    context.Fail(id, what + " can never be meant",
                 "give it phrases, examples or patterns");
  }
  return intent;
}

}  // namespace sportello
