// sportello mail-in: one mail from standard input into the daemon.
//
// For mail servers that pipe: exit 0 the mail is on disk, 75 (EX_TEMPFAIL) try
// again later, 65 (EX_DATAERR) it is no mail, as in sysexits.h.
#ifndef SPORTELLO_CLI_MAIL_IN_H_
#define SPORTELLO_CLI_MAIL_IN_H_

#include <functional>

namespace CLI {
class App;
}

namespace sportello {

std::function<int()> DeclareMailIn(CLI::App& app);

}  // namespace sportello

#endif  // SPORTELLO_CLI_MAIL_IN_H_
