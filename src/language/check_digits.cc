#include "language/check_digits.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace sportello {
namespace {

struct Country {
  std::string_view code;
  size_t length;
};

constexpr std::array<Country, 45> kCountries = {{
    {"AD", 24}, {"AL", 28}, {"AT", 20}, {"BA", 20}, {"BE", 16}, {"BG", 22},
    {"CH", 21}, {"CY", 28}, {"CZ", 24}, {"DE", 22}, {"DK", 18}, {"EE", 20},
    {"ES", 24}, {"FI", 18}, {"FO", 18}, {"FR", 27}, {"GB", 22}, {"GI", 23},
    {"GL", 18}, {"GR", 27}, {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IS", 26},
    {"IT", 27}, {"LI", 21}, {"LT", 20}, {"LU", 20}, {"LV", 21}, {"MC", 27},
    {"MD", 24}, {"ME", 22}, {"MK", 19}, {"MT", 31}, {"NL", 18}, {"NO", 15},
    {"PL", 28}, {"PT", 25}, {"RO", 24}, {"RS", 22}, {"SE", 24}, {"SI", 19},
    {"SK", 24}, {"SM", 27}, {"VA", 22},
}};

// By the two letters of the country; 0 = none.
constexpr std::array<uint8_t, 26 * 26> MakeIbanLengths() {
  std::array<uint8_t, 26 * 26> lengths{};
  for (const Country& country : kCountries) {
    const auto first = static_cast<size_t>(country.code[0] - 'A');
    const auto second = static_cast<size_t>(country.code[1] - 'A');
    lengths[first * 26 + second] = static_cast<uint8_t>(country.length);
  }
  return lengths;
}
constexpr std::array<uint8_t, 26 * 26> kIbanLengths = MakeIbanLengths();

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

// The value of a character at an odd place of the tax code; digits count as
// the letters A to J.
constexpr std::array<int, 26> kOddValues = {1,  0,  5,  7,  9,  13, 15, 17, 19,
                                            21, 2,  4,  18, 20, 11, 3,  6,  8,
                                            12, 14, 16, 10, 22, 25, 24, 23};

int PlaceOf(char c) { return IsDigit(c) ? c - '0' : c - 'A'; }

// A digit, or a letter that stands for one: LMNPQRSTUV.
bool IsTaxDigit(char c) {
  return IsDigit(c) ||
         std::string_view("LMNPQRSTUV").find(c) != std::string_view::npos;
}

// Doubles every second digit from the right and adds the digits.
int LuhnSum(std::string_view digits) {
  int sum = 0;
  bool twice = false;
  for (auto it = digits.rbegin(); it != digits.rend(); ++it) {
    int digit = *it - '0';
    if (twice) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
    twice = !twice;
  }
  return sum;
}

}  // namespace

size_t IbanLength(std::string_view country) {
  if (country.size() != 2 || !IsUpper(country[0]) || !IsUpper(country[1])) {
    return 0;
  }
  const auto first = static_cast<size_t>(country[0] - 'A');
  const auto second = static_cast<size_t>(country[1] - 'A');
  return kIbanLengths.at(first * 26 + second);
}

bool IsIban(std::string_view text) {
  if (text.size() < 5 || IbanLength(text.substr(0, 2)) != text.size()) {
    return false;
  }
  int remainder = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[(i + 4) % text.size()];  // the first four go last
    if (!IsDigit(c) && !IsUpper(c)) return false;
    const int value = IsDigit(c) ? c - '0' : c - 'A' + 10;
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder == 1;
}

bool IsPersonalTaxCode(std::string_view text) {
  constexpr std::string_view kShape = "aaaaaa00a00a000a";
  if (text.size() != kShape.size()) return false;
  int sum = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool fits = kShape[i] == 'a' ? IsUpper(text[i]) : IsTaxDigit(text[i]);
    if (!fits) return false;
    if (i + 1 == text.size()) break;
    const int place = PlaceOf(text[i]);
    sum += i % 2 == 0 ? kOddValues.at(static_cast<size_t>(place)) : place;
  }
  return text.back() == static_cast<char>('A' + sum % 26);
}

bool IsPartitaIva(std::string_view text) {
  // Ten digits and Luhn's check digit; all zeros is nobody's number.
  return text.size() == 11 && std::all_of(text.begin(), text.end(), IsDigit) &&
         text.find_first_not_of('0') != std::string_view::npos &&
         LuhnSum(text) % 10 == 0;
}

bool IsCardNumber(std::string_view digits) {
  return digits.size() >= 13 && digits.size() <= 19 &&
         std::all_of(digits.begin(), digits.end(), IsDigit) &&
         digits.find_first_not_of(digits[0]) != std::string_view::npos &&
         LuhnSum(digits) % 10 == 0;
}

}  // namespace sportello
