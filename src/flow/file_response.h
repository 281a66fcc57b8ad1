// A file that came with a message, given out to be saved. It is never shown by
// us: the browser keeps it as a file of no known type, whatever its sender
// calls it.
#ifndef SPORTELLO_FLOW_FILE_RESPONSE_H_
#define SPORTELLO_FLOW_FILE_RESPONSE_H_

#include <string_view>

#include "base/result.h"
#include "http/http_server.h"
#include "store/store.h"

namespace sportello {

// What is known of the conversation's file; kNotFound also for one of another
// conversation.
Result<Attachment> FindFile(Store& store, std::string_view conversation,
                            std::string_view id);

// What FindFile says of none.
Error NoSuchFile();

// Its bytes, with `Content-Disposition: attachment`.
HttpResponse FileResponse(Store& store, const Attachment& file);

}  // namespace sportello

#endif  // SPORTELLO_FLOW_FILE_RESPONSE_H_
