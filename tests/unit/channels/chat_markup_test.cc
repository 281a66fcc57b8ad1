#include "channels/chat_markup.h"

#include <doctest/doctest.h>

namespace sportello {
namespace {

constexpr const char* kAnswer =
    "Hai **30 giorni** & _forse_ di più.\n\n- [Resi](https://x.it/?a=1&b=2)\n"
    "- `R<1>`\n\n1. uno\n2. due";

TEST_CASE("Telegram gets the tags that it knows, the rest is escaped") {
  CHECK(WriteChatMarkup(kAnswer, MarkupKind::kTelegramHtml) ==
        "Hai <b>30 giorni</b> &amp; <i>forse</i> di più.\n\n"
        "• <a href=\"https://x.it/?a=1&amp;b=2\">Resi</a>\n"
        "• <code>R&lt;1&gt;</code>\n\n1. uno\n2. due");
}

TEST_CASE("WhatsApp gets its own marks, with links written out") {
  CHECK(WriteChatMarkup(kAnswer, MarkupKind::kWhatsApp) ==
        "Hai *30 giorni* & _forse_ di più.\n\n"
        "• Resi: https://x.it/?a=1&b=2\n• ```R<1>```\n\n1. uno\n2. due");
}

TEST_CASE("Plain text has no marks") {
  CHECK(WriteChatMarkup("Hai **30** giorni", MarkupKind::kPlain) ==
        "Hai 30 giorni");
}

TEST_CASE("A link that is its own text is said once") {
  CHECK(WriteChatMarkup("[https://x.it](https://x.it)",
                        MarkupKind::kWhatsApp) == "https://x.it");
}

TEST_CASE("Signs that mean something to a provider are only signs") {
  CHECK(WriteChatMarkup("5 < 6 & <b>no</b> _a *b [c] (d) ~e #f +g | {h} .!",
                        MarkupKind::kTelegramHtml) ==
        "5 &lt; 6 &amp; &lt;b&gt;no&lt;/b&gt; _a *b [c] (d) ~e #f +g | {h} "
        ".!");
}

}  // namespace
}  // namespace sportello
