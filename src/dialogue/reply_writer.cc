#include "dialogue/reply_writer.h"

#include <utility>

namespace sportello {
namespace {

// Counters of texts are kept for the texts used last only, so that a state
// cannot grow without end.
constexpr size_t kMaxCountedTexts = 64;
constexpr size_t kMaxNameBytes = 80;
constexpr size_t kMaxValueBytes = 500;

std::string Safe(std::string_view text, size_t max_bytes) {
  std::string safe;
  for (const char c : text.substr(0, max_bytes)) {
    const bool markup = c == '*' || c == '_' || c == '[' || c == ']' ||
                        c == '`' || c == '<' || c == '>' || c == '\\' ||
                        c == '{' || c == '}' || c == '#' || c == '|';
    if (!markup && static_cast<unsigned char>(c) >= 0x20) safe += c;
  }
  // Never half a character.
  while (!safe.empty() && !IsValidUtf8(safe)) safe.pop_back();
  return safe;
}

}  // namespace

std::string SafeValue(std::string_view value) {
  return Safe(value, kMaxValueBytes);
}

ReplyWriter::ReplyWriter(const LanguageKnowledge& knowledge,
                         const TurnInput& input, DialogueState& state)
    : knowledge_(knowledge), state_(state), said_(input.said) {
  std::string name = Safe(input.customer.name, kMaxNameBytes);
  if (!name.empty()) SetVariable("customer_name", std::move(name));
}

Variables& ReplyWriter::OwnVariables() {
  if (!own_variables_.has_value()) own_variables_ = knowledge_.constants;
  return *own_variables_;
}

void ReplyWriter::SetVariable(std::string_view name, std::string value) {
  OwnVariables()[std::string(name)] = std::move(value);
}

void ReplyWriter::SetVariables(
    const std::map<std::string, std::string>& values) {
  for (const auto& [name, value] : values) {
    OwnVariables()[name] = SafeValue(value);
  }
}

std::string ReplyWriter::Fill(const TextChoice& text, size_t used) const {
  const TextTemplate* chosen = text.Choose(variables(), used);
  if (chosen == nullptr) return "";
  if (said_ != nullptr) said_->insert(chosen);
  return chosen->Render(variables());
}

std::string ReplyWriter::Render(const TextChoice& text,
                                const std::string& key) {
  if (text.empty()) return "";
  if (text.templates().size() == 1) return Fill(text, 0);
  const auto it = state_.uses.find(key);
  const int used = it == state_.uses.end() ? 0 : it->second;
  std::string rendered = Fill(text, static_cast<size_t>(used));
  if (it == state_.uses.end() && state_.uses.size() >= kMaxCountedTexts) {
    state_.uses.clear();
  }
  state_.uses[key] = used + 1;
  return rendered;
}

bool ReplyWriter::Say(std::string_view key, std::vector<Button> buttons) {
  const auto it = knowledge_.texts.find(key);
  if (it == knowledge_.texts.end()) return false;
  return Say(it->second, std::string(key), std::move(buttons));
}

bool ReplyWriter::Say(const TextChoice& text, const std::string& key,
                      std::vector<Button> buttons) {
  std::string rendered = Render(text, key);
  if (rendered.empty()) return false;
  SayPlain(std::move(rendered), std::move(buttons));
  return true;
}

void ReplyWriter::SayPlain(std::string text, std::vector<Button> buttons) {
  replies_.push_back({std::move(text), std::move(buttons)});
}

void ReplyWriter::AddButtons(const std::vector<Button>& buttons) {
  if (replies_.empty()) return;
  std::vector<Button>& own = replies_.back().buttons;
  own.insert(own.end(), buttons.begin(), buttons.end());
}

Button ReplyWriter::MakeButton(std::string_view key, std::string value) const {
  const auto it = knowledge_.texts.find(key);
  std::string title;
  if (it != knowledge_.texts.end()) title = Fill(it->second, 0);
  if (title.empty()) title = value;
  return {std::move(title), std::move(value)};
}

}  // namespace sportello
