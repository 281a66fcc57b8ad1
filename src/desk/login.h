// Signing in at the desk: names, passwords, sessions.
//
// The browser holds a random token; the store holds its hash only. A session
// ends when it was idle for too long, after a fixed time, by signing out, and
// when the agent's password or role changes or the agent is disabled.
//
// Tries are limited for each name from one address, each address and each
// name, wrong or right and also when they come at the same moment; strangers
// cannot lock an agent out from elsewhere.
#ifndef SPORTELLO_DESK_LOGIN_H_
#define SPORTELLO_DESK_LOGIN_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "flow/rate_limiter.h"
#include "store/store.h"

namespace sportello {

struct LoginOptions {
  std::chrono::milliseconds idle{std::chrono::minutes(60)};
  std::chrono::milliseconds absolute{std::chrono::hours(12)};
  int tries_per_minute = 5;  // of one name from one address
};

struct SignedIn {
  Agent agent;
  std::string token;  // secret
  std::string csrf;   // for the pages, which send it back with every change
};

// All that is given must outlive it. Safe from many threads.
class Login {
 public:
  Login(Store& store, const Clock& clock, LoginOptions options);

  struct Refusal {
    std::optional<std::chrono::seconds> retry_after;  // absent: wrong
    std::optional<Error> error;                       // the store failed
  };
  // Begins a session, or says why not.
  std::optional<SignedIn> SignIn(std::string_view name,
                                 std::string_view password,
                                 std::string_view address, Refusal& refusal);

  // The session of a token: nothing when it is unknown or over. Renews it.
  Result<std::optional<SignedIn>> Find(std::string_view token);
  Status SignOut(std::string_view token);

 private:
  std::optional<std::chrono::seconds> RefuseByRate(std::string_view name,
                                                   std::string_view address);
  Status Begin(const Agent& agent, const std::string& token,
               const std::string& new_hash);

  Store& store_;
  const Clock& clock_;
  const LoginOptions options_;
  RateLimiter by_both_;
  RateLimiter by_address_;
  RateLimiter by_name_;
};

// The agents as the desk and the command line change them. Errors: kInvalid
// for a bad name or password, kConflict for a name that exists, kNotFound.
// Every change is in the audit under `by`, and ends the agent's sessions.
struct AgentChange {
  std::optional<std::string> display_name;
  std::optional<Role> role;
  std::optional<std::vector<std::string>> queues;
  std::optional<bool> disabled;
  std::optional<std::string> language;
  std::optional<std::string> password;
};
Status AddAgent(Store& store, const std::string& name,
                const AgentChange& fields, std::string_view by, Time now);
Status ChangeAgent(Store& store, const std::string& name,
                   const AgentChange& change, std::string_view by, Time now);

}  // namespace sportello

#endif  // SPORTELLO_DESK_LOGIN_H_
