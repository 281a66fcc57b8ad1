// The text of an HTML mail, as a reader of plain text would have it.
//
// Only the tokens of HTML matter for that (tags, text, entities), so a single
// pass over the bytes is enough: linear time, no tree and no recursion that a
// stranger's mail could exhaust (libgumbo's tree is freed by recursion).
#ifndef SPORTELLO_MAIL_HTML_TEXT_H_
#define SPORTELLO_MAIL_HTML_TEXT_H_

#include <string>
#include <string_view>

namespace sportello {

// UTF-8 in, UTF-8 out, lines end with \n. Scripts, styles and comments are
// left out; block quotes become lines that begin with "> "; a link is followed
// by its address in < > when its text does not say it. Where Outlook puts the
// mail that is answered, stands "-----Original Message-----".
std::string HtmlToText(std::string_view html);

}  // namespace sportello

#endif  // SPORTELLO_MAIL_HTML_TEXT_H_
