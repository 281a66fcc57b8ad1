#include "handoff/contact.h"

#include <algorithm>

namespace sportello {
namespace {

constexpr std::string_view kBlanks = " \t\n,;<>()[]\"'";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsBetweenDigits(char c) {
  return c == ' ' || c == '.' || c == '-' || c == '/';
}
bool IsWord(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::optional<Contact> FindAddress(std::string_view text) {
  const size_t at = text.find('@');
  if (at == std::string_view::npos) return std::nullopt;
  const size_t before = text.find_last_of(kBlanks, at);
  const size_t begin = before == std::string_view::npos ? 0 : before + 1;
  const size_t end = std::min(text.find_first_of(kBlanks, at), text.size());
  std::string_view word = text.substr(begin, end - begin);
  while (!word.empty() && (word.back() == '.' || word.back() == '!' ||
                           word.back() == '?' || word.back() == ':')) {
    word.remove_suffix(1);
  }
  if (word.starts_with("mailto:")) word.remove_prefix(7);
  Contact contact;
  if (IsEmailAddress(word)) contact.email = word;
  return contact;
}

std::optional<Contact> FindPhone(std::string_view text) {
  for (size_t begin = 0; begin < text.size(); ++begin) {
    const bool starts = IsDigit(text[begin]) || text[begin] == '+';
    if (!starts || (begin > 0 && IsWord(text[begin - 1]))) continue;
    std::string digits;
    size_t end = begin + 1;  // after the last digit
    if (IsDigit(text[begin])) digits = text[begin];
    for (size_t i = begin + 1; i < text.size(); ++i) {
      if (IsDigit(text[i])) {
        digits += text[i];
        end = i + 1;
      } else if (!IsBetweenDigits(text[i])) {
        break;
      }
    }
    const bool whole = end == text.size() || !IsWord(text[end]);
    bool foreign = text[begin] == '+';
    if (!foreign && digits.starts_with("00")) {
      digits.erase(0, 2);
      foreign = true;
    }
    const bool known =
        foreign || digits.starts_with("0") || digits.starts_with("3");
    if (whole && known && digits.size() >= 9 && digits.size() <= 15) {
      return Contact{"", (foreign ? "+" : "") + digits};
    }
    begin = end - 1;
  }
  return std::nullopt;
}

}  // namespace

bool IsEmailAddress(std::string_view text) {
  if (text.size() > 254) return false;
  const size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64) return false;
  const std::string_view local = text.substr(0, at);
  constexpr std::string_view kAtext = "!#$%&'*+-/=?^_`{|}~.";  // RFC 5322
  for (const char c : local) {
    if (!IsWord(c) && kAtext.find(c) == std::string_view::npos) {
      return false;
    }
  }
  if (local.front() == '.' || local.back() == '.') return false;
  if (local.find("..") != std::string_view::npos) return false;
  size_t labels = 0;
  for (std::string_view rest = text.substr(at + 1);; ++labels) {
    const size_t dot = std::min(rest.find('.'), rest.size());
    const std::string_view label = rest.substr(0, dot);
    if (label.empty() || label.size() > 63 || label.front() == '-' ||
        label.back() == '-' ||
        !std::all_of(label.begin(), label.end(),
                     [](char c) { return IsWord(c) || c == '-'; })) {
      return false;
    }
    if (dot == rest.size()) break;
    rest.remove_prefix(dot + 1);
  }
  return labels >= 1;
}

std::optional<Contact> FindContact(std::string_view text) {
  std::optional<Contact> address = FindAddress(text);
  return address ? address : FindPhone(text);
}

std::string MaskContact(std::string_view contact) {
  std::string dots = "•••";
  const size_t at = contact.find('@');
  if (at != std::string_view::npos && at > 0) {
    return std::string(contact.substr(0, 1)) + dots +
           std::string(contact.substr(at));
  }
  if (contact.size() < 6) return dots;
  return dots + " " + std::string(contact.substr(contact.size() - 3));
}

}  // namespace sportello
