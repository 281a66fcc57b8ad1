#include "desk/unanswered_groups.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/sha256.h"
#include "dialogue/understand.h"

namespace sportello {
namespace {

constexpr double kAlike = 0.55;
constexpr size_t kMaxExamples = 8;
constexpr size_t kMaxOffered = 3;

using Trigrams = std::set<std::string>;

// What is compared: the words that matter, as letters.
struct Shape {
  std::string key;
  Trigrams trigrams;
};

Shape ShapeOf(const Unanswered& question, const Snapshot& snapshot) {
  const LanguageKnowledge& knowledge = snapshot.GetOrDefault(question.language);
  const NormalizedText text = RemoveSkipWords(
      knowledge.analyzer.Normalize(question.text), knowledge.skip_words);
  Shape shape;
  shape.key = Sha256Hex(question.language + "\n" + text.text).substr(0, 16);
  for (const Token& token : text.tokens) {
    const std::string padded = "  " + token.text + " ";
    for (size_t i = 0; i + 3 <= padded.size(); ++i) {
      shape.trigrams.insert(padded.substr(i, 3));
    }
  }
  return shape;
}

// A group while it is gathered.
struct Gathered {
  UnansweredGroup group;
  Trigrams trigrams;  // of its oldest question
  std::set<std::string> keys;
  std::set<std::string> conversations;
  // Wording -> how often, and when last.
  std::map<std::string, std::pair<size_t, Time>> wordings;
};

class Gathering {
 public:
  void Add(const Unanswered& question, Shape shape) {
    Gathered& gathered = gathered_[FindOrBegin(question, shape)];
    gathered.keys.insert(shape.key);
    gathered.conversations.insert(question.conversation);
    auto& [count, last] = gathered.wordings[question.text];
    ++count;
    last = question.at;
    gathered.group.last_at = question.at;
    for (const std::string& id : question.suggestions) {
      auto& offered = gathered.group.suggestions;
      if (offered.size() < kMaxOffered &&
          std::find(offered.begin(), offered.end(), id) == offered.end()) {
        offered.push_back(id);
      }
    }
  }

  std::vector<Gathered>& all() { return gathered_; }

 private:
  // Groups are looked for by trigrams they share.
  size_t FindOrBegin(const Unanswered& question, Shape& shape) {
    std::unordered_map<size_t, size_t> common;
    for (const std::string& trigram : shape.trigrams) {
      const auto found = by_trigram_.find(question.language + trigram);
      if (found == by_trigram_.end()) continue;
      for (const size_t index : found->second) ++common[index];
    }
    size_t best = gathered_.size();
    for (const auto& [index, count] : common) {
      const auto sum = static_cast<double>(shape.trigrams.size() +
                                           gathered_[index].trigrams.size());
      if (2 * static_cast<double>(count) / sum >= kAlike) {
        best = std::min(best, index);
      }
    }
    if (best < gathered_.size()) return best;
    for (const std::string& trigram : shape.trigrams) {
      by_trigram_[question.language + trigram].push_back(gathered_.size());
    }
    Gathered fresh;
    fresh.group.key = shape.key;
    fresh.group.language = question.language;
    fresh.trigrams = std::move(shape.trigrams);
    gathered_.push_back(std::move(fresh));
    return gathered_.size() - 1;
  }

  std::vector<Gathered> gathered_;
  std::unordered_map<std::string, std::vector<size_t>> by_trigram_;
};

// The wording asked most often is the title, the newest others are examples.
void ChooseWordings(Gathered& gathered) {
  struct Wording {
    size_t count;
    Time last;
    std::string text;
  };
  std::vector<Wording> wordings;
  for (const auto& [text, seen] : gathered.wordings) {
    wordings.push_back({seen.first, seen.second, text});
  }
  const auto most = std::max_element(
      wordings.begin(), wordings.end(), [](const Wording& a, const Wording& b) {
        return std::pair(a.count, a.last) < std::pair(b.count, b.last);
      });
  gathered.group.text = most->text;
  wordings.erase(most);
  std::sort(wordings.begin(), wordings.end(),
            [](const Wording& a, const Wording& b) { return a.last > b.last; });
  for (const Wording& wording : wordings) {
    if (gathered.group.examples.size() == kMaxExamples) break;
    gathered.group.examples.push_back(wording.text);
  }
}

void MarkState(Gathered& gathered, const std::vector<UnansweredMark>& marks) {
  const UnansweredMark* latest = nullptr;
  for (const UnansweredMark& mark : marks) {
    if (!gathered.keys.contains(mark.key)) continue;
    if (latest == nullptr || mark.at >= latest->at) latest = &mark;
  }
  if (latest != nullptr) gathered.group.state = latest->state;
}

}  // namespace

std::vector<UnansweredGroup> GroupUnanswered(
    std::vector<Unanswered> questions, const std::vector<UnansweredMark>& marks,
    const Snapshot& snapshot) {
  std::stable_sort(
      questions.begin(), questions.end(),
      [](const Unanswered& a, const Unanswered& b) { return a.at < b.at; });
  Gathering gathering;
  for (const Unanswered& question : questions) {
    Shape shape = ShapeOf(question, snapshot);
    if (!shape.trigrams.empty()) gathering.Add(question, std::move(shape));
  }
  std::vector<UnansweredGroup> groups;
  for (Gathered& gathered : gathering.all()) {
    gathered.group.conversations = gathered.conversations.size();
    ChooseWordings(gathered);
    MarkState(gathered, marks);
    groups.push_back(std::move(gathered.group));
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const UnansweredGroup& a, const UnansweredGroup& b) {
                     return std::pair(a.conversations, a.last_at) >
                            std::pair(b.conversations, b.last_at);
                   });
  return groups;
}

bool IsAnsweredNow(const UnansweredGroup& group, const Snapshot& snapshot) {
  const LanguageKnowledge* knowledge = snapshot.Find(group.language);
  return knowledge != nullptr &&
         Understand(*knowledge, group.text).decision == Decision::kAnswer;
}

}  // namespace sportello
