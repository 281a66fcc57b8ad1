// Codes with check digits in what a customer wrote: IBAN, codice fiscale,
// partita IVA; and the address code of Italian electronic invoices.
//
// Pure. Blanks inside a code do not matter ("IT60 X054 2811 …").
#ifndef SPORTELLO_KNOWLEDGE_CODE_READER_H_
#define SPORTELLO_KNOWLEDGE_CODE_READER_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "language/normalizer.h"

namespace sportello {

struct CodeFound {
  std::string code;    // in capitals, without blanks; empty = none
  bool wrong = false;  // something has the shape, but the check fails
  size_t first = 0;    // token
  size_t last = 0;     // token behind the last one
};

// `kind` is "iban", "codice_fiscale", "partita_iva" or "codice_sdi".
// `original` is what `text` was made from.
CodeFound FindCode(std::string_view kind, const NormalizedText& text,
                   std::string_view original);

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_CODE_READER_H_
