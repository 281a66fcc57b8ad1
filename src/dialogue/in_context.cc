#include "dialogue/in_context.h"

#include <algorithm>
#include <array>

#include "dialogue/open_question.h"

namespace sportello {
namespace {

// Normalised; the longest that fits is taken away.
constexpr std::array<std::string_view, 21> kLeads = {
    "e invece", "e se invece", "invece",         "e se",       "e",
    "ma",       "e anche",     "anche",          "pure",       "anche se",
    "solo",     "and also",    "and what about", "what about", "how about",
    "and",      "but",         "also",           "even",       "also if",
    "only",
};
constexpr size_t kMaxWords = 6;

// The words behind the lead; empty when there is no lead, or nothing else.
std::string AfterLead(const std::string& text) {
  size_t longest = 0;
  for (const std::string_view lead : kLeads) {
    if (lead.size() > longest && text.size() > lead.size() &&
        text.starts_with(lead) && text[lead.size()] == ' ') {
      longest = lead.size();
    }
  }
  return longest == 0 ? "" : text.substr(longest + 1);
}

bool IsEntry(const Understanding& meaning) {
  return meaning.decision == Decision::kAnswer &&
         meaning.target->kind != Target::Kind::kGlobal;
}

bool IsSure(const Understanding& meaning) {
  return meaning.decision == Decision::kAnswer && meaning.confidence == "high";
}

// Whether the content itself says what it means: it is a sentence of the entry,
// or the entry requires a context, which then holds.
bool IsSettled(const LanguageKnowledge& knowledge,
               const Understanding& meaning) {
  if (!IsEntry(meaning)) return false;
  const Target target = *meaning.target;
  const auto it = knowledge.exact.find(meaning.text.text);
  const bool exact = it != knowledge.exact.end() &&
                     std::find(it->second.begin(), it->second.end(), target) !=
                         it->second.end();
  return exact || !knowledge.ContextOf(target)->required.empty();
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += word + " ";
  return text;
}

// The question before and what was added, understood as one text.
std::optional<Understanding> ReadWithTitle(const LanguageKnowledge& knowledge,
                                           const std::string& added,
                                           Target last,
                                           const Contexts& contexts) {
  const std::string& title = knowledge.TitleOf(last);
  Understanding meaning = Understand(knowledge, title + " " + added, contexts);
  if (!IsEntry(meaning) || meaning.target == last) return std::nullopt;
  // The entry must know of what was added, not only of what was asked before.
  if (Understand(knowledge, title).target == meaning.target) {
    return std::nullopt;
  }
  return meaning;
}

// A long question outweighs a word: only what it was about and what was added.
// The entry must name both.
std::optional<Understanding> ReadWithWords(const LanguageKnowledge& knowledge,
                                           const std::string& added,
                                           Target last,
                                           const Contexts& contexts) {
  const std::string& title = knowledge.TitleOf(last);
  const std::vector<std::string> subject =
      SubjectWords(knowledge, knowledge.analyzer.Normalize(title));
  const std::vector<std::string> words =
      SubjectWords(knowledge, knowledge.analyzer.Normalize(added));
  if (subject.empty() || words.empty()) return std::nullopt;
  Understanding meaning =
      Understand(knowledge, Joined(subject) + added, contexts);
  const auto names = [&](const std::vector<std::string>& all) {
    return NamesAll(knowledge, *meaning.target, all);
  };
  if (!IsEntry(meaning) || meaning.target == last || !names(words) ||
      !names(subject)) {
    return std::nullopt;
  }
  return meaning;
}

// "and abroad?", "for gifts?"
std::optional<Understanding> ReadAddition(const LanguageKnowledge& knowledge,
                                          const NormalizedText& text,
                                          Target last,
                                          const Contexts& contexts) {
  if (text.tokens.size() > kMaxWords) return std::nullopt;
  std::string added = AfterLead(text.text);
  const bool led = !added.empty();
  if (!led) {
    if (!IsFragment(knowledge, text)) return std::nullopt;
    added = text.text;
  }
  // Alone first: "e quanto costa la spedizione?" says all of it.
  Understanding alone = Understand(knowledge, added, contexts);
  if (IsEntry(alone) && IsSure(alone)) return alone;
  std::optional<Understanding> meaning;
  if (led) meaning = ReadWithTitle(knowledge, added, last, contexts);
  if (!meaning.has_value()) {
    meaning = ReadWithWords(knowledge, added, last, contexts);
  }
  if (!meaning.has_value()) return std::nullopt;
  meaning->slots.clear();
  meaning->stage = "context";
  meaning->text = text;
  return meaning;
}

}  // namespace

std::optional<Understanding> ReadFollowUp(const LanguageKnowledge& knowledge,
                                          const Understanding& alone,
                                          const std::string& last_id,
                                          const Contexts& contexts) {
  const std::optional<Target> last = knowledge.FindTarget(last_id);
  if (!last.has_value() || IsSettled(knowledge, alone)) return std::nullopt;
  const std::optional<Aspect> asked = ReadOpenQuestion(knowledge, alone.text);
  if (asked.has_value()) {
    return ReadWithSubject(knowledge, alone, *asked, *last, contexts);
  }
  if (IsSure(alone)) {
    // A lead adds nothing to it.
    if (AfterLead(alone.text.text).empty()) return std::nullopt;
    return alone;
  }
  return ReadAddition(knowledge, alone.text, *last, contexts);
}

SeveralQuestions ReadQuestions(const LanguageKnowledge& knowledge,
                               std::string_view original,
                               const Contexts& contexts) {
  SeveralQuestions read;
  if (std::count(original.begin(), original.end(), '?') < 2) return read;
  std::vector<Target> seen;
  while (!read.more) {
    const size_t mark = original.find('?');
    if (mark == std::string_view::npos) break;
    const std::string_view part = original.substr(0, mark);
    original.remove_prefix(mark + 1);
    Understanding meaning = Understand(knowledge, part, contexts);
    if (meaning.text.tokens.empty()) continue;  // "??"
    const bool sure = IsEntry(meaning) && IsSure(meaning);
    if (sure &&
        std::find(seen.begin(), seen.end(), *meaning.target) != seen.end()) {
      continue;
    }
    if (read.answers.size() == kMaxQuestions) {
      read.more = true;
    } else if (!sure) {
      return {};
    } else {
      seen.push_back(*meaning.target);
      read.answers.push_back(std::move(meaning));
    }
  }
  if (read.answers.size() < 2) return {};
  return read;
}

}  // namespace sportello
