#include "dialogue/yes_no.h"

#include <algorithm>
#include <array>

namespace sportello {
namespace {

// Normalised; the languages do not collide.
constexpr std::array<std::string_view, 8> kYesWords = {
    "sisi", "sii", "yes", "yeah", "yep", "yup", "certo", "certamente"};
constexpr std::array<std::string_view, 4> kNoWords = {"no", "nope", "nah",
                                                      "nono"};
// "No problem, I did": nothing is denied.
constexpr std::array<std::string_view, 6> kAfterNoNo = {
    "problem", "problems", "worries", "problema", "doubt", "dubbio"};

template <size_t kSize>
bool Holds(const std::array<std::string_view, kSize>& words,
           std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// "Si" without its accent is a yes before a comma only: "si è rotta" is none.
bool IsBareSi(const Token& token, std::string_view original) {
  const std::string_view written =
      original.substr(token.begin, token.end - token.begin);
  if (written != "si" && written != "Si" && written != "SI") return false;
  const char next = token.end < original.size() ? original[token.end] : ' ';
  return std::string_view(",.;:!").find(next) == std::string_view::npos;
}

}  // namespace

std::string_view LeadingYesNo(const NormalizedText& text,
                              std::string_view original) {
  if (text.tokens.empty() || original.find('?') != std::string_view::npos) {
    return "";
  }
  const Token& first = text.tokens.front();
  if (Holds(kYesWords, first.text)) return "yes";
  if (first.text == "si") return IsBareSi(first, original) ? "" : "yes";
  if (!Holds(kNoWords, first.text)) return "";
  const bool denies =
      text.tokens.size() < 2 || !Holds(kAfterNoNo, text.tokens[1].text);
  return denies ? "no" : "";
}

}  // namespace sportello
