// Takes out of a conversation what tells who the customer is.
//
// Card numbers, IBANs, tax codes and passwords are masked as in the store;
// e-mail addresses and the known name become made-up ones; numbers of five
// digits and more (orders, phones) become other numbers of the same length,
// in the customer's words and in the answers alike. Names that only stand in
// the text, and addresses of houses, are not found: who passes an export on
// must know that.
#ifndef SPORTELLO_CLI_ANONYMIZER_H_
#define SPORTELLO_CLI_ANONYMIZER_H_

#include <map>
#include <string>
#include <string_view>

#include "chat/chat.h"

namespace sportello {

inline constexpr std::string_view kMadeUpName = "Anna";
inline constexpr std::string_view kMadeUpEmail = "name@example.org";

// For one conversation. Without `salt` nobody can try which number became
// which. Not safe from many threads.
class Anonymizer {
 public:
  Anonymizer(std::string salt, const Customer& customer);

  // The customer's words: all numbers are replaced.
  std::string OfCustomer(std::string_view text);
  // An answer: the numbers that the customer wrote are replaced.
  std::string OfBot(std::string_view text) const;

 private:
  std::string Replace(std::string_view text) const;
  std::string Without(std::string text) const;
  std::string OtherNumber(const std::string& number) const;

  std::string salt_;
  Customer customer_;
  std::map<std::string, std::string, std::less<>> numbers_;
};

}  // namespace sportello

#endif  // SPORTELLO_CLI_ANONYMIZER_H_
