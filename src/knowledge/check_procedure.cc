#include "knowledge/check_procedure.h"

#include <algorithm>
#include <optional>

namespace sportello {
namespace {

class ProcedureChecker {
 public:
  ProcedureChecker(const IntentContent& content,
                   const LanguageKnowledge& knowledge,
                   const std::set<std::string>& constants,
                   const std::set<std::string>& common,
                   std::vector<Problem>& problems)
      : content_(content),
        knowledge_(knowledge),
        problems_(problems),
        known_(common),
        always_(constants) {}

  void Run() {
    CheckSteps();
    if (content_.action.has_value()) CheckAction(*content_.action);
    if (!content_.confirm.empty()) CheckConfirm();
    if (content_.handoff_queue.has_value()) always_.insert("ticket");
    CheckReply();
  }

 private:
  void Fail(const Place& place, std::string message, std::string hint = "") {
    problems_.push_back(
        {Severity::kError, place, std::move(message), std::move(hint)});
  }

  std::string What() const { return "intent '" + content_.id + "'"; }

  const Intent* Compiled() const {
    const std::optional<Target> target = knowledge_.FindTarget(content_.id);
    if (!target.has_value() || target->kind != Target::Kind::kIntent) {
      return nullptr;
    }
    return &knowledge_.intents[target->index];
  }

  void Check(const TextLines& lines) {
    CheckVariables(lines, known_, true, always_, problems_);
  }

  // A step knows what the steps before it have asked for.
  void CheckSteps() {
    bool asks = false;
    for (const SlotContent& slot : content_.slots) {
      known_.insert(slot.name);
      asks = asks || !slot.ask.empty();
    }
    for (const SlotContent& slot : content_.slots) {
      Check(slot.ask);
      CheckAgain(slot);
      if (!slot.required && !slot.ask.empty()) {
        problems_.push_back(
            {Severity::kWarning, slot.ask.front().place,
             "the question of slot '" + slot.name + "' is never asked",
             "leave 'required: false' out, or the question"});
      }
      if (asks && slot.ask.empty() && slot.profile.empty() &&
          !IsInPhrases(slot)) {
        problems_.push_back(
            {Severity::kWarning, slot.place,
             "slot '" + slot.name + "' is never asked and in no phrase",
             "write 'ask' to make it a step, or {" + slot.name +
                 "} in a phrase"});
      }
      CheckConditions(slot.when, slot.name);
      earlier_.insert(slot.name);
      if (slot.required && slot.when.empty() && slot.on_failure != "skip") {
        always_.insert(slot.name);
      }
    }
  }

  // Patterns name what they find as RE2 does: (?P<name>...).
  bool IsInPhrases(const SlotContent& slot) const {
    const auto holds = [](const TextLines& lines, const std::string& mark) {
      return std::any_of(lines.begin(), lines.end(), [&](const TextLine& line) {
        return line.text.find(mark) != std::string::npos;
      });
    };
    return holds(content_.phrases, "{" + slot.name + "}") ||
           holds(content_.patterns, "<" + slot.name + ">");
  }

  void CheckAgain(const SlotContent& slot) {
    std::set<std::string> always = always_;
    always.insert("example");
    CheckVariables(slot.again, known_, true, always, problems_);
  }

  // `step` is the slot whose condition it is, empty for a reply's.
  void CheckConditions(const TextLines& lines, const std::string& step) {
    for (const TextLine& line : lines) {
      const std::optional<Condition> condition = ParseCondition(line.text);
      if (!condition.has_value() || condition->slot.empty()) continue;
      if (earlier_.contains(condition->slot)) {
        CheckValue(*condition, line.place);
      } else if (!known_.contains(condition->slot)) {
        Fail(
            line.place, "unknown slot '" + condition->slot + "'",
            SuggestOrList(condition->slot, {earlier_.begin(), earlier_.end()}));
      } else if (!step.empty()) {
        Fail(line.place,
             "'" + condition->slot + "' is not known before '" + step +
                 "' is asked",
             "a condition can only look at the steps above it");
      }
    }
  }

  void CheckValue(const Condition& condition, const Place& place) {
    const Intent* intent = Compiled();
    const Slot* slot =
        intent == nullptr ? nullptr : intent->FindSlot(condition.slot);
    if (slot == nullptr || condition.value.empty()) return;
    std::vector<std::string> values;
    for (const auto& [value, title] : slot->type->choices()) {
      values.push_back(value);
    }
    if (slot->type->IsYesNo()) values = {"yes", "no"};
    if (values.empty() || std::find(values.begin(), values.end(),
                                    condition.value) != values.end()) {
      return;
    }
    std::string hint = Suggest(condition.value, values);
    if (condition.value.find(" and ") != std::string::npos) {
      hint = "several conditions are a list: [\"" + condition.slot +
             " is …\", \"…\"], and all must hold";
    } else if (hint.empty()) {
      for (const std::string& value : values) {
        hint += (hint.empty() ? "one of " : ", ") + value;
      }
    }
    Fail(place, "'" + condition.slot + "' is never '" + condition.value + "'",
         std::move(hint));
  }

  void CheckConfirm() {
    std::set<std::string> allowed = known_;
    std::set<std::string> always = always_;
    allowed.insert("summary");
    always.insert("summary");
    CheckVariables(content_.confirm, allowed, true, always, problems_);
    if (content_.slots.empty()) {
      Fail(content_.confirm.front().place,
           What() + " has nothing to confirm: it has no 'slots'");
    }
  }

  void CheckAction(const ActionContent& action) {
    CheckUrl(action);
    for (const auto& [name, text] : action.body) {
      CheckVariables({text}, known_, false, {}, problems_);
    }
    Check(action.not_found);
    Check(action.failed);
    for (const auto& [name, path] : action.result) {
      if (known_.contains(name.text)) {
        Fail(
            name.place,
            "the result '" + name.text + "' has the name of a slot or variable",
            "choose another name");
      }
      known_.insert(name.text);
      earlier_.insert(name.text);
      always_.insert(name.text);
    }
  }

  void CheckUrl(const ActionContent& action) {
    const std::string& url = action.url.text;
    CheckVariables({action.url}, known_, true, always_, problems_);
    const bool web = url.starts_with("https://") || url.starts_with("http://");
    const size_t host = url.find("//") + 2;
    const size_t path = web ? url.find('/', host) : std::string::npos;
    if (!web || path == std::string::npos || path == host) {
      Fail(action.url.place, "'" + url + "' is no address of an interface",
           "write https://host/path, with {slot} in the path");
    } else if (url.substr(0, path).find_first_of("{}@ ") != std::string::npos) {
      Fail(action.url.place, "the host of '" + url + "' must be fixed",
           "write {slot} in the path only");
    }
  }

  void CheckReply() {
    const ReplyContent& reply = content_.reply;
    Check(reply.text);
    Check(reply.open);
    Check(reply.closed);
    for (const auto& [channel, lines] : reply.channels) Check(lines);
    for (const CaseContent& one : reply.cases) {
      CheckConditions(one.when, "");
      CheckCaseText(one);
    }
  }

  // "slot is …" as a condition makes the slot known.
  void CheckCaseText(const CaseContent& one) {
    std::set<std::string> always = always_;
    for (const TextLine& line : one.when) {
      const std::optional<Condition> condition = ParseCondition(line.text);
      if (condition.has_value() &&
          (condition->kind == Condition::Kind::kIs ||
           condition->kind == Condition::Kind::kKnown)) {
        always.insert(condition->slot);
      }
    }
    CheckVariables(one.text, known_, true, always, problems_);
  }

  const IntentContent& content_;
  const LanguageKnowledge& knowledge_;
  std::vector<Problem>& problems_;
  std::set<std::string> known_;    // variables that a text may use
  std::set<std::string> always_;   // those that surely have a value
  std::set<std::string> earlier_;  // slots that a condition may look at
};

// What to do about variables that may have no value.
std::string HintForMissing(const std::set<std::string>& missing) {
  std::string names;
  for (const std::string& name : missing) {
    names += (names.empty() ? "{" : ", {") + name + "}";
  }
  std::string hint =
      "add an alternative without the variables that may be missing: " + names;
  if (missing.contains("ticket")) {
    hint += "; only an intent with 'handoff' has a {ticket}";
  } else {
    hint += "; a slot with 'ask' is never missing, unless it may be skipped";
  }
  return hint;
}

}  // namespace

void CheckVariables(const TextLines& lines,
                    const std::set<std::string>& allowed, bool needs_fallback,
                    const std::set<std::string>& always,
                    std::vector<Problem>& problems) {
  bool can_always = lines.empty();
  std::set<std::string> missing;
  for (const TextLine& line : lines) {
    const TextTemplate text(line.text);
    bool whole = true;
    for (const std::string& name : text.variables()) {
      if (!allowed.contains(name)) {
        needs_fallback = false;  // one problem at a time
        problems.push_back(
            {Severity::kError, line.place, "unknown variable '{" + name + "}'",
             SuggestOrList(name, {allowed.begin(), allowed.end()})});
      }
      if (always.contains(name)) continue;
      whole = false;
      missing.insert(name);
    }
    can_always = can_always || whole;
  }
  if (needs_fallback && !can_always) {
    problems.push_back(
        {Severity::kError, lines.front().place,
         "this text cannot be said while one of its variables is unknown",
         HintForMissing(missing)});
  }
}

void CheckProcedure(const IntentContent& intent,
                    const LanguageKnowledge& knowledge,
                    const std::set<std::string>& constants,
                    const std::set<std::string>& common,
                    std::vector<Problem>& problems) {
  ProcedureChecker(intent, knowledge, constants, common, problems).Run();
}

}  // namespace sportello
