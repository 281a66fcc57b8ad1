#include "base/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>
#include <unordered_set>

namespace sportello {
namespace {

TextPosition PositionOf(const YAML::Mark& mark) {
  return {mark.line + 1, mark.column + 1};
}

// Thrown and caught in this file only, to stop yaml-cpp early.
struct Refused {
  YamlProblem problem;
};

// Builds the tree and refuses what is dangerous to walk.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const YamlLimits& limits, YamlDocument& document)
      : limits_(limits), document_(document) {
    stack_.push_back(&document_.root);
  }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Refuse(anchor, mark);
    Add(mark, YamlNode::Kind::kNull);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refused{{PositionOf(mark),
                   "aliases (*name) are not used here: write the value again"}};
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag,
                YAML::anchor_t anchor, const std::string& value) override {
    Refuse(anchor, mark);
    RefuseTag(tag, mark);
    YamlNode& node = Add(mark, YamlNode::Kind::kScalar);
    node.scalar = value;
    node.quoted = tag == "!";
    if (!node.quoted && (value == "~" || value == "null")) {
      node.kind = YamlNode::Kind::kNull;
    }
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Refuse(anchor, mark);
    RefuseTag(tag, mark);
    Push(Add(mark, YamlNode::Kind::kSequence), mark);
  }
  void OnSequenceEnd() override { Pop(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag,
                  YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    Refuse(anchor, mark);
    RefuseTag(tag, mark);
    Push(Add(mark, YamlNode::Kind::kMap), mark);
  }
  void OnMapEnd() override {
    CheckKeys(*stack_.back());
    Pop();
  }

 private:
  void Refuse(YAML::anchor_t anchor, const YAML::Mark& mark) {
    if (anchor == YAML::NullAnchor) return;
    throw Refused{{PositionOf(mark),
                   "anchors (&name) are not used here: write the value again"}};
  }

  void RefuseTag(const std::string& tag, const YAML::Mark& mark) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    throw Refused{{PositionOf(mark),
                   "tags (!name) are not used here: write the plain value"}};
  }

  // Maps receive their keys and values in turn.
  YamlNode& Add(const YAML::Mark& mark, YamlNode::Kind kind) {
    if (++nodes_ > limits_.max_nodes) {
      throw Refused{{PositionOf(mark), "the file holds more than " +
                                           std::to_string(limits_.max_nodes) +
                                           " values: split it"}};
    }
    YamlNode* parent = stack_.back();
    YamlNode* node = parent;
    if (parent->kind == YamlNode::Kind::kSequence) {
      node = &parent->items.emplace_back();
    } else if (parent->kind == YamlNode::Kind::kMap) {
      if (!parent->entries.empty() && value_pending_.back()) {
        node = &parent->entries.back().second;
        value_pending_.back() = false;
      } else {
        node = &parent->entries.emplace_back().first;
        value_pending_.back() = true;
      }
    }
    node->kind = kind;
    node->position = PositionOf(mark);
    return *node;
  }

  void Push(YamlNode& node, const YAML::Mark& mark) {
    if (static_cast<int>(stack_.size()) > limits_.max_depth) {
      throw Refused{{PositionOf(mark), "nested more than " +
                                           std::to_string(limits_.max_depth) +
                                           " levels deep"}};
    }
    stack_.push_back(&node);
    value_pending_.push_back(false);
  }

  void Pop() {
    stack_.pop_back();
    value_pending_.pop_back();
  }

  void CheckKeys(const YamlNode& map) {
    std::unordered_set<std::string_view> seen;
    for (const auto& [key, value] : map.entries) {
      if (!key.IsScalar()) {
        document_.problems.push_back({key.position, "a key must be a word"});
      } else if (!seen.insert(key.scalar).second) {
        document_.problems.push_back(
            {key.position, "the key '" + key.scalar +
                               "' stands here twice: remove one of them"});
      }
    }
  }

  const YamlLimits& limits_;
  YamlDocument& document_;
  std::vector<YamlNode*> stack_;
  std::vector<bool> value_pending_ = {false};
  size_t nodes_ = 0;
};

// Reads from memory without a copy.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // NOLINT: never written
    setg(begin, begin, begin + text.size());
  }
};

bool StartsContinuation(unsigned char c) { return (c & 0xC0) == 0x80; }

// Length of the well-formed UTF-8 sequence at `i`, 0 when it is none.
size_t SequenceLength(std::string_view text, size_t i) {
  const auto at = [&](size_t k) {
    return k < text.size() ? static_cast<unsigned char>(text[k]) : 0U;
  };
  const unsigned lead = at(i);
  size_t length = 0;
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) length = 2;
  if (lead >= 0xE0 && lead <= 0xEF) length = 3;
  if (lead >= 0xF0 && lead <= 0xF4) length = 4;
  for (size_t k = 1; k < length; ++k) {
    if (!StartsContinuation(static_cast<unsigned char>(at(i + k)))) return 0;
  }
  const unsigned second = at(i + 1);
  if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
      (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) {
    return 0;
  }
  return length;
}

// The first byte that must not stand in a file, as a problem.
bool FindBadByte(std::string_view text, YamlProblem& problem) {
  TextPosition position;
  for (size_t i = 0; i < text.size();) {
    const size_t length = SequenceLength(text, i);
    const auto byte = static_cast<unsigned char>(text[i]);
    if (length == 0) {
      problem = {position, "this byte is not UTF-8: save the file as UTF-8"};
      return true;
    }
    if ((byte < 0x20 && byte != '\n' && byte != '\t' && byte != '\r') ||
        byte == 0x7F) {
      problem = {position, "a control character stands here: remove it"};
      return true;
    }
    if (byte == '\n') {
      ++position.line;
      position.column = 1;
    } else {
      position.column += static_cast<int>(length);
    }
    i += length;
  }
  return false;
}

void Parse(std::string_view text, const YamlLimits& limits,
           YamlDocument& document) {
  ViewBuffer buffer(text);
  std::istream stream(&buffer);
  YAML::Parser parser(stream);
  TreeBuilder builder(limits, document);
  if (!parser.HandleNextDocument(builder)) return;
  YamlDocument second;
  TreeBuilder rest(limits, second);
  if (parser.HandleNextDocument(rest)) {
    document.problems.push_back(
        {second.root.position,
         "a second document (---) begins here: one file, one document"});
  }
}

}  // namespace

const YamlNode* YamlNode::Find(std::string_view key) const {
  for (const auto& [name, value] : entries) {
    if (name.scalar == key) return &value;
  }
  return nullptr;
}

YamlDocument ParseYaml(std::string_view text, const YamlLimits& limits) {
  YamlDocument document;
  YamlProblem bad;
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  if (text.size() > limits.max_bytes) {
    document.problems.push_back({{},
                                 "the file is larger than " +
                                     std::to_string(limits.max_bytes / 1024) +
                                     " KiB: split it"});
    return document;
  }
  if (FindBadByte(text, bad)) {
    document.problems.push_back(bad);
    return document;
  }
  try {
    Parse(text, limits, document);
  } catch (const Refused& refused) {
    document.problems.push_back(refused.problem);
  } catch (const YAML::Exception& error) {
    document.problems.push_back({PositionOf(error.mark), error.msg});
  } catch (const std::exception&) {
    document.problems.push_back({{}, "the file cannot be read as YAML"});
  }
  return document;
}

std::string QuoteYaml(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        quoted += "\\\"";
        break;
      case '\\':
        quoted += "\\\\";
        break;
      case '\n':
        quoted += "\\n";
        break;
      case '\r':
        quoted += "\\r";
        break;
      case '\t':
        quoted += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) quoted += c;
    }
  }
  return quoted + "\"";
}

}  // namespace sportello
