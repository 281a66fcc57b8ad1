// A text with {variables}, as customers will read it.
#ifndef SPORTELLO_KNOWLEDGE_TEXT_TEMPLATE_H_
#define SPORTELLO_KNOWLEDGE_TEXT_TEMPLATE_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sportello {

using Variables = std::map<std::string, std::string, std::less<>>;

// Immutable and safe from many threads.
class TextTemplate {
 public:
  // `{name}` of letters, digits and _ is a variable; any other brace is text.
  explicit TextTemplate(std::string_view text);

  const std::vector<std::string>& variables() const { return variables_; }
  // True when every variable has a value that is not empty.
  bool CanRender(const Variables& values) const;
  // Values are inserted as they are and never read as templates again.
  std::string Render(const Variables& values) const;

 private:
  struct Piece {
    std::string text;
    bool is_variable = false;
  };
  std::vector<Piece> pieces_;
  std::vector<std::string> variables_;
};

// Alternatives of one text. The one to use has all its variables known and
// most of them; where several do, they are used in turn.
class TextChoice {
 public:
  TextChoice() = default;
  explicit TextChoice(const std::vector<std::string>& alternatives);

  bool empty() const { return templates_.empty(); }
  const std::vector<TextTemplate>& templates() const { return templates_; }
  // `turn` counts how often this text was used before in the conversation.
  // Null when no alternative has all its variables.
  const TextTemplate* Choose(const Variables& values, size_t turn) const;
  // The chosen one with its values; empty when there is none.
  std::string Render(const Variables& values, size_t turn) const;

 private:
  std::vector<TextTemplate> templates_;
};

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_TEXT_TEMPLATE_H_
