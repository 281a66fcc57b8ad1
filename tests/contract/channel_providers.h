// The providers of the channel contract: each is a channel that is set up, and
// what its provider would send and answer.
#ifndef SPORTELLO_TESTS_CONTRACT_CHANNEL_PROVIDERS_H_
#define SPORTELLO_TESTS_CONTRACT_CHANNEL_PROVIDERS_H_

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "channels/channel_kinds.h"
#include "unit/flow/flow_fixture.h"

namespace sportello {

// What a customer sees of one call.
struct Shown {
  std::string address;
  std::string text;
  std::vector<std::string> buttons;  // their ids
  bool is_ack = false;
};

class Provider {
 public:
  virtual ~Provider() = default;

  virtual std::string name() const = 0;
  virtual ChannelValues Settings(const TestFolder& folder) const = 0;
  virtual HttpRequest Text(const std::string& id, const std::string& address,
                           const std::string& text, Time sent) const = 0;
  virtual HttpRequest Press(const std::string& id, const std::string& address,
                            const std::string& button, Time sent) const = 0;
  virtual HttpRequest Media(const std::string& id, const std::string& address,
                            Time sent) const = 0;
  // Something that this channel may deliver and that means nothing to us.
  virtual HttpRequest Unknown() const = 0;
  virtual HttpRequest Forged(HttpRequest request) const = 0;
  // What can only be signed when it is delivered.
  virtual void Seal(HttpRequest& /*request*/, Time /*now*/) const {}

  virtual Shown Show(const WebCall& call) const = 0;
  virtual WebAnswer Taken() const = 0;
  virtual WebAnswer Busy(int seconds) const = 0;  // 0 = it has no such answer
  virtual WebAnswer Gone() const = 0;             // the customer cannot be had
  virtual WebAnswer Denied() const = 0;           // our token is wrong
};

std::unique_ptr<Provider> MakeTelegramProvider();
std::unique_ptr<Provider> MakeMessengerProvider();
std::unique_ptr<Provider> MakeWhatsAppProvider();
std::unique_ptr<Provider> MakeBridgeProvider();

// A type for each, as a template of tests wants them.
template <std::unique_ptr<Provider> (*make)()>
struct ProviderKind {
  static std::unique_ptr<Provider> Make() { return make(); }
};

}  // namespace sportello

#endif  // SPORTELLO_TESTS_CONTRACT_CHANNEL_PROVIDERS_H_
