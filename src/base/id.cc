#include "base/id.h"

#include <sys/random.h>

#include <array>
#include <cstdint>
#include <cstdlib>

namespace sportello {
namespace {

// Random bytes are fetched in blocks: one system call serves many ids.
struct Pool {
  std::array<unsigned char, 1024> bytes{};
  size_t used = 1024;
};

void Fill(Pool& pool) {
  size_t filled = 0;
  while (filled < pool.bytes.size()) {
    const ssize_t got =
        getrandom(pool.bytes.data() + filled, pool.bytes.size() - filled, 0);
    if (got < 0) std::abort();  // Linux promises bytes to every caller
    filled += static_cast<size_t>(got);
  }
  pool.used = 0;
}

}  // namespace

std::string NewId() {
  static constexpr char kAlphabet[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  static constexpr size_t kLength = 22;
  thread_local Pool pool;
  if (pool.used + kLength > pool.bytes.size()) Fill(pool);
  std::string id(kLength, ' ');
  for (char& character : id) {
    character = kAlphabet[pool.bytes.at(pool.used) & 63];
    pool.bytes.at(pool.used++) = 0;
  }
  return id;
}

bool IsWellFormedId(std::string_view id) {
  if (id.empty() || id.size() > 64) return false;
  for (const char c : id) {
    const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (!good) return false;
  }
  return true;
}

}  // namespace sportello
