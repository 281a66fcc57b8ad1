// The words of letters and of notes about mail, in each language.
//
// They stand in letters/it.yaml and letters/en.yaml, which are part of the
// program; a company's own file replaces some of them:
//
//   it:
//     greeting: "Gentile cliente,"
//     closing: "Il servizio clienti"
//
// It is read strictly: an unknown language, key or {name} is an error with its
// place, and so is a text that leaves out what it is for, such as {number}.
#ifndef SPORTELLO_HANDOFF_LETTER_TEXTS_H_
#define SPORTELLO_HANDOFF_LETTER_TEXTS_H_

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace sportello {

// Immutable but for assignment; safe from many threads.
class LetterTexts {
 public:
  using Value = std::pair<std::string_view, std::string_view>;

  LetterTexts();  // the program's own

  // Lays a company's file over them. The error holds every problem as
  // `file:line:column: why`, one a line.
  static Result<LetterTexts> Read(std::string_view text,
                                  const std::string& file);

  // The text with its names filled in. Values are put in as they are: what
  // looks like a name in them stays. A language that there is none of is
  // English.
  std::string Say(std::string_view language, std::string_view key,
                  std::initializer_list<Value> values = {}) const;

 private:
  using Texts = std::map<std::string, std::string, std::less<>>;
  class Reader;
  std::map<std::string, Texts, std::less<>> languages_;
};

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_LETTER_TEXTS_H_
