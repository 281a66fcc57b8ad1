// Reads one YAML map by its table of fields, collecting every problem.
//
// Lives only while the map does; not shared between threads.
#ifndef SPORTELLO_KNOWLEDGE_OBJECT_READER_H_
#define SPORTELLO_KNOWLEDGE_OBJECT_READER_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "knowledge/content.h"
#include "knowledge/content_schema.h"

namespace sportello {

// Where problems go: the file that is read and the list that grows.
struct ReadContext {
  std::string file;
  std::vector<Problem>* problems = nullptr;

  Place At(const YamlNode& node) const { return {file, node.position}; }
  void Fail(const YamlNode& node, std::string message,
            std::string hint = "") const;
};

// A string, number or yes/no as written; a problem otherwise.
bool ReadScalar(const ReadContext& context, const YamlNode& node,
                std::string_view what, std::string& value);
// A list of scalars.
TextLines ReadList(const ReadContext& context, const YamlNode& node,
                   std::string_view what);
// A scalar, or a list of them.
TextLines ReadLines(const ReadContext& context, const YamlNode& node,
                    std::string_view what);

class ObjectReader {
 public:
  // Reports what is not a map, unknown keys (with a suggestion) and missing
  // required ones. `what` names the object in messages: "intent 'refund'".
  ObjectReader(const ReadContext& context, const YamlNode& node,
               FieldSpecs fields, std::string what);

  // The value, or null when absent or null.
  const YamlNode* Find(std::string_view key) const;

  // Each leaves the default when the key is absent or wrong.
  std::string String(std::string_view key) const;
  TextLine Line(std::string_view key) const;
  TextLines List(std::string_view key) const;
  TextLines Lines(std::string_view key) const;
  int Integer(std::string_view key, int lowest, int highest,
              int otherwise) const;
  bool Boolean(std::string_view key, bool otherwise) const;
  std::string Date(std::string_view key) const;  // ISO, checked
  // The entries of a map of names, in order.
  std::vector<std::pair<const YamlNode*, const YamlNode*>> Entries(
      std::string_view key) const;

 private:
  std::string Named(std::string_view key) const;

  const ReadContext& context_;
  const YamlNode& node_;
  std::string what_;
};

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_OBJECT_READER_H_
