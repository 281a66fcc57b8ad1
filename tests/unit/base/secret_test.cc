#include "base/secret.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace sportello {
namespace {

// RFC 4231, test case 2.
TEST_CASE("The code of a text is that of the RFC's example") {
  CHECK(HmacHex("Jefe", "what do ya want for nothing?") ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("A secret is made once, for its owner only, and kept") {
  const std::string path = std::filesystem::temp_directory_path().string() +
                           "/sportello_secret_" + std::to_string(getpid());
  const Result<std::string> made = LoadOrMakeSecret(path);
  REQUIRE(made.ok());
  CHECK(made->size() >= 40);
  struct stat info {};
  REQUIRE(stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  CHECK(*LoadOrMakeSecret(path) == *made);
  std::ofstream(path) << "short\n";
  CHECK_FALSE(LoadOrMakeSecret(path).ok());
  std::filesystem::remove(path);
  CHECK_FALSE(LoadOrMakeSecret(path + "/no/folder").ok());
}

}  // namespace
}  // namespace sportello
