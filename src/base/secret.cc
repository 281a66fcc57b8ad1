#include "base/secret.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <unistd.h>

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
  return LoadOrMakeSecret(path, NewId() + NewId());
}

Result<std::string> LoadOrMakeSecret(const std::string& path,
                                     const std::string& made) {
  std::string secret;
  if (std::ifstream file(path); std::getline(file, secret)) {
    if (secret.size() < kShortestSecret) return SecretError(path);
    return secret;
  }
  const std::string line = made + "\n";
  const int file =
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return SecretError(path);
  const bool written = write(file, line.data(), line.size()) ==
                           static_cast<ssize_t>(line.size()) &&
                       fsync(file) == 0;
  if (close(file) != 0 || !written) return SecretError(path);
  return made;
}

std::string HmacBytes(std::string_view secret, std::string_view text) {
  std::string bytes(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       reinterpret_cast<unsigned char*>(bytes.data()), &size);
  bytes.resize(size);
  return bytes;
}

std::string HmacHex(std::string_view secret, std::string_view text) {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string hex;
  for (const char c : HmacBytes(secret, text)) {
    const auto byte = static_cast<unsigned char>(c);
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

std::string ToBase64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()),
                      static_cast<int>(bytes.size()));
  text.resize(static_cast<size_t>(size));
  return text;
}

std::optional<std::string> FromBase64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes(text.size() / 4 * 3 + 1, '\0');
  const int size =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(text.data()),
                      static_cast<int>(text.size()));
  if (size < 0) return std::nullopt;
  bytes.resize(static_cast<size_t>(size));
  // The library counts padding as bytes, and skips blanks around the text.
  if (text.ends_with("=")) bytes.pop_back();
  if (text.ends_with("==")) bytes.pop_back();
  if (ToBase64(bytes) != text) return std::nullopt;
  return bytes;
}

bool IsSameSecret(std::string_view one, std::string_view other) {
  return one.size() == other.size() &&
         CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace sportello
