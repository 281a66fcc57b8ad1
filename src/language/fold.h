// Folding of single code points, by ICU.
//
// ICU was chosen for Unicode: it is the reference implementation and in
// Debian. Its headers are heavy, so only fold.cc sees them.
#ifndef SPORTELLO_LANGUAGE_FOLD_H_
#define SPORTELLO_LANGUAGE_FOLD_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace sportello {

// What a code point is to the splitter.
enum class CharClass : uint8_t { kLetter, kDigit, kSpace, kApostrophe, kOther };

struct FoldedChar {
  // UTF-8 of the folded form: empty for invisible characters and accents,
  // several letters for ligatures ("ß" -> "ss").
  std::string text;
  CharClass kind = CharClass::kOther;
};

// Safe from many threads; the common scripts come from a table.
const FoldedChar& FoldCodePoint(int32_t code_point);

// Reads the code point at `position` and moves behind it; -1 for an invalid
// byte (which is skipped).
int32_t NextCodePoint(std::string_view text, size_t& position);

}  // namespace sportello

#endif  // SPORTELLO_LANGUAGE_FOLD_H_
