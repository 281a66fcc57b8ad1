// Keeps what came with a customer's mail, for the agents.
#ifndef SPORTELLO_HANDOFF_MAIL_ATTACHMENTS_H_
#define SPORTELLO_HANDOFF_MAIL_ATTACHMENTS_H_

#include <string>

#include "base/clock.h"
#include "handoff/mail_rules.h"
#include "mail/parsed_mail.h"
#include "store/store.h"

namespace sportello {

// The limits as the parser wants them: what is over them is not read.
void LimitAttachments(const AttachmentLimits& limits, ParseOptions& options);

// Stores the mail's attachments that were read, with the message `seq` of the
// conversation; those that no longer fit into the whole stay away (the log
// says so once a mail), and so do those that the store refuses. Fails only
// when the store does.
Status KeepAttachments(Transaction& transaction, const AttachmentLimits& limits,
                       const ParsedMail& mail, const std::string& conversation,
                       int64_t seq, Time now);

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_MAIL_ATTACHMENTS_H_
