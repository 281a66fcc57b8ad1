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

// `mask` is the size of the alphabet, a power of two, less one.
std::string RandomText(const char* alphabet, unsigned mask, size_t length) {
  thread_local Pool pool;
  if (pool.used + length > pool.bytes.size()) Fill(pool);
  std::string text(length, ' ');
  for (char& character : text) {
    character = alphabet[pool.bytes.at(pool.used) & mask];
    pool.bytes.at(pool.used++) = 0;
  }
  return text;
}

}  // namespace

std::string NewId() {
  return RandomText(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", 63,
      22);
}

std::string NewTimeOrderedId(Time now) {
  constexpr std::string_view kInByteOrder =
      "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
  auto left = static_cast<uint64_t>(ToMillis(now));
  std::string time(7, ' ');
  for (auto digit = time.rbegin(); digit != time.rend(); ++digit) {
    *digit = kInByteOrder[left % kInByteOrder.size()];
    left /= kInByteOrder.size();
  }
  return time + NewId();
}

std::string NewLowerId() {
  return RandomText("abcdefghijklmnopqrstuvwxyz234567", 31, 26);
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
