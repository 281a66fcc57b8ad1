#include "dialogue/open_question.h"

#include <algorithm>
#include <set>

#include "dialogue/gate.h"

namespace sportello {
namespace {

using Families = std::set<std::string>;

// Words of one family begin alike: "spedite", "spedizione".
std::string FamilyOf(const LanguageKnowledge& knowledge,
                     const std::string& word) {
  constexpr size_t kBeginning = 4;
  return knowledge.analyzer.Stem(word).substr(0, kBeginning);
}

void AddFamilies(const LanguageKnowledge& knowledge, std::string_view sentence,
                 Families& families) {
  while (!sentence.empty()) {
    const size_t end = sentence.find(' ');
    families.insert(FamilyOf(knowledge, std::string(sentence.substr(0, end))));
    sentence.remove_prefix(end == std::string_view::npos ? sentence.size()
                                                         : end + 1);
  }
}

// An entry that may be meant.
struct Candidate {
  Target target;
  bool asks = false;  // one of its own sentences asks for the aspect
  Families families;  // of the words of its sentences
};

bool IsAmong(const std::vector<Target>& targets, Target target) {
  return std::find(targets.begin(), targets.end(), target) != targets.end();
}

bool TellsIt(const LanguageKnowledge& knowledge, Target target, Aspect aspect) {
  const TextChoice& answer = target.kind == Target::Kind::kFaq
                                 ? knowledge.faq[target.index].answer
                                 : knowledge.intents[target.index].reply.text;
  const auto tells = [&](const TextTemplate& text) {
    return Tells(knowledge, text.Render(knowledge.constants), aspect);
  };
  return !answer.empty() && std::all_of(answer.templates().begin(),
                                        answer.templates().end(), tells);
}

class SubjectReader {
 public:
  SubjectReader(const LanguageKnowledge& knowledge, const Understanding& alone,
                Aspect aspect, Target last, const Contexts& contexts)
      : knowledge_(knowledge),
        alone_(alone),
        aspect_(aspect),
        last_(last),
        contexts_(contexts) {}

  std::optional<Understanding> Run() {
    const std::vector<std::string> words = SubjectWords(
        knowledge_, knowledge_.analyzer.Normalize(knowledge_.TitleOf(last_)));
    if (words.empty()) return AskBackAlone();
    std::string text;
    for (const std::string& word : words) {
      subject_.insert(FamilyOf(knowledge_, word));
      text += word + " ";
    }
    meaning_ = Understand(knowledge_, text + alone_.text.text, contexts_);
    FindCandidates();
    const Candidate* other = FindOther();
    if (other != nullptr && meaning_.confidence == "high") {
      return Answer(*other);
    }
    const Candidate& before = *Find(last_);
    if (before.asks || TellsIt(knowledge_, last_, aspect_)) {
      return Answer(before);
    }
    if (other != nullptr && IsNarrow()) return Answer(*other);
    const std::vector<Target> fitting = Others(last_);
    return fitting.empty() ? AskBackAlone() : AskBack(fitting);
  }

 private:
  // A thing has one price and takes one time; where, when and how may be asked
  // of much that is done with it.
  bool IsNarrow() const {
    return aspect_ == Aspect::kPrice || aspect_ == Aspect::kDuration;
  }

  bool MayBeMeant(Target target) const {
    if (target.kind == Target::Kind::kGlobal) return false;
    const std::vector<std::string>& required =
        knowledge_.ContextOf(target)->required;
    return std::all_of(required.begin(), required.end(),
                       [this](const std::string& name) {
                         return contexts_.contains(name);
                       }) &&
           FindExclusion(knowledge_, target, meaning_.text) == nullptr;
  }

  void Add(Target target) {
    if (Find(target) == nullptr && MayBeMeant(target)) {
      candidates_.push_back({target, false, {}});
    }
  }

  // Best first; the entry before is always among them.
  void FindCandidates() {
    if (meaning_.target.has_value()) Add(*meaning_.target);
    for (const FaqCandidate& ranked : meaning_.ranking.candidates) {
      Add(knowledge_.ranking_targets[ranked.document]);
    }
    if (Find(last_) == nullptr) candidates_.push_back({last_, false, {}});
    for (const auto& [sentence, targets] : knowledge_.exact) {
      for (Candidate& candidate : candidates_) {
        if (!IsAmong(targets, candidate.target)) continue;
        candidate.asks =
            candidate.asks || AsksFor(knowledge_.language(), sentence, aspect_);
        AddFamilies(knowledge_, sentence, candidate.families);
      }
    }
  }

  const Candidate* Find(Target target) const {
    const auto it = std::find_if(
        candidates_.begin(), candidates_.end(),
        [target](const Candidate& one) { return one.target == target; });
    return it == candidates_.end() ? nullptr : &*it;
  }

  // The one that the whole means, if it is another and about all of it.
  const Candidate* FindOther() const {
    if (meaning_.decision != Decision::kAnswer || meaning_.target == last_) {
      return nullptr;
    }
    const Candidate* other = Find(*meaning_.target);
    const bool fits =
        other != nullptr && other->asks &&
        std::includes(other->families.begin(), other->families.end(),
                      subject_.begin(), subject_.end());
    return fits ? other : nullptr;
  }

  // Those that ask for it and are about some of the subject.
  std::vector<Target> Others(Target but) const {
    std::vector<Target> others;
    for (const Candidate& candidate : candidates_) {
      const bool shares =
          std::any_of(subject_.begin(), subject_.end(),
                      [&candidate](const std::string& family) {
                        return candidate.families.contains(family);
                      });
      if (candidate.target != but && candidate.asks && shares) {
        others.push_back(candidate.target);
      }
    }
    if (others.size() > kMaxSuggestions) others.resize(kMaxSuggestions);
    return others;
  }

  Understanding Answer(const Candidate& candidate) const {
    Understanding answer = meaning_;
    const bool first = answer.target == candidate.target;
    answer.decision = Decision::kAnswer;
    answer.target = candidate.target;
    answer.best = candidate.target;
    answer.stage = "context";
    answer.confidence = first ? meaning_.confidence : "medium";
    answer.suggestions = Others(candidate.target);
    answer.source = knowledge_.SourceOf(candidate.target);
    answer.slots.clear();
    answer.text = alone_.text;
    return answer;
  }

  // Between these first, then what it may mean by itself.
  Understanding AskBack(std::vector<Target> suggestions) const {
    std::vector<Target> more = alone_.suggestions;
    if (alone_.target.has_value()) more.insert(more.begin(), *alone_.target);
    for (const Target target : more) {
      if (suggestions.size() < kMaxSuggestions && target != last_ &&
          !IsAmong(suggestions, target)) {
        suggestions.push_back(target);
      }
    }
    Understanding question = alone_;
    question.decision = Decision::kClarify;
    question.stage = "clarify";
    question.confidence = "medium";
    question.target.reset();
    question.best = suggestions.front();
    question.source = knowledge_.SourceOf(suggestions.front());
    question.suggestions = std::move(suggestions);
    return question;
  }

  // What would be sure without a conversation is not in one about something
  // else.
  std::optional<Understanding> AskBackAlone() const {
    if (alone_.decision != Decision::kAnswer) return std::nullopt;
    return AskBack({*alone_.target});
  }

  const LanguageKnowledge& knowledge_;
  const Understanding& alone_;
  const Aspect aspect_;
  const Target last_;
  const Contexts& contexts_;
  Families subject_;
  Understanding meaning_;  // of the subject and the question
  std::vector<Candidate> candidates_;
};

}  // namespace

std::optional<Understanding> ReadWithSubject(const LanguageKnowledge& knowledge,
                                             const Understanding& alone,
                                             Aspect aspect, Target last,
                                             const Contexts& contexts) {
  return SubjectReader(knowledge, alone, aspect, last, contexts).Run();
}

bool NamesAll(const LanguageKnowledge& knowledge, Target target,
              const std::vector<std::string>& words) {
  Families families;
  for (const auto& [sentence, targets] : knowledge.exact) {
    if (IsAmong(targets, target)) AddFamilies(knowledge, sentence, families);
  }
  return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
    return families.contains(FamilyOf(knowledge, word));
  });
}

}  // namespace sportello
