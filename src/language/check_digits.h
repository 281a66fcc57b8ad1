// Numbers that carry their own proof: is this one possible?
//
// All take upper-case letters and digits without blanks; anything else is
// false. Pure, a few dozen nanoseconds each.
#ifndef SPORTELLO_LANGUAGE_CHECK_DIGITS_H_
#define SPORTELLO_LANGUAGE_CHECK_DIGITS_H_

#include <cstddef>
#include <string_view>

namespace sportello {

// The length of an IBAN of that country ("IT" -> 27), 0 when the country has
// none (SWIFT's IBAN registry, the countries of SEPA and their neighbours).
size_t IbanLength(std::string_view country);
// ISO 13616: the length of the country, and the remainder of 97 is 1.
bool IsIban(std::string_view text);

// The Italian tax code of a person: 16 characters, the last one computed
// (decree of 23 December 1976), digits replaced by letters where two people
// would have the same one.
bool IsPersonalTaxCode(std::string_view text);
// The Italian VAT number: 11 digits, the last one computed.
bool IsPartitaIva(std::string_view text);

// Luhn's formula (ISO/IEC 7812) over 13 to 19 digits: a payment card.
bool IsCardNumber(std::string_view digits);

}  // namespace sportello

#endif  // SPORTELLO_LANGUAGE_CHECK_DIGITS_H_
