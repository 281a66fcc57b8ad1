// Thousands of conversations over the example content, in which customers
// write what the content knows, press buttons, and type nonsense.
#include <doctest/doctest.h>

#include <random>

#include "unit/dialogue/talk_testing.h"

namespace sportello {
namespace {

constexpr int kConversations = 3000;
constexpr int kTurns = 8;

struct Example {
  std::shared_ptr<const Snapshot> snapshot;
  std::vector<std::string> sentences;
};

Example LoadExample() {
  const std::string root = SPORTELLO_SOURCE_DIR;
  auto sources = ReadSources({root + "/intents", root + "/faq"});
  REQUIRE(sources.ok());
  BuildOptions options;
  options.default_language = "it";
  const BuildOutcome outcome = BuildSnapshot(std::move(*sources), options);
  REQUIRE(outcome.snapshot != nullptr);
  Example example{outcome.snapshot, {}};
  for (const auto& [code, language] : outcome.content.languages) {
    const auto add = [&](const TextLines& lines) {
      for (const TextLine& line : lines) example.sentences.push_back(line.text);
    };
    for (const IntentContent& intent : language.intents) add(intent.tests);
    for (const FaqContent& entry : language.faq) add(entry.tests);
    for (const auto& [name, global] : language.shared.global) {
      add(global.tests);
    }
  }
  for (const char* text : {"",
                           "1",
                           "2",
                           "3",
                           "la seconda",
                           "sì",
                           "no",
                           "yes",
                           "123456",
                           "12",
                           "a@b.it",
                           "zzzz qqqq",
                           "/none",
                           "/menu",
                           "/person",
                           "/language_en",
                           "/language_it",
                           "/nothing",
                           "{ticket}",
                           "{customer_name} **x**",
                           "annulla",
                           "indietro",
                           "ripeti",
                           "cancel",
                           "repeat",
                           "😀",
                           "\x01\x1f",
                           "perché perché perché",
                           "a' b' c'",
                           "((((",
                           "[x](y)"}) {
    example.sentences.emplace_back(text);
  }
  return example;
}

// What customers see must be whole: no variable and no mark left in it.
void CheckReplies(const Talk& talk) {
  for (const Reply& reply : talk.turn.replies) {
    CHECK_FALSE(reply.text.empty());
    CHECK_MESSAGE(reply.text.find('{') == std::string::npos, reply.text);
    CHECK_MESSAGE(reply.text.find(kTicketMark) == std::string::npos,
                  reply.text);
    for (const Button& button : reply.buttons) {
      CHECK_FALSE(button.title.empty());
      CHECK_FALSE(button.value.empty());
    }
  }
}

std::string Walk(const Example& example, uint32_t seed) {
  std::mt19937 random(seed);
  Talk talk(example.snapshot);
  talk.input.locale = random() % 3 == 0 ? "" : random() % 2 ? "it" : "en";
  if (random() % 2 == 0) talk.input.customer.name.clear();
  std::string transcript;
  for (int i = 0; i < kTurns; ++i) {
    std::string text = example.sentences[random() % example.sentences.size()];
    if (i > 0 && random() % 4 == 0 && !talk.turn.replies.empty() &&
        !talk.turn.replies.back().buttons.empty()) {
      const std::vector<Button>& buttons = talk.turn.replies.back().buttons;
      text = buttons[random() % buttons.size()].value;
    }
    talk.input.open = random() % 2 == 0;
    if (talk.conversation.owner == Owner::kQueue && random() % 3 == 0) {
      talk.conversation.owner = Owner::kClosed;
      talk.conversation.ticket = 0;
    }
    transcript += text + "\n" + talk.Say(text) + "\n" + talk.turn.state + "\n";
    CheckReplies(talk);
    CHECK_MESSAGE(talk.turn.state.size() < 20'000, talk.turn.state.size());
    if (talk.turn.owner != Owner::kAgent) {
      CHECK_MESSAGE(!talk.turn.replies.empty(), transcript);
    }
  }
  return transcript;
}

TEST_CASE("A random walk over the example content always gets whole replies") {
  const Example example = LoadExample();
  for (uint32_t seed = 0; seed < kConversations; ++seed) {
    const std::string transcript = Walk(example, seed);
    if (seed % 10 == 0) CHECK(Walk(example, seed) == transcript);
  }
}

}  // namespace
}  // namespace sportello
