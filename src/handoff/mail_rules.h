// What mail is configured to be: one value for all that writes and reads it.
#ifndef SPORTELLO_HANDOFF_MAIL_RULES_H_
#define SPORTELLO_HANDOFF_MAIL_RULES_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "handoff/letter_texts.h"
#include "mail/address.h"

namespace sportello {

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
std::string NewCustomerMessageId(const MailRules& rules);
// Always the same for a ticket, so that it is written once.
std::string AcknowledgementId(const MailRules& rules, std::string_view token);
// Always the same for a message that the customer's chat did not bring.
std::string UndeliveredId(const MailRules& rules, std::string_view conversation,
                          int64_t seq);
// Always the same for a conversation on a day.
std::string TranscriptId(const MailRules& rules, std::string_view conversation,
                         Time now);
bool IsTeamMessageId(std::string_view message_id);

// The number in "Re: [#1042] ..."; 0 = none.
int64_t TicketNumberIn(std::string_view subject);

// True for the addresses of `agents` and their domains, and for `team`.
bool MayAnswerTickets(const MailRules& rules,
                      const std::vector<std::string>& team,
                      std::string_view address);

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_MAIL_RULES_H_
