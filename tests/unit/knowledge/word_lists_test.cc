#include "knowledge/word_lists.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace sportello {
namespace {

TEST_CASE("A language's list is found by Debian's name or by its code") {
  const std::string folder = std::filesystem::temp_directory_path().string() +
                             "/sportello_lists_" + std::to_string(getpid());
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/italian") << "vinto\n";
  std::ofstream(folder + "/xx.txt") << "wort\n";
  CHECK(LoadWordList(folder, "it")->Contains("vinto"));
  CHECK(LoadWordList(folder, "xx")->Contains("wort"));
  CHECK(LoadWordList(folder, "en") == nullptr);
  CHECK(LoadWordList("", "it") == nullptr);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace sportello
