// A 64-bit hash that is the same on every machine (FNV-1a,
// http://www.isthe.com/chongo/tech/comp/fnv/): features are known by it.
#ifndef SPORTELLO_FAQ_HASH_H_
#define SPORTELLO_FAQ_HASH_H_

#include <cstdint>
#include <string_view>

namespace sportello {

inline constexpr uint64_t kHashSeed = 14695981039346656037ULL;

inline uint64_t HashText(std::string_view text, uint64_t seed = kHashSeed) {
  for (const char c : text) {
    seed ^= static_cast<unsigned char>(c);
    seed *= 1099511628211ULL;
  }
  return seed;
}

}  // namespace sportello

#endif  // SPORTELLO_FAQ_HASH_H_
