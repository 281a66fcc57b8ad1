#include "flow/file_mark.h"

#include <sys/stat.h>

#include <filesystem>
#include <functional>

namespace sportello {
namespace {

namespace fs = std::filesystem;

uint64_t Combine(uint64_t mark, uint64_t value) {
  return (mark ^ value) * 0x9e3779b97f4a7c15U;
}

uint64_t MarkOfFile(const std::string& path) {
  struct stat about {};
  if (stat(path.c_str(), &about) != 0) return 1;
  uint64_t mark = std::hash<std::string>()(path);
  for (const auto value :
       {static_cast<uint64_t>(about.st_size), uint64_t{about.st_ino},
        static_cast<uint64_t>(about.st_mtim.tv_sec),
        static_cast<uint64_t>(about.st_mtim.tv_nsec),
        static_cast<uint64_t>(about.st_ctim.tv_sec),
        static_cast<uint64_t>(about.st_ctim.tv_nsec)}) {
    mark = Combine(mark, value);
  }
  return mark;
}

}  // namespace

uint64_t MarkOfFiles(const std::vector<std::string>& folders) {
  uint64_t sum = 0;  // of marks: the order of a folder's entries is no matter
  for (const std::string& folder : folders) {
    sum += MarkOfFile(folder);
    std::error_code error;
    fs::recursive_directory_iterator it(folder, error);
    const fs::recursive_directory_iterator end;
    for (; !error && it != end; it.increment(error)) {
      if (it.depth() >= 8) it.disable_recursion_pending();
      sum += MarkOfFile(it->path().string());
    }
    if (error) ++sum;
  }
  return sum;
}

}  // namespace sportello
