// Whether a machine wrote a mail: RFC 3834 and what programs do beside it.
// The list of signs is that of Zammad's auto_response_check and RFC 3834,
// with the subjects of out-of-office notes in the languages of our customers.
#ifndef SPORTELLO_MAIL_MAIL_KIND_H_
#define SPORTELLO_MAIL_MAIL_KIND_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/parsed_mail.h"

namespace sportello {

// The decoded value of the first header of this name; empty = none.
using HeaderLookup = std::function<std::string(const char* name)>;

struct KindClues {
  HeaderLookup header;
  std::string_view from;  // address
  std::string_view subject;
  std::string_view main_type;  // "multipart/report"
  std::string_view report_type;
};

MailKind ClassifyMail(const KindClues& clues,
                      const std::vector<std::string>& own_addresses);

// False for what asks for silence though a person may have written it: no
// usable sender, an empty return path, no-reply, X-Auto-Response-Suppress.
bool MayBeAnswered(const KindClues& clues);

}  // namespace sportello

#endif  // SPORTELLO_MAIL_MAIL_KIND_H_
