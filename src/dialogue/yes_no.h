// The yes or no with which an answer begins: "sì, l'ho firmato".
#ifndef SPORTELLO_DIALOGUE_YES_NO_H_
#define SPORTELLO_DIALOGUE_YES_NO_H_

#include <string_view>

#include "language/analyzer.h"

namespace sportello {

// "yes", "no", or empty when the answer begins with neither, or asks something
// itself. `text` is the normalised `original`. Only for a question that waits
// for a yes or no.
std::string_view LeadingYesNo(const NormalizedText& text,
                              std::string_view original);

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_YES_NO_H_
