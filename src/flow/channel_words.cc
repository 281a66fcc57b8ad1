#include "flow/channel_words.h"

#include <array>

namespace sportello {
namespace {

bool IsItalianLocale(std::string_view language) {
  return language.substr(0, 2) == "it";
}

struct MediaName {
  std::string_view media;
  const char* italian;
  const char* english;
};

constexpr std::array<MediaName, 14> kMediaNames = {{
    {"photo", "foto", "photo"},
    {"image", "immagine", "image"},
    {"document", "documento", "document"},
    {"file", "file", "file"},
    {"voice", "messaggio vocale", "voice message"},
    {"audio", "audio", "audio"},
    {"video", "video", "video"},
    {"video_note", "videomessaggio", "video message"},
    {"sticker", "adesivo", "sticker"},
    {"location", "posizione", "location"},
    {"contact", "contatto", "contact"},
    {"contacts", "contatto", "contact"},
    {"order", "ordine dal catalogo", "order from the catalogue"},
    {"fallback", "contenuto condiviso", "shared content"},
}};

}  // namespace

std::string OnlyTextWords(std::string_view language) {
  return IsItalianLocale(language)
             ? "Per ora so leggere solo i messaggi di testo: puoi scrivermi in "
               "due parole di che cosa hai bisogno? Se preferisci, scrivi "
               "«persona» e ti metto in contatto con chi può aiutarti."
             : "For now I can read text messages only: could you write in a "
               "few words what you need? If you prefer, write “person” and I "
               "will put you in touch with somebody who can help.";
}

std::string NoGroupsWords(std::string_view language) {
  return IsItalianLocale(language)
             ? "Grazie per avermi invitato! Nei gruppi però non rispondo, per "
               "proteggere i dati dei clienti: scrivimi in privato e ti aiuto "
               "subito."
             : "Thank you for having me! In groups I do not answer, to protect "
               "customers' data: write to me in private and I will help you "
               "at once.";
}

std::string GoOnHereWords(std::string_view language) {
  return IsItalianLocale(language)
             ? "Eccoci: continuiamo qui la conversazione iniziata sul sito. "
               "Ricordo quello che ci siamo detti, scrivimi pure."
             : "Here we are: we go on with the conversation from the website. "
               "I remember what we said, just write.";
}

std::string MediaWords(std::string_view language, std::string_view media) {
  const bool italian = IsItalianLocale(language);
  for (const MediaName& name : kMediaNames) {
    if (name.media != media) continue;
    return std::string("[") + (italian ? name.italian : name.english) + "]";
  }
  return italian ? "[contenuto non testuale]" : "[not a text]";
}

}  // namespace sportello
