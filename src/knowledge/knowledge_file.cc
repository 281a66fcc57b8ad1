// The compiled knowledge: one SQLite file that anybody can open and read.
//
//   meta     hash of the sources, version of the program that compiled them
//   source   the content files themselves, so that the file is complete
//   entry    intents and FAQ entries as rows, for people and reports
//   ranking  the trained ranking of each language
//   and the FTS5 tables of faq/faq_search.h
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "faq/faq_search.h"
#include "knowledge/assemble.h"
#include "knowledge/build.h"
#include "sqlite/sqlite_file.h"

namespace sportello {
namespace {

// Files of another format or another version of the program are compiled anew.
constexpr std::string_view kFormat = "sportello-knowledge-1 " SPORTELLO_VERSION;

constexpr char kSchema[] =
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL)"
    "  WITHOUT ROWID;"
    "CREATE TABLE source(path TEXT PRIMARY KEY, language TEXT NOT NULL,"
    "  faq INTEGER NOT NULL, text TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE entry(language TEXT NOT NULL, id TEXT NOT NULL,"
    "  kind TEXT NOT NULL, place TEXT NOT NULL, title TEXT NOT NULL,"
    "  PRIMARY KEY(language, id)) WITHOUT ROWID;"
    "CREATE TABLE ranking(language TEXT PRIMARY KEY, bytes BLOB NOT NULL)";

Status RunRow(SqliteStatement& statement) {
  const int code = statement.Run();
  if (code != SQLITE_OK) return StoreError(code, "cannot write a row");
  return {};
}

Status WriteMeta(SqliteFile& file, const std::string& hash) {
  Result<SqliteStatement> insert =
      file.Prepare("INSERT INTO meta VALUES(?, ?)");
  if (!insert.ok()) return insert.error();
  insert->Bind("hash").Bind(hash);
  Status status = RunRow(*insert);
  if (!status.ok()) return status;
  insert->Bind("format").Bind(kFormat);
  return RunRow(*insert);
}

Status WriteSources(SqliteFile& file, const std::vector<SourceFile>& sources) {
  Result<SqliteStatement> insert =
      file.Prepare("INSERT INTO source VALUES(?, ?, ?, ?)");
  if (!insert.ok()) return insert.error();
  for (const SourceFile& source : sources) {
    insert->Bind(source.path)
        .Bind(source.language)
        .Bind(int64_t{source.faq ? 1 : 0})
        .Bind(source.text);
    Status status = RunRow(*insert);
    if (!status.ok()) return status;
  }
  return {};
}

Status WriteEntries(SqliteFile& file, const Content& content) {
  Result<SqliteStatement> insert =
      file.Prepare("INSERT INTO entry VALUES(?, ?, ?, ?, ?)");
  if (!insert.ok()) return insert.error();
  for (const auto& [code, language] : content.languages) {
    for (const IntentContent& intent : language.intents) {
      const std::string place = intent.place.FileLine();
      insert->Bind(code).Bind(intent.id).Bind("intent").Bind(place);
      insert->Bind(intent.description);
      Status status = RunRow(*insert);
      if (!status.ok()) return status;
    }
    for (const FaqContent& entry : language.faq) {
      const std::string place = entry.place.FileLine();
      insert->Bind(code).Bind(entry.id).Bind("faq").Bind(place);
      insert->Bind(entry.question.text);
      Status status = RunRow(*insert);
      if (!status.ok()) return status;
    }
  }
  return {};
}

Status WriteRankings(SqliteFile& file, const Snapshot& snapshot) {
  Result<SqliteStatement> insert =
      file.Prepare("INSERT INTO ranking VALUES(?, ?)");
  if (!insert.ok()) return insert.error();
  for (const std::string& code : snapshot.Languages()) {
    const std::string bytes = snapshot.Find(code)->ranking.Serialize();
    insert->Bind(code).Bind(bytes);
    Status status = RunRow(*insert);
    if (!status.ok()) return status;
  }
  return {};
}

// What people may search in: the public entries.
std::vector<FaqSearchEntry> SearchEntries(const LanguageContent& language) {
  std::vector<FaqSearchEntry> entries;
  for (const FaqContent& entry : language.faq) {
    if (!entry.is_public) continue;
    FaqSearchEntry row;
    row.id = entry.id;
    row.language = language.language;
    row.question = entry.question.text;
    row.answer = entry.answer.text;
    row.tags = entry.tags;
    for (const TextLine& variant : entry.variants) {
      row.variants.push_back(variant.text);
    }
    entries.push_back(std::move(row));
  }
  return entries;
}

Status WriteSearch(SqliteFile& file, const BuildOutcome& outcome) {
  FaqSearch search(file.handle());
  Status status = search.Create();
  for (const auto& [code, language] : outcome.content.languages) {
    if (!status.ok()) break;
    status = search.Add(outcome.snapshot->Find(code)->analyzer,
                        SearchEntries(language));
  }
  return status;
}

Status WriteAll(SqliteFile& file, const BuildOutcome& outcome) {
  Status status = file.Execute("BEGIN");
  if (status.ok()) status = file.Execute(kSchema);
  if (status.ok()) status = WriteMeta(file, HashSources(outcome.sources));
  if (status.ok()) status = WriteSources(file, outcome.sources);
  if (status.ok()) status = WriteEntries(file, outcome.content);
  if (status.ok()) status = WriteRankings(file, *outcome.snapshot);
  if (status.ok()) status = WriteSearch(file, outcome);
  if (status.ok()) status = file.Execute("COMMIT");
  return status;
}

Status SyncAndRename(const std::string& from, const std::string& to) {
  const int file = open(from.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = file >= 0 && fsync(file) == 0;
  if (file >= 0) close(file);
  if (!synced || std::rename(from.c_str(), to.c_str()) != 0) {
    return Unavailable("knowledge: '" + to + "': cannot be replaced");
  }
  return {};
}

Result<std::map<std::string, std::string>> ReadRankings(SqliteFile& file) {
  Result<SqliteStatement> select =
      file.Prepare("SELECT language, bytes FROM ranking");
  if (!select.ok()) return select.error();
  std::map<std::string, std::string> rankings;
  while (select->Next()) rankings[select->Text(0)] = select->Text(1);
  return rankings;
}

Result<std::vector<SourceFile>> ReadStoredSources(SqliteFile& file) {
  Result<SqliteStatement> select = file.Prepare(
      "SELECT path, language, faq, text FROM source ORDER BY path");
  if (!select.ok()) return select.error();
  std::vector<SourceFile> sources;
  while (select->Next()) {
    sources.push_back({select->Text(0), select->Text(1), select->Int(2) != 0,
                       select->Text(3)});
  }
  return sources;
}

std::string ReadMeta(SqliteFile& file, std::string_view key) {
  Result<SqliteStatement> select =
      file.Prepare("SELECT value FROM meta WHERE key = ?");
  if (!select.ok()) return "";
  select->Bind(key);
  return select->Next() ? select->Text(0) : "";
}

}  // namespace

Status WriteKnowledgeFile(const BuildOutcome& outcome,
                          const std::string& path) {
  if (outcome.snapshot == nullptr) {
    return Invalid("knowledge: '" + path + "': the content has errors");
  }
  const std::string aside = path + ".new";
  std::error_code ignored;
  std::filesystem::remove(aside, ignored);
  {
    Result<SqliteFile> file = SqliteFile::Create(aside);
    if (!file.ok()) return file.error();
    Status written = WriteAll(*file, outcome);
    if (!written.ok()) {
      std::filesystem::remove(aside, ignored);
      return written;
    }
  }
  return SyncAndRename(aside, path);
}

Result<BuildOutcome> LoadKnowledgeFile(const std::string& path,
                                       const std::string& hash,
                                       const BuildOptions& options) {
  Result<SqliteFile> file = SqliteFile::OpenReadOnly(path);
  if (!file.ok()) return file.error();
  if (ReadMeta(*file, "format") != kFormat) {
    return Invalid("knowledge: '" + path +
                   "': not compiled by this version of the program");
  }
  if (!hash.empty() && ReadMeta(*file, "hash") != hash) {
    return NotFound("knowledge: '" + path + "': made from other content");
  }
  Result<std::vector<SourceFile>> sources = ReadStoredSources(*file);
  if (!sources.ok()) return sources.error();
  Result<std::map<std::string, std::string>> rankings = ReadRankings(*file);
  if (!rankings.ok()) return rankings.error();
  BuildOutcome outcome = Assemble(std::move(*sources), options, *rankings);
  if (outcome.snapshot == nullptr) {
    return Invalid("knowledge: '" + path + "': what it holds has errors");
  }
  return outcome;
}

}  // namespace sportello
