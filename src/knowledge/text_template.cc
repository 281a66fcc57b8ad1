#include "knowledge/text_template.h"

#include <algorithm>

namespace sportello {
namespace {

bool IsNameChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

TextTemplate::TextTemplate(std::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size();) {
    size_t end = i + 1;
    while (text[i] == '{' && end < text.size() && IsNameChar(text[end])) ++end;
    if (text[i] == '{' && end > i + 1 && end < text.size() &&
        text[end] == '}') {
      if (!plain.empty()) pieces_.push_back({std::move(plain), false});
      plain.clear();
      std::string name(text.substr(i + 1, end - i - 1));
      variables_.push_back(name);
      pieces_.push_back({std::move(name), true});
      i = end + 1;
    } else {
      plain += text[i++];
    }
  }
  if (!plain.empty()) pieces_.push_back({std::move(plain), false});
  std::sort(variables_.begin(), variables_.end());
  variables_.erase(std::unique(variables_.begin(), variables_.end()),
                   variables_.end());
}

bool TextTemplate::CanRender(const Variables& values) const {
  return std::all_of(variables_.begin(), variables_.end(),
                     [&](const std::string& name) {
                       const auto it = values.find(name);
                       return it != values.end() && !it->second.empty();
                     });
}

std::string TextTemplate::Render(const Variables& values) const {
  std::string text;
  for (const Piece& piece : pieces_) {
    if (!piece.is_variable) {
      text += piece.text;
      continue;
    }
    const auto it = values.find(piece.text);
    if (it != values.end()) text += it->second;
  }
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) {
    text.pop_back();
  }
  return text;
}

TextChoice::TextChoice(const std::vector<std::string>& alternatives) {
  for (const std::string& alternative : alternatives) {
    templates_.emplace_back(alternative);
  }
}

const TextTemplate* TextChoice::Choose(const Variables& values,
                                       size_t turn) const {
  std::vector<const TextTemplate*> best;
  for (const TextTemplate& candidate : templates_) {
    if (!candidate.CanRender(values)) continue;
    const size_t known = candidate.variables().size();
    if (!best.empty() && known > best.front()->variables().size()) {
      best.clear();
    }
    if (best.empty() || known == best.front()->variables().size()) {
      best.push_back(&candidate);
    }
  }
  return best.empty() ? nullptr : best[turn % best.size()];
}

std::string TextChoice::Render(const Variables& values, size_t turn) const {
  const TextTemplate* chosen = Choose(values, turn);
  return chosen == nullptr ? "" : chosen->Render(values);
}

}  // namespace sportello
