// The part of a mail that is a file: base64, with its name as RFC 2231 wants
// it. GMime writes it: what is read with GMime gets the same name and bytes.
// Private to mail/.
#ifndef SPORTELLO_MAIL_FILE_PART_H_
#define SPORTELLO_MAIL_FILE_PART_H_

#include <string>

#include "mail/mail.h"

namespace sportello {

// Headers and body, lines of CRLF. The receiver is asked to save the file, not
// to show it.
std::string FilePart(const MailFile& file);

}  // namespace sportello

#endif  // SPORTELLO_MAIL_FILE_PART_H_
