// The files of an agent's mail: which of them are meant for the customer, and
// what the agent is told of those that did not reach him.
#ifndef SPORTELLO_HANDOFF_AGENT_FILES_H_
#define SPORTELLO_HANDOFF_AGENT_FILES_H_

#include <string>
#include <vector>

#include "handoff/mail_attachments.h"
#include "handoff/mail_rules.h"
#include "mail/parsed_mail.h"

namespace sportello {

// False for what mail programs add by themselves: the small picture of a
// signature, the proof of who wrote.
bool IsMeant(const MailAttachment& file);

// What was not meant is no longer chosen.
void ChooseMeant(const ParsedMail& mail, ChosenFiles& files);

bool AnyKept(const ChosenFiles& files);

// "bolla.pdf (supera 10 MB); foto.jpg (è vuoto)", in the team's language: the
// files that were meant and did not reach the customer. `reached`: he gets
// those that are kept. Empty: all did.
std::string FilesLeft(const MailRules& rules, const ParsedMail& mail,
                      const ChosenFiles& files, bool reached);

// The same of files that a mail server refused.
std::string FilesRefused(const MailRules& rules,
                         const std::vector<MailFile>& files);

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_AGENT_FILES_H_
