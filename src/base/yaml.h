// YAML that people wrote, read strictly, with the place of every value.
//
// yaml-cpp 0.7 was chosen because it is in Debian and reports positions. It
// accepts much that is a mistake in our files and some of it can hang or kill
// a program that walks the result, so nothing outside base sees its nodes:
// one event handler turns a file into plain values and refuses anchors,
// aliases, tags, duplicate keys, several documents, invalid UTF-8, files that
// are too large, too deep or too full.
#ifndef SPORTELLO_BASE_YAML_H_
#define SPORTELLO_BASE_YAML_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sportello {

// A place in a file; both count from 1, columns in bytes.
struct TextPosition {
  int line = 1;
  int column = 1;
};

struct YamlEntry;

struct YamlNode {
  enum class Kind { kNull, kScalar, kSequence, kMap };

  Kind kind = Kind::kNull;
  TextPosition position;
  std::string scalar;              // as written, unquoted
  bool quoted = false;             // "no" and no can be told apart
  std::vector<YamlNode> items;     // of a sequence
  std::vector<YamlEntry> entries;  // of a map, in order

  bool IsScalar() const { return kind == Kind::kScalar; }
  bool IsSequence() const { return kind == Kind::kSequence; }
  bool IsMap() const { return kind == Kind::kMap; }
  bool IsNull() const { return kind == Kind::kNull; }
  // The value at `key` of a map, or null.
  const YamlNode* Find(std::string_view key) const;
};

// A key of a map and its value.
struct YamlEntry {
  YamlNode first;
  YamlNode second;
};

struct YamlProblem {
  TextPosition position;
  std::string message;
};

struct YamlLimits {
  size_t max_bytes = 16U * 1024 * 1024;
  size_t max_nodes = 1'000'000;
  int max_depth = 32;
};

struct YamlDocument {
  YamlNode root;
  std::vector<YamlProblem> problems;  // empty = good
};

// Reads one document. After a syntax error `root` is what came before it.
YamlDocument ParseYaml(std::string_view text, const YamlLimits& limits = {});

// `text` as a double-quoted YAML scalar on one line.
std::string QuoteYaml(std::string_view text);

}  // namespace sportello

#endif  // SPORTELLO_BASE_YAML_H_
