// E-mail addresses and phone numbers that customers write in a chat.
#ifndef SPORTELLO_HANDOFF_CONTACT_H_
#define SPORTELLO_HANDOFF_CONTACT_H_

#include <optional>
#include <string>
#include <string_view>

namespace sportello {

// Something that looks like a contact in a text.
struct Contact {
  std::string email;  // one of both, cleaned; both empty = it is no good one
  std::string phone;
};

// Nothing when the text holds nothing of the kind. A phone number begins with
// "+", "00", "0" or "3" and has 9 to 15 digits, which numbers of orders seldom
// do; blanks, dots, hyphens and slashes within it are left out.
std::optional<Contact> FindContact(std::string_view text);

// True for an address that a mail can be sent to without surprises: ASCII,
// one @, a domain with a dot, no blanks, quotes or brackets, at most 254
// characters.
bool IsEmailAddress(std::string_view text);

// "a•••@example.org", "••• 567": enough to recognise, not to read.
std::string MaskContact(std::string_view contact);

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_CONTACT_H_
