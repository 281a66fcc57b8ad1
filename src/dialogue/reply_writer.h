// Puts a turn's replies into words: chooses alternatives, fills variables.
//
// Lives for one turn; not shared between threads.
#ifndef SPORTELLO_DIALOGUE_REPLY_WRITER_H_
#define SPORTELLO_DIALOGUE_REPLY_WRITER_H_

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chat/chat.h"
#include "dialogue/state.h"
#include "dialogue/step.h"
#include "knowledge/language_knowledge.h"

namespace sportello {

// A value is said, never interpreted: one line, bounded, no Markdown.
std::string SafeValue(std::string_view value);

class ReplyWriter {
 public:
  ReplyWriter(const LanguageKnowledge& knowledge, const TurnInput& input,
              DialogueState& state);

  // For `{name}` in the texts that follow.
  void SetVariable(std::string_view name, std::string value);
  void SetVariables(const std::map<std::string, std::string>& values);

  // A reply with the built-in text `key`. A text that the content made empty
  // or unsayable says nothing: false.
  bool Say(std::string_view key, std::vector<Button> buttons = {});
  // A reply of the content; `key` counts its uses ("intent:order_status").
  // False when no alternative could be said.
  bool Say(const TextChoice& text, const std::string& key,
           std::vector<Button> buttons = {});
  // Text as it is.
  void SayPlain(std::string text, std::vector<Button> buttons = {});
  // Adds buttons to the last reply.
  void AddButtons(const std::vector<Button>& buttons);

  // The built-in text `key` as a button that leads to `value`.
  Button MakeButton(std::string_view key, std::string value) const;
  Button PersonButton() { return MakeButton("button_person", "/person"); }
  Button MenuButton() { return MakeButton("button_menu", "/menu"); }

  const std::vector<Reply>& replies() const { return replies_; }
  std::vector<Reply> Take() { return std::move(replies_); }

 private:
  std::string Render(const TextChoice& text, const std::string& key);
  std::string Fill(const TextChoice& text, size_t used) const;
  const Variables& variables() const {
    return own_variables_.has_value() ? *own_variables_ : knowledge_.constants;
  }
  Variables& OwnVariables();

  const LanguageKnowledge& knowledge_;
  DialogueState& state_;
  std::set<const TextTemplate*>* said_;  // may be null
  // The constants and this turn's own values; none until there is such a value.
  std::optional<Variables> own_variables_;
  std::vector<Reply> replies_;
};

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_REPLY_WRITER_H_
