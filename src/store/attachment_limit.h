// How large a file of a customer's may be for the store.
#ifndef SPORTELLO_STORE_ATTACHMENT_LIMIT_H_
#define SPORTELLO_STORE_ATTACHMENT_LIMIT_H_

#include <cstddef>

namespace sportello {

// A mail is read up to 25 MiB, and a setting goes up to 25 MB. What is larger
// AttachmentTable::Insert refuses with kInvalid; its transaction may go on.
inline constexpr size_t kMaxAttachmentBytes = 25'000'000;

// What one transaction writes of a file, at most: others wait for no more.
inline constexpr size_t kMaxPartBytes = 256 * 1024;

}  // namespace sportello

#endif  // SPORTELLO_STORE_ATTACHMENT_LIMIT_H_
