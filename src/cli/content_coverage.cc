// The content and its Snapshot are walked side by side: the first knows the
// places, the second the texts that a turn says.
#include "cli/content_coverage.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "base/wording.h"

namespace sportello {
namespace {

constexpr std::array<std::string_view, 3> kCounted = {"phrase", "step",
                                                      "reply"};

bool IsOwn(const Place& place) { return !place.file.starts_with("builtin/"); }

bool IsCounted(const Rule& rule) {
  return !rule.is_exclusion && IsOwn(rule.place);
}

}  // namespace

Coverage::Coverage(const Content& content, const Snapshot& snapshot)
    : snapshot_(snapshot) {
  for (const auto& [code, language] : content.languages) {
    const LanguageKnowledge& knowledge = *snapshot.Find(code);
    for (size_t i = 0; i < language.intents.size(); ++i) {
      AddIntent(language.intents[i], knowledge.intents[i]);
    }
    for (size_t i = 0; i < language.faq.size(); ++i) {
      Add("reply", {language.faq[i].answer}, knowledge.faq[i].answer);
    }
    for (const auto& [name, lines] : language.shared.texts) {
      Add("reply", lines, knowledge.texts.at(name));
    }
  }
}

void Coverage::Add(const std::string& kind, const TextLines& lines,
                   const TextChoice& choice) {
  for (size_t i = 0; i < lines.size() && i < choice.templates().size(); ++i) {
    if (!IsOwn(lines[i].place)) continue;
    spoken_.push_back(
        {{kind, lines[i].place, lines[i].text}, &choice.templates()[i]});
  }
}

void Coverage::AddReply(const ReplyContent& content,
                        const ReplyVariants& reply) {
  Add("reply", content.text, reply.text);
  Add("reply", content.open, reply.open);
  Add("reply", content.closed, reply.closed);
  for (const auto& [channel, lines] : content.channels) {
    Add("reply", lines, reply.channels.at(channel));
  }
  for (size_t i = 0; i < content.cases.size(); ++i) {
    Add("reply", content.cases[i].text, reply.cases[i].second);
  }
}

void Coverage::AddIntent(const IntentContent& content, const Intent& intent) {
  for (const SlotContent& slot : content.slots) {
    const Slot* compiled = intent.FindSlot(slot.name);
    if (compiled == nullptr) continue;
    Add("step", slot.ask, compiled->ask);
    Add("reply", slot.again, compiled->again);
  }
  Add("step", content.confirm, intent.confirm);
  if (content.action.has_value()) {
    Add("reply", content.action->not_found, intent.action->not_found);
    Add("reply", content.action->failed, intent.action->failed);
  }
  AddReply(content.reply, intent.reply);
}

void Coverage::AddText(std::string_view language, std::string_view text,
                       const Contexts& contexts) {
  const LanguageKnowledge* knowledge = snapshot_.Find(language);
  if (knowledge == nullptr) return;
  const Understanding meaning = Understand(*knowledge, text, contexts);
  if (!meaning.target.has_value()) return;
  std::set<uint32_t>& matched = matched_[std::string(language)];
  for (const NormalizedText& form :
       {meaning.text, RemoveSkipWords(meaning.text, knowledge->skip_words),
        meaning.corrected,
        RemoveSkipWords(meaning.corrected, knowledge->skip_words)}) {
    for (const PatternMatch& match : knowledge->matcher->Match(form.text)) {
      const auto rule = static_cast<uint32_t>(match.pattern);
      if (knowledge->rules[rule].target == *meaning.target) {
        matched.insert(rule);
      }
    }
  }
}

CoverageReport Coverage::Report() const {
  CoverageReport report;
  const auto count = [&report](const CoverageItem& item, bool reached) {
    ++report.total[item.kind];
    if (reached) {
      ++report.reached[item.kind];
    } else {
      report.missing.push_back(item);
    }
  };
  for (const std::string& language : snapshot_.Languages()) {
    const std::vector<Rule>& rules = snapshot_.Find(language)->rules;
    const auto matched = matched_.find(language);
    for (uint32_t i = 0; i < rules.size(); ++i) {
      if (!IsCounted(rules[i])) continue;
      count({"phrase", rules[i].place, rules[i].written},
            matched != matched_.end() && matched->second.contains(i));
    }
  }
  for (const Spoken& spoken : spoken_) {
    count(spoken.item, said_.contains(spoken.text));
  }
  std::sort(report.missing.begin(), report.missing.end(),
            [](const CoverageItem& a, const CoverageItem& b) {
              return std::tie(a.place.file, a.place.at.line,
                              a.place.at.column) <
                     std::tie(b.place.file, b.place.at.line, b.place.at.column);
            });
  return report;
}

void PrintCoverage(const CoverageReport& report, const Streams& streams) {
  for (const CoverageItem& item : report.missing) {
    std::string line = item.text.substr(0, item.text.find('\n'));
    streams.out << item.place.FileLine() << ": no test reaches the "
                << item.kind << " " << Quote(line) << "\n";
  }
  std::vector<std::string> counts;
  for (const std::string_view kind : kCounted) {
    const auto total = report.total.find(std::string(kind));
    if (total == report.total.end()) continue;
    const auto reached = report.reached.find(std::string(kind));
    const size_t some = reached == report.reached.end() ? 0 : reached->second;
    counts.push_back(
        std::to_string(some) + " of " +
        Counted(total->second, kind,
                kind == "reply" ? "replies" : std::string(kind) + "s"));
  }
  streams.out << "reached: " << Join(counts, ", ") << "\n";
}

}  // namespace sportello
