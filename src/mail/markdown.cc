#include "mail/markdown.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace sportello {
namespace {

constexpr int kMaxNesting = 4;

bool IsSafeLink(std::string_view address) {
  static constexpr std::array<std::string_view, 4> kSchemes = {
      "https://", "http://", "mailto:", "tel:"};
  return std::any_of(kSchemes.begin(), kSchemes.end(),
                     [address](std::string_view scheme) {
                       return address.size() > scheme.size() &&
                              address.substr(0, scheme.size()) == scheme;
                     });
}

// Where text goes: one for each form.
class Form {
 public:
  explicit Form(bool html) : html_(html) {}

  void Text(std::string_view text) {
    out_ += html_ ? EscapeHtml(text) : std::string(text);
  }
  void Tag(std::string_view tag) {
    if (html_) out_ += tag;
  }
  void Plain(std::string_view text) {
    if (!html_) out_ += text;
  }
  bool html() const { return html_; }
  std::string Take() { return std::move(out_); }

 private:
  bool html_;
  std::string out_;
};

void WriteInline(Form& form, std::string_view text, int depth);

void WriteLink(Form& form, std::string_view label, std::string_view address,
               int depth) {
  if (!IsSafeLink(address)) {
    WriteInline(form, label, depth + 1);
    return;
  }
  if (form.html()) {
    form.Tag("<a href=\"" + EscapeHtml(address) + "\">");
    WriteInline(form, label, depth + 1);
    form.Tag("</a>");
    return;
  }
  if (label != address) {
    WriteInline(form, label, depth + 1);
    form.Text(": ");
  }
  form.Text(address);
}

// The length of what begins at `text`, when it is markup; else 0.
size_t TryMarkup(Form& form, std::string_view text, char before, int depth) {
  const auto enclosed =
      [&](std::string_view mark) -> std::optional<std::string_view> {
    if (text.substr(0, mark.size()) != mark) return std::nullopt;
    const size_t end = text.find(mark, mark.size());
    if (end == std::string_view::npos || end == mark.size()) {
      return std::nullopt;
    }
    return text.substr(mark.size(), end - mark.size());
  };
  if (const auto code = enclosed("`")) {
    form.Tag("<code>");
    form.Text(*code);
    form.Tag("</code>");
    return code->size() + 2;
  }
  if (const auto bold = enclosed("**")) {
    form.Tag("<strong>");
    WriteInline(form, *bold, depth + 1);
    form.Tag("</strong>");
    return bold->size() + 4;
  }
  if (text.front() == '[') {
    const size_t middle = text.find("](");
    const size_t end = middle == text.npos ? text.npos : text.find(')', middle);
    if (end == text.npos || middle < 2) return 0;
    const std::string_view address = text.substr(middle + 2, end - middle - 2);
    if (address.empty() || address.find(' ') != text.npos) return 0;
    WriteLink(form, text.substr(1, middle - 1), address, depth);
    return end + 1;
  }
  const bool in_word = static_cast<unsigned char>(before) >= 0x80 ||
                       std::isalnum(static_cast<unsigned char>(before)) != 0;
  for (const std::string_view mark : {"*", "_"}) {
    const auto italic = in_word ? std::nullopt : enclosed(mark);
    if (!italic || italic->front() == ' ' || italic->back() == ' ') continue;
    const std::string_view after = text.substr(italic->size() + 2, 1);
    if (!after.empty() &&
        (std::isalnum(static_cast<unsigned char>(after[0])) != 0 ||
         after == mark)) {
      continue;
    }
    form.Tag("<em>");
    WriteInline(form, *italic, depth + 1);
    form.Tag("</em>");
    return italic->size() + 2;
  }
  return 0;
}

void WriteInline(Form& form, std::string_view text, int depth) {
  size_t written = 0;
  size_t tries = 0;
  for (size_t i = 0; i < text.size();) {
    const bool mark =
        std::string_view("`*_[").find(text[i]) != std::string_view::npos;
    // A line of marks that never close would cost the square of its length.
    if (!mark || depth >= kMaxNesting || ++tries > 200) {
      ++i;
      continue;
    }
    Form piece(form.html());
    const size_t used =
        TryMarkup(piece, text.substr(i), i == 0 ? ' ' : text[i - 1], depth);
    if (used == 0) {
      ++i;
      continue;
    }
    form.Text(text.substr(written, i - written));
    const std::string done = piece.Take();
    form.Tag(done);
    form.Plain(done);
    i += used;
    written = i;
  }
  form.Text(text.substr(written));
}

enum class Kind { kNone, kParagraph, kBullet, kNumber };

struct Line {
  Kind kind = Kind::kNone;
  std::string_view text;
  std::string_view number;  // "1." of kNumber
};

Line ReadLine(std::string_view line) {
  const size_t begin = line.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  line.remove_prefix(begin);
  while (line.back() == ' ' || line.back() == '\r') line.remove_suffix(1);
  for (const std::string_view bullet : {"- ", "* ", "• "}) {
    if (line.substr(0, bullet.size()) == bullet) {
      return {Kind::kBullet, line.substr(bullet.size()), {}};
    }
  }
  size_t digits = 0;
  while (digits < line.size() && digits < 3 && line[digits] >= '0' &&
         line[digits] <= '9') {
    ++digits;
  }
  if (digits > 0 && digits + 2 < line.size() &&
      (line[digits] == '.' || line[digits] == ')') && line[digits + 1] == ' ') {
    return {Kind::kNumber, line.substr(digits + 2), line.substr(0, digits + 1)};
  }
  return {Kind::kParagraph, line, {}};
}

const char* OpenTag(Kind kind) {
  switch (kind) {
    case Kind::kParagraph:
      return "<p>";
    case Kind::kBullet:
      return "<ul>";
    case Kind::kNumber:
      return "<ol>";
    case Kind::kNone:
      break;
  }
  return "";
}

const char* CloseTag(Kind kind) {
  switch (kind) {
    case Kind::kParagraph:
      return "</p>\n";
    case Kind::kBullet:
      return "</ul>\n";
    case Kind::kNumber:
      return "</ol>\n";
    case Kind::kNone:
      break;
  }
  return "";
}

std::string Write(std::string_view markdown, bool html) {
  Form form(html);
  Kind open = Kind::kNone;
  bool blank = false;
  bool any = false;
  for (size_t at = 0; at <= markdown.size();) {
    const size_t end = std::min(markdown.find('\n', at), markdown.size());
    const Line line = ReadLine(markdown.substr(at, end - at));
    at = end + 1;
    if (line.kind != open) {
      form.Tag(CloseTag(open));
      form.Tag(OpenTag(line.kind));
    } else if (open == Kind::kParagraph) {
      form.Tag("<br>\n");
    }
    open = line.kind;
    if (line.kind == Kind::kNone) {
      blank = any;
      continue;
    }
    if (blank) form.Plain("\n");
    blank = false;
    any = true;
    const bool item = line.kind != Kind::kParagraph;
    if (item) form.Tag("<li>");
    if (item) {
      form.Plain(line.kind == Kind::kBullet ? std::string_view("-")
                                            : line.number);
      form.Plain(" ");
    }
    WriteInline(form, line.text, 0);
    if (item) form.Tag("</li>");
    form.Plain("\n");
  }
  form.Tag(CloseTag(open));
  return form.Take();
}

}  // namespace

std::string EscapeHtml(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string MarkdownToPlain(std::string_view markdown) {
  return Write(markdown, false);
}

std::string MarkdownToHtml(std::string_view markdown) {
  return Write(markdown, true);
}

}  // namespace sportello
