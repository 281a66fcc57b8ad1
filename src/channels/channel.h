// What every provider's channel is to us: how it is read, and how it is
// written to. A Channel holds no socket and no thread: it turns a request of
// the provider into events, a message of ours into a call, and the provider's
// answer into what is to be done next. So one contract suite tests them all
// (tests/contract/channel_contract.cc), and a new channel is one file and one
// line in channel_kinds.cc.
//
// All methods are safe from many threads.
#ifndef SPORTELLO_CHANNELS_CHANNEL_H_
#define SPORTELLO_CHANNELS_CHANNEL_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "channels/channel_limits.h"
#include "channels/outgoing.h"
#include "http/http_server.h"

namespace sportello {

// One thing that a provider delivered.
struct InboundEvent {
  enum class Kind {
    kText,         // `text`; of a command or the like "/" and an id
    kPress,        // of a button: `text` is the id that we gave it
    kStart,        // the customer followed a link: `text` is its word
    kMedia,        // nothing that can be read; `text` names what: "photo"
    kReachable,    // the customer lets us write again
    kUnreachable,  // the customer blocked us
    kPersonWrote,  // a person answered the customer with another program
    kGroup,        // somebody speaks in a group, where we do not
    kFailed,       // a message of ours, `about`, was not delivered after all;
                   // `text` says why, as FailureReason()
  };
  Kind kind = Kind::kText;
  std::string id;       // the provider's, of this event
  std::string address;  // of the chat
  std::string text;
  std::string name;    // of the customer, as the provider knows it
  std::string email;   // where the channel knows it; trusted
  std::string locale;  // may be empty
  std::string ack;     // what the provider wants confirmed, may be empty
  std::string about;   // OutgoingPart::message_id of what failed
  Time sent_at{};      // unknown = 0
};

// Whether a delivery was understood. Events that mean nothing to us are left
// out; `malformed` counts those that could not be read.
struct Delivery {
  std::vector<InboundEvent> events;
  int malformed = 0;
};

// A call of the provider's interface.
struct WebCall {
  std::string url;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::chrono::milliseconds timeout{20'000};
};

struct WebAnswer {
  int status = 0;  // 0 = none came
  std::string body = {};
  std::optional<std::chrono::seconds> retry_after = {};  // of the header
  std::string error = {};  // why there is none: no address, no secret
  // The call was sent, and only the answer is missing.
  bool may_be_done = false;
};

// What follows from the provider's answer.
enum class Verdict {
  kSent,
  kRetry,          // it may work later: back-off
  kWaitChannel,    // not before `wait`, for all chats
  kWaitChat,       // not before `wait`, for this chat
  kSendPlain,      // the markup was refused: once more without
  kRejected,       // this message will never be taken
  kUnreachable,    // nothing will be taken by this chat
  kWindowClosed,   // the provider lets us no longer answer
  kMisconfigured,  // nothing will be taken at all: token, permission
};

// For the agents, who see it in the ticket's history: "unreachable" (the
// customer blocked us, left, has no such account), "window", "refused" (this
// message), "gave_up" (nothing was taken for as long as we try).
std::string_view FailureReason(Verdict verdict);
// The same as it stands in the history: with " bot" after it for a message
// that is not mailed instead, because no agent wrote it.
std::string FailureDetail(std::string_view reason, Author from);

struct Judgement {
  Verdict verdict = Verdict::kRetry;
  std::string why = {};  // for the log and the desk: no secret, no text
  std::chrono::milliseconds wait{0};
};

// What is known of the chat when a message is sent.
struct SendContext {
  Time now{};
  Time last_inbound_at{};  // 0 = unknown
  bool plain = false;      // without markup
  // The provider said so, whatever we know of the last message.
  bool window_closed = false;
};

struct PollResult {
  Delivery delivery;
  int64_t next_offset = 0;  // to be used once the delivery is stored
  std::optional<Judgement> trouble;
};

class Channel {
 public:
  virtual ~Channel() = default;

  virtual std::string_view name() const = 0;
  const ChannelLimits& limits() const { return LimitsOf(name()); }

  // A provider's question whether this is ours (GET on the webhook).
  virtual HttpResponse Greet(const HttpRequest& request) const;
  // A delivery (POST on the webhook). A refusal when it does not prove whose
  // it is; nothing is parsed before that.
  virtual std::variant<Delivery, HttpResponse> Read(const HttpRequest& request,
                                                    Time now) const = 0;

  // The call that sends one part; or what stands against it.
  virtual std::variant<WebCall, Judgement> Write(
      const std::string& address, const OutgoingPart& part,
      const SendContext& context) const = 0;
  virtual Judgement Judge(const WebAnswer& answer) const = 0;

  // Calls to be made once at the start, in this order.
  virtual std::vector<WebCall> Prepare() const { return {}; }
  // For channels that are asked rather than called.
  virtual bool polls() const { return false; }
  virtual WebCall Poll(int64_t offset) const;
  virtual PollResult ReadPoll(const WebAnswer& answer, Time now) const;

  // Where a customer goes on with a conversation of the website; empty when
  // the channel has no such links. `token`: [A-Za-z0-9_-], up to 64.
  virtual std::string LinkFor(std::string_view token) const;
};

}  // namespace sportello

#endif  // SPORTELLO_CHANNELS_CHANNEL_H_
