// A stack of open brackets instead of recursion: a template may be nonsense of
// any depth.
#include "matcher/phrase_syntax.h"

#include <algorithm>
#include <utility>

#include "language/fold.h"

namespace sportello {
namespace {

using Kind = TemplatePiece::Kind;

constexpr std::string_view kMarks = "()[]{}<>|";
// Stands for what was broken.
constexpr std::string_view kPlaceholder = "x";

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool IsMark(char c) { return kMarks.find(c) != std::string_view::npos; }

bool IsName(std::string_view name) {
  if (name.empty() || name[0] < 'a' || name[0] > 'z') return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::string Quote(std::string_view text) {
  return "'" + std::string(text) + "'";
}

class TemplateParser {
 public:
  TemplateParser(std::string_view text, const PhraseRules& rules,
                 std::vector<PhraseProblem>& problems)
      : text_(text), rules_(rules), problems_(problems) {}

  TemplatePiece Run() {
    open_.push_back({{Kind::kGroup, 0, "", {}}, {}});
    while (position_ < text_.size() && !too_deep_) Step();
    while (open_.size() > 1) {
      if (!too_deep_) {
        const TemplatePiece& piece = open_.back().piece;
        Report(piece.offset,
               Quote(text_.substr(piece.offset, 1)) + " is never closed");
      }
      Close();
    }
    EndAlternative();
    return std::move(open_.back().piece);
  }

 private:
  // A bracket that waits for its end, and the alternative being read.
  struct Open {
    TemplatePiece piece;
    TemplateSequence sequence;
  };

  void Report(size_t offset, std::string message) {
    problems_.push_back({offset, std::move(message)});
  }

  void Step() {
    const char c = text_[position_];
    if (IsBlank(c)) {
      ReadBlank();
    } else if (c == '(' || c == '[') {
      ReadOpening(c);
    } else if (c == ')' || c == ']') {
      ReadClosing(c);
    } else if (c == '|') {
      EndAlternative();
      ++position_;
    } else if (c == '{') {
      ReadName(Kind::kSlot, '}', "slot");
    } else if (c == '<') {
      ReadName(Kind::kRule, '>', "rule");
    } else if (c == '}' || c == '>') {
      Report(position_, Quote(text_.substr(position_, 1)) + " without " +
                            (c == '}' ? "'{'" : "'<'") + " before it");
      ++position_;
    } else {
      ReadText();
    }
  }

  void Append(Kind kind, size_t offset, std::string_view text) {
    open_.back().sequence.push_back({kind, offset, std::string(text), {}});
  }

  void ReadBlank() {
    const size_t begin = position_;
    while (position_ < text_.size() && IsBlank(text_[position_])) ++position_;
    Append(Kind::kBlank, begin, " ");
  }

  void ReadOpening(char c) {
    if (open_.size() > rules_.limits().max_depth) {
      Report(position_, "brackets stand more than " +
                            std::to_string(rules_.limits().max_depth) +
                            " deep in each other: use a <rule>");
      too_deep_ = true;
      return;
    }
    const Kind kind = c == '(' ? Kind::kGroup : Kind::kOptional;
    open_.push_back({{kind, position_, "", {}}, {}});
    ++position_;
  }

  void ReadClosing(char c) {
    if (open_.size() == 1) {
      Report(position_, Quote(std::string_view(&c, 1)) + " without " +
                            (c == ')' ? "'('" : "'['") + " before it");
    } else {
      const TemplatePiece& piece = open_.back().piece;
      if ((c == ')') != (piece.kind == Kind::kGroup)) {
        Report(position_, Quote(std::string_view(&c, 1)) + " closes the " +
                              Quote(text_.substr(piece.offset, 1)) +
                              " of column " + std::to_string(piece.offset + 1));
      }
      Close();
    }
    ++position_;
  }

  void Close() {
    EndAlternative();
    TemplatePiece piece = std::move(open_.back().piece);
    open_.pop_back();
    open_.back().sequence.push_back(std::move(piece));
  }

  void EndAlternative() {
    Open& open = open_.back();
    const bool empty = std::all_of(
        open.sequence.begin(), open.sequence.end(),
        [](const TemplatePiece& piece) { return piece.kind == Kind::kBlank; });
    if (empty) {
      if (!too_deep_) ReportEmpty();
      Append(Kind::kText, position_, kPlaceholder);
    }
    open.piece.alternatives.push_back(std::move(open.sequence));
    open.sequence.clear();
  }

  void ReportEmpty() {
    const bool at_end = position_ >= text_.size();
    const bool only = open_.back().piece.alternatives.empty() &&
                      (at_end || text_[position_] != '|');
    if (only && open_.size() == 1) {
      Report(0, "the phrase is empty");
    } else if (only) {
      Report(open_.back().piece.offset, "there is nothing in this bracket");
    } else {
      Report(position_,
             "an alternative is empty: write [a|b] for what may be "
             "left out");
    }
  }

  void ReadName(Kind kind, char end, std::string_view what) {
    const size_t begin = position_;
    size_t stop = begin + 1;
    while (stop < text_.size() && !IsMark(text_[stop])) ++stop;
    if (stop == text_.size() || text_[stop] != end) {
      Report(begin, Quote(text_.substr(begin, 1)) + " is never closed");
      stop = begin + 1;
      while (stop < text_.size() && !IsMark(text_[stop]) &&
             !IsBlank(text_[stop])) {
        ++stop;
      }
      Append(Kind::kText, begin, kPlaceholder);
      position_ = stop;
      return;
    }
    position_ = stop + 1;
    const std::string_view name = text_.substr(begin + 1, stop - begin - 1);
    if (IsName(name)) {
      Append(kind, begin, name);
      return;
    }
    Report(begin, Quote(name) + " is no name of a " + std::string(what) +
                      ": use small letters a-z, digits and '_'");
    Append(Kind::kText, begin, kPlaceholder);
  }

  void ReadText() {
    const size_t begin = position_;
    while (position_ < text_.size() && !IsMark(text_[position_]) &&
           !IsBlank(text_[position_])) {
      const size_t start = position_;
      const int32_t c = NextCodePoint(text_, position_);
      if (c < 0) {
        Report(start, "this is not UTF-8 text");
      } else if (FoldCodePoint(c).kind == CharClass::kOther) {
        CheckSign(start);
      }
    }
    Append(Kind::kText, begin, text_.substr(begin, position_ - begin));
  }

  // Signs that the normaliser turns into a word ("€") are fine.
  void CheckSign(size_t start) {
    const std::string_view sign = text_.substr(start, position_ - start);
    if (!rules_.normalize()(sign).empty()) return;
    Report(start, Quote(sign) +
                      " is no letter or digit: leave it out, it is taken out "
                      "of customers' texts too");
  }

  std::string_view text_;
  const PhraseRules& rules_;
  std::vector<PhraseProblem>& problems_;
  size_t position_ = 0;
  std::vector<Open> open_;
  bool too_deep_ = false;
};

}  // namespace

TemplatePiece ParseTemplate(std::string_view text, const PhraseRules& rules,
                            std::vector<PhraseProblem>& problems) {
  return TemplateParser(text, rules, problems).Run();
}

}  // namespace sportello
