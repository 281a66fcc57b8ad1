#include "channels/chat_markup.h"

#include <array>
#include <utility>

#include "mail/markdown.h"

namespace sportello {
namespace {

std::string TrimEnd(std::string text) {
  text.erase(text.find_last_not_of(" \n") + 1);
  return text;
}

std::string Unescape(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, char>, 5> kEntities =
      {{{"&amp;", '&'},
        {"&lt;", '<'},
        {"&gt;", '>'},
        {"&quot;", '"'},
        {"&#39;", '\''}}};
  std::string plain;
  for (size_t i = 0; i < text.size();) {
    bool found = false;
    for (const auto& [entity, c] : kEntities) {
      if (text.substr(i, entity.size()) != entity) continue;
      plain += c;
      i += entity.size();
      found = true;
      break;
    }
    if (!found) plain += text[i++];
  }
  return plain;
}

// Reads our HTML tag by tag.
class ChatWriter {
 public:
  explicit ChatWriter(bool telegram) : telegram_(telegram) {}

  std::string Write(std::string_view html) {
    for (size_t at = 0; at < html.size();) {
      if (html[at] == '<') {
        const size_t end = html.find('>', at);
        if (end == std::string_view::npos) break;
        Tag(html.substr(at + 1, end - at - 1));
        at = end + 1;
        continue;
      }
      const size_t end = std::min(html.find('<', at), html.size());
      Text(html.substr(at, end - at));
      at = end;
    }
    return TrimEnd(std::move(out_));
  }

 private:
  void Text(std::string_view text) {
    // The line ends of the source stand beside <br> and </p>.
    while (at_line_ && !text.empty() && text.front() == '\n') {
      text.remove_prefix(1);
    }
    if (text.empty()) return;
    at_line_ = false;
    out_ += telegram_ ? std::string(text) : Unescape(text);
  }

  void Line(std::string_view end) {
    while (!out_.empty() && out_.back() == '\n') out_.pop_back();
    out_ += end;
    at_line_ = true;
  }

  void Mark(std::string_view telegram, std::string_view other) {
    out_ += telegram_ ? telegram : other;
    at_line_ = false;
  }

  void Tag(std::string_view tag) {
    if (tag == "br" || tag == "/li") {
      Line("\n");
    } else if (tag == "/p" || tag == "/ul" || tag == "/ol") {
      Line("\n\n");
    } else if (tag == "p" || tag == "ul") {
      number_ = 0;
      at_line_ = true;
    } else if (tag == "ol") {
      number_ = 1;
      at_line_ = true;
    } else if (tag == "li") {
      out_ += number_ > 0 ? std::to_string(number_++) + ". " : "• ";
    } else if (tag == "strong" || tag == "/strong") {
      Mark(tag[0] == '/' ? "</b>" : "<b>", "*");
    } else if (tag == "em" || tag == "/em") {
      Mark(tag[0] == '/' ? "</i>" : "<i>", "_");
    } else if (tag == "code" || tag == "/code") {
      Mark(tag[0] == '/' ? "</code>" : "<code>", "```");
    } else {
      Link(tag);
    }
  }

  void Link(std::string_view tag) {
    constexpr std::string_view kOpen = "a href=\"";
    if (tag.starts_with(kOpen)) {
      link_ = tag.substr(kOpen.size());
      link_.pop_back();
      link_at_ = out_.size();
      if (telegram_) out_ += "<a href=\"" + link_ + "\">";
    } else if (tag == "/a" && telegram_) {
      out_ += "</a>";
    } else if (tag == "/a") {
      const std::string address = Unescape(link_);
      if (out_.substr(link_at_) != address) out_ += ": " + address;
    }
    at_line_ = false;
  }

  const bool telegram_;
  std::string out_;
  std::string link_;
  size_t link_at_ = 0;
  int number_ = 0;
  bool at_line_ = true;
};

}  // namespace

std::string WriteChatMarkup(std::string_view markdown, MarkupKind kind) {
  switch (kind) {
    case MarkupKind::kPlain:
      return TrimEnd(MarkdownToPlain(markdown));
    case MarkupKind::kMarkdown:
      return std::string(markdown);
    case MarkupKind::kTelegramHtml:
    case MarkupKind::kWhatsApp:
      break;
  }
  return ChatWriter(kind == MarkupKind::kTelegramHtml)
      .Write(MarkdownToHtml(markdown));
}

}  // namespace sportello
