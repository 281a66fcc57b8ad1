#include "dialogue/in_context.h"

#include <algorithm>
#include <array>

namespace sportello {
namespace {

// Normalised; the longest that fits is taken away.
constexpr std::array<std::string_view, 11> kLeads = {
    "e invece",       "e se invece", "invece",    "e se", "e",   "ma",
    "and what about", "what about",  "how about", "and",  "but",
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

}  // namespace

std::optional<Understanding> ReadFollowUp(const LanguageKnowledge& knowledge,
                                          const NormalizedText& text,
                                          const std::string& last_id,
                                          const Contexts& contexts) {
  const std::optional<Target> last = knowledge.FindTarget(last_id);
  if (!last.has_value() || text.tokens.size() > kMaxWords) return std::nullopt;
  const std::string rest = AfterLead(text.text);
  if (rest.empty()) return std::nullopt;
  // Alone first: "e quanto costa la spedizione?" says all of it.
  Understanding meaning = Understand(knowledge, rest, contexts);
  if (IsEntry(meaning) && meaning.confidence == "high") return meaning;
  meaning =
      Understand(knowledge, knowledge.TitleOf(*last) + " " + rest, contexts);
  if (!IsEntry(meaning) || meaning.target == last) return std::nullopt;
  // The entry must know of what was added, not only of what was asked before.
  const Understanding before = Understand(knowledge, knowledge.TitleOf(*last));
  if (before.target == meaning.target) return std::nullopt;
  meaning.slots.clear();
  meaning.stage = "context";
  meaning.text = text;
  return meaning;
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
    const bool sure = IsEntry(meaning) && meaning.confidence == "high";
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
