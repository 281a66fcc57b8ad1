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

// RFC 4648, section 10.
TEST_CASE("Base64 is written and read as the RFC's examples") {
  CHECK(ToBase64("") == "");
  CHECK(ToBase64("f") == "Zg==");
  CHECK(ToBase64("fo") == "Zm8=");
  CHECK(ToBase64("foobar") == "Zm9vYmFy");
  CHECK(FromBase64("Zg==") == "f");
  CHECK(FromBase64("Zm8=") == "fo");
  CHECK(FromBase64("Zm9vYmFy") == "foobar");
  for (const char* wrong : {"Z", "Zg=", "Zg==\n",
                            " Zg==", "Z===", "Zh==", "Zg==Zg==", "Zm9v!mFy"}) {
    CHECK_MESSAGE(!FromBase64(wrong).has_value(), wrong);
  }
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
