#include "flow/asides.h"

#include <doctest/doctest.h>

namespace sportello {
namespace {

TEST_CASE("A wish for the conversation by mail is a verb and what is sent") {
  for (const char* text :
       {"mandami la conversazione", "Potete mandarmi la chat per favore?",
        "inviami la trascrizione a lucia@mail.example",
        "vorrei ricevere una copia della conversazione",
        "Send me the transcript", "can you email me this conversation?"}) {
    CHECK_MESSAGE(IsTranscriptWish(text), text);
  }
}

TEST_CASE("Other things to be sent are no wish for the conversation") {
  for (const char* text :
       {"mandami la fattura", "la conversazione era lunga",
        "send me the invoice", "inviatemi un corriere",
        "quando chiude la chat?", "vorrei ricevere il rimborso"}) {
    CHECK_MESSAGE(!IsTranscriptWish(text), text);
  }
}

TEST_CASE("A bare address is an address with hardly a word beside it") {
  for (const char* text : {"lucia@mail.example", "a lucia@mail.example, grazie",
                           "  Lucia@Mail.example. "}) {
    CHECK_MESSAGE(IsBareAddress(text), text);
  }
  for (const char* text :
       {"lucia@", "333 1234567", "grazie",
        "il mio indirizzo lucia@mail.example non riceve le fatture"}) {
    CHECK_MESSAGE(!IsBareAddress(text), text);
  }
}

}  // namespace
}  // namespace sportello
