// What customers of the example shop may write: for random walks.
//
// BuildExample() compiles that content; LoadWalkShop() reads the content once.
// WalkShop is read-only afterwards.
#ifndef SPORTELLO_TESTS_UNIT_DIALOGUE_WALK_TESTING_H_
#define SPORTELLO_TESTS_UNIT_DIALOGUE_WALK_TESTING_H_

#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dialogue/state.h"
#include "knowledge/build.h"

namespace sportello {

// Never without a snapshot.
BuildOutcome BuildExample();

struct WalkShop {
  std::shared_ptr<const Snapshot> snapshot;
  // Of each language: test sentences of intents, entries and global words.
  std::map<std::string, std::vector<std::string>> sentences;
  // Of each language: sentences that begin a procedure.
  std::map<std::string, std::vector<std::string>> beginnings;
  // language + ' ' + intent: the intents with steps.
  std::set<std::string> procedures;
  std::vector<std::string> nonsense;
};

WalkShop LoadWalkShop();

// One of a not empty list.
const std::string& Pick(const std::vector<std::string>& list,
                        std::mt19937& random);

// What a willing customer says to the step that waits: mostly a good value,
// sometimes one with a mistake. Empty when no step of a procedure waits.
std::string AnswerToStep(const WalkShop& shop, const std::string& language,
                         const DialogueState& state, std::mt19937& random);

// "annulla", "back", "no, I meant 654321": words that repair a conversation.
const std::string& Repair(const std::string& language, std::mt19937& random);

}  // namespace sportello

#endif  // SPORTELLO_TESTS_UNIT_DIALOGUE_WALK_TESTING_H_
