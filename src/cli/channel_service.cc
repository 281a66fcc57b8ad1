#include "cli/channel_service.h"

#include <atomic>
#include <string>
#include <utility>
#include <vector>

#include "base/log.h"
#include "channels/attendant.h"
#include "channels/channel_kinds.h"
#include "channels/web_caller.h"
#include "flow/channel_flow.h"

namespace sportello {
namespace {

constexpr int kSenderThreads = 4;

}  // namespace

struct ChannelService::State {
  State(Store& given_store, const Clock& given_clock, Metrics& given_metrics)
      : store(given_store), clock(given_clock), metrics(given_metrics) {}

  ChannelSender::Call MakeCall() {
    auto caller = std::make_shared<WebCaller>(stop);
    return [caller](const WebCall& call) { return caller->Call(call); };
  }

  Store& store;
  const Clock& clock;
  Metrics& metrics;
  std::atomic<bool> stop{false};
  ChannelMap channels;
  std::unique_ptr<ChatListener> listener;
  std::unique_ptr<ChannelSender> sender;
  std::vector<std::unique_ptr<ChannelAttendant>> attendants;
  Service* service = nullptr;
};

ChannelService::ChannelService() = default;

ChannelService::~ChannelService() { Stop(); }

Result<std::unique_ptr<ChannelService>> ChannelService::Make(
    const Settings& settings, Store& store, const Clock& clock,
    Metrics& metrics) {
  std::unique_ptr<ChannelService> made(new ChannelService());
  made->state_ = std::make_unique<State>(store, clock, metrics);
  State& state = *made->state_;
  auto channels = MakeChannels(settings.channels, settings.public_url);
  if (!channels.ok()) return channels.error();
  state.channels = std::move(channels).value();
  state.listener = std::make_unique<ChatListener>(state.channels);
  return made;
}

const ChannelMap& ChannelService::channels() const { return state_->channels; }

TicketListener& ChannelService::listener() { return *state_->listener; }

void ChannelService::Start(Service& service) {
  State& state = *state_;
  if (state.channels.empty()) return;
  state.service = &service;
  state.sender = std::make_unique<ChannelSender>(
      SenderParts{state.store, state.channels, state.clock, state.metrics,
                  service.channels().secret(),
                  [&service](const std::string& conversation, int64_t seq) {
                    service.NoteSeen(conversation, seq);
                  }},
      [&state] { return state.MakeCall(); });
  state.sender->Start(kSenderThreads);
  service.channels().Start([&state] { state.sender->Wake(); });
  for (const auto& [name, channel] : state.channels) {
    state.attendants.push_back(std::make_unique<ChannelAttendant>(
        *channel, state.clock, state.MakeCall(),
        [&service, channel_name = name](Delivery delivery) {
          return service.channels().Take(channel_name, std::move(delivery));
        }));
    state.attendants.back()->Start();
    Log(LogLevel::kInfo, "channel", {{"name", name}});
  }
}

void ChannelService::Stop() {
  State& state = *state_;
  state.stop.store(true);
  for (auto& attendant : state.attendants) attendant->Stop();
  // The service may be gone when this is destroyed.
  if (Service* service = std::exchange(state.service, nullptr)) {
    service->channels().Stop();
  }
  if (state.sender != nullptr) state.sender->Stop();
}

}  // namespace sportello
