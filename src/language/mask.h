// What must not be kept as customers typed it: numbers of payment cards,
// IBANs, tax codes, passwords.
//
// Rules, not guesses: a card must pass Luhn's formula, an IBAN and a codice
// fiscale their check digits. Pure; about a microsecond for a message.
#ifndef SPORTELLO_LANGUAGE_MASK_H_
#define SPORTELLO_LANGUAGE_MASK_H_

#include <set>
#include <string>
#include <string_view>

namespace sportello {

// The text with each of them replaced by dots; the last four characters of a
// card and an IBAN stay, so that people can tell which one it was. `kept`
// names what the content asked for: "iban", "codice_fiscale".
std::string MaskPersonal(std::string_view text,
                         const std::set<std::string>& kept = {});

}  // namespace sportello

#endif  // SPORTELLO_LANGUAGE_MASK_H_
