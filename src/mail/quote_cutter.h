// What somebody wrote anew in a mail, without the mail that it answers.
//
// Our own mark goes first: whatever stands below it is ours. Else each line is
// marked (empty, quoted, splitter, text), and the last splitter with what it
// introduces is cut; answers between quoted lines are kept with the lines that
// they answer; a forwarded mail is left whole. The idea of the marks is that
// of Mailgun's talon; lines that introduce a quote are those of Gmail, Outlook,
// Apple Mail, Thunderbird and Yahoo in Italian and English (and the shapes of
// German, French and Spanish).
//
// Pure and linear in the text's length.
#ifndef SPORTELLO_MAIL_QUOTE_CUTTER_H_
#define SPORTELLO_MAIL_QUOTE_CUTTER_H_

#include <string>
#include <string_view>

namespace sportello {

// The first line of each mail that can be answered:
// "--- Rispondi sopra questa riga ---".
std::string ReplyMark(std::string_view language);

// The new text, trimmed. The whole text when nothing would be left. At most
// the first 2,000 lines are looked at.
std::string CutQuote(std::string_view text);

}  // namespace sportello

#endif  // SPORTELLO_MAIL_QUOTE_CUTTER_H_
