// Words that mean nearly the same as the content's, from a thesaurus.
//
// "rescissione" stands in no entry, but the thesaurus of the language has it
// beside "recesso", which does. The files are those of LibreOffice in their
// MyThes form (https://github.com/hunspell/mythes, data_layout.txt; Debian:
// mythes-it and others in /usr/share/mythes): chosen because every Debian has
// them for thirty languages. docs/ranking.md says what they bring.
//
// Reading costs 0.1 s for the 2 MB of mythes-it. Only words that the content
// lacks and that stand beside a word of it are kept.
#ifndef SPORTELLO_KNOWLEDGE_RELATED_WORDS_H_
#define SPORTELLO_KNOWLEDGE_RELATED_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "faq/faq_index.h"
#include "language/analyzer.h"

namespace sportello {

// The thesaurus of a language: th_<code>_*.dat in `word_lists` or in the
// folder `mythes` beside it; empty when there is none.
std::string FindThesaurus(const std::string& word_lists,
                          std::string_view language);

// For FaqIndex::Build: a list for each content word that has relatives,
// headed by "~" and its stem; the rest are the stems of its relatives.
// Empty when the file cannot be read. Independent of the documents' order.
FaqSynonyms RelatedWords(const std::string& thesaurus, const Analyzer& analyzer,
                         const std::vector<FaqDocument>& documents);

// The same of the text of a thesaurus.
FaqSynonyms RelatedWordsIn(std::string_view text, const Analyzer& analyzer,
                           const std::vector<FaqDocument>& documents);

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_RELATED_WORDS_H_
