#include "mail/mail_kind.h"

#include <algorithm>
#include <array>

namespace sportello {
namespace {

constexpr std::array<std::string_view, 17> kAutoSubjects = {
    "risposta automatica",
    "automatic reply",
    "auto-reply",
    "autoreply",
    "auto reply",
    "out of office",
    "out of the office",
    "fuori ufficio",
    "fuori sede",
    "assente dall'ufficio",
    "assenza dall'ufficio",
    "messaggio automatico",
    "abwesenheitsnotiz",
    "automatische antwort",
    "réponse automatique",
    "respuesta automática",
    "risponditore automatico"};

constexpr std::array<std::string_view, 8> kBounceSubjects = {
    "undeliverable",
    "undelivered mail",
    "delivery status notification",
    "mail delivery failed",
    "returned mail",
    "failure notice",
    "impossibile recapitare",
    "recapito non riuscito"};

bool StartsWithOneOf(std::string_view text, const auto& all) {
  return std::any_of(all.begin(), all.end(), [text](std::string_view one) {
    return text.substr(0, one.size()) == one;
  });
}

// "Re: Risposta automatica" is an answer to one, so only the begin counts.
bool HasAutoSubject(std::string_view subject) {
  return StartsWithOneOf(FoldMailAddress(subject), kAutoSubjects);
}

std::string LocalPart(std::string_view address) {
  const std::string folded = FoldMailAddress(address);
  return folded.substr(0, folded.find('@'));
}

bool IsMachineAddress(std::string_view address) {
  const std::string local = LocalPart(address);
  return local == "mailer-daemon" || local == "postmaster" ||
         local == "maildaemon" || local == "mailerdaemon";
}

bool IsSilentAddress(std::string_view address) {
  const std::string local = LocalPart(address);
  for (const std::string_view begin :
       {"no-reply", "noreply", "no_reply", "donotreply", "do-not-reply",
        "nonrispondere", "non-rispondere", "owner-", "bounce"}) {
    if (local.substr(0, begin.size()) == begin) return true;
  }
  const std::string_view request = "-request";
  return local.size() > request.size() &&
         local.compare(local.size() - request.size(), request.size(),
                       request) == 0;
}

bool IsNullPath(const std::string& path) {
  const size_t begin = path.find_first_not_of(" \t");
  return begin != std::string::npos && path.compare(begin, 2, "<>") == 0;
}

bool IsLoop(const KindClues& clues, const std::vector<std::string>& own) {
  const std::string loop = FoldMailAddress(clues.header("X-Loop"));
  const std::string from = FoldMailAddress(clues.from);
  return std::any_of(own.begin(), own.end(), [&](const std::string& address) {
    const std::string folded = FoldMailAddress(address);
    return from == folded || (!loop.empty() && loop == folded) ||
           !TokenInAddress(from, folded).empty();
  });
}

bool IsBounce(const KindClues& clues) {
  if (clues.main_type == "multipart/report" &&
      clues.report_type == "delivery-status") {
    return true;
  }
  if (!clues.header("X-Failed-Recipients").empty()) return true;
  if (!IsMachineAddress(clues.from)) return false;
  return IsNullPath(clues.header("Return-Path")) ||
         StartsWithOneOf(FoldMailAddress(clues.subject), kBounceSubjects);
}

bool IsAutomatic(const KindClues& clues) {
  const std::string submitted = FoldMailAddress(clues.header("Auto-Submitted"));
  if (!submitted.empty() && submitted.substr(0, 2) != "no") return true;
  for (const char* name : {"X-Autoreply", "X-Autorespond", "X-Autoresponder",
                           "X-Auto-Reply", "X-Vacation"}) {
    if (!clues.header(name).empty()) return true;
  }
  const std::string precedence = FoldMailAddress(clues.header("Precedence"));
  if (precedence == "auto_reply") return true;
  // A receipt that the mail was opened (RFC 8098) is a machine's.
  if (clues.main_type == "multipart/report") return true;
  return HasAutoSubject(clues.subject) || IsMachineAddress(clues.from);
}

bool IsBulk(const KindClues& clues) {
  for (const char* name : {"List-Id", "List-Unsubscribe", "List-Post"}) {
    if (!clues.header(name).empty()) return true;
  }
  const std::string precedence = FoldMailAddress(clues.header("Precedence"));
  if (precedence == "bulk" || precedence == "list" || precedence == "junk") {
    return true;
  }
  return FoldMailAddress(clues.header("X-Spam-Flag")) == "yes";
}

}  // namespace

MailKind ClassifyMail(const KindClues& clues,
                      const std::vector<std::string>& own_addresses) {
  // A bounce of our own mail may quote our marks: look for it first.
  if (IsBounce(clues)) return MailKind::kBounce;
  if (IsLoop(clues, own_addresses)) return MailKind::kLoop;
  if (IsAutomatic(clues)) return MailKind::kAutoReply;
  if (IsBulk(clues)) return MailKind::kBulk;
  return MailKind::kPerson;
}

bool MayBeAnswered(const KindClues& clues) {
  if (!IsMailAddress(clues.from) || IsSilentAddress(clues.from)) return false;
  if (IsNullPath(clues.header("Return-Path"))) return false;
  const std::string suppress =
      FoldMailAddress(clues.header("X-Auto-Response-Suppress"));
  return suppress.find("all") == std::string::npos &&
         suppress.find("oof") == std::string::npos &&
         suppress.find("autoreply") == std::string::npos;
}

}  // namespace sportello
