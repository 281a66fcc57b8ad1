#include "knowledge/code_reader.h"

#include <algorithm>
#include <cstdint>

#include "language/check_digits.h"

namespace sportello {
namespace {

enum class Fit : uint8_t { kNone, kWrong, kRight };

bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }
bool IsFigure(char c) { return c >= '0' && c <= '9'; }

bool AllDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), IsFigure);
}

// Letters and digits only, in capitals: hyphens and dots are decoration.
std::string Capitals(std::string_view text) {
  std::string capitals;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') {
      capitals += static_cast<char>(c - 'a' + 'A');
    } else if (IsCapital(c) || IsFigure(c)) {
      capitals += c;
    }
  }
  return capitals;
}

Fit FitIban(std::string_view text) {
  if (text.size() < 15 || !IsCapital(text[0]) || !IsCapital(text[1]) ||
      !IsFigure(text[2]) || !IsFigure(text[3])) {
    return Fit::kNone;
  }
  if (IbanLength(text.substr(0, 2)) != text.size()) return Fit::kNone;
  return IsIban(text) ? Fit::kRight : Fit::kWrong;
}

// A person's code, or a company's, which is its VAT number.
Fit FitTaxCode(std::string_view text) {
  if (text.size() == 11 && AllDigits(text)) {
    return IsPartitaIva(text) ? Fit::kRight : Fit::kWrong;
  }
  if (text.size() != 16 ||
      !std::all_of(text.begin(), text.begin() + 6, IsCapital) ||
      std::none_of(text.begin(), text.end(), IsFigure)) {
    return Fit::kNone;
  }
  return IsPersonalTaxCode(text) ? Fit::kRight : Fit::kWrong;
}

Fit FitVat(std::string_view text) {
  if (text.size() != 11 || !AllDigits(text)) return Fit::kNone;
  return IsPartitaIva(text) ? Fit::kRight : Fit::kWrong;
}

Fit FitCode(std::string_view kind, std::string_view text) {
  if (kind == "iban") return FitIban(text);
  if (kind == "codice_fiscale") return FitTaxCode(text);
  return FitVat(text);
}

// Seven characters (six for public offices). A word of the language may have
// as many letters, so a code without digits must be in capitals and alone.
CodeFound FindSdi(const NormalizedText& text, std::string_view original) {
  for (size_t i = 0; i < text.tokens.size(); ++i) {
    const Token& token = text.tokens[i];
    const std::string_view written =
        original.substr(token.begin, token.end - token.begin);
    const std::string code = Capitals(written);
    const bool size = code.size() == 7 || code.size() == 6;
    const bool digit = std::any_of(code.begin(), code.end(), IsFigure);
    const bool number = AllDigits(code) && code != "0000000";
    if (!size || code.size() != written.size() || number) continue;
    if (!digit && (written != code || text.tokens.size() > 1)) continue;
    return {code, false, i, i + 1};
  }
  return {};
}

}  // namespace

CodeFound FindCode(std::string_view kind, const NormalizedText& text,
                   std::string_view original) {
  if (kind == "codice_sdi") return FindSdi(text, original);
  CodeFound wrong;
  for (size_t i = 0; i < text.tokens.size(); ++i) {
    std::string code;
    for (size_t last = i; last < text.tokens.size() && code.size() < 34;
         ++last) {
      const Token& token = text.tokens[last];
      code += Capitals(original.substr(token.begin, token.end - token.begin));
      std::string_view shown = code;
      if (kind == "partita_iva" && shown.starts_with("IT")) {
        shown.remove_prefix(2);
      }
      const Fit fit = FitCode(kind, shown);
      if (fit == Fit::kRight) {
        return {std::string(shown), false, i, last + 1};
      }
      if (fit == Fit::kWrong && !wrong.wrong) wrong = {"", true, i, last + 1};
    }
  }
  return wrong;
}

}  // namespace sportello
