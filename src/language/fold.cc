#include "language/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <vector>

namespace sportello {
namespace {

// Latin, Greek, Cyrillic, Hebrew, Arabic and general punctuation.
constexpr int32_t kTableSize = 0x2100;

bool IsApostrophe(int32_t c) {
  return c == '\'' || c == '`' || c == 0x00B4 || c == 0x2018 || c == 0x2019 ||
         c == 0x02BC || c == 0x2032 || c == 0xFF07;
}

// Accents are folded where they are variants of writing (Latin, Greek), not
// where the mark makes another letter (Cyrillic, Devanagari).
bool DropsAccents(int32_t base) {
  return base < 0x0400 || (base >= 0x1E00 && base < 0x2000);
}

CharClass Classify(int32_t c) {
  if (IsApostrophe(c)) return CharClass::kApostrophe;
  if (u_isUWhiteSpace(c) != 0) return CharClass::kSpace;
  if (u_isdigit(c) != 0) return CharClass::kDigit;
  if (u_isalpha(c) != 0) return CharClass::kLetter;
  const int8_t type = u_charType(c);
  const bool mark = type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK ||
                    type == U_COMBINING_SPACING_MARK;
  if (mark) return CharClass::kLetter;  // continues the word it stands in
  return CharClass::kOther;
}

FoldedChar Compute(int32_t c) {
  FoldedChar folded;
  folded.kind = Classify(c);
  if (folded.kind == CharClass::kApostrophe) return folded;
  if (c >= 0x0300 && c <= 0x036F) return folded;  // combining accents
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* casefold =
      icu::Normalizer2::getNFKCCasefoldInstance(error);
  const icu::Normalizer2* decompose = icu::Normalizer2::getNFDInstance(error);
  if (U_FAILURE(error)) return folded;
  icu::UnicodeString text = casefold->normalize(icu::UnicodeString(c), error);
  if (text.isEmpty()) folded.kind = CharClass::kLetter;  // invisible
  icu::UnicodeString parts = decompose->normalize(text, error);
  if (!text.isEmpty() && DropsAccents(parts.char32At(0))) {
    icu::UnicodeString kept;
    for (int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
      const UChar32 part = parts.char32At(i);
      if (part < 0x0300 || part > 0x036F) kept.append(part);
    }
    text = kept;
  }
  if (folded.kind == CharClass::kOther && !text.isEmpty() &&
      u_isalnum(text.char32At(0)) != 0) {
    folded.kind = CharClass::kLetter;  // fullwidth, circled, superscript
  }
  text.toUTF8String(folded.text);
  return folded;
}

std::vector<FoldedChar> MakeTable() {
  std::vector<FoldedChar> table;
  table.reserve(kTableSize);
  for (int32_t c = 0; c < kTableSize; ++c) table.push_back(Compute(c));
  return table;
}

}  // namespace

const FoldedChar& FoldCodePoint(int32_t code_point) {
  static const std::vector<FoldedChar> table = MakeTable();
  if (code_point >= 0 && code_point < kTableSize) {
    return table[static_cast<size_t>(code_point)];
  }
  thread_local FoldedChar rare;
  rare = Compute(code_point);
  return rare;
}

int32_t NextCodePoint(std::string_view text, size_t& position) {
  UChar32 c = 0;
  auto i = static_cast<int32_t>(position);
  const auto length = static_cast<int32_t>(text.size());
// ICU's macro narrows inside.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
  U8_NEXT(text.data(), i, length, c);
#pragma GCC diagnostic pop
  position = static_cast<size_t>(i);
  return c;
}

}  // namespace sportello
