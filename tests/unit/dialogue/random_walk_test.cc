// Conversations by chance over the example content: what the content knows,
// buttons of now and before, answers and repairs, nonsense, other languages,
// a clock that jumps, people who take over and close.
#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <random>
#include <string>

#include "base/sha256.h"
#include "dialogue/idle.h"
#include "unit/dialogue/talk_testing.h"
#include "unit/dialogue/walk_testing.h"

namespace sportello {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// `scripts/walk` sets both; every run of the tests walks less.
uint32_t FromEnvironment(const char* name, uint32_t otherwise) {
  const char* wanted = std::getenv(name);
  return wanted == nullptr ? otherwise
                           : static_cast<uint32_t>(std::stoul(wanted));
}

bool IsUtf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t more = lead < 0x80             ? 0
                        : (lead & 0xE0) == 0xC0 ? 1
                        : (lead & 0xF0) == 0xE0 ? 2
                        : (lead & 0xF8) == 0xF0 ? 3
                                                : text.size();
    if (i + more >= text.size()) return false;
    for (size_t k = 1; k <= more; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) {
        return false;
      }
    }
    i += more + 1;
  }
  return true;
}

// What customers see must be whole: no variable and no mark left in it.
void CheckReplies(const Talk& talk) {
  for (const Reply& reply : talk.turn.replies) {
    const bool whole = !reply.text.empty() && IsUtf8(reply.text) &&
                       reply.text.find('{') == std::string::npos &&
                       reply.text.find(kTicketMark) == std::string::npos;
    CHECK_MESSAGE(whole, reply.text);
    for (const Button& button : reply.buttons) {
      const bool usable = !button.title.empty() && !button.value.empty() &&
                          button.title.find('{') == std::string::npos;
      CHECK_MESSAGE(usable, reply.text);
    }
  }
}

// From here a person and the menu are one message away, now and after hours.
void CheckWaysOut(const Talk& here, std::mt19937& random) {
  if (here.conversation.owner == Owner::kQueue ||
      here.conversation.owner == Owner::kAgent) {
    return;  // a person is there or on the way
  }
  Talk way = here;
  way.conversation.updated_at = here.input.now;
  if (random() % 3 == 0) way.input.now += hours(random() % 100);
  way.input.explicit_language.clear();
  const bool italian = way.conversation.language == "it";
  Talk person = way;
  person.Say(random() % 2 == 0 ? "/person" : italian ? "operatore" : "person");
  CHECK_MESSAGE(person.turn.owner == Owner::kQueue, here.conversation.state);
  Talk menu = std::move(way);
  menu.Say(random() % 2 == 0 ? "/menu" : "menu");
  bool buttons = false;
  for (const Reply& reply : menu.turn.replies) {
    buttons = buttons || reply.buttons.size() >= 3;
  }
  CHECK_MESSAGE(buttons, here.conversation.state);
}

class Walk {
 public:
  Walk(const WalkShop& shop, uint32_t seed)
      : shop_(shop), random_(seed), talk_(shop.snapshot) {
    talk_.input.locale = OneOf(3) == 0 ? "" : OneOf(2) == 0 ? "it" : "en";
    if (OneOf(3) == 0) talk_.input.customer.name.clear();
    if (OneOf(8) == 0) talk_.input.customer.name = "{ticket} \"Zoë\" **";
    if (OneOf(3) == 0) talk_.input.customer.email = "zoe@example.org";
    if (OneOf(4) == 0) talk_.input.channel = "telegram";
    if (OneOf(3) == 0) patience_ = 90;
    talk_.input.today = *ParseDay("2026-11-23");
    talk_.input.now = Time(hours(500'000));
  }

  // All that was said and remembered.
  std::string Run() {
    const size_t turns = 4 + OneOf(12);
    for (size_t i = 0; i < turns; ++i) Go();
    return std::move(transcript_);
  }

  const std::set<std::string>& ended() const { return ended_; }

 private:
  size_t OneOf(size_t count) { return random_() % count; }

  void Go() {
    ChangeWorld();
    const std::string text = NextText();
    const bool silent = talk_.conversation.owner == Owner::kAgent;
    talk_.Say(text);
    for (int calls = 0; talk_.turn.action.has_value(); ++calls) {
      REQUIRE(calls < 3);
      Perform();
    }
    transcript_ += text + "\n" + talk_.said + "\n" + talk_.turn.state + "\n";
    CAPTURE(text);
    CheckReplies(talk_);
    CHECK_MESSAGE(talk_.turn.state.size() < 20'000, talk_.turn.state.size());
    CHECK(talk_.turn.replies.empty() == silent);
    const DialogueState& memory = *talk_.turn.memory;
    if (memory.done_turn == memory.turns && !memory.done_intent.empty()) {
      ended_.insert(talk_.turn.language + " " + memory.done_intent);
    }
    for (const Reply& reply : talk_.turn.replies) {
      for (const Button& button : reply.buttons) {
        buttons_.push_back(button.value);
      }
    }
    CheckWaysOut(talk_, random_);
  }

  // Time passes, shops open and close, people take over and leave.
  void ChangeWorld() {
    talk_.conversation.updated_at = talk_.input.now;
    talk_.input.now += std::chrono::seconds(OneOf(90));
    if (OneOf(12) == 0) talk_.input.now += minutes(61);
    if (OneOf(30) == 0) talk_.input.now += hours(24 * 8);
    if (OneOf(50) == 0) talk_.input.now -= hours(3);
    if (OneOf(200) == 0) talk_.input.now = Time();
    talk_.input.open = OneOf(2) == 0;
    talk_.input.explicit_language =
        OneOf(40) == 0 ? (OneOf(2) == 0 ? "en" : "it") : "";
    Owner& owner = talk_.conversation.owner;
    if (owner == Owner::kQueue && OneOf(3) == 0) {
      owner = OneOf(2) == 0 ? Owner::kAgent : Owner::kClosed;
    } else if (owner == Owner::kAgent && OneOf(2) == 0) {
      owner = OneOf(4) == 0 ? Owner::kBot : Owner::kClosed;
    }
    if (owner == Owner::kClosed || owner == Owner::kBot) {
      talk_.conversation.ticket = 0;
    }
    CloseWhenIdle();
  }

  // What the daemon does by itself, unless the customer is faster.
  void CloseWhenIdle() {
    const Conversation& before = talk_.conversation;
    const auto idle_at = IdleAt(*shop_.snapshot, before);
    if (!idle_at || *idle_at > talk_.input.now || OneOf(3) == 0) return;
    Turn closing = CloseIdle(*shop_.snapshot, before);
    CHECK(closing.replies.size() == 2);
    CHECK(closing.owner == Owner::kBot);
    talk_.conversation.state = closing.state;
    talk_.conversation.last_seq += 2;
    talk_.turn = std::move(closing);
    transcript_ += talk_.turn.state + "\n";
    CheckReplies(talk_);
    CHECK_FALSE(IdleAt(*shop_.snapshot, talk_.conversation).has_value());
    CheckWaysOut(talk_, random_);
  }

  std::string NextText() {
    std::string language = talk_.conversation.language;
    if (language.empty() || OneOf(12) == 0) language = OneOf(2) ? "it" : "en";
    const std::vector<std::string>& sentences = shop_.sentences.at(language);
    if (talk_.turn.memory != nullptr && OneOf(100) < patience_) {
      std::string answer =
          AnswerToStep(shop_, language, *talk_.turn.memory, random_);
      if (!answer.empty()) return answer;
    }
    const size_t kind = OneOf(100);
    if (kind < 20) return Pick(shop_.beginnings.at(language), random_);
    if (kind < 40 && !talk_.turn.replies.empty()) {
      const std::vector<Button>& now = talk_.turn.replies.back().buttons;
      if (!now.empty()) return now[OneOf(now.size())].value;
    }
    if (kind < 48 && !buttons_.empty()) return Pick(buttons_, random_);
    if (kind < 60) return Repair(language, random_);
    if (kind < 70) return Pick(shop_.nonsense, random_);
    if (kind < 75) {
      const std::string& question = Pick(sentences, random_);
      return question + "? " + Pick(sentences, random_);
    }
    return Pick(sentences, random_);
  }

  // The company's interface answers well, not at all, or in other ways.
  void Perform() {
    switch (OneOf(4)) {
      case 0:
        talk_.Perform(200, R"({"status":"shipped","expected_day":"Friday"})");
        return;
      case 1:
        talk_.Perform(200, R"({"status":"{x}","expected_day":"**a**"})");
        return;
      case 2:
        talk_.Perform(404, "");
        return;
      default:
        talk_.Perform(0, "");
    }
  }

  const WalkShop& shop_;
  std::mt19937 random_;
  size_t patience_ = 45;  // how often of 100 a step is answered
  Talk talk_;
  std::string transcript_;
  std::vector<std::string> buttons_;
  std::set<std::string> ended_;
};

TEST_CASE("A random walk over the example content always gets whole replies") {
  const WalkShop shop = LoadWalkShop();
  const uint32_t count = FromEnvironment("SPORTELLO_WALKS", 1500);
  const uint32_t first = FromEnvironment("SPORTELLO_WALK_SEED", 0);
  std::set<std::string> ended;
  std::string digest;
  for (uint32_t seed = first; seed < first + count; ++seed) {
    CAPTURE(seed);
    Walk walk(shop, seed);
    const std::string transcript = walk.Run();
    if (seed % 10 == 0) CHECK(Walk(shop, seed).Run() == transcript);
    digest = Sha256Hex(digest + transcript);
    ended.insert(walk.ended().begin(), walk.ended().end());
  }
  // A walk that gets nowhere would prove nothing.
  for (const std::string& procedure : shop.procedures) {
    if (count < 1000) break;
    CHECK_MESSAGE(ended.contains(procedure), procedure);
  }
  if (std::getenv("SPORTELLO_WALKS") != nullptr) {
    MESSAGE(count, " conversations from seed ", first, ", transcripts ",
            digest.substr(0, 16));
  }
}

}  // namespace
}  // namespace sportello
