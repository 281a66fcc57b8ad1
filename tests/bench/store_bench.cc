// Durable turns per second of the store at 1, 16, 64, 256 waiting clients,
// beside a bare group-commit loop of one 200-byte row a client on the same
// disk. Usage: store_bench [DIRECTORY [SECONDS [normal | bare CLIENTS]]]
//
// `bare` runs only the loop, with so many clients.
//
// A turn: find or insert the conversation, append a customer's message with an
// id and a bot's with its reason, update the conversation. Each client talks
// 10 turns in a conversation, then begins a new one; "wide" clients choose
// among 20,000 conversations at random instead.
#include <sqlite3.h>
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "base/id.h"
#include "store/sqlite_store.h"

namespace sportello {
namespace {

using SteadyClock = std::chrono::steady_clock;

[[noreturn]] void Fail(const std::string& why) {
  std::fprintf(stderr, "store_bench: %s\n", why.c_str());
  std::exit(1);
}

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) +
           static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Of the writer thread, which runs the jobs.
double WriterCpuSeconds(Store& store) {
  timespec time{};
  static_cast<void>(store.Write([&](Transaction&) {
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return Status();
  }));
  return static_cast<double>(time.tv_sec) +
         static_cast<double>(time.tv_nsec) / 1e9;
}

// Runs `step(client)` in a loop on each of `clients` threads and prints a row.
template <typename Step>
double Measure(const char* name, int clients, double seconds, Step step) {
  std::atomic<bool> stop{false};
  std::vector<std::vector<float>> waits(static_cast<size_t>(clients));
  std::vector<std::thread> threads;
  const double cpu = CpuSeconds();
  const auto start = SteadyClock::now();
  for (int client = 0; client < clients; ++client) {
    threads.emplace_back([&, client] {
      while (!stop) {
        const auto begin = SteadyClock::now();
        step(client);
        waits[static_cast<size_t>(client)].push_back(
            std::chrono::duration<float, std::milli>(SteadyClock::now() - begin)
                .count());
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  stop = true;
  for (std::thread& thread : threads) thread.join();
  const double taken =
      std::chrono::duration<double>(SteadyClock::now() - start).count();
  std::vector<float> all;
  for (const auto& part : waits)
    all.insert(all.end(), part.begin(), part.end());
  std::sort(all.begin(), all.end());
  const auto count = static_cast<double>(all.size());
  const auto at = [&](double share) {
    return static_cast<double>(all[static_cast<size_t>(count * share)]);
  };
  std::printf(
      "%-22s %4d %9.0f/s  p50 %7.2f  p99 %7.2f  max %7.1f ms  %5.1f us cpu",
      name, clients, count / taken, at(0.5), at(0.99),
      static_cast<double>(all.back()), (CpuSeconds() - cpu) * 1e6 / count);
  std::fflush(stdout);
  return count;
}

Status Turn(Transaction& transaction, const std::string& id,
            std::string_view external_id) {
  auto found = transaction.FindConversation(id);
  if (!found.ok()) return found.error();
  Conversation conversation;
  if (found->has_value()) {
    conversation = std::move(**found);
  } else {
    conversation.id = id;
    conversation.channel = "web";
    conversation.language = "it";
    Status inserted = transaction.InsertConversation(conversation);
    if (!inserted.ok()) return inserted;
  }
  Message question;
  question.text = "dove il mio paco? nn è arrivato, ho ordinato lunedì scorso";
  question.at = SystemClock().Now();
  Status status =
      transaction.AppendMessage(conversation, question, external_id);
  if (!status.ok()) return status;
  Message reply;
  reply.from = Author::kBot;
  reply.text =
      "Il pacco arriva di solito in 3 giorni lavorativi. Con il numero "
      "dell'ordine può vedere dove si trova: lo trova nella conferma che ha "
      "ricevuto per posta elettronica.";
  reply.at = question.at;
  reply.reason = Reason{"intent",   "answer", "order_delivery",
                        "high",     0.93,     "intents/it/orders.yaml:112",
                        "4f2a90c1", {}};
  status = transaction.AppendMessage(conversation, reply, "");
  if (!status.ok()) return status;
  conversation.state =
      R"({"ladder":0,"last":"order_delivery","greeted":true,"offered":[]})";
  conversation.updated_at = question.at;
  return transaction.UpdateConversation(conversation);
}

void MeasureTurns(Store& store, int clients, double seconds, bool wide) {
  struct Client {
    std::mt19937 random;
    std::string conversation;
    int turns = 0;
  };
  static std::vector<std::string> many;
  while (wide && many.size() < 20000) many.push_back(NewId());
  std::vector<Client> states(static_cast<size_t>(clients));
  for (size_t i = 0; i < states.size(); ++i) {
    states[i].random.seed(static_cast<unsigned>(i));
  }
  const double writer_cpu = WriterCpuSeconds(store);
  const double count = Measure(
      wide ? "turns, wide" : "turns", clients, seconds, [&](int client) {
        Client& state = states[static_cast<size_t>(client)];
        if (state.turns++ % 10 == 0 || wide) {
          state.conversation =
              wide ? many[state.random() % many.size()] : NewId();
        }
        const std::string external_id = NewId();
        const Status status = store.Write([&](Transaction& transaction) {
          return Turn(transaction, state.conversation, external_id);
        });
        if (!status.ok()) Fail(status.error().message);
      });
  std::printf(", %5.1f us of the writer\n",
              (WriterCpuSeconds(store) - writer_cpu) * 1e6 / count);
}

// The least that a durable insert can cost: one thread, one table, one
// prepared statement, one commit for all that wait.
class BareLoop {
 public:
  BareLoop(const std::string& path, bool durable) {
    if (sqlite3_open(path.c_str(), &database_) != SQLITE_OK) Fail("open");
    Run("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=10000");
    Run(durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
    Run("CREATE TABLE row (key INTEGER PRIMARY KEY, text TEXT)");
    sqlite3_prepare_v2(database_, "INSERT INTO row (text) VALUES (?)", -1,
                       &insert_, nullptr);
    thread_ = std::thread([this] { Loop(); });
  }
  ~BareLoop() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    wake_.notify_one();
    thread_.join();
    sqlite3_finalize(insert_);
    sqlite3_close(database_);
  }

  void Insert() {
    std::unique_lock lock(mutex_);
    const long long mine = ++added_;
    if (mine == taken_ + 1) wake_.notify_one();
    done_.wait(lock, [&] { return committed_ >= mine; });
  }

 private:
  void Run(const char* sql) {
    if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
      Fail(sqlite3_errmsg(database_));
    }
  }
  void Loop() {
    const std::string text(200, 'x');
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_.wait(lock, [&] { return stopped_ || added_ > taken_; });
      if (stopped_) return;
      const long long begin = taken_;
      taken_ = added_;
      const long long end = taken_;
      lock.unlock();
      Run("BEGIN IMMEDIATE");
      for (long long i = begin; i < end; ++i) {
        sqlite3_bind_text(insert_, 1, text.data(), 200, SQLITE_STATIC);
        sqlite3_step(insert_);
        sqlite3_reset(insert_);
      }
      Run("COMMIT");
      lock.lock();
      committed_ = end;
      done_.notify_all();
    }
  }

  sqlite3* database_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable done_;
  long long added_ = 0;
  long long taken_ = 0;
  long long committed_ = 0;
  bool stopped_ = false;
  std::thread thread_;
};

void MeasureBare(const std::string& own, const std::vector<int>& crowds,
                 double seconds, bool durable) {
  BareLoop bare(own + "/bare.db", durable);
  for (const int clients : crowds) {
    Measure("bare rows of 200 bytes", clients, seconds,
            [&](int) { bare.Insert(); });
    std::printf("\n");
  }
}

// Only the bare loop when `clients` is not 0.
void Main(const std::string& directory, double seconds, bool durable,
          int clients) {
  std::filesystem::create_directories(directory);
  const std::string own = directory + "/store_bench." + NewId();
  std::filesystem::create_directory(own);
  const std::vector<int> crowds =
      clients == 0 ? std::vector<int>{1, 16, 64, 256} : std::vector{clients};
  MeasureBare(own, crowds, seconds, durable);
  if (clients != 0) {
    std::filesystem::remove_all(own);
    return;
  }
  SqliteStoreOptions options;
  options.directory = own + "/store";
  options.durable = durable;
  auto store = OpenSqliteStore(options);
  if (!store.ok()) Fail(store.error().message);
  for (const bool wide : {false, true}) {
    for (const int crowd : crowds) {
      MeasureTurns(**store, crowd, seconds, wide);
    }
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto bytes = [&](const char* name) {
    std::error_code none;
    const auto size =
        std::filesystem::file_size(options.directory + name, none);
    return none ? 0.0 : static_cast<double>(size) / 1e6;
  };
  std::printf("peak memory %.0f MB, file %.0f MB, log %.0f MB\n",
              static_cast<double>(usage.ru_maxrss) / 1e3,
              bytes("/sportello.db"), bytes("/sportello.db-wal"));
  store->reset();
  std::filesystem::remove_all(own);
}

}  // namespace
}  // namespace sportello

int main(int argc, char** argv) {
  sportello::Main(argc > 1 ? argv[1] : "/tmp",
                  argc > 2 ? std::atof(argv[2]) : 3,
                  argc < 4 || std::strcmp(argv[3], "normal") != 0,
                  argc > 4 ? std::atoi(argv[4]) : 0);
  return 0;
}
