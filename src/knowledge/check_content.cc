#include "knowledge/check_content.h"

#include <algorithm>
#include <set>

#include "knowledge/check_procedure.h"

namespace sportello {
namespace {

// What the program itself fills in.
constexpr std::string_view kKnownVariables[] = {
    "customer_name", "ticket", "example",  "language", "question", "options",
    "label",         "value",  "position", "wait",     "opening",  "contact"};

class LanguageChecker {
 public:
  LanguageChecker(const LanguageContent& content,
                  const LanguageKnowledge& knowledge,
                  std::vector<Problem>& problems)
      : content_(content), knowledge_(knowledge), problems_(problems) {
    for (const std::string_view name : kKnownVariables) {
      variables_.emplace(name);
    }
    for (const auto& [name, value] : content.shared.constants) {
      variables_.insert(name);
      constants_.insert(name);
    }
  }

  void Run() {
    for (const IntentContent& intent : content_.intents) CheckIntent(intent);
    for (const FaqContent& entry : content_.faq) CheckEntry(entry);
    for (const auto& [name, lines] : content_.shared.texts) {
      CheckVariables(lines, variables_, /*needs_fallback=*/false, {},
                     problems_);
    }
    CheckButtons(content_.shared.menu);
    CheckDoubles();
    CheckContexts();
    CheckUnusedRules();
    CheckUnfiltered();
  }

 private:
  void Add(Severity severity, const Place& place, std::string message,
           std::string hint = "") {
    problems_.push_back({severity, place, std::move(message), std::move(hint)});
  }

  void CheckIntent(const IntentContent& intent) {
    CheckProcedure(intent, knowledge_, constants_, variables_, problems_);
    CheckButtons(intent.buttons);
  }

  void CheckEntry(const FaqContent& entry) {
    CheckVariables({entry.answer}, variables_, true, constants_, problems_);
    CheckButtons(entry.buttons);
  }

  void CheckButtons(const std::vector<ButtonContent>& buttons) {
    for (const ButtonContent& button : buttons) {
      if (button.to.empty() || knowledge_.FindTarget(button.to).has_value() ||
          content_.shared.global.contains(button.to)) {
        continue;
      }
      std::vector<std::string> ids;
      for (const auto& [id, target] : knowledge_.targets) ids.push_back(id);
      std::sort(ids.begin(), ids.end());
      std::string hint = Suggest(button.to, ids);
      if (hint.empty()) {
        hint =
            "name the id of an intent or FAQ entry that there is, or write "
            "that entry";
      }
      Add(Severity::kError, button.place,
          "the button '" + button.title + "' leads to the unknown id '" +
              button.to + "'",
          std::move(hint));
    }
  }

  // Reports sentences that belong to two entries, at the later one.
  void CheckDoubles() {
    std::map<std::string, std::pair<std::string, Place>> seen;
    // In different contexts one sentence may mean different things.
    const auto claim = [&](const TextLine& line, const std::string& id,
                           const ContextContent& context) {
      std::string normal = knowledge_.analyzer.Normalize(line.text).text;
      for (const TextLine& name : context.required) normal += "\n" + name.text;
      const auto [it, added] = seen.try_emplace(normal, id, line.place);
      if (added || it->second.first == id) return;
      Add(Severity::kError, line.place,
          "'" + line.text + "' belongs to '" + it->second.first +
              "' already (" + it->second.second.FileLine() + ")",
          "one sentence can lead to one entry only: remove or change one");
    };
    for (const IntentContent& intent : content_.intents) {
      for (const TextLine& line : intent.examples) {
        claim(line, intent.id, intent.context);
      }
    }
    for (const FaqContent& entry : content_.faq) {
      claim(entry.question, entry.id, entry.context);
      for (const TextLine& line : entry.variants) {
        claim(line, entry.id, entry.context);
      }
    }
  }

  // What is required must be set somewhere, and the other way round.
  void CheckContexts() {
    std::map<std::string, Place> set;
    std::map<std::string, Place> required;
    const auto collect = [&](const ContextContent& context) {
      for (const auto& [name, turns] : context.set) {
        set.try_emplace(name.text, name.place);
      }
      for (const TextLine& name : context.required) {
        required.try_emplace(name.text, name.place);
      }
    };
    for (const IntentContent& intent : content_.intents) {
      collect(intent.context);
    }
    for (const FaqContent& entry : content_.faq) collect(entry.context);
    std::vector<std::string> names;
    names.reserve(set.size());
    for (const auto& [name, place] : set) names.push_back(name);
    for (const auto& [name, place] : required) {
      if (set.contains(name)) continue;
      std::string hint = Suggest(name, names);
      if (hint.empty()) hint = "write `sets: {" + name + ": 3}` in an entry";
      Add(Severity::kError, place, "nothing sets the context '" + name + "'",
          std::move(hint));
    }
    for (const auto& [name, place] : set) {
      if (required.contains(name)) continue;
      Add(Severity::kWarning, place,
          "nothing requires the context '" + name + "'",
          "remove it, or use it");
    }
  }

  void CheckUnusedRules() {
    std::string all;
    const auto add = [&](const TextLines& lines) {
      for (const TextLine& line : lines) all += line.text + "\n";
    };
    for (const auto& [name, line] : content_.shared.rules) add({line});
    for (const auto& [name, global] : content_.shared.global) {
      add(global.phrases);
    }
    std::set<std::string> types;
    for (const IntentContent& intent : content_.intents) {
      add(intent.phrases);
      add(intent.excluded);
      for (const SlotContent& slot : intent.slots) types.insert(slot.type);
    }
    for (const auto& [name, line] : content_.shared.rules) {
      if (line.place.file.starts_with("builtin/")) continue;
      if (all.find("<" + name + ">") == std::string::npos) {
        Add(Severity::kWarning, line.place,
            "no phrase uses the rule '" + name + "'", "remove it, or use it");
      }
    }
    for (const auto& [name, type] : content_.shared.types) {
      if (!types.contains(name) && !type.place.file.starts_with("builtin/")) {
        Add(Severity::kWarning, type.place,
            "no slot uses the type '" + name + "'", "remove it, or use it");
      }
    }
  }

  void CheckUnfiltered() {
    for (const size_t index : knowledge_.matcher->Unfiltered()) {
      const Rule& rule = knowledge_.rules[index];
      if (!rule.is_pattern) continue;
      Add(Severity::kWarning, rule.place,
          "the pattern '" + rule.written +
              "' holds no word of three letters and is tried on every message",
          "say more of what it must contain");
    }
  }

  const LanguageContent& content_;
  const LanguageKnowledge& knowledge_;
  std::vector<Problem>& problems_;
  std::set<std::string> variables_;
  std::set<std::string> constants_;
};

void WarnUntested(const std::string& what, const TextLines& tests,
                  const Place& place, std::vector<Problem>& problems) {
  if (!tests.empty()) return;
  problems.push_back({Severity::kWarning, place, what + " has no tests",
                      "add sentences of real customers under 'tests'"});
}

void CheckDates(const FaqContent& entry, std::string_view today,
                std::vector<Problem>& problems) {
  if (!entry.valid_until.empty() && entry.valid_until < today) {
    problems.push_back(
        {Severity::kError, entry.place,
         "FAQ entry '" + entry.id + "' was valid until " + entry.valid_until,
         "update the answer, or remove the entry"});
  }
  if (!entry.review_by.empty() && entry.review_by < today) {
    problems.push_back({Severity::kWarning, entry.place,
                        "FAQ entry '" + entry.id + "' was to be reviewed by " +
                            entry.review_by,
                        "read it again and set a new date"});
  }
}

void CheckTranslations(const Content& content, std::vector<Problem>& problems) {
  std::map<std::string, Place> all;
  std::map<std::string, std::set<std::string>> ids;
  for (const auto& [code, language] : content.languages) {
    for (const IntentContent& intent : language.intents) {
      all.try_emplace(intent.id, intent.place);
      ids[code].insert(intent.id);
    }
    for (const FaqContent& entry : language.faq) {
      all.try_emplace(entry.id, entry.place);
      ids[code].insert(entry.id);
    }
  }
  for (const auto& [code, known] : ids) {
    for (const auto& [id, place] : all) {
      if (known.contains(id)) continue;
      std::string message = "'";
      message.append(id).append("' is missing in language '");
      message.append(code).append("'");
      problems.push_back(
          {Severity::kWarning, place, std::move(message), "translate it"});
    }
  }
}

}  // namespace

void CheckLanguage(const LanguageContent& content,
                   const LanguageKnowledge& knowledge,
                   std::vector<Problem>& problems) {
  LanguageChecker(content, knowledge, problems).Run();
}

void CheckUpkeep(const Content& content, std::string_view today,
                 std::vector<Problem>& problems) {
  for (const auto& [code, language] : content.languages) {
    for (const IntentContent& intent : language.intents) {
      WarnUntested("intent '" + intent.id + "'", intent.tests, intent.place,
                   problems);
    }
    for (const FaqContent& entry : language.faq) {
      WarnUntested("FAQ entry '" + entry.id + "'", entry.tests, entry.place,
                   problems);
      CheckDates(entry, today, problems);
    }
  }
  CheckTranslations(content, problems);
}

}  // namespace sportello
