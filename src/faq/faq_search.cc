// The table holds stems, made by the same Analyzer that reads the query, so
// accents, elisions and word forms agree; FTS5's own tokenizer only splits at
// blanks. Questions, answers and tags are columns with weights of their own.
#include "faq/faq_search.h"

#include <sqlite3.h>

#include <algorithm>
#include <memory>

namespace sportello {
namespace {

struct Finalizer {
  void operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
  }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalizer>;

constexpr const char* kCreate =
    "DROP TABLE IF EXISTS faq_search;"
    "CREATE VIRTUAL TABLE faq_search USING fts5("
    "  id UNINDEXED, language UNINDEXED, question, variants, answer, tags,"
    "  tokenize = \"unicode61 remove_diacritics 0\");";
constexpr const char* kInsert =
    "INSERT INTO faq_search (id, language, question, variants, answer, tags) "
    "VALUES (?, ?, ?, ?, ?, ?)";
constexpr const char* kSearch =
    "SELECT id, -bm25(faq_search, 0, 0, 4.0, 2.0, 1.0, 2.0) AS score "
    "FROM faq_search WHERE faq_search MATCH ? AND language = ? "
    "ORDER BY score DESC, id LIMIT ?";

Error DatabaseError(sqlite3* database, const char* what) {
  return Unavailable(std::string("FAQ search: ") + what + ": " +
                     sqlite3_errmsg(database));
}

Status Execute(sqlite3* database, const char* sql, const char* what) {
  if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
    return DatabaseError(database, what);
  }
  return {};
}

Statement Prepare(sqlite3* database, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(database, sql, -1, &statement, nullptr);
  return Statement(statement);
}

void Bind(const Statement& statement, int index, const std::string& text) {
  sqlite3_bind_text(statement.get(), index, text.c_str(),
                    static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

// A word as FTS5's tokenizer can hold it: letters and digits only.
std::string Plain(std::string_view word) {
  std::string plain;
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    const bool keep =
        byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
    plain += keep ? c : ' ';
  }
  return plain;
}

std::string Stems(const Analyzer& analyzer, const std::string& text) {
  std::string stems;
  for (const Token& token : analyzer.Normalize(text).tokens) {
    stems += Plain(analyzer.Stem(token.text)) + " ";
  }
  return stems;
}

std::string Lines(const std::vector<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) joined += text + "\n";
  return joined;
}

}  // namespace

Status FaqSearch::Create() {
  return Execute(database_, kCreate, "cannot create the table");
}

Status FaqSearch::Add(const Analyzer& analyzer,
                      const std::vector<FaqSearchEntry>& entries) {
  const bool own = sqlite3_get_autocommit(database_) != 0;
  if (own) {
    Status begun = Execute(database_, "BEGIN IMMEDIATE", "cannot begin");
    if (!begun.ok()) return begun;
  }
  const Statement insert = Prepare(database_, kInsert);
  bool good = insert != nullptr;
  for (const FaqSearchEntry& entry : entries) {
    if (!good) break;
    if (entry.language != analyzer.language()) continue;
    Bind(insert, 1, entry.id);
    Bind(insert, 2, entry.language);
    Bind(insert, 3, Stems(analyzer, entry.question));
    Bind(insert, 4, Stems(analyzer, Lines(entry.variants)));
    Bind(insert, 5, Stems(analyzer, entry.answer));
    Bind(insert, 6, Stems(analyzer, Lines(entry.tags)));
    good = sqlite3_step(insert.get()) == SQLITE_DONE;
    sqlite3_reset(insert.get());
  }
  if (!good) {
    Error error = DatabaseError(database_, "cannot add entries");
    if (own) sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
    return error;
  }
  return own ? Execute(database_, "COMMIT", "cannot commit") : Status();
}

std::string FaqSearch::Expression(const Analyzer& analyzer,
                                  std::string_view query, bool all_words) {
  const std::vector<Token> tokens = analyzer.Normalize(query).tokens;
  const size_t count = std::min(tokens.size(), kMaxWords);
  std::string expression;
  for (size_t i = 0; i < count; ++i) {
    std::string word = Plain(analyzer.Stem(tokens[i].text));
    if (word.find_first_not_of(' ') == std::string::npos) continue;
    if (!expression.empty()) expression += all_words ? " AND " : " OR ";
    expression += '"';
    expression += word;
    expression += '"';
    if (i + 1 == tokens.size() && word.size() >= 2) expression += " *";
  }
  return expression;
}

Result<std::vector<FaqHit>> FaqSearch::Run(const std::string& language,
                                           const std::string& expression,
                                           size_t limit) const {
  const Statement search = Prepare(database_, kSearch);
  if (search == nullptr) return DatabaseError(database_, "cannot search");
  Bind(search, 1, expression);
  Bind(search, 2, language);
  sqlite3_bind_int64(search.get(), 3, static_cast<sqlite3_int64>(limit));
  std::vector<FaqHit> hits;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(search.get())) == SQLITE_ROW) {
    const auto* id = sqlite3_column_text(search.get(), 0);
    const int size = sqlite3_column_bytes(search.get(), 0);
    hits.push_back({std::string(reinterpret_cast<const char*>(id),
                                static_cast<size_t>(size)),
                    sqlite3_column_double(search.get(), 1)});
  }
  if (code != SQLITE_DONE) return DatabaseError(database_, "cannot search");
  return hits;
}

Result<std::vector<FaqHit>> FaqSearch::Search(const Analyzer& analyzer,
                                              std::string_view query,
                                              size_t limit) const {
  const std::string all = Expression(analyzer, query, true);
  if (all.empty() || limit == 0) return std::vector<FaqHit>();
  Result<std::vector<FaqHit>> strict = Run(analyzer.language(), all, limit);
  if (!strict.ok() || strict->size() == limit) return strict;
  Result<std::vector<FaqHit>> loose =
      Run(analyzer.language(), Expression(analyzer, query, false), limit);
  if (!loose.ok()) return loose;
  for (FaqHit& hit : *loose) {
    const bool listed =
        std::any_of(strict->begin(), strict->end(),
                    [&](const FaqHit& other) { return other.id == hit.id; });
    if (!listed && strict->size() < limit) strict->push_back(std::move(hit));
  }
  return strict;
}

}  // namespace sportello
