// The chat page at / and its files, the widget, and /openapi.json: carried
// inside the program, answered from memory by exact name.
#ifndef SPORTELLO_FLOW_PAGE_ENDPOINTS_H_
#define SPORTELLO_FLOW_PAGE_ENDPOINTS_H_

#include <string>

#include "channels/sender.h"
#include "http/http_server.h"

namespace sportello {

// Safe from many threads.
class PageEndpoints {
 public:
  // Page and widget offer to go on in those channels that have links for it;
  // `channels` is only read here.
  explicit PageEndpoints(const ChannelMap& channels);

  static HttpResponse Page();
  // /page/{name}; 404 for other names.
  HttpResponse PageFile(const HttpRequest& request) const;
  // The widget: its files as one classic script.
  HttpResponse Widget(const HttpRequest& request) const;

 private:
  const std::string links_;  // a module, as the files are
  const std::string widget_;
  const std::string widget_tag_;
};

HttpResponse OpenApi();

}  // namespace sportello

#endif  // SPORTELLO_FLOW_PAGE_ENDPOINTS_H_
