// What the bot makes of a mail that begins a conversation.
//
// Mails are longer than chat messages and a wrong answer by mail is worse than
// a person's a little later, so only a short question, understood with high
// confidence as an intent or entry with a ready answer, is answered.
#ifndef SPORTELLO_FLOW_MAIL_THOUGHTS_H_
#define SPORTELLO_FLOW_MAIL_THOUGHTS_H_

#include <string>

#include "handoff/mail_receiver.h"
#include "knowledge/snapshot.h"

namespace sportello {

// `text` is what the mail says anew. `open`: the company's hours now.
MailThoughts ThinkOfMail(const Snapshot& snapshot, const std::string& subject,
                         const std::string& text, bool open);

}  // namespace sportello

#endif  // SPORTELLO_FLOW_MAIL_THOUGHTS_H_
