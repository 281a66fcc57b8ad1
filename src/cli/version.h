// The version of the program.
#ifndef SPORTELLO_CLI_VERSION_H_
#define SPORTELLO_CLI_VERSION_H_

namespace sportello {

inline constexpr const char* kVersion = "0.1.0";

}  // namespace sportello

#endif  // SPORTELLO_CLI_VERSION_H_
