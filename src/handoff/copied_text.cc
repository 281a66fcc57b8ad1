#include "handoff/copied_text.h"

#include <algorithm>
#include <array>

#include "mail/address.h"

namespace sportello {
namespace {

constexpr std::string_view kBetweenWords = " \t\n\r()<>[]{}\"'`|,;*";

// What stands behind the dot of a file's name and is no domain.
constexpr std::array<std::string_view, 11> kFileEndings = {
    "pdf", "jpg",  "jpeg", "png",  "gif", "heic",
    "doc", "docx", "xls",  "xlsx", "txt"};

enum class LinkKind : unsigned char { kNone, kBare, kWhole };

bool IsLabelChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80U;
}

// Where the label behind the dot at `dot` ends; `dot` when a domain cannot go
// on there.
size_t EndOfLabel(std::string_view word, size_t dot) {
  if (dot == 0 || !IsLabelChar(word[dot - 1])) return dot;
  size_t end = dot + 1;
  while (end < word.size() && IsLabelChar(word[end])) ++end;
  const bool number =
      dot + 1 < word.size() && word[dot + 1] >= '0' && word[dot + 1] <= '9';
  return end < dot + 3 || number ? dot : end;
}

bool IsFileName(std::string_view word, size_t dot, size_t end) {
  const std::string ending =
      FoldMailAddress(word.substr(dot + 1, end - dot - 1));
  return std::find(kFileEndings.begin(), kFileEndings.end(), ending) !=
         kFileEndings.end();
}

bool BeginsPath(std::string_view rest) {
  if (rest.size() < 2) return false;
  const bool port = rest[0] == ':' && rest[1] >= '0' && rest[1] <= '9';
  return port || rest[0] == '/' || rest[0] == '?' || rest[0] == '#';
}

// Without the signs around it.
std::string_view CoreOf(std::string_view word) {
  const auto is_sign = [](char c) {
    return c != '/' &&
           (!IsLabelChar(c) || static_cast<unsigned char>(c) >= 0x80U);
  };
  while (!word.empty() && is_sign(word.front())) word.remove_prefix(1);
  while (!word.empty() && is_sign(word.back())) word.remove_suffix(1);
  return word;
}

bool IsPlainAddress(std::string_view word) {
  const std::string_view core = CoreOf(word);
  return core.find_first_of("/?=&#%") == core.npos && IsMailAddress(core);
}

LinkKind KindOfWord(std::string_view word) {
  const std::string folded = FoldMailAddress(word);
  for (const char* begin : {"://", "www.", "mailto:"}) {
    if (folded.find(begin) != folded.npos) return LinkKind::kWhole;
  }
  if (IsPlainAddress(word)) return LinkKind::kNone;
  LinkKind kind = LinkKind::kNone;
  for (size_t dot = word.find('.'); dot != word.npos;
       dot = word.find('.', dot + 1)) {
    const size_t end = EndOfLabel(word, dot);
    if (end == dot) continue;
    if (BeginsPath(word.substr(end))) return LinkKind::kWhole;
    if (!IsFileName(word, dot, end)) kind = LinkKind::kBare;
  }
  return kind;
}

std::string Harmless(std::string_view word, LinkKind kind) {
  if (kind == LinkKind::kWhole) return "[link]";
  std::string text;
  for (size_t i = 0; i < word.size(); ++i) {
    text += word[i];
    if (word[i] == '.' && EndOfLabel(word, i) != i) text += ' ';
  }
  return text;
}

// The text with each word replaced by what `change` makes of it.
template <typename Change>
std::string ByWord(std::string_view text, const Change& change) {
  std::string changed;
  for (size_t at = 0; at < text.size();) {
    const size_t end =
        std::min(text.find_first_of(kBetweenWords, at), text.size());
    if (end > at) changed += change(text.substr(at, end - at));
    if (end < text.size()) changed += text[end];
    at = end + 1;
  }
  return changed;
}

}  // namespace

std::string WithoutLinks(std::string_view text) {
  return ByWord(text, [](std::string_view word) {
    const LinkKind kind = KindOfWord(word);
    return kind == LinkKind::kNone ? std::string(word) : Harmless(word, kind);
  });
}

void CustomerLinks::Add(std::string_view text) {
  ByWord(text, [this](std::string_view word) {
    if (KindOfWord(word) != LinkKind::kNone) {
      links_.insert(FoldMailAddress(CoreOf(word)));
    }
    return std::string();
  });
}

bool CustomerLinks::Holds(std::string_view word) const {
  const std::string core = FoldMailAddress(CoreOf(word));
  return std::any_of(links_.begin(), links_.end(), [&](const std::string& one) {
    return core.find(one) != core.npos || one.find(core) != one.npos;
  });
}

std::string CustomerLinks::Without(std::string_view text) const {
  return ByWord(text, [this](std::string_view word) {
    const LinkKind kind = KindOfWord(word);
    return kind == LinkKind::kNone || !Holds(word) ? std::string(word)
                                                   : Harmless(word, kind);
  });
}

}  // namespace sportello
