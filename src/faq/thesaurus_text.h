// The built-in word lists, as text; thesaurus.h reads them.
#ifndef SPORTELLO_FAQ_THESAURUS_TEXT_H_
#define SPORTELLO_FAQ_THESAURUS_TEXT_H_

namespace sportello {

extern const char kThesaurusEn[];
extern const char kThesaurusIt[];

}  // namespace sportello

#endif  // SPORTELLO_FAQ_THESAURUS_TEXT_H_
