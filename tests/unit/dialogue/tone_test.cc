// Insults, threats, sadness: what is answered, and what follows.
#include <doctest/doctest.h>

#include "unit/dialogue/talk_testing.h"
#include "unit/dialogue/walk_testing.h"

namespace sportello {
namespace {

std::shared_ptr<const Snapshot> ToneShop() {
  static const std::shared_ptr<const Snapshot> shop = [] {
    std::vector<SourceFile> sources = ShopSources();
    sources[1].text +=
        "  tone_insult_1: [\"CALM1\", \"CALM2\"]\n"
        "  tone_insult_2: \"FIRM\"\n"
        "  tone_insult_3: \"OUT {ticket}\"\n"
        "  tone_threat_1: \"THREAT {ticket}\"\n"
        "  tone_self_harm: \"HELP {ticket}\"\n"
        "  tone_urgency: \"URGENT\"\n";
    return MakeSnapshot(std::move(sources));
  }();
  return shop;
}

TEST_CASE("An insult climbs the ladder: calm, firm, a person") {
  Talk talk(ToneShop());
  talk.Say("hello");
  CHECK(talk.Say("you are stupid") == "CALM1");
  CHECK(talk.turn.reason.id == "insult");
  CHECK(talk.turn.owner == Owner::kBot);
  CHECK(talk.Say("idiots") == "FIRM [Talk to a person]");
  CHECK(talk.Say("fuck you") == "OUT 1");
  CHECK(talk.turn.ticket->reason == "tone: insult");
}

TEST_CASE("A question in an insult is answered too") {
  Talk talk(ToneShop());
  talk.Say("hello");
  CHECK(talk.Say("where is my fucking parcel").starts_with("CALM1"));
  CHECK(talk.Say("how much does delivery cost idiots")
            .starts_with("FIRM / Five euro."));
}

TEST_CASE("An insult in a step does not lose the step") {
  Talk talk(ToneShop());
  talk.Say("hello");
  talk.Say("cancel my order");
  CHECK(talk.Say("123456 you idiots") == "CALM1 / Are you sure? [Yes] [No]");
}

TEST_CASE("A threat and a cry for help bring a person at once") {
  Talk threat(ToneShop());
  threat.Say("hello");
  CHECK(threat.Say("i will kill you all") == "THREAT 1");
  CHECK(threat.turn.owner == Owner::kQueue);
  Talk help(ToneShop());
  help.Say("hello");
  CHECK(help.Say("you idiots, i want to die") == "HELP 1");
  CHECK(help.turn.owner == Owner::kQueue);
}

TEST_CASE("Urgency moves the person forward and answers") {
  Talk talk(ToneShop());
  talk.Say("hello");
  CHECK(talk.Say("is shipping free? it is urgent").find("URGENT") !=
        std::string::npos);
}

std::string ToneOf(const char* language, const char* text) {
  const LanguageKnowledge& knowledge = *ToneShop()->Find(language);
  const Tone* tone = FindTone(knowledge, knowledge.analyzer.Normalize(text));
  return tone == nullptr ? "-" : tone->name;
}

TEST_CASE("Insults are heard masked, misspelt and without a rude word") {
  for (const char* text :
       {"where is my f*cking parcel", "this is sh!t", "you b1tch", "FUUUCK",
        "what a bunch of clowns", "do you even have a brain",
        "are you people blind", "you are a waste of space", "go kill yourself",
        "i hope you choke"}) {
    CHECK_MESSAGE(ToneOf("en", text) == "insult", text);
  }
  for (const char* text :
       {"dove c*zzo è il pacco", "siete degli str0nzi", "deficenti!",
        "siete una banda di ladri", "siete un branco di incapaci",
        "avete il cervello spento", "mi fate schifo", "siete proprio disonesti",
        "brutti pezzenti", "ma ci siete o ci fate"}) {
    CHECK_MESSAGE(ToneOf("it", text) == "insult", text);
  }
}

TEST_CASE("Threats are heard however they are put") {
  for (const char* text :
       {"I will come and smash your windows", "i know where you work",
        "you are a dead man", "i am going to strangle you all"}) {
    CHECK_MESSAGE(ToneOf("en", text) == "threat", text);
  }
  for (const char* text :
       {"vi spacco la vetrina", "so dove abitate", "ti riempio di botte",
        "ve ne pentirete", "vengo in negozio e spacco tutto"}) {
    CHECK_MESSAGE(ToneOf("it", text) == "threat", text);
  }
}

TEST_CASE("Words that only look rude are not") {
  for (const char* text :
       {"there is a hole in my shoe", "I want to find your shop",
        "I will wait for you outside", "the sole is hard on my feet",
        "is this site a scam", "the knife that I bought is blunt",
        "are you mad at me", "my bimbo jacket is late",
        "a thief stole my parcel"}) {
    CHECK_MESSAGE(ToneOf("en", text) == "-", text);
  }
  for (const char* text :
       {"c'è una crepa nella suola", "le scarpe sono crepate",
        "vi aspetto fuori dal negozio", "che palle di natale avete?",
        "siete una truffa?", "una testa di legno per i cappelli",
        "mi hanno rubato il pacco dei ladri", "vi faccio vedere la foto",
        "una giacca di mink", "avete un porta zucca vuota?"}) {
    CHECK_MESSAGE(ToneOf("it", text) == "-", text);
  }
}

TEST_CASE("No sentence of the example content but anger is heard as a tone") {
  const BuildOutcome outcome = BuildExample();
  const auto hear = [&](const std::string& code, const TextLines& lines) {
    const LanguageKnowledge& knowledge = *outcome.snapshot->Find(code);
    for (const TextLine& line : lines) {
      const Tone* tone =
          FindTone(knowledge, knowledge.analyzer.Normalize(line.text));
      const bool soft =
          tone == nullptr || tone->name == "anger" || tone->name == "urgency";
      CHECK_MESSAGE(soft, line.text);
    }
  };
  for (const auto& [code, language] : outcome.content.languages) {
    for (const IntentContent& intent : language.intents) {
      hear(code, intent.tests);
      hear(code, intent.examples);
    }
    for (const FaqContent& entry : language.faq) {
      hear(code, entry.tests);
      hear(code, entry.variants);
    }
  }
}

}  // namespace
}  // namespace sportello
