#include "desk/password.h"

#include <sodium.h>

#include <array>
#include <semaphore>

namespace sportello {
namespace {

constexpr auto kOperations = crypto_pwhash_OPSLIMIT_INTERACTIVE;
constexpr auto kMemory = crypto_pwhash_MEMLIMIT_INTERACTIVE;

std::counting_semaphore<2>& Places() {
  static std::counting_semaphore<2> places(2);
  return places;
}

Status Begin() {
  if (sodium_init() < 0) return Internal("libsodium cannot be used");
  if (!Places().try_acquire()) {
    return Unavailable("too many sign-ins at the moment");
  }
  return {};
}

size_t Characters(std::string_view text) {
  size_t count = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++count;
  }
  return count;
}

// What a password is compared with when there is no agent of the name.
const std::string& NobodysHash() {
  static const std::string hash = [] {
    std::array<char, crypto_pwhash_STRBYTES> text{};
    const std::string_view secret = "nobody";
    if (crypto_pwhash_str(text.data(), secret.data(), secret.size(),
                          kOperations, kMemory) != 0) {
      return std::string();
    }
    return std::string(text.data());
  }();
  return hash;
}

}  // namespace

Status CheckPassword(std::string_view password) {
  if (password.size() > kMaxPasswordBytes) {
    return Invalid("A password may have at most 1024 bytes.");
  }
  if (Characters(password) < kMinPasswordCharacters) {
    return Invalid("A password must have at least 10 characters.");
  }
  return {};
}

Result<std::string> HashPassword(std::string_view password) {
  Status begun = Begin();
  if (!begun.ok()) return begun.error();
  std::array<char, crypto_pwhash_STRBYTES> text{};
  const int failed = crypto_pwhash_str(text.data(), password.data(),
                                       password.size(), kOperations, kMemory);
  Places().release();
  if (failed != 0) return Unavailable("not enough memory for a password");
  return std::string(text.data());
}

Result<bool> VerifyPassword(const std::string& hash,
                            std::string_view password) {
  if (password.size() > kMaxPasswordBytes) return false;
  Status begun = Begin();
  if (!begun.ok()) return begun.error();
  const std::string& against = hash.empty() ? NobodysHash() : hash;
  const bool same = crypto_pwhash_str_verify(against.c_str(), password.data(),
                                             password.size()) == 0;
  Places().release();
  return same && !hash.empty();
}

bool IsOutdated(const std::string& hash) {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), kOperations, kMemory) !=
         0;
}

}  // namespace sportello
