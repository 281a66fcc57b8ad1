#include "cli/anonymizer.h"

#include <cctype>
#include <utility>

#include "base/sha256.h"
#include "language/mask.h"

namespace sportello {
namespace {

constexpr size_t kLongNumber = 5;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsMailChar(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) !=
             std::string_view::npos;
}

// Every "local@domain" by the made-up one.
std::string WithoutMails(std::string_view text) {
  std::string result;
  size_t done = 0;
  for (size_t at = text.find('@'); at != std::string_view::npos;
       at = text.find('@', at + 1)) {
    size_t begin = at;
    while (begin > done && IsMailChar(text[begin - 1])) --begin;
    size_t end = at + 1;
    while (end < text.size() && IsMailChar(text[end])) ++end;
    if (begin == at || end == at + 1) continue;
    while (text[end - 1] == '.') --end;
    result += text.substr(done, begin - done);
    result += kMadeUpEmail;
    done = end;
  }
  result += text.substr(done);
  return result;
}

}  // namespace

Anonymizer::Anonymizer(std::string salt, const Customer& customer)
    : salt_(std::move(salt)), customer_(customer) {}

std::string Anonymizer::OtherNumber(const std::string& number) const {
  const std::string hash = Sha256Hex(salt_ + number);
  std::string other;
  for (size_t i = 0; i < number.size(); ++i) {
    const auto c = static_cast<unsigned char>(hash[i % hash.size()]);
    const int digit = (c + static_cast<int>(i / hash.size())) % 10;
    other += static_cast<char>('0' + (i == 0 && digit == 0 ? 1 : digit));
  }
  return other;
}

std::string Anonymizer::Without(std::string text) const {
  const std::string& name = customer_.name;
  if (name.size() < 2) return text;
  for (size_t at = text.find(name); at != std::string::npos;
       at = text.find(name, at + kMadeUpName.size())) {
    text.replace(at, name.size(), kMadeUpName);
  }
  return text;
}

std::string Anonymizer::Replace(std::string_view text) const {
  std::string result;
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    while (end < text.size() && IsDigit(text[end])) ++end;
    if (end == i) {
      result += text[i++];
      continue;
    }
    const auto known = numbers_.find(text.substr(i, end - i));
    result += known == numbers_.end() ? text.substr(i, end - i) : known->second;
    i = end;
  }
  return result;
}

std::string Anonymizer::OfCustomer(std::string_view text) {
  const std::string masked = Without(WithoutMails(MaskPersonal(text)));
  for (size_t i = 0; i < masked.size();) {
    size_t end = i;
    while (end < masked.size() && IsDigit(masked[end])) ++end;
    const std::string number = masked.substr(i, end - i);
    if (number.size() >= kLongNumber && !numbers_.contains(number)) {
      numbers_[number] = OtherNumber(number);
    }
    i = end + 1;
  }
  return Replace(masked);
}

std::string Anonymizer::OfBot(std::string_view text) const {
  std::string plain(text);
  // The company's own addresses stay: only the customer's is taken out.
  const std::string& email = customer_.email;
  for (size_t at = email.empty() ? std::string::npos : plain.find(email);
       at != std::string::npos;
       at = plain.find(email, at + kMadeUpEmail.size())) {
    plain.replace(at, email.size(), kMadeUpEmail);
  }
  return Replace(Without(std::move(plain)));
}

}  // namespace sportello
