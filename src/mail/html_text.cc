#include "mail/html_text.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "mail/html_entities.h"

namespace sportello {
namespace {

constexpr std::string_view kOriginal = "-----Original Message-----";
constexpr int kMaxQuoteDepth = 8;

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return lower;
}

// "<div class='a'>" in parts.
struct Tag {
  std::string name;  // small
  bool closing = false;
  std::string_view attributes;

  // The value of an attribute as it stands there; empty = none.
  std::string_view Attribute(std::string_view wanted) const;
};

std::string_view Tag::Attribute(std::string_view wanted) const {
  std::string_view rest = attributes;
  while (!rest.empty()) {
    while (!rest.empty() && (IsSpace(rest[0]) || rest[0] == '/')) {
      rest.remove_prefix(1);
    }
    size_t end = 0;
    while (end < rest.size() && !IsSpace(rest[end]) && rest[end] != '=') ++end;
    if (end == 0) return {};
    const std::string found = Lower(rest.substr(0, end));
    rest.remove_prefix(end);
    while (!rest.empty() && IsSpace(rest[0])) rest.remove_prefix(1);
    std::string_view value;
    if (!rest.empty() && rest[0] == '=') {
      rest.remove_prefix(1);
      while (!rest.empty() && IsSpace(rest[0])) rest.remove_prefix(1);
      if (!rest.empty() && (rest[0] == '"' || rest[0] == '\'')) {
        const size_t close = std::min(rest.find(rest[0], 1), rest.size());
        value = rest.substr(1, close - 1);
        rest.remove_prefix(std::min(close + 1, rest.size()));
      } else {
        size_t stop = 0;
        while (stop < rest.size() && !IsSpace(rest[stop])) ++stop;
        value = rest.substr(0, stop);
        rest.remove_prefix(stop);
      }
    }
    if (found == wanted) return value;
  }
  return {};
}

template <size_t n>
bool IsOneOf(std::string_view text,
             const std::array<std::string_view, n>& all) {
  return std::find(all.begin(), all.end(), text) != all.end();
}

constexpr std::array<std::string_view, 22> kBlocks = {
    "div",     "tr",      "table",   "ul",     "ol",     "li",
    "section", "dl",      "article", "header", "footer", "hr",
    "form",    "dt",      "dd",      "tbody",  "center", "body",
    "main",    "address", "aside",   "caption"};
constexpr std::array<std::string_view, 8> kParagraphs = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "pre"};
constexpr std::array<std::string_view, 4> kHidden = {"script", "style", "title",
                                                     "template"};

class Writer {
 public:
  explicit Writer(std::string_view html) : rest_(html) {}

  std::string Run() {
    while (!rest_.empty()) {
      if (rest_[0] == '<') {
        if (!ReadTag()) TakeText(1);
      } else {
        TakeText(std::min(rest_.find('<'), rest_.size()));
      }
    }
    EndLine();
    while (!out_.empty() && (out_.back() == '\n' || out_.back() == ' ')) {
      out_.pop_back();
    }
    return std::move(out_);
  }

 private:
  void TakeText(size_t size) {
    std::string_view text = rest_.substr(0, size);
    rest_.remove_prefix(size);
    while (!text.empty()) {
      if (text[0] == '&') {
        const size_t used = ReadEntity(text, line_);
        if (used > 0) {
          text.remove_prefix(used);
          continue;
        }
      }
      Add(text[0]);
      text.remove_prefix(1);
    }
  }

  void Add(char c) {
    if (pre_ > 0 && c == '\n') {
      BreakLine();
    } else if (!IsSpace(c)) {
      if (static_cast<unsigned char>(c) >= ' ') line_ += c;
    } else if (pre_ > 0 || (!line_.empty() && line_.back() != ' ')) {
      line_ += ' ';
    }
  }

  // What a mail shows on one line is done.
  void BreakLine() {
    while (!line_.empty() && line_.back() == ' ') line_.pop_back();
    // A space that does not break alone on its line is an empty line.
    if (line_ == "\xC2\xA0") line_.clear();
    if (line_.empty()) {
      if (++empty_ > 1 || out_.empty()) return;
    } else {
      empty_ = 0;
    }
    for (int i = 0; i < quote_; ++i) out_ += line_.empty() ? ">" : "> ";
    out_ += line_;
    out_ += '\n';
    line_.clear();
  }

  void EndLine() {
    if (line_.find_first_not_of(' ') == std::string::npos) {
      line_.clear();
      return;
    }
    BreakLine();
  }

  void EndParagraph() {
    EndLine();
    if (!out_.empty() && empty_ == 0) BreakLine();
  }

  // Comments, declarations and tags; false when '<' is only a character.
  bool ReadTag() {
    if (rest_.substr(0, 4) == "<!--") {
      // Looked for once only when there is none: linear time.
      const size_t end = unclosed_comment_ ? rest_.npos : rest_.find("-->", 4);
      unclosed_comment_ = end == rest_.npos;
      Skip(unclosed_comment_ ? rest_.find('>') : end + 2);
      return true;
    }
    if (rest_.size() < 2) return false;
    const char next = rest_[1];
    if (next == '!' || next == '?') {
      Skip(rest_.find('>'));
      return true;
    }
    Tag tag;
    tag.closing = next == '/';
    size_t at = tag.closing ? 2 : 1;
    const size_t begin = at;
    while (at < rest_.size() &&
           std::isalnum(static_cast<unsigned char>(rest_[at])) != 0) {
      ++at;
    }
    if (at == begin) return false;
    tag.name = Lower(rest_.substr(begin, std::min<size_t>(at - begin, 20)));
    const size_t end = EndOfTag(at);
    tag.attributes = rest_.substr(at, end - at);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    Apply(tag);
    return true;
  }

  // The '>' outside quotes; quotes that never close count for nothing.
  size_t EndOfTag(size_t at) const {
    const size_t plain = std::min(rest_.find('>', at), rest_.size());
    char quote = 0;
    for (size_t i = at; i < std::min(rest_.size(), at + 4096); ++i) {
      const char c = rest_[i];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if (c == '>') {
        return i;
      } else if (c == '"' || c == '\'') {
        quote = c;
      }
    }
    return plain;
  }

  void Skip(size_t end) {
    rest_.remove_prefix(std::min(end, rest_.size() - 1) + 1);
  }

  // To the closing tag of a script or style.
  void SkipHidden(const std::string& name) {
    const std::string close = "</" + name;
    for (size_t at = rest_.find('<'); at != rest_.npos;
         at = rest_.find('<', at + 1)) {
      if (Lower(rest_.substr(at, close.size())) != close) continue;
      rest_.remove_prefix(at);
      return;
    }
    rest_ = {};
  }

  void Apply(const Tag& tag) {
    if (!tag.closing && IsOneOf(tag.name, kHidden)) {
      SkipHidden(tag.name);
    } else if (tag.name == "br") {
      BreakLine();
    } else if (tag.name == "blockquote") {
      EndParagraph();
      quote_ = std::clamp(quote_ + (tag.closing ? -1 : 1), 0, kMaxQuoteDepth);
    } else if (tag.name == "a") {
      ApplyLink(tag);
    } else if (tag.name == "td" || tag.name == "th") {
      Add(' ');
    } else if (IsOneOf(tag.name, kParagraphs)) {
      const bool tight =
          tag.Attribute("class").find("MsoN") != std::string::npos;
      // Outlook writes each line as a paragraph of its own.
      if (tight || (tag.closing && tight_)) {
        EndLine();
      } else {
        EndParagraph();
      }
      tight_ = !tag.closing && tight;
      if (tag.name == "pre") pre_ = tag.closing ? 0 : 1;
    } else if (IsOneOf(tag.name, kBlocks)) {
      EndLine();
      if (!tag.closing) ApplyBlock(tag);
    }
  }

  void ApplyBlock(const Tag& tag) {
    static constexpr std::array<std::string_view, 3> kReplyMarks = {
        "appendonsend", "divRplyFwdMsg",
        "mail-editor-reference-message-container"};
    if (tag.name == "li") line_ += "- ";
    const std::string_view id = tag.Attribute("id");
    const bool original = std::any_of(
        kReplyMarks.begin(), kReplyMarks.end(), [id](std::string_view mark) {
          return id.size() >= mark.size() &&
                 id.substr(id.size() - mark.size()) == mark;
        });
    if (!original || said_original_) return;
    said_original_ = true;
    line_ += kOriginal;
    BreakLine();
  }

  void ApplyLink(const Tag& tag) {
    if (!tag.closing) {
      link_ = tag.Attribute("href");
      link_begin_ = line_.size();
      return;
    }
    const std::string_view text =
        std::string_view(line_).substr(std::min(link_begin_, line_.size()));
    const bool web = Lower(link_.substr(0, 4)) == "http";
    if (web && link_.size() < 500 && !text.empty() &&
        link_.find(text) == std::string_view::npos &&
        text.find(link_) == std::string_view::npos) {
      line_ += " <";
      for (const char c : link_) {
        if (!IsSpace(c)) line_ += c;
      }
      line_ += '>';
    }
    link_ = {};
  }

  std::string_view rest_;
  std::string out_;
  std::string line_;
  std::string_view link_;
  size_t link_begin_ = 0;
  int quote_ = 0;
  int pre_ = 0;
  int empty_ = 1;
  bool tight_ = false;
  bool said_original_ = false;
  bool unclosed_comment_ = false;
};

}  // namespace

std::string HtmlToText(std::string_view html) { return Writer(html).Run(); }

}  // namespace sportello
