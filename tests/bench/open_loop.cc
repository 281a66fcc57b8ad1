// Sends messages at a fixed rate, whether or not answers come, and measures
// each from the moment it was due (so that a stall is not hidden).
//
//   open_loop PORT MESSAGES_PER_SECOND SECONDS
//
// Loopback only. 32 connections, each with its own share of the rate.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
constexpr int kConnections = 32;

int Connect(int port) {
  const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int one = 1;
  setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (connect(connection, reinterpret_cast<sockaddr*>(&address),
              sizeof address) != 0) {
    return -1;
  }
  return connection;
}

// One request and its whole answer; false when the connection failed.
bool Exchange(int connection, const std::string& request) {
  if (write(connection, request.data(), request.size()) !=
      static_cast<ssize_t>(request.size())) {
    return false;
  }
  std::string answer;
  char buffer[16384];
  for (;;) {
    const ssize_t got = read(connection, buffer, sizeof buffer);
    if (got <= 0) return false;
    answer.append(buffer, static_cast<size_t>(got));
    const size_t end = answer.find("\r\n\r\n");
    if (end == std::string::npos) continue;
    const size_t length = answer.find("Content-Length: ");
    if (length == std::string::npos || length > end) return false;
    const size_t body = std::strtoul(answer.c_str() + length + 16, nullptr, 10);
    if (answer.size() >= end + 4 + body) {
      return answer.compare(0, 12, "HTTP/1.1 200") == 0;
    }
  }
}

std::string Request(int number) {
  const char* texts[] = {"dove il mio paco? nn arriva", "quanto costa il reso",
                         "where is my parcel", "can I pay with paypal"};
  const std::string body =
      std::string("{\"message\":\"") + texts[number % 4] + "\"}";
  return "POST /v1/chat HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
         "application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

void Run(int port, double rate, int seconds, int number,
         std::vector<double>& latencies, int& errors) {
  const int connection = Connect(port);
  const auto begin = Clock::now();
  const auto gap = std::chrono::duration<double>(1 / rate);
  for (int i = 0; i * gap.count() < seconds; ++i) {
    const auto due =
        begin + std::chrono::duration_cast<Clock::duration>(gap * i);
    std::this_thread::sleep_until(due);
    if (connection < 0 || !Exchange(connection, Request(number + i))) {
      ++errors;
      break;
    }
    latencies.push_back(
        std::chrono::duration<double, std::milli>(Clock::now() - due).count());
  }
  if (connection >= 0) close(connection);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "open_loop PORT MESSAGES_PER_SECOND SECONDS\n");
    return 2;
  }
  const int port = std::atoi(argv[1]);
  const double rate = std::atof(argv[2]) / kConnections;
  const int seconds = std::atoi(argv[3]);
  std::vector<std::vector<double>> latencies(kConnections);
  std::vector<int> errors(kConnections);
  std::vector<std::thread> threads;
  for (int i = 0; i < kConnections; ++i) {
    const auto at = static_cast<size_t>(i);
    threads.emplace_back(
        [&, i, at] { Run(port, rate, seconds, i, latencies[at], errors[at]); });
  }
  for (std::thread& thread : threads) thread.join();
  std::vector<double> all;
  int failed = 0;
  for (size_t i = 0; i < kConnections; ++i) {
    all.insert(all.end(), latencies[i].begin(), latencies[i].end());
    failed += errors[i];
  }
  if (all.empty()) return 1;
  std::sort(all.begin(), all.end());
  const auto at = [&](double share) {
    return all[static_cast<size_t>(share *
                                   static_cast<double>(all.size() - 1))];
  };
  std::printf(
      "%.0f/s reached, p50 %.2f ms, p95 %.2f ms, p99 %.2f ms, %d errors\n",
      static_cast<double>(all.size()) / seconds, at(0.5), at(0.95), at(0.99),
      failed);
  return 0;
}
