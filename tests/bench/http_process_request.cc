// What one request costs in cpp-httplib alone, without a socket: its
// process_request() on a stream in memory, with the request of http_echo and
// twelve routes as the daemon has. Prints microseconds of CPU per request.
//
// This is the figure behind the decision to let our own table route and
// answer, and to keep httplib for the client.
#include <httplib.h>

#include <cstdio>
#include <cstring>
#include <ctime>
#include <string>

namespace {

class MemoryStream : public httplib::Stream {
 public:
  explicit MemoryStream(const std::string& input) : input_(input) {}
  bool is_readable() const override { return offset_ < input_.size(); }
  bool is_writable() const override { return true; }
  ssize_t read(char* out, size_t size) override {
    const size_t n = std::min(size, input_.size() - offset_);
    std::memcpy(out, input_.data() + offset_, n);
    offset_ += n;
    return static_cast<ssize_t>(n);
  }
  ssize_t write(const char* bytes, size_t size) override {
    output.append(bytes, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    ip = "127.0.0.1";
    port = 1;
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override {
    get_remote_ip_and_port(ip, port);
  }
  socket_t socket() const override { return -1; }

  std::string output;

 private:
  const std::string& input_;
  size_t offset_ = 0;
};

class Server : public httplib::Server {
 public:
  size_t Answer(const std::string& bytes) {
    MemoryStream stream(bytes);
    bool closed = false;
    process_request(stream, false, closed, [](httplib::Request&) {});
    return stream.output.size();
  }
};

}  // namespace

int main() {
  constexpr int kRequests = 200'000;
  const std::string body =
      R"({"conversation":"abcdefghijklmnopqrstuv","message":"Dove e il mio )"
      R"(pacco?"})";
  const std::string request =
      "POST /echo HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"
      "Content-Type: application/json\r\nContent-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body;
  Server server;
  for (int i = 0; i < 11; ++i) {
    server.Post("/v1/conversations/([^/]+)/" + std::to_string(i),
                [](const httplib::Request&, httplib::Response&) {});
  }
  server.Post("/echo", [](const httplib::Request& in, httplib::Response& out) {
    out.set_content(in.body, "application/json");
  });
  size_t bytes = 0;
  const std::clock_t begin = std::clock();
  for (int i = 0; i < kRequests; ++i) bytes += server.Answer(request);
  const double seconds =
      static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::printf("httplib process_request: %.2f us a request, %zu bytes\n",
              seconds * 1e6 / kRequests, bytes / kRequests);
  return 0;
}
