// Finds and reads the content files.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/sha256.h"
#include "knowledge/assemble.h"
#include "knowledge/build.h"

namespace sportello {
namespace {

namespace fs = std::filesystem;

bool IsContentFile(const fs::path& path) {
  const std::string name = path.filename().string();
  const std::string ending = path.extension().string();
  return !name.empty() && name[0] != '.' && name[0] != '~' && name[0] != '#' &&
         (ending == ".yaml" || ending == ".yml");
}

bool IsLanguageCode(const std::string& name) {
  return (name.size() == 2 || name.size() == 3) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return c >= 'a' && c <= 'z'; });
}

Result<std::string> ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Unavailable("knowledge: " + path.string() + ": cannot be read");
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// One of the two folders: `shown` is how messages name it.
Status ReadTree(const fs::path& root, const std::string& shown, bool faq,
                std::vector<SourceFile>& sources) {
  std::error_code error;
  if (!fs::is_directory(root, error)) {
    return NotFound("knowledge: " + root.string() +
                    ": there is no such folder");
  }
  fs::recursive_directory_iterator it(root, error);
  const fs::recursive_directory_iterator end;
  for (; !error && it != end; it.increment(error)) {
    if (it.depth() > 8) continue;
    if (!it->is_regular_file(error) || !IsContentFile(it->path())) continue;
    const fs::path relative = it->path().lexically_relative(root);
    const std::string folder = relative.begin()->string();
    SourceFile source;
    source.path = shown + "/" + relative.generic_string();
    source.language = folder == relative.string() ? "" : folder;
    source.faq = faq;
    Result<std::string> text = ReadFile(it->path());
    if (!text.ok()) return text.error();
    source.text = std::move(*text);
    sources.push_back(std::move(source));
  }
  if (error) {
    return Unavailable("knowledge: " + root.string() + ": " + error.message());
  }
  return {};
}

// "intents" for "./shop/intents/", so that places read as in the editor.
std::string ShownName(const std::string& path) {
  fs::path shown = fs::path(path).lexically_normal();
  if (!shown.has_filename()) shown = shown.parent_path();
  return shown.is_absolute() ? shown.filename().string() : shown.string();
}

}  // namespace

Result<std::vector<SourceFile>> ReadSources(const KnowledgePaths& paths) {
  std::vector<SourceFile> sources;
  if (!paths.intents.empty()) {
    const Status read = ReadTree(paths.intents, ShownName(paths.intents),
                                 /*faq=*/false, sources);
    if (!read.ok()) return read.error();
  }
  if (!paths.faq.empty()) {
    const Status read =
        ReadTree(paths.faq, ShownName(paths.faq), /*faq=*/true, sources);
    if (!read.ok()) return read.error();
  }
  std::sort(
      sources.begin(), sources.end(),
      [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return sources;
}

// Files outside a language's folder belong nowhere.
void CheckFolders(std::vector<SourceFile>& sources,
                  std::vector<Problem>& problems) {
  std::erase_if(sources, [&](const SourceFile& source) {
    if (IsLanguageCode(source.language)) return false;
    problems.push_back(
        {Severity::kError,
         {source.path, {}},
         "the file is in no language's folder",
         "move it to a folder named after its language, such as it/ or en/"});
    return true;
  });
}

std::string HashSources(const std::vector<SourceFile>& sources) {
  std::vector<std::string> hashes;
  hashes.reserve(sources.size());
  for (const SourceFile& source : sources) {
    hashes.push_back(Sha256Hex(source.path + '\n' + source.text));
  }
  std::sort(hashes.begin(), hashes.end());
  std::string all;
  for (const std::string& hash : hashes) all += hash;
  return Sha256Hex(all);
}

}  // namespace sportello
