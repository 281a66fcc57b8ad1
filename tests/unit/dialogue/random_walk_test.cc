// Thousands of conversations over the example content, in which customers
// write what the content knows, press buttons, and type nonsense.
#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <random>
#include <string>

#include "unit/dialogue/talk_testing.h"

namespace sportello {
namespace {

constexpr int kTurns = 8;

// SPORTELLO_WALKS=100000 walks longer than every run of the tests should: some
// minutes in a release build.
uint32_t Conversations() {
  const char* wanted = std::getenv("SPORTELLO_WALKS");
  return wanted == nullptr ? 3000 : static_cast<uint32_t>(std::stoul(wanted));
}

struct Example {
  std::shared_ptr<const Snapshot> snapshot;
  std::vector<std::string> sentences;
};

// What customers answer to the steps of a procedure, and its buttons.
void AddSteps(const IntentContent& intent,
              std::vector<std::string>& sentences) {
  for (const SlotContent& slot : intent.slots) {
    for (const auto& [value, ways] : slot.choices) {
      sentences.insert(sentences.end(), ways.begin(), ways.end());
      sentences.push_back("/" + intent.id + "." + slot.name + "=" + value);
    }
  }
  if (intent.confirm.empty()) return;
  // Procedures are long: their ways to begin come often.
  for (int i = 0; i < 20; ++i) {
    for (const TextLine& line : intent.tests) sentences.push_back(line.text);
  }
}

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
    for (const IntentContent& intent : language.intents) {
      add(intent.tests);
      AddSteps(intent, example.sentences);
    }
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
                           "no, volevo dire 654321",
                           "sorry, i meant 654321",
                           "domani",
                           "next friday",
                           "ieri",
                           "40126",
                           "333 1234567",
                           "RSSMRA80A01H501U",
                           "RSSMRA80A01H501X",
                           "12345678903",
                           "M5UXCR1",
                           "via Roma 1, Bologna",
                           "ricominciamo",
                           "/resume",
                           "/invoice_request.!confirm=yes",
                           "/invoice_request.!change=order_number",
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

// From here a person and the menu are one message away.
void CheckWaysOut(const Talk& here) {
  if (here.turn.owner != Owner::kBot) return;
  const bool italian = here.turn.language == "it";
  Talk person = here;
  person.Say(italian ? "operatore" : "person");
  CHECK_MESSAGE(person.turn.owner == Owner::kQueue, here.turn.state);
  Talk menu = here;
  menu.Say("menu");
  CHECK_MESSAGE(menu.turn.reason.id == "menu", here.turn.state);
  CHECK_MESSAGE(!menu.turn.replies.back().buttons.empty(), here.turn.state);
}

// The company's interface answers well, not at all, or in other ways.
void Perform(Talk& talk, std::mt19937& random) {
  switch (random() % 4) {
    case 0:
      talk.Perform(200, R"({"status":"shipped","expected_day":"Friday"})");
      return;
    case 1:
      talk.Perform(200, R"({"status":"{x}","expected_day":"**a**"})");
      return;
    case 2:
      talk.Perform(404, "");
      return;
    default:
      talk.Perform(0, "");
  }
}

std::string Walk(const Example& example, uint32_t seed) {
  std::mt19937 random(seed);
  Talk talk(example.snapshot);
  talk.input.locale = random() % 3 == 0 ? "" : random() % 2 ? "it" : "en";
  if (random() % 2 == 0) talk.input.customer.name.clear();
  talk.input.today = *ParseDay("2026-11-23");
  talk.input.now = Time(std::chrono::hours(500'000));
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
    talk.conversation.updated_at = talk.input.now;
    if (random() % 10 == 0) talk.input.now += std::chrono::minutes(61);
    talk.Say(text);
    if (talk.turn.action.has_value()) Perform(talk, random);
    transcript += text + "\n" + talk.said + "\n" + talk.turn.state + "\n";
    CheckReplies(talk);
    if (random() % 16 == 0) CheckWaysOut(talk);
    CHECK_MESSAGE(talk.turn.state.size() < 20'000, talk.turn.state.size());
    if (talk.turn.owner != Owner::kAgent) {
      CHECK_MESSAGE(!talk.turn.replies.empty(), transcript);
    }
  }
  return transcript;
}

TEST_CASE("A random walk over the example content always gets whole replies") {
  const Example example = LoadExample();
  for (uint32_t seed = 0; seed < Conversations(); ++seed) {
    const std::string transcript = Walk(example, seed);
    if (seed % 10 == 0) CHECK(Walk(example, seed) == transcript);
  }
}

}  // namespace
}  // namespace sportello
