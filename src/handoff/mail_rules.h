// What mail is configured to be: one value for all that writes and reads it.
#ifndef SPORTELLO_HANDOFF_MAIL_RULES_H_
#define SPORTELLO_HANDOFF_MAIL_RULES_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "handoff/letter_texts.h"
#include "mail/address.h"

namespace sportello {

// What is kept of the files that come by mail; 0 keeps none.
struct AttachmentLimits {
  int64_t max_bytes = 10'000'000;       // of one
  int64_t max_mail_bytes = 20'000'000;  // of one mail's together
  int most = 10;                        // in one mail
  int64_t max_total_bytes = 2'000'000'000;
};

struct MailRules {
  NamedAddress from;           // the shop: its name and the address for answers
  std::string bounce_address;  // envelope sender; empty = the from address
  // The mail server delivers help+anything@ as help@: answers then carry a
  // token in the address. Else threads are found by Message-ID alone.
  bool plus_addresses = true;
  std::vector<std::string> agents;  // "anna@shop.it", "@shop.it": may answer
  std::string supervisor;           // hears of overdue tickets; empty = nobody
  std::string authserv_id;          // agents' mails need its dmarc=pass
  std::string secret;               // signs the team's addresses
  std::string page_url;             // of the chat; empty = not told
  std::string language = "it";      // the team's
  std::string rating_secret;        // signs the links for rating
  LetterTexts texts;                // the words of letters
  // A reply is mailed when it was not seen in the chat for so long.
  std::chrono::seconds reply_delay{20};
  // A conversation as a mail goes wherever a stranger says, so it goes seldom:
  // within 24 hours to so many addresses for each conversation, and so often
  // to one address, whoever asks.
  int copies_per_conversation = 2;
  int copies_per_address = 3;
  AttachmentLimits attachments;
};

// Whose thread a mail belongs to.
struct MailKey {
  std::string token;  // of the ticket
  bool team = false;  // only the team knows the address
  bool operator==(const MailKey&) const = default;
};

// The address that answers go to.
std::string CustomerReplyAddress(const MailRules& rules,
                                 std::string_view token);
std::string TeamReplyAddress(const MailRules& rules, std::string_view token);

// The first recipient that carries a token. A team address with a wrong
// signature is none.
std::optional<MailKey> FindMailKey(const MailRules& rules,
                                   const std::vector<std::string>& recipients);

// Message-IDs of ours say who got the mail: nobody else knows them.
std::string NewTeamMessageId(const MailRules& rules);
// Of a ticket's first mail to the team, always the same for it: the mails that
// follow say that they belong to this one (RFC 5322, 3.6.4).
std::string TeamThreadId(const MailRules& rules, std::string_view token);
std::string NewCustomerMessageId(const MailRules& rules);
// Always the same for a ticket, so that it is written once.
std::string AcknowledgementId(const MailRules& rules, std::string_view token);
// Always the same for a message of the conversation, so that the customer gets
// it by mail once, whatever becomes of it in the chat.
std::string ReplyId(const MailRules& rules, std::string_view conversation,
                    int64_t seq);
// Of a conversation's copy; for one address it always begins in the same way.
inline constexpr std::string_view kTranscriptIdBegin = "c.copy.";
std::string TranscriptIdBegin(std::string_view conversation,
                              std::string_view address);
std::string TranscriptId(const MailRules& rules, std::string_view conversation,
                         std::string_view address, Time now);
bool IsTeamMessageId(std::string_view message_id);

// The number in "Re: [#1042] ..."; 0 = none.
int64_t TicketNumberIn(std::string_view subject);

// True for the addresses of `agents` and their domains, and for `team`.
bool MayAnswerTickets(const MailRules& rules,
                      const std::vector<std::string>& team,
                      std::string_view address);

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_MAIL_RULES_H_
