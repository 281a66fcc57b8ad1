#include "mail/address.h"

#include <algorithm>

namespace sportello {
namespace {

constexpr size_t kMaxAddress = 254;
constexpr size_t kMaxLocal = 64;
constexpr size_t kMaxLabel = 63;
constexpr size_t kMaxSearched = 4000;  // bytes of a text

bool IsAlnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9');
}

bool IsLocalChar(char c) {
  return IsAlnum(c) || std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) !=
                           std::string_view::npos;
}

bool IsDomainChar(char c) { return IsAlnum(c) || c == '-' || c == '.'; }

bool IsLocal(std::string_view local) {
  return !local.empty() && local.size() <= kMaxLocal && local.front() != '.' &&
         local.back() != '.' && local.find("..") == std::string_view::npos &&
         std::all_of(local.begin(), local.end(), IsLocalChar);
}

bool IsDomain(std::string_view domain) {
  if (domain.empty()) return false;
  while (true) {
    const size_t dot = std::min(domain.find('.'), domain.size());
    const std::string_view label = domain.substr(0, dot);
    if (label.empty() || label.size() > kMaxLabel || label.front() == '-' ||
        label.back() == '-') {
      return false;
    }
    if (!std::all_of(label.begin(), label.end(),
                     [](char c) { return IsAlnum(c) || c == '-'; })) {
      return false;
    }
    if (dot == domain.size()) return true;
    domain.remove_prefix(dot + 1);
  }
}

}  // namespace

bool IsMailAddress(std::string_view text) {
  if (text.size() > kMaxAddress) return false;
  const size_t at = text.find('@');
  return at != std::string_view::npos && IsLocal(text.substr(0, at)) &&
         IsDomain(text.substr(at + 1));
}

std::optional<std::string> FindMailAddress(std::string_view text) {
  text = text.substr(0, kMaxSearched);
  for (size_t at = text.find('@'); at != std::string_view::npos;
       at = text.find('@', at + 1)) {
    size_t begin = at;
    while (begin > 0 && IsLocalChar(text[begin - 1])) --begin;
    size_t end = at + 1;
    while (end < text.size() && IsDomainChar(text[end])) ++end;
    // What ends a sentence is not part of it; nor is what quotes it.
    while (end > at && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
    while (begin < at && std::string_view("'`*_.").find(text[begin]) !=
                             std::string_view::npos) {
      ++begin;
    }
    const std::string_view found = text.substr(begin, end - begin);
    if (IsMailAddress(found) &&
        text.substr(at + 1, end - at - 1).find('.') != std::string_view::npos) {
      return std::string(found);
    }
  }
  return std::nullopt;
}

std::string MaskMailAddress(std::string_view address) {
  const size_t at = address.find('@');
  if (at == std::string_view::npos || at == 0) return "***";
  // A local part of one or two letters would be told by its first.
  const std::string shown(at > 2 ? address.substr(0, 1) : std::string_view());
  return shown + "***" + std::string(address.substr(at));
}

std::string FoldMailAddress(std::string_view address) {
  std::string folded(address);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

std::string AddressWithToken(std::string_view address, std::string_view token) {
  const size_t at = std::min(address.find('@'), address.size());
  return std::string(address.substr(0, at)) + "+" + std::string(token) +
         std::string(address.substr(at));
}

std::string TokenInAddress(std::string_view text, std::string_view address) {
  const std::string folded = FoldMailAddress(text);
  const std::string own = FoldMailAddress(address);
  const size_t at = std::min(own.find('@'), own.size());
  const std::string before = own.substr(0, at) + "+";
  const std::string after = own.substr(at);
  if (folded.size() <= before.size() + after.size() ||
      folded.compare(0, before.size(), before) != 0 ||
      folded.compare(folded.size() - after.size(), after.size(), after) != 0) {
    return {};
  }
  return folded.substr(before.size(),
                       folded.size() - before.size() - after.size());
}

}  // namespace sportello
