// The Markdown of our answers in a mail: as plain text, and as simple HTML.
//
// The same subset as the chat page draws (flow/web/markdown.js): paragraphs,
// lists, bold, italic, code, links. All text is escaped; only http, https,
// mailto and tel become links. Linear time.
#ifndef SPORTELLO_MAIL_MARKDOWN_H_
#define SPORTELLO_MAIL_MARKDOWN_H_

#include <string>
#include <string_view>

namespace sportello {

// "**Ciao** [qui](https://x.it)" gives "Ciao qui: https://x.it"; a link whose
// text is its address is said once.
std::string MarkdownToPlain(std::string_view markdown);

// Elements p, br, ul, ol, li, strong, em, code, a; no document around them.
std::string MarkdownToHtml(std::string_view markdown);

// &, <, > and quotes as entities.
std::string EscapeHtml(std::string_view text);

}  // namespace sportello

#endif  // SPORTELLO_MAIL_MARKDOWN_H_
