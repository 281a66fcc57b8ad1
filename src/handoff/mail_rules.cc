#include "handoff/mail_rules.h"

#include <algorithm>

#include "base/id.h"
#include "base/sha256.h"

namespace sportello {
namespace {

constexpr size_t kSignatureDigits = 16;
constexpr size_t kThreadDigits = 32;

// The length of what is signed stands first, so that no two inputs look alike.
std::string SignatureFor(const MailRules& rules, std::string_view use,
                         std::string_view token) {
  return Sha256Hex(std::to_string(rules.secret.size()) + ":" + rules.secret +
                   ":" + std::string(use) + ":" + std::string(token));
}

std::string Signature(const MailRules& rules, std::string_view token) {
  return SignatureFor(rules, "team", token).substr(0, kSignatureDigits);
}

std::string MailDomain(const MailRules& rules) {
  const std::string& address = rules.from.address;
  return address.substr(address.find('@') + 1);
}

}  // namespace

std::string CustomerReplyAddress(const MailRules& rules,
                                 std::string_view token) {
  return rules.plus_addresses && !token.empty()
             ? AddressWithToken(rules.from.address, token)
             : rules.from.address;
}

std::string TeamReplyAddress(const MailRules& rules, std::string_view token) {
  return CustomerReplyAddress(
      rules, token.empty()
                 ? std::string()
                 : std::string(token) + "-" + Signature(rules, token));
}

std::optional<MailKey> FindMailKey(const MailRules& rules,
                                   const std::vector<std::string>& recipients) {
  for (const std::string& recipient : recipients) {
    const std::string found = TokenInAddress(recipient, rules.from.address);
    if (found.empty() || !IsWellFormedId(found)) continue;
    const size_t dash = found.find('-');
    if (dash == std::string::npos) return MailKey{found, false};
    const std::string token = found.substr(0, dash);
    if (found.substr(dash + 1) == Signature(rules, token)) {
      return MailKey{token, true};
    }
  }
  return std::nullopt;
}

std::string NewTeamMessageId(const MailRules& rules) {
  return "t." + NewId() + "@" + MailDomain(rules);
}

std::string TeamThreadId(const MailRules& rules, std::string_view token) {
  return "t.ticket." +
         SignatureFor(rules, "thread", token).substr(0, kThreadDigits) + "@" +
         MailDomain(rules);
}

std::string NewCustomerMessageId(const MailRules& rules) {
  return "c." + NewId() + "@" + MailDomain(rules);
}

std::string AcknowledgementId(const MailRules& rules, std::string_view token) {
  return "c.ack." + Sha256Hex("ack:" + std::string(token)).substr(0, 32) + "@" +
         MailDomain(rules);
}

std::string ReplyId(const MailRules& rules, std::string_view conversation,
                    int64_t seq) {
  return "c.reply." +
         Sha256Hex("reply:" + std::string(conversation) + ":" +
                   std::to_string(seq))
             .substr(0, 32) +
         "@" + MailDomain(rules);
}

std::string TranscriptIdBegin(std::string_view conversation,
                              std::string_view address) {
  return std::string(kTranscriptIdBegin) +
         Sha256Hex("copy:" + std::string(conversation) + ":" +
                   std::string(address))
             .substr(0, 32) +
         ".";
}

std::string TranscriptId(const MailRules& rules, std::string_view conversation,
                         std::string_view address, Time now) {
  return TranscriptIdBegin(conversation, address) +
         std::to_string(ToMillis(now)) + "@" + MailDomain(rules);
}

bool IsTeamMessageId(std::string_view message_id) {
  return message_id.substr(0, 2) == "t.";
}

int64_t TicketNumberIn(std::string_view subject) {
  const size_t begin = subject.find("[#");
  if (begin == std::string_view::npos) return 0;
  int64_t number = 0;
  size_t at = begin + 2;
  for (; at < subject.size() && at < begin + 14; ++at) {
    if (subject[at] < '0' || subject[at] > '9') break;
    number = number * 10 + (subject[at] - '0');
  }
  return at < subject.size() && subject[at] == ']' ? number : 0;
}

bool MayAnswerTickets(const MailRules& rules,
                      const std::vector<std::string>& team,
                      std::string_view address) {
  const std::string folded = FoldMailAddress(address);
  const auto fits = [&folded](const std::string& one) {
    const std::string allowed = FoldMailAddress(one);
    if (allowed.empty()) return false;
    if (allowed[0] != '@') return folded == allowed;
    return folded.size() > allowed.size() &&
           folded.compare(folded.size() - allowed.size(), allowed.size(),
                          allowed) == 0;
  };
  return std::any_of(rules.agents.begin(), rules.agents.end(), fits) ||
         std::any_of(team.begin(), team.end(), fits);
}

}  // namespace sportello
