// Pronouns that Italian writes at the end of a verb.
//
// "rimborsatemi", "mandatemelo" and "farmelo" are "rimborsate", "mandate" and
// "fare" with "me" and "it" attached. Snowball's Italian stemmer takes them
// off regular infinitives and gerunds ("rimborsarmelo", "pagandolo"); orders
// and the short infinitives are done here, before it reads the word.
//
// A single pronoun after -a or -i stays ("mandami"): "reclami" and "esami"
// look the same.
#ifndef SPORTELLO_LANGUAGE_ENCLITICS_H_
#define SPORTELLO_LANGUAGE_ENCLITICS_H_

#include <string_view>

namespace sportello {

// The verb of a normalised Italian word, or the word itself: a part of `word`
// or of a table. Safe from many threads; well below a microsecond.
std::string_view WithoutEnclitics(std::string_view word);

}  // namespace sportello

#endif  // SPORTELLO_LANGUAGE_ENCLITICS_H_
