// The peer of http_echo: a bare cpp-httplib server, tuned as far as it goes
// from outside (no delay, unlimited keep-alive, 64 threads, backlog raised).
//
//   echo_httplib PORT
#include <httplib.h>

#include <cstdio>
#include <cstdlib>

namespace {

class Server : public httplib::Server {
 public:
  // The library has a backlog of 5 compiled in.
  void RaiseBacklog() { ::listen(svr_sock_, 4096); }
};

}  // namespace

int main(int argc, char** argv) {
  Server server;
  server.new_task_queue = [] { return new httplib::ThreadPool(64); };
  server.set_keep_alive_max_count(static_cast<size_t>(-1));
  server.set_keep_alive_timeout(60);
  server.set_tcp_nodelay(true);
  const auto echo = [](const httplib::Request& request,
                       httplib::Response& response) {
    response.set_content(request.body, "application/json");
  };
  server.Post("/echo", echo);
  server.Post("/v1/chat", echo);  // where open_loop sends
  const int wanted = argc > 1 ? std::atoi(argv[1]) : 0;
  const int port = wanted == 0 ? server.bind_to_any_port("127.0.0.1")
                   : server.bind_to_port("127.0.0.1", wanted) ? wanted
                                                              : -1;
  if (port < 0) {
    std::fprintf(stderr, "cannot listen\n");
    return 1;
  }
  server.RaiseBacklog();
  std::printf("listening on 127.0.0.1:%d\n", port);
  std::fflush(stdout);
  return server.listen_after_bind() ? 0 : 1;
}
