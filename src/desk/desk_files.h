// The desk's pages (src/desk/web/), carried inside the program and served with
// a strict Content-Security-Policy: nothing from elsewhere, no markup from
// scripts (Trusted Types), in nobody's frame.
#ifndef SPORTELLO_DESK_DESK_FILES_H_
#define SPORTELLO_DESK_DESK_FILES_H_

#include "http/http_server.h"

namespace sportello {

// The file that the route's parameter `name` names; without one index.html.
// 304 when the browser has it already (ETag), 404 when there is none.
HttpResponse DeskFile(const HttpRequest& request);

// /desk leads to /desk/, also behind a proxy that serves us below a path.
HttpResponse DeskEntrance();

}  // namespace sportello

#endif  // SPORTELLO_DESK_DESK_FILES_H_
