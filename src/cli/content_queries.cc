#include "cli/content_queries.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "language/normalizer.h"

namespace sportello {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string Trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return "";
  const size_t end = text.find_last_not_of(" \t\r");
  return std::string(text.substr(begin, end - begin + 1));
}

std::vector<std::string> ExpectedIds(const std::string& column) {
  std::vector<std::string> ids;
  if (column == "OOS") return ids;
  for (size_t begin = 0; begin <= column.size();) {
    size_t end = column.find('|', begin);
    if (end == std::string::npos) end = column.size();
    std::string id = Trim(std::string_view(column).substr(begin, end - begin));
    if (!id.empty()) ids.push_back(std::move(id));
    begin = end + 1;
  }
  return ids;
}

// Empty when the line is good.
std::string ParseLine(std::string_view line, Query& query) {
  const size_t first = line.find('\t');
  const size_t second =
      first == std::string_view::npos ? first : line.find('\t', first + 1);
  if (second == std::string_view::npos) {
    return "there must be three columns (language, expected id or OOS, text) "
           "with a tab between them";
  }
  query.language = Trim(line.substr(0, first));
  query.written = Trim(line.substr(first + 1, second - first - 1));
  query.text = Trim(line.substr(second + 1));
  if (query.language.empty()) return "the language is empty";
  query.expected = ExpectedIds(query.written);
  if (query.expected.empty() && query.written != "OOS") {
    return "the expected id is empty: write OOS for out of scope";
  }
  if (query.text.empty()) return "the text is empty";
  if (!IsValidUtf8(line)) return "the line is not UTF-8";
  return "";
}

}  // namespace

QueryFile ParseQueries(std::string_view text, const std::string& name) {
  QueryFile file;
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (Trim(line).empty() || (number == 1 && line.starts_with("language\t"))) {
      continue;
    }
    Query query;
    query.line = number;
    const std::string wrong = ParseLine(line, query);
    if (wrong.empty()) {
      file.queries.push_back(std::move(query));
    } else {
      std::string& bad = file.bad_lines.emplace_back(name);
      bad.append(":").append(std::to_string(number)).append(": ");
      bad.append(wrong);
    }
  }
  return file;
}

Result<QueryFile> ReadQueries(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return NotFound("eval: " + path + ": cannot be read");
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  if (stream.bad()) return Unavailable("eval: " + path + ": cannot be read");
  return ParseQueries(text, path);
}

std::string PrintPredictions(const std::vector<Query>& queries,
                             const std::vector<Prediction>& predictions) {
  std::string text = "expected\tdecision\tid\tscore\ttext\n";
  for (size_t i = 0; i < queries.size(); ++i) {
    const Prediction& prediction = predictions[i];
    char score[32];
    std::snprintf(score, sizeof(score), "%.6f", prediction.score);
    std::string said = queries[i].text;
    std::replace(said.begin(), said.end(), '\t', ' ');
    std::replace(said.begin(), said.end(), '\r', ' ');
    text += queries[i].written + '\t' + prediction.decision + '\t' +
            (prediction.id.empty() ? "-" : prediction.id) + '\t' + score +
            '\t' + said + '\n';
  }
  return text;
}

}  // namespace sportello
