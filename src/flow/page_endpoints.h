// The chat page at / and its files, and /openapi.json: carried inside the
// program, answered from memory by exact name.
#ifndef SPORTELLO_FLOW_PAGE_ENDPOINTS_H_
#define SPORTELLO_FLOW_PAGE_ENDPOINTS_H_

#include "http/http_server.h"

namespace sportello {

HttpResponse Page();
// /page/{name}; 404 for other names.
HttpResponse PageFile(const HttpRequest& request);
// The widget: its files as one classic script.
HttpResponse WidgetScript(const HttpRequest& request);
HttpResponse OpenApi();

}  // namespace sportello

#endif  // SPORTELLO_FLOW_PAGE_ENDPOINTS_H_
