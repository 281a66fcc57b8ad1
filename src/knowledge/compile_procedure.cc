#include "knowledge/compile_procedure.h"

#include <algorithm>

namespace sportello {
namespace {

Conditions CompileConditions(const TextLines& lines,
                             std::vector<Problem>& problems) {
  Conditions conditions;
  for (const TextLine& line : lines) {
    std::optional<Condition> condition = ParseCondition(line.text);
    if (condition.has_value()) {
      conditions.push_back(*std::move(condition));
      continue;
    }
    problems.push_back({Severity::kError, line.place,
                        "'" + line.text + "' is no condition",
                        "write 'slot is value', 'slot is not value', 'slot is "
                        "known', 'open' or 'closed'"});
  }
  return conditions;
}

SlotFailure FailureOf(const std::string& word) {
  if (word == "skip") return SlotFailure::kSkip;
  if (word == "cancel") return SlotFailure::kCancel;
  return SlotFailure::kHandOff;
}

// "order_number" -> "order number".
std::string LabelOf(const SlotContent& content) {
  if (!content.label.text.empty()) return content.label.text;
  std::string label = content.name;
  std::replace(label.begin(), label.end(), '_', ' ');
  return label;
}

}  // namespace

Slot CompileSlot(const SlotContent& content, const SlotType* type,
                 std::vector<Problem>& problems) {
  Slot slot;
  slot.name = content.name;
  slot.label = LabelOf(content);
  slot.type = type;
  slot.ask = TextChoice(Texts(content.ask));
  slot.again = TextChoice(Texts(content.again));
  slot.required = content.required;
  slot.retries = content.retries;
  slot.on_failure = FailureOf(content.on_failure);
  slot.when = CompileConditions(content.when, problems);
  slot.profile = content.profile;
  slot.remember = content.remember.value_or(type->IsIdentifier());
  return slot;
}

ReplyVariants CompileReply(const ReplyContent& content,
                           std::vector<Problem>& problems) {
  ReplyVariants reply;
  reply.text = TextChoice(Texts(content.text));
  reply.open = TextChoice(Texts(content.open));
  reply.closed = TextChoice(Texts(content.closed));
  for (const auto& [channel, lines] : content.channels) {
    reply.channels[channel] = TextChoice(Texts(lines));
  }
  for (const CaseContent& one : content.cases) {
    reply.cases.emplace_back(CompileConditions(one.when, problems),
                             TextChoice(Texts(one.text)));
  }
  return reply;
}

Tone CompileTone(const std::string& name, const ToneContent& content,
                 const SharedContent& shared, std::vector<Problem>& problems) {
  Tone tone;
  tone.name = name;
  for (const RungContent& rung : content.ladder) {
    if (!shared.texts.contains(rung.say)) {
      std::vector<std::string> names;
      for (const auto& [text, lines] : shared.texts) names.push_back(text);
      problems.push_back({Severity::kError, rung.place,
                          "unknown text '" + rung.say + "'",
                          Suggest(rung.say, names)});
    }
    ToneStep step = ToneStep::kContinue;
    if (rung.then == "offer") step = ToneStep::kOffer;
    if (rung.then == "person") step = ToneStep::kPerson;
    if (rung.then == "end") step = ToneStep::kEnd;
    tone.ladder.emplace_back(rung.say, step);
  }
  return tone;
}

std::optional<Action> CompileAction(const std::optional<ActionContent>& content,
                                    std::vector<Problem>& problems) {
  if (!content.has_value()) return std::nullopt;
  Action action;
  action.url = TextTemplate(content->url.text);
  action.post = content->method == "post";
  for (const auto& [name, value] : content->body) {
    action.body.emplace_back(name, TextTemplate(value.text));
  }
  action.timeout_ms = content->timeout_ms;
  for (const auto& [name, path] : content->result) {
    constexpr std::string_view kAs = " as ";
    const size_t as = path.text.find(kAs);
    action.result.emplace_back(name.text, path.text.substr(0, as));
    if (as == std::string::npos) continue;
    const std::string word = path.text.substr(as + kAs.size());
    const std::optional<ValueFormat> format = ParseValueFormat(word);
    if (format.has_value()) {
      action.formats[name.text] = *format;
      continue;
    }
    std::string hint = Suggest(word, ValueFormatNames());
    if (hint.empty()) hint = "one of date, time, price, number";
    problems.push_back({Severity::kError, path.place,
                        "unknown format '" + word + "' of '" + name.text + "'",
                        std::move(hint)});
  }
  action.not_found = TextChoice(Texts(content->not_found));
  action.failed = TextChoice(Texts(content->failed));
  return action;
}

}  // namespace sportello
