// Keeps what came with a mail: a customer's files for the agents, an agent's
// for the customer too.
#ifndef SPORTELLO_HANDOFF_MAIL_ATTACHMENTS_H_
#define SPORTELLO_HANDOFF_MAIL_ATTACHMENTS_H_

#include <string>
#include <vector>

#include "base/clock.h"
#include "handoff/mail_rules.h"
#include "mail/mail.h"
#include "mail/parsed_mail.h"
#include "store/store.h"

namespace sportello {

// The limits as the parser wants them: what is over them is not read.
void LimitAttachments(const AttachmentLimits& limits, ParseOptions& options);

enum class FileFate {
  kKept,
  kEmpty,
  kTooLarge,  // by itself
  kTooMany,   // files in the mail, or bytes together; or none are kept at all
  kNoRoom,    // in the store's whole
  kRefused,   // by the store
};

// What becomes of a mail's files.
struct ChosenFiles {
  // Of each attachment of the mail, in their order: the id under which its
  // bytes are in the store, "" when it is not kept.
  std::vector<std::string> ids;
  std::vector<FileFate> fates;  // of each, too
  int over_total = 0;           // read, but no longer fit into the whole
  int refused = 0;              // chosen, but the store did not take them
};

// Chooses the files that are kept, those that were read and fit into the
// whole, and writes their bytes: before the message, which says of each
// whether it is there, and not in its transaction, for which others would
// wait. What an earlier mail left without a message is dropped first. Fails
// only when the store does.
Result<ChosenFiles> WriteAttachments(Store& store,
                                     const AttachmentLimits& limits,
                                     const ParsedMail& mail);

// None of the mail's files.
ChosenFiles ChooseNone(const ParsedMail& mail);

// The chosen files come with the message `seq` of the conversation. Those that
// the store refuses are counted in `chosen`; fails only when the store does.
Status KeepAttachments(Transaction& transaction, const ParsedMail& mail,
                       ChosenFiles& chosen, const std::string& conversation,
                       int64_t seq, Time now);

// What is known of the files that came with the message.
Result<std::vector<Attachment>> FilesOfMessage(Store& store,
                                               const std::string& conversation,
                                               int64_t seq);
// The same with their bytes, to be sent on.
Result<std::vector<MailFile>> ReadFilesOfMessage(
    Store& store, const std::string& conversation, int64_t seq);

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_MAIL_ATTACHMENTS_H_
