// The providers' channels as the daemon runs them: those that the settings
// ask for, the threads that send and the ones that poll.
#ifndef SPORTELLO_CLI_CHANNEL_SERVICE_H_
#define SPORTELLO_CLI_CHANNEL_SERVICE_H_

#include <memory>

#include "base/clock.h"
#include "channels/sender.h"
#include "cli/settings.h"
#include "flow/service.h"
#include "metrics/metrics.h"
#include "store/store.h"

namespace sportello {

class ChannelService {
 public:
  // Error: what is wrong with the settings, or with the files that they name.
  static Result<std::unique_ptr<ChannelService>> Make(const Settings& settings,
                                                      Store& store,
                                                      const Clock& clock,
                                                      Metrics& metrics);
  ~ChannelService();
  ChannelService(const ChannelService&) = delete;
  ChannelService& operator=(const ChannelService&) = delete;

  const ChannelMap& channels() const;
  // For TicketWork::AddListener, before Start().
  TicketListener& listener();

  // Nothing when no channel is set up.
  void Start(Service& service);
  // Within about a second.
  void Stop();

 private:
  ChannelService();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sportello

#endif  // SPORTELLO_CLI_CHANNEL_SERVICE_H_
