// Keeps what came with a customer's mail, for the agents.
#ifndef SPORTELLO_HANDOFF_MAIL_ATTACHMENTS_H_
#define SPORTELLO_HANDOFF_MAIL_ATTACHMENTS_H_

#include <string>
#include <vector>

#include "base/clock.h"
#include "handoff/mail_rules.h"
#include "mail/parsed_mail.h"
#include "store/store.h"

namespace sportello {

// The limits as the parser wants them: what is over them is not read.
void LimitAttachments(const AttachmentLimits& limits, ParseOptions& options);

// What becomes of a mail's files.
struct ChosenFiles {
  std::vector<bool> kept;  // of each attachment of the mail, in their order
  int over_total = 0;      // read, but no longer fit into the whole
  int refused = 0;         // chosen, but the store did not take them
};

// Which files are kept: those that were read and fit into the whole. Asked
// before the message is written, which says of each whether it is there.
Result<ChosenFiles> ChooseAttachments(Transaction& transaction,
                                      const AttachmentLimits& limits,
                                      const ParsedMail& mail);

// Stores the chosen files with the message `seq` of the conversation. Those
// that the store refuses are counted in `chosen`; fails only when the store
// does.
Status KeepAttachments(Transaction& transaction, const ParsedMail& mail,
                       ChosenFiles& chosen, const std::string& conversation,
                       int64_t seq, Time now);

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_MAIL_ATTACHMENTS_H_
