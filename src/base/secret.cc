#include "base/secret.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <unistd.h>

#include <array>
#include <fstream>

#include "base/id.h"

namespace sportello {
namespace {

constexpr size_t kShortestSecret = 20;

Error SecretError(const std::string& path) {
  return Unavailable("secret: " + path + ": cannot be read or written");
}

}  // namespace

Result<std::string> LoadOrMakeSecret(const std::string& path) {
  std::string secret;
  if (std::ifstream file(path); std::getline(file, secret)) {
    if (secret.size() < kShortestSecret) return SecretError(path);
    return secret;
  }
  secret = NewId() + NewId();
  const std::string line = secret + "\n";
  const int file =
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return SecretError(path);
  const bool written = write(file, line.data(), line.size()) ==
                           static_cast<ssize_t>(line.size()) &&
                       fsync(file) == 0;
  if (close(file) != 0 || !written) return SecretError(path);
  return secret;
}

std::string HmacHex(std::string_view secret, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       bytes.data(), &size);
  constexpr const char* kDigits = "0123456789abcdef";
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    hex += kDigits[bytes.at(i) >> 4];
    hex += kDigits[bytes.at(i) & 15];
  }
  return hex;
}

}  // namespace sportello
