// Questions that say what is asked but not of what: "how much is it?",
// "quanto ci mette?". Whoever hears one takes the subject from what was said
// before.
//
// Such a question is told by its words: all belong to the closed classes of
// the language (articles, pronouns, prepositions, auxiliaries, verbs that say
// little by themselves) or ask for a price, a time, a place, a way. One word
// more names a subject ("how much is the courier?"), and the question is no
// open one. The lists are those of English and Italian; in other languages no
// question is open.
//
// Pure; all texts but titles and answers are normalised.
#ifndef SPORTELLO_DIALOGUE_OPEN_WORDS_H_
#define SPORTELLO_DIALOGUE_OPEN_WORDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/language_knowledge.h"

namespace sportello {

enum class Aspect : uint8_t { kPrice, kDuration, kMoment, kPlace, kManner };

// What the text asks for, when it is nothing but an open question, with or
// without courtesies. Words that do not fit are tried with typos corrected
// towards the content's words.
std::optional<Aspect> ReadOpenQuestion(const LanguageKnowledge& knowledge,
                                       const NormalizedText& text);

// Whether a sentence asks for it, of whatever.
bool AsksFor(std::string_view language, std::string_view sentence,
             Aspect aspect);
// Whether an answer holds a price ("€4.90", "free", "10%") or a span of time
// ("3-6 working days"); never of other aspects.
bool Tells(const LanguageKnowledge& knowledge, std::string_view answer,
           Aspect aspect);

// The words that name something, in order, without those of an open question;
// with the latter where nothing else is left. Empty when all words are of the
// closed classes.
std::vector<std::string> SubjectWords(const LanguageKnowledge& knowledge,
                                      const NormalizedText& text);

// Whether the text begins with a preposition and names something: "for
// gifts?", "all'estero?". No more than four words.
bool IsFragment(const LanguageKnowledge& knowledge, const NormalizedText& text);

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_OPEN_WORDS_H_
