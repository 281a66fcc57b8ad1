// Puts the parts together: router, workers, loop. A worker takes a request
// apart, finds its handler and calls it.
#include "http/http_server.h"

#include <unistd.h>

#include <thread>
#include <utility>

#include "base/log.h"
#include "http/event_loop.h"
#include "http/exchange.h"
#include "http/http_answer.h"
#include "http/listener.h"
#include "http/mailbox.h"
#include "http/request_target.h"
#include "http/router.h"
#include "http/worker_pool.h"

namespace sportello {
namespace {

HttpResponse NoSuchPath() {
  return MakeProblem(404, "not-found", ReasonPhrase(404),
                     "There is nothing at this path; /openapi.json lists what "
                     "there is.");
}

HttpResponse OtherMethods(const std::string& method, std::string allow) {
  HttpResponse response;
  if (method == "OPTIONS") {
    response.status = 204;
  } else {
    response = MakeProblem(
        405, "method-not-allowed", ReasonPhrase(405),
        "This path does not know the method; it knows " + allow + ".");
  }
  response.headers.emplace_back("Allow", std::move(allow));
  return response;
}

}  // namespace

class HttpServer::Front {
 public:
  explicit Front(HttpLimits limits)
      : limits_(std::move(limits)),
        mailbox_(std::make_shared<Mailbox>()),
        workers_(static_cast<size_t>(limits_.max_queued_requests), mailbox_,
                 [this](const WorkerPool::Job& job) { Handle(job); }) {}
  ~Front() {
    Stop(std::chrono::milliseconds(0));
    if (bound_.fd >= 0) close(bound_.fd);
  }

  Status Bind(const std::string& address, int port) {
    if (loop_ != nullptr || bound_.fd >= 0) {
      return Conflict("listen: the server has its port already");
    }
    Result<Listener> listener = BindListener(address, port);
    if (!listener.ok()) return listener.error();
    bound_ = *listener;
    return {};
  }

  Status Start() {
    if (bound_.fd < 0) return Conflict("listen: no port is bound");
    if (Status listening = Listen(bound_); !listening.ok()) return listening;
    loop_ = std::make_unique<EventLoop>(limits_, bound_, mailbox_, workers_,
                                        counters_);
    bound_.fd = -1;  // the loop's
    if (!loop_->is_usable()) {
      loop_.reset();
      return Unavailable("listen: no descriptors left");
    }
    workers_.Start(limits_.workers);
    thread_ = std::thread([this] { loop_->Run(); });
    return {};
  }

  void Stop(std::chrono::milliseconds deadline) {
    if (thread_.joinable()) {
      loop_->Stop(std::chrono::steady_clock::now() + deadline);
      thread_.join();
    }
    workers_.Stop();
    mailbox_->Close();
  }

  void After(std::chrono::milliseconds delay, std::function<void()> task) {
    mailbox_->Post(Mailbox::Task{std::chrono::steady_clock::now() + delay,
                                 std::move(task)});
  }

  Router& router() { return router_; }
  int port() const { return bound_.port; }
  HttpStats stats() const { return counters_.Snapshot(); }

 private:
  void Handle(const WorkerPool::Job& job) {
    HttpRequest request;
    if (const auto refusal = BuildRequest(job->TakeRequest(), job->peer(),
                                          limits_.trusted_proxy, &request)) {
      job->Send(ProblemFor(*refusal));
      return;
    }
    Router::Found found = router_.Find(request.method, request.path);
    if (found.handler != nullptr) {
      request.parameters = std::move(found.parameters);
      (*found.handler)(request, job);
    } else if (request.path == "*") {
      job->Send(OtherMethods(request.method,
                             "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
    } else if (found.allow.empty()) {
      job->Send(NoSuchPath());
    } else {
      job->Send(OtherMethods(request.method, std::move(found.allow)));
    }
  }

  const HttpLimits limits_;
  Router router_;
  HttpCounters counters_;
  std::shared_ptr<Mailbox> mailbox_;
  WorkerPool workers_;
  std::unique_ptr<EventLoop> loop_;
  std::thread thread_;
  Listener bound_;
};

HttpServer::HttpServer(HttpLimits limits)
    : front_(std::make_unique<Front>(std::move(limits))) {}

HttpServer::~HttpServer() = default;

void HttpServer::Route(std::string method, std::string pattern,
                       HttpHandler handler) {
  front_->router().Add(std::move(method), std::move(pattern),
                       std::move(handler));
}

const std::vector<HttpRoute>& HttpServer::routes() const {
  return front_->router().routes();
}

Status HttpServer::Bind(const std::string& address, int port) {
  return front_->Bind(address, port);
}

Status HttpServer::Start() { return front_->Start(); }

Status HttpServer::Start(const std::string& address, int port) {
  Status bound = Bind(address, port);
  return bound.ok() ? Start() : bound;
}

int HttpServer::port() const { return front_->port(); }

void HttpServer::Stop(std::chrono::milliseconds deadline) {
  front_->Stop(deadline);
}

void HttpServer::After(std::chrono::milliseconds delay,
                       std::function<void()> task) {
  front_->After(delay, std::move(task));
}

HttpStats HttpServer::stats() const { return front_->stats(); }

}  // namespace sportello
