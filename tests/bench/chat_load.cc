// Customers who wait for their answers: a number of messages in a number of
// conversations that all go on at the same time (each gets its next message
// when all the others had one).
//
//   chat_load PORT CONNECTIONS MESSAGES CONVERSATIONS
//
// Loopback only. Prints "10 %", "20 %"... as it goes, and at the end what was
// reached. Blocking clients, since the daemon is what is measured.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

constexpr std::array<const char*, 8> kItalian = {
    "dove il mio paco? nn è arrivato",
    "quanto costa la spedizione",
    "entro quanti giorni posso fare il reso",
    "accettate paypal",
    "vorrei la fattura con partita iva",
    "orari del negozio di bologna",
    "come lavo la borsa in pelle",
    "ho dimenticato la password"};
constexpr std::array<const char*, 4> kEnglish = {
    "where is my parcel", "how do I return a pair of shoes",
    "can I pay with klarna", "do you ship to switzerland"};

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

// The whole answer; empty when the connection failed or it is no 200.
std::string Exchange(int connection, const std::string& request) {
  if (write(connection, request.data(), request.size()) !=
      static_cast<ssize_t>(request.size())) {
    return {};
  }
  std::string answer;
  char buffer[16384];
  for (;;) {
    const ssize_t got = read(connection, buffer, sizeof buffer);
    if (got <= 0) return {};
    answer.append(buffer, static_cast<size_t>(got));
    const size_t end = answer.find("\r\n\r\n");
    if (end == std::string::npos) continue;
    const size_t length = answer.find("Content-Length: ");
    if (length == std::string::npos || length > end) return {};
    const size_t body = std::strtoul(answer.c_str() + length + 16, nullptr, 10);
    if (answer.size() < end + 4 + body) continue;
    return answer.starts_with("HTTP/1.1 200") ? answer : std::string();
  }
}

std::string Request(size_t number, size_t round, const std::string& id) {
  std::string body = "{\"message\":\"";
  body += number % 3 == 0 ? kEnglish[(number + round) % kEnglish.size()]
                          : kItalian[(number + round) % kItalian.size()];
  body += id.empty() ? "\"}" : "\",\"conversation\":\"" + id + "\"}";
  return "POST /v1/chat HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
         "application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string IdIn(const std::string& answer) {
  constexpr std::string_view kKey = "\"conversation\":\"";
  const size_t at = answer.find(kKey);
  if (at == std::string::npos) return {};
  const size_t begin = at + kKey.size();
  return answer.substr(begin, answer.find('"', begin) - begin);
}

struct Progress {
  std::atomic<size_t> done{0};
  std::atomic<size_t> errors{0};
  size_t all = 0;

  void Count() {
    const size_t now = ++done;
    if (now % (all / 10) == 0) {
      std::printf("%zu %%\n", now / (all / 10) * 10);
      std::fflush(stdout);
    }
  }
};

// One connection's share: `conversations`, each with `rounds` messages.
void Talk(int port, size_t first, size_t conversations, size_t rounds,
          Progress& progress) {
  const int connection = Connect(port);
  std::vector<std::string> ids(conversations);
  for (size_t round = 0; round < rounds && connection >= 0; ++round) {
    for (size_t i = 0; i < conversations; ++i) {
      const std::string answer =
          Exchange(connection, Request(first + i, round, ids[i]));
      if (answer.empty()) {
        ++progress.errors;
        close(connection);
        return;
      }
      if (round == 0) ids[i] = IdIn(answer);
      progress.Count();
    }
  }
  if (connection < 0) ++progress.errors;
  if (connection >= 0) close(connection);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "chat_load PORT CONNECTIONS MESSAGES CONVERSATIONS\n");
    return 2;
  }
  const int port = std::atoi(argv[1]);
  const auto connections = static_cast<size_t>(std::atoi(argv[2]));
  const auto messages = static_cast<size_t>(std::atoi(argv[3]));
  const auto conversations = static_cast<size_t>(std::atoi(argv[4]));
  const size_t share = conversations / connections;
  const size_t rounds = messages / conversations;
  if (share == 0 || rounds == 0 || messages < 10) return 2;
  Progress progress;
  progress.all = share * connections * rounds;
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (size_t i = 0; i < connections; ++i) {
    threads.emplace_back(
        [&, i] { Talk(port, i * share, share, rounds, progress); });
  }
  for (std::thread& thread : threads) thread.join();
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin)
          .count();
  std::printf("%zu messages in %zu conversations, %.0f/s, %zu errors\n",
              progress.done.load(), share * connections,
              static_cast<double>(progress.done) / seconds,
              progress.errors.load());
  return progress.errors == 0 ? 0 : 1;
}
