// What Messenger and WhatsApp do alike as channels: Meta's question whether
// the webhook is ours, and a signed delivery of entries. For .cc files only.
#ifndef SPORTELLO_CHANNELS_GRAPH_CHANNEL_H_
#define SPORTELLO_CHANNELS_GRAPH_CHANNEL_H_

#include <string_view>
#include <variant>

#include "base/json.h"
#include "channels/channel.h"
#include "channels/graph.h"

namespace sportello {

class GraphChannel : public Channel {
 public:
  // `object` is what deliveries of this channel name; it must outlive us.
  GraphChannel(GraphOptions options, std::string_view object);

  HttpResponse Greet(const HttpRequest& request) const override;
  std::variant<Delivery, HttpResponse> Read(const HttpRequest& request,
                                            Time now) const override;

 protected:
  const GraphOptions& options() const { return options_; }

 private:
  // One element of "entry"; of any type and shape.
  virtual void ReadEntry(const Json& entry, Delivery& delivery) const = 0;

  const GraphOptions options_;
  const std::string_view object_;
};

}  // namespace sportello

#endif  // SPORTELLO_CHANNELS_GRAPH_CHANNEL_H_
