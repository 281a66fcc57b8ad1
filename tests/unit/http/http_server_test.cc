#include "http/http_server.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

#include "http/http_client.h"

namespace sportello {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// A raw client. Reads end with what was asked for, the server's close, or
// after ten seconds.
class Socket {
 public:
  explicit Socket(int port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{10, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    is_connected_ = connect(fd_, reinterpret_cast<sockaddr*>(&address),
                            sizeof address) == 0;
  }
  ~Socket() { close(fd_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  bool is_connected() const { return is_connected_; }
  void Send(const std::string& bytes) {
    send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
  void Get(const std::string& path) {
    Send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
  }
  void EndSending() { shutdown(fd_, SHUT_WR); }
  std::string ReadUntil(const std::string& end) {
    std::string text;
    char buffer[4096];
    while (text.find(end) == std::string::npos) {
      const ssize_t n = recv(fd_, buffer, sizeof buffer, 0);
      if (n <= 0) break;
      text.append(buffer, static_cast<size_t>(n));
    }
    return text;
  }
  std::string ReadToEnd() { return ReadUntil(std::string(1, '\0')); }

 private:
  const int fd_;
  bool is_connected_ = false;
};

HttpResponse Text(std::string body) {
  HttpResponse response;
  response.body = std::move(body);
  return response;
}

struct Served {
  explicit Served(HttpLimits limits = {}) : server(limits) {
    server.Route("GET", "/hello/{name}",
                 [](const HttpRequest& request, auto responder) {
                   responder->Send(
                       Text("hello " + std::string(request.Parameter("name"))));
                 });
    server.Route("GET", "/keep", [this](const HttpRequest&, auto responder) {
      kept.push_back(std::move(responder));
      arrived.release();
    });
    server.Route("GET", "/unanswered", [](const HttpRequest&, auto) {});
    server.Route("GET", "/throws", [](const HttpRequest&, auto) {
      throw std::runtime_error("secret");
    });
    server.Route("GET", "/twice", [](const HttpRequest&, auto responder) {
      responder->Send(Text("first"));
      responder->Send(Text("second"));
    });
    server.Route("GET", "/big", [](const HttpRequest&, auto responder) {
      responder->Send(Text(std::string(8 << 20, 'x') + "end"));
    });
    server.Route("POST", "/echo",
                 [](const HttpRequest& request, auto responder) {
                   responder->Send(Text(request.body));
                 });
  }
  int Start() {
    REQUIRE(server.Start("127.0.0.1", 0).ok());
    return server.port();
  }
  // Waits until stats() fulfil `condition`.
  template <typename Condition>
  bool Until(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + seconds(10);
    while (!condition(server.stats())) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::yield();
    }
    return true;
  }
  std::vector<std::shared_ptr<Responder>> kept;  // one worker at a time
  std::counting_semaphore<> arrived{0};
  HttpServer server;
};

HttpLimits OneWorker() {
  HttpLimits limits;
  limits.workers = 1;
  return limits;
}

TEST_CASE_FIXTURE(Served, "A client gets what the handler sends") {
  HttpClient client("http://127.0.0.1:" + std::to_string(Start()));
  const auto answer = client.Get("/hello/a%20b");
  REQUIRE(answer.ok());
  CHECK(answer->status == 200);
  CHECK(answer->body == "hello a b");
  const auto echo = client.Post("/echo", std::string(60'000, 'x'));
  REQUIRE(echo.ok());
  CHECK(echo->body.size() == 60'000);
  CHECK(server.stats().connections == 1);
}

TEST_CASE_FIXTURE(Served, "Wrong paths, methods and targets get problems") {
  HttpClient client("http://127.0.0.1:" + std::to_string(Start()));
  CHECK(client.Get("/nothing")->status == 404);
  CHECK(client.Get("/hello/%zz")->status == 400);
  const auto other = client.Post("/big", "");
  REQUIRE(other.ok());
  CHECK(other->status == 405);
  CHECK(other->content_type == "application/problem+json; charset=utf-8");
  CHECK(std::count(other->headers.begin(), other->headers.end(),
                   std::pair<std::string, std::string>{
                       "Allow", "GET, HEAD, OPTIONS"}) == 1);
}

TEST_CASE_FIXTURE(Served, "HEAD and OPTIONS need no handler of their own") {
  Socket client(Start());
  client.Send(
      "HEAD /hello/a HTTP/1.1\r\nHost: a\r\n\r\n"
      "OPTIONS /hello/a HTTP/1.1\r\nHost: a\r\n\r\n"
      "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const std::string answers = client.ReadToEnd();
  CHECK(answers.find("Content-Length: 7\r\n") != std::string::npos);
  CHECK(answers.find("hello a") == std::string::npos);
  CHECK(answers.find("204 No Content\r\nAllow: GET, HEAD, OPTIONS\r\n") !=
        std::string::npos);
}

TEST_CASE_FIXTURE(Served, "An unanswered or throwing handler is a 500") {
  HttpClient client("http://127.0.0.1:" + std::to_string(Start()));
  CHECK(client.Get("/unanswered")->status == 500);
  const auto thrown = client.Get("/throws");
  CHECK(thrown->status == 500);
  CHECK(thrown->body.find("secret") == std::string::npos);
  CHECK(client.Get("/hello/again")->status == 200);
}

TEST_CASE_FIXTURE(Served, "Only the first answer counts") {
  HttpClient client("http://127.0.0.1:" + std::to_string(Start()));
  CHECK(client.Get("/twice")->body == "first");
  CHECK(client.Get("/hello/next")->body == "hello next");
}

TEST_CASE_FIXTURE(Served, "An answer may come later and from anywhere") {
  Socket client(Start());
  client.Get("/keep");
  arrived.acquire();
  std::thread([this] { kept.front()->Send(Text("later")); }).join();
  CHECK(client.ReadUntil("later").find("200 OK") != std::string::npos);
}

TEST_CASE_FIXTURE(Served, "A Responder dropped later is a 500") {
  Socket client(Start());
  client.Get("/keep");
  arrived.acquire();
  kept.clear();
  CHECK(client.ReadUntil("}").find(" 500 ") != std::string::npos);
}

TEST_CASE_FIXTURE(Served, "An answer for a client that is gone is dropped") {
  const int port = Start();
  {
    Socket client(port);
    client.Get("/keep");
    arrived.acquire();
  }
  kept.front()->Send(Text("nobody"));
  CHECK(Until([](const HttpStats& s) { return s.open_connections == 0; }));
  Socket other(port);
  other.Get("/hello/you");
  CHECK(other.ReadUntil("you").find("200 OK") != std::string::npos);
}

TEST_CASE_FIXTURE(Served, "A Responder may outlive the server") {
  auto* responders = &kept;
  std::vector<std::shared_ptr<Responder>> outliving;
  {
    Served inner;
    Socket client(inner.Start());
    client.Get("/keep");
    inner.arrived.acquire();
    outliving = std::move(inner.kept);
    inner.server.Stop(milliseconds(0));
  }
  outliving.front()->Send(Text("to nobody"));
  CHECK(responders->empty());
}

TEST_CASE_FIXTURE(Served, "Pipelined answers keep the order") {
  Socket client(Start());
  std::string requests;
  std::string expected;
  for (int i = 0; i < 200; ++i) {
    const std::string name = std::to_string(i) + ";";
    requests += "GET /hello/" + name + " HTTP/1.1\r\nHost: a\r\n" +
                (i == 199 ? "Connection: close\r\n\r\n" : "\r\n");
    expected += "hello " + name;
  }
  client.Send(requests);
  std::string bodies;
  const std::string answers = client.ReadToEnd();
  for (size_t at = 0; (at = answers.find("hello ", at)) != std::string::npos;) {
    const size_t end = answers.find(';', at) + 1;
    bodies += answers.substr(at, end - at);
    at = end;
  }
  CHECK(bodies == expected);
}

TEST_CASE_FIXTURE(Served, "A large answer arrives whole") {
  Socket client(Start());
  client.Send("GET /big HTTP/1.0\r\n\r\n");
  const std::string answer = client.ReadToEnd();
  CHECK(answer.size() > (8 << 20));
  CHECK(answer.substr(answer.size() - 3) == "end");
}

TEST_CASE_FIXTURE(Served, "A half closed client is answered") {
  Socket client(Start());
  client.Get("/hello/half");
  client.EndSending();
  CHECK(client.ReadToEnd().find("hello half") != std::string::npos);
}

TEST_CASE("Without room in the queue a request is shed with Retry-After") {
  HttpLimits limits = OneWorker();
  limits.max_queued_requests = 0;
  Served served(limits);
  Socket client(served.Start());
  client.Get("/hello/x");
  const std::string answer = client.ReadUntil("}");
  CHECK(answer.find(" 503 ") != std::string::npos);
  CHECK(answer.find("Retry-After: 1\r\n") != std::string::npos);
  CHECK(served.server.stats().shed == 1);
}

TEST_CASE("An address gets no more connections than its share") {
  HttpLimits limits;
  limits.max_connections_per_address = 2;
  Served served(limits);
  const int port = served.Start();
  Socket first(port);
  {
    Socket second(port);
    CHECK(served.Until(
        [](const HttpStats& s) { return s.open_connections == 2; }));
    Socket third(port);
    CHECK(third.ReadToEnd().find(" 429 ") != std::string::npos);
  }
  CHECK(
      served.Until([](const HttpStats& s) { return s.open_connections == 1; }));
  Socket again(port);
  again.Get("/hello/again");
  CHECK(again.ReadUntil("again").find("200 OK") != std::string::npos);
}

TEST_CASE("Above all connections a newcomer is told to come again") {
  HttpLimits limits;
  limits.max_connections = 1;
  Served served(limits);
  const int port = served.Start();
  Socket first(port);
  first.Get("/hello/first");
  CHECK(first.ReadUntil("first").find("200 OK") != std::string::npos);
  Socket second(port);
  CHECK(second.ReadToEnd().find(" 503 ") != std::string::npos);
}

TEST_CASE("The proxy's own address is not capped") {
  HttpLimits limits;
  limits.max_connections_per_address = 1;
  limits.trusted_proxy = "127.0.0.1";
  Served served(limits);
  const int port = served.Start();
  Socket first(port);
  Socket second(port);
  second.Get("/hello/second");
  CHECK(second.ReadUntil("second").find("200 OK") != std::string::npos);
}

TEST_CASE("A slow head gets 408 and is counted") {
  HttpLimits limits;
  limits.head_timeout = milliseconds(1000);
  Served served(limits);
  Socket client(served.Start());
  client.Send("GET / HT");
  CHECK(client.ReadToEnd().find(" 408 ") != std::string::npos);
  CHECK(served.server.stats().timeouts == 1);
  CHECK(served.server.stats().refused == 1);
}

TEST_CASE_FIXTURE(Served, "Stop lets a running request end") {
  Socket client(Start());
  client.Get("/keep");
  arrived.acquire();
  auto stopped =
      std::async(std::launch::async, [this] { server.Stop(seconds(10)); });
  Socket probe(server.port());
  while (Socket(server.port()).is_connected()) std::this_thread::yield();
  kept.front()->Send(Text("the last"));
  CHECK(client.ReadToEnd().find("the last") != std::string::npos);
  stopped.get();
}

TEST_CASE_FIXTURE(Served, "Stop does not wait beyond its deadline") {
  Socket client(Start());
  client.Get("/keep");
  arrived.acquire();
  server.Stop(milliseconds(10));
  CHECK(client.ReadToEnd().empty());
}

TEST_CASE_FIXTURE(Served, "Stop does not wait for idle clients") {
  Socket client(Start());
  client.Get("/hello/a");
  client.ReadUntil("hello a");
  server.Stop(std::chrono::hours(1));
  CHECK(client.ReadToEnd().empty());
}

TEST_CASE_FIXTURE(Served, "Tasks run in the order of their times") {
  Start();
  for (bool in_time = false; !in_time;) {
    std::promise<std::string> done;
    std::string order;
    const auto begin = std::chrono::steady_clock::now();
    server.After(milliseconds(60), [&] { done.set_value(order + "c"); });
    server.After(milliseconds(0), [&] { order += "a"; });
    server.After(milliseconds(30), [&] { order += "b"; });
    // Handed over later, a task may rightly be late: then once more.
    in_time = std::chrono::steady_clock::now() - begin < milliseconds(30);
    const std::string run = done.get_future().get();
    if (in_time) CHECK(run == "abc");
  }
}

TEST_CASE_FIXTURE(Served, "A bound port is taken, and refuses until Start") {
  REQUIRE(server.Bind("127.0.0.1", 0).ok());
  const int port = server.port();
  CHECK(port > 0);
  HttpClient client("http://127.0.0.1:" + std::to_string(port));
  CHECK_FALSE(client.Get("/hello/a").ok());
  CHECK_FALSE(server.Bind("127.0.0.1", 0).ok());
  HttpServer other({});
  // Two may be bound while none listens; the first that starts has the port.
  REQUIRE(other.Bind("127.0.0.1", port).ok());
  REQUIRE(server.Start().ok());
  CHECK(client.Get("/hello/a").ok());
  const Status late = other.Start();
  REQUIRE(!late.ok());
  CHECK(late.error().code == Code::kConflict);
}

TEST_CASE_FIXTURE(Served, "A port in use, a bad address: Start says which") {
  const int port = Start();
  HttpServer second{HttpLimits{}};
  const Status taken = second.Start("127.0.0.1", port);
  REQUIRE_FALSE(taken.ok());
  CHECK(taken.error().code == Code::kConflict);
  CHECK(taken.error().message ==
        "listen: 127.0.0.1:" + std::to_string(port) + ": the port is in use");
  CHECK(second.Start("nowhere", 0).error().code == Code::kInvalid);
  CHECK(second.Start("192.0.2.1", 0).error().code == Code::kInvalid);
  CHECK(second.Start("127.0.0.1", 70'000).error().code == Code::kInvalid);
}

TEST_CASE("A server listens on IPv6 and localhost") {
  Served v6;
  const Status started = v6.server.Start("::1", 0);
  if (started.ok()) CHECK(v6.server.port() > 0);
  Served local;
  CHECK(local.server.Start("localhost", 0).ok());
}

TEST_CASE_FIXTURE(Served, "The client limits answers and refuses bad input") {
  HttpClientLimits limits;
  limits.max_response_bytes = 1000;
  HttpClient client("http://127.0.0.1:" + std::to_string(Start()), limits);
  CHECK(client.Get("/big").error().code == Code::kUnavailable);
  CHECK(client.Get("no-slash").error().code == Code::kInvalid);
  CHECK(client.Get("/", {{"X", "a\r\nb"}}).error().code == Code::kInvalid);
  server.Stop(milliseconds(0));
  CHECK(client.Get("/hello/x").error().code == Code::kUnavailable);
}

}  // namespace
}  // namespace sportello
