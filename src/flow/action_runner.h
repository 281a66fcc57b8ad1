// Calls the company's own HTTP interface for the dialogue, on threads of its
// own, so that neither a worker nor the store's writer waits for it.
//
// Only hosts that the operator has named are called: content cannot make the
// daemon talk to anybody else. A call that fails is logged with its host
// only, because the path holds what a customer wrote.
#ifndef SPORTELLO_FLOW_ACTION_RUNNER_H_
#define SPORTELLO_FLOW_ACTION_RUNNER_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "dialogue/action.h"
#include "dialogue/action_host.h"

namespace sportello {

struct ActionOptions {
  // "api.shop.example" (the scheme's own port) or "127.0.0.1:9000".
  std::vector<std::string> hosts;
  std::string authorization;  // value of that header; empty = none is sent
  int threads = 4;
  size_t max_waiting = 256;  // more fail at once
};

// Safe from many threads.
class ActionRunner {
 public:
  // Called once for each call, on a thread of the runner (or of the caller
  // when the call is refused); must be quick.
  using Done = std::function<void(ActionOutcome)>;

  explicit ActionRunner(ActionOptions options = {});
  ~ActionRunner();
  ActionRunner(const ActionRunner&) = delete;
  ActionRunner& operator=(const ActionRunner&) = delete;

  // `key` is sent as Idempotency-Key, so that the company can tell a repeated
  // call from a second one.
  void Run(ActionRequest request, std::string key, Done done);

  // Calls that wait fail, those that run end; later ones fail at once.
  void Stop();

 private:
  struct Call {
    ActionRequest request;
    std::string key;
    Done done;
  };

  void Work();
  ActionOutcome Perform(const ActionRequest& request,
                        const std::string& key) const;

  const ActionOptions options_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Call> calls_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_ACTION_RUNNER_H_
