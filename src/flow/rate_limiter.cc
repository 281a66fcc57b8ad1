#include "flow/rate_limiter.h"

#include <arpa/inet.h>

#include <algorithm>
#include <functional>
#include <random>

namespace sportello {
namespace {

// Nobody outside may choose keys that meet in one set.
uint64_t RandomSeed() {
  std::random_device device;
  return (uint64_t{device()} << 32) | device();
}

// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
uint64_t Mix(uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31);
}

uint64_t HashOf(std::string_view key, uint64_t seed) {
  uint64_t hash = Mix(seed ^ key.size());
  for (const char c : key) {
    hash = Mix(hash ^ static_cast<unsigned char>(c)) + seed;
  }
  return hash | 1;  // 0 marks an empty entry
}

}  // namespace

RateLimiter::RateLimiter(int events, std::chrono::milliseconds window)
    : interval_(events == 0 ? 0 : window.count() * 1'000'000 / events),
      window_(window.count() * 1'000'000),
      seed_(RandomSeed()),
      sets_(events == 0 ? 0 : kSets) {}

std::optional<std::chrono::seconds> RateLimiter::Refuse(std::string_view key,
                                                        TimePoint now) {
  if (interval_ == 0) return std::nullopt;
  const uint64_t hash = HashOf(key, seed_);
  const size_t set_number = (hash >> 8) % kSets;
  const std::lock_guard<std::mutex> lock(locks_.at(set_number % kLocks));
  auto& set = sets_[set_number];
  auto entry = std::find_if(set.begin(), set.end(),
                            [hash](const Entry& e) { return e.key == hash; });
  if (entry == set.end()) {
    entry = std::min_element(set.begin(), set.end(), [](auto& a, auto& b) {
      return a.rest_at < b.rest_at;
    });
    *entry = {hash, 0};
  }
  const int64_t time = std::chrono::duration_cast<std::chrono::nanoseconds>(
                           now.time_since_epoch())
                           .count();
  const int64_t rest_at = std::max(entry->rest_at, time);
  const int64_t too_much = rest_at - time - (window_ - interval_);
  if (too_much > 0) {
    return std::chrono::seconds((too_much + 999'999'999) / 1'000'000'000);
  }
  entry->rest_at = rest_at + interval_;
  return std::nullopt;
}

std::string AddressKey(std::string_view address) {
  std::string text(address);
  in_addr four{};
  if (inet_pton(AF_INET, text.c_str(), &four) == 1) {
    return {reinterpret_cast<const char*>(&four), sizeof four};
  }
  in6_addr six{};
  if (inet_pton(AF_INET6, text.c_str(), &six) != 1) return text;
  const char* bytes = reinterpret_cast<const char*>(six.s6_addr);
  if (IN6_IS_ADDR_V4MAPPED(&six)) return {bytes + 12, 4};
  return {bytes, 8};
}

}  // namespace sportello
