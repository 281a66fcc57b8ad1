#include "cli/content_build.h"

#include <filesystem>
#include <fstream>

#include "cli/command.h"
#include "knowledge/content_schema.h"

namespace sportello {
namespace {

namespace fs = std::filesystem;

constexpr const char* kKinds[] = {"intents", "faq", "shared", "conversations"};

bool MakeFolder(const fs::path& folder, std::string_view command,
                const Streams& streams) {
  std::error_code error;
  if (folder.empty() || fs::is_directory(folder, error)) return true;
  fs::create_directories(folder, error);
  if (!error) return true;
  streams.err << command << ": " << folder.string()
              << ": cannot be made: " << error.message() << "\n";
  return false;
}

bool WriteSchema(const std::string& kind, const fs::path& folder,
                 const Streams& streams) {
  const fs::path path = folder / (kind + ".schema.json");
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << JsonSchema(kind);
  file.close();
  if (!file) {
    streams.err << "schema: " << path.string() << ": cannot be written\n";
    return false;
  }
  streams.out << path.string() << "\n";
  return true;
}

}  // namespace

int RunBuild(const ContentBuildOptions& options, const Streams& streams) {
  const std::optional<BuildOutcome> outcome =
      LoadOrReport(options.place, streams);
  if (!outcome.has_value()) return kExitFailed;
  if (!MakeFolder(fs::path(options.out).parent_path(), "build", streams)) {
    return kExitFailed;
  }
  const Status written = WriteKnowledgeFile(*outcome, options.out);
  if (!written.ok()) {
    streams.err << written.error().message << "\n";
    return kExitFailed;
  }
  size_t entries = 0;
  for (const auto& [code, language] : outcome->content.languages) {
    entries += language.intents.size() + language.faq.size();
  }
  streams.out << options.out << ": version " << outcome->snapshot->version()
              << ", " << Counted(entries, "entry", "entries") << " from "
              << Counted(outcome->sources.size(), "file", "files") << "\n";
  return streams.out.flush() ? kExitDone : kExitFailed;
}

int RunSchema(const SchemaOptions& options, const Streams& streams) {
  if (options.out.empty()) {
    if (options.kind.empty()) {
      streams.err << "schema: name one of intents, faq, shared and "
                     "conversations, or give --out DIR for all\n";
      return kExitUsage;
    }
    streams.out << JsonSchema(options.kind);
    return streams.out.flush() ? kExitDone : kExitFailed;
  }
  if (!MakeFolder(options.out, "schema", streams)) return kExitFailed;
  bool good = true;
  for (const char* kind : kKinds) {
    if (!options.kind.empty() && options.kind != kind) continue;
    good = WriteSchema(kind, options.out, streams) && good;
  }
  return good ? kExitDone : kExitFailed;
}

}  // namespace sportello
