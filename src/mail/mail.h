// A mail that we send, and how it becomes bytes (RFC 5322, 2045-2047).
//
// The head is written here, by one function that lets nothing of a customer
// become a header or a recipient: controls are dropped, lengths capped, all
// but plain ASCII goes into encoded words. GMime encodes the bodies, and makes
// the parts of files whole.
#ifndef SPORTELLO_MAIL_MAIL_H_
#define SPORTELLO_MAIL_MAIL_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "mail/address.h"

namespace sportello {

// RFC 3834: who speaks.
enum class MailOrigin {
  kPerson,     // an agent's own words, carried by us: no Auto-Submitted
  kGenerated,  // we tell the team something
  kReplied,    // we answer a customer: acknowledgement
};

// Goes with a mail. Name and type are a sender's words: a name is made one
// line, a type that is none or would be a mail of its own is a plain file's.
struct MailFile {
  std::string name;
  std::string type;  // "application/pdf"
  std::string content;
};

struct Mail {
  NamedAddress from;
  NamedAddress to;
  std::string reply_to;  // an address; empty = none
  std::string subject;
  std::string text;  // UTF-8, lines end with \n
  std::string html;  // the same for eyes; empty = none
  std::vector<MailFile> files;
  std::string message_id;  // without < >
  std::string in_reply_to;
  std::vector<std::string> references;  // oldest first
  MailOrigin origin = MailOrigin::kGenerated;
  std::string loop_mark;     // X-Loop: our address
  std::string conversation;  // X-Sportello-Conversation; empty = none
  Time date{};
};

// The message as it goes over the wire: CRLF, no line over 998 octets. Error
// kInvalid: which field makes it impossible; the message repeats none of it.
Result<std::string> ComposeMail(const Mail& mail);

// "random@domain", never twice.
std::string NewMessageId(std::string_view domain);

// True for 3 to 250 visible ASCII characters with one @ and no < or >.
bool IsMessageId(std::string_view id);

// References of an answer: those of the parent and its id, at most `most`: the
// first one and the last ones stay.
std::vector<std::string> ReferencesOfAnswer(std::vector<std::string> references,
                                            const std::string& parent,
                                            size_t most = 20);

// One line without controls and line separators, at most `bytes` of whole
// UTF-8 characters; white space is one space.
std::string HeaderLine(std::string_view text, size_t bytes = 150);

// A header's text as RFC 2047 wants it: as it is when it is plain ASCII, else
// encoded words of at most 75 characters, separated by spaces.
std::string EncodeHeaderText(std::string_view text);

}  // namespace sportello

#endif  // SPORTELLO_MAIL_MAIL_H_
