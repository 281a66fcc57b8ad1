#include "desk/content_check.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "base/id.h"

namespace sportello {
namespace {

const char* const kHours =
    "faq:\n"
    "  - id: hours\n"
    "    question: \"Quando siete aperti?\"\n"
    "    variants:\n"
    "      - \"orario del negozio\"\n"
    "    answer: \"Dalle 9.\"\n"
    "    tests:\n"
    "      - \"orario del negozio\"\n"
    "  - id: bikes\n"
    "    question: \"Vendete biciclette?\"\n"
    "    variants:\n"
    "      - \"avete biciclette elettriche\"\n"
    "    answer: \"No.\"\n"
    "    tests:\n"
    "      - \"avete biciclette elettriche\"\n";

// A content folder of its own.
class Folder {
 public:
  Folder() : root_(std::filesystem::temp_directory_path() / NewId()) {
    std::filesystem::create_directories(root_ / "faq/it");
    Write(kHours);
  }
  ~Folder() { std::filesystem::remove_all(root_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  KnowledgePaths paths() const { return {"", (root_ / "faq").string()}; }
  std::filesystem::path file() const { return root_ / "faq/it/shop.yaml"; }
  void Write(const std::string& text) const { std::ofstream(file()) << text; }
  std::string Read() const {
    std::ifstream file(this->file());
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::vector<SourceFile> Sources() const {
    auto sources = ReadSources(paths());
    REQUIRE(sources.ok());
    return *sources;
  }
  ContentPatch Variant(const std::string& id,
                       const std::string& sentence) const {
    auto patch = AddVariant(Sources(), "it", id, sentence);
    REQUIRE(patch.ok());
    return *patch;
  }

 private:
  std::filesystem::path root_;
};

TEST_CASE("A patch that is good has no errors") {
  const Folder folder;
  CHECK(CheckPatch(folder.Sources(),
                   folder.Variant("bikes", "si vende una bici"), {})
            .empty());
}

TEST_CASE("A sentence that another entry has is an error with its place") {
  const Folder folder;
  const auto errors = CheckPatch(
      folder.Sources(), folder.Variant("bikes", "orario del negozio"), {});
  REQUIRE_FALSE(errors.empty());
  CHECK(errors[0].find("faq/it/shop.yaml:") == 0);
}

TEST_CASE("An error that stood there before does not stop a patch") {
  const Folder folder;
  std::string text = kHours;
  text += "      - \"una frase che nessuno capisce mai\"\n";
  folder.Write(text);
  CHECK(
      CheckPatch(folder.Sources(), folder.Variant("hours", "quando aprite"), {})
          .empty());
}

TEST_CASE("A written patch is the file, and nothing else is in the folder") {
  const Folder folder;
  const ContentPatch patch = folder.Variant("hours", "quando aprite");
  std::filesystem::permissions(folder.file(), std::filesystem::perms(0640));
  REQUIRE(WritePatch(folder.paths(), patch).ok());
  CHECK(folder.Read() == patch.file.text);
  CHECK(std::filesystem::status(folder.file()).permissions() ==
        std::filesystem::perms(0640));
  size_t files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(folder.file().parent_path())) {
    files += entry.is_regular_file() ? 1 : 0;
  }
  CHECK(files == 1);
}

TEST_CASE("A file that was changed meanwhile is not written over") {
  const Folder folder;
  const ContentPatch patch = folder.Variant("hours", "quando aprite");
  folder.Write("faq: []\n");
  const Status written = WritePatch(folder.paths(), patch);
  REQUIRE_FALSE(written.ok());
  CHECK(written.error().code == Code::kConflict);
  CHECK(folder.Read() == "faq: []\n");
}

TEST_CASE("A new entry may begin a file") {
  const Folder folder;
  const auto patch =
      AddEntry(folder.Sources(),
               {"it", "faq/it/nuovo.yaml", "gifts", "Fate pacchi regalo?",
                "Sì.", "si può avere un pacco regalo"});
  REQUIRE(patch.ok());
  CHECK(CheckPatch(folder.Sources(), *patch, {}).empty());
  REQUIRE(WritePatch(folder.paths(), *patch).ok());
  CHECK(folder.Sources().size() == 2);
}

}  // namespace
}  // namespace sportello
