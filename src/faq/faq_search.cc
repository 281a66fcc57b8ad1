#include "faq/faq_search.h"

#include "language/normalizer.h"

namespace sportello {
namespace {

constexpr size_t kMaxWords = 32;

constexpr char kSchema[] =
    "CREATE TABLE faq_row(id INTEGER PRIMARY KEY, language TEXT NOT NULL,"
    "  entry TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL,"
    "  priority INTEGER NOT NULL);"
    "CREATE INDEX faq_row_order ON faq_row(language, priority DESC, question);"
    "CREATE VIRTUAL TABLE faq_text USING fts5(question, variants, answer,"
    "  tags, content='', tokenize='unicode61 remove_diacritics 2',"
    "  prefix='3 4')";

Status RunRow(SqliteStatement& statement) {
  const int code = statement.Run();
  if (code != SQLITE_OK) return StoreError(code, "cannot write an FAQ row");
  return {};
}

Result<std::vector<FaqHit>> ReadHits(SqliteStatement& select) {
  std::vector<FaqHit> hits;
  while (select.Next()) {
    hits.push_back({select.Text(0), select.Text(1), select.Text(2)});
  }
  if (select.code() != SQLITE_OK) {
    return StoreError(select.code(), "cannot search the FAQ");
  }
  return hits;
}

}  // namespace

Status WriteFaqSearch(SqliteFile& file, const std::vector<FaqSearchRow>& rows) {
  const Status created = file.Execute(kSchema);
  if (!created.ok()) return created;
  Result<SqliteStatement> row =
      file.Prepare("INSERT INTO faq_row VALUES(?, ?, ?, ?, ?, ?)");
  if (!row.ok()) return row.error();
  Result<SqliteStatement> text = file.Prepare(
      "INSERT INTO faq_text(rowid, question, variants, answer, tags)"
      " VALUES(?, ?, ?, ?, ?)");
  if (!text.ok()) return text.error();
  int64_t number = 0;
  for (const FaqSearchRow& entry : rows) {
    ++number;
    row->Bind(number).Bind(entry.language).Bind(entry.id);
    row->Bind(entry.question).Bind(entry.answer);
    row->Bind(int64_t{entry.priority});
    Status status = RunRow(*row);
    if (!status.ok()) return status;
    text->Bind(number).Bind(entry.question).Bind(entry.variants);
    text->Bind(entry.answer).Bind(entry.tags);
    status = RunRow(*text);
    if (!status.ok()) return status;
  }
  return {};
}

Result<FaqSearch> FaqSearch::Open(const std::string& path) {
  Result<SqliteFile> file = SqliteFile::OpenReadOnly(path);
  if (!file.ok()) return file.error();
  return FaqSearch(std::move(file).value());
}

Result<std::vector<FaqHit>> FaqSearch::Search(std::string_view query,
                                              std::string_view language,
                                              int limit) {
  const std::string words = QuoteForFts(query);
  const std::lock_guard<std::mutex> lock(mutex_);
  if (words.empty()) {
    Result<SqliteStatement> all = file_.Prepare(
        "SELECT entry, question, answer FROM faq_row WHERE language = ?"
        " ORDER BY priority DESC, question LIMIT ?");
    if (!all.ok()) return all.error();
    all->Bind(language).Bind(int64_t{limit});
    return ReadHits(*all);
  }
  // Weights of question, variants, answer, tags.
  Result<SqliteStatement> select = file_.Prepare(
      "SELECT r.entry, r.question, r.answer FROM faq_text t"
      " JOIN faq_row r ON r.id = t.rowid"
      " WHERE faq_text MATCH ? AND r.language = ?"
      " ORDER BY bm25(faq_text, 8.0, 4.0, 1.0, 3.0), r.entry LIMIT ?");
  if (!select.ok()) return select.error();
  select->Bind(words).Bind(language).Bind(int64_t{limit});
  return ReadHits(*select);
}

std::string QuoteForFts(std::string_view text) {
  static const Normalizer normalizer("");
  std::string query;
  size_t count = 0;
  for (const Token& token : normalizer.Normalize(text).tokens) {
    if (++count > kMaxWords) break;
    std::string word;
    for (const char c : token.text) {
      // Inside codes and addresses punctuation may stand: FTS5 splits there.
      const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                          static_cast<unsigned char>(c) >= 0x80;
      word += letter ? c : ' ';
    }
    if (!query.empty()) query += " OR ";
    query += '"' + word + '"';
    if (CountCodePoints(word) >= 3) query += '*';
  }
  return query;
}

}  // namespace sportello
