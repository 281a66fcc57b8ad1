#include "knowledge/object_reader.h"

#include <charconv>
#include <chrono>

#include "base/wording.h"

namespace sportello {
namespace {

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool ReadNumber(std::string_view text, int& value) {
  const char* end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && last == end;
}

bool IsDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  int year = 0;
  int month = 0;
  int day = 0;
  if (!ReadNumber(text.substr(0, 4), year) ||
      !ReadNumber(text.substr(5, 2), month) ||
      !ReadNumber(text.substr(8, 2), day) || month < 1 || day < 1) {
    return false;
  }
  return std::chrono::year_month_day(
             std::chrono::year(year),
             std::chrono::month(static_cast<unsigned>(month)),
             std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

}  // namespace

void ReadContext::Fail(const YamlNode& node, std::string message,
                       std::string hint) const {
  problems->push_back(
      {Severity::kError, At(node), std::move(message), std::move(hint)});
}

bool ReadScalar(const ReadContext& context, const YamlNode& node,
                std::string_view what, std::string& value) {
  if (node.IsNull() || (node.IsScalar() && IsBlank(node.scalar))) {
    context.Fail(node, std::string(what) + " is empty",
                 "write it, or leave it out");
    return false;
  }
  if (!node.IsScalar()) {
    context.Fail(node, std::string(what) + " must be a text",
                 "a text that begins with [ or { needs quotes around it");
    return false;
  }
  value = node.scalar;
  return true;
}

TextLines ReadList(const ReadContext& context, const YamlNode& node,
                   std::string_view what) {
  TextLines lines;
  if (!node.IsSequence()) {
    context.Fail(node, std::string(what) + " must be a list",
                 "write it as [\"…\", \"…\"] or as lines that begin with -");
    return lines;
  }
  for (const YamlNode& item : node.items) {
    std::string value;
    if (ReadScalar(context, item, "an item of " + std::string(what), value)) {
      lines.push_back({std::move(value), context.At(item), item.quoted});
    }
  }
  return lines;
}

TextLines ReadLines(const ReadContext& context, const YamlNode& node,
                    std::string_view what) {
  if (node.IsSequence()) return ReadList(context, node, what);
  std::string value;
  if (!ReadScalar(context, node, what, value)) return {};
  return {{std::move(value), context.At(node), node.quoted}};
}

ObjectReader::ObjectReader(const ReadContext& context, const YamlNode& node,
                           FieldSpecs fields, std::string what)
    : context_(context), node_(node), what_(std::move(what)) {
  if (!node.IsMap()) {
    context.Fail(node, what_ + " must be a map of keys and values",
                 "write `key: value`, one on a line");
    return;
  }
  std::vector<std::string> known;
  for (const FieldSpec& field : fields) known.emplace_back(field.name);
  for (const auto& [key, value] : node.entries) {
    bool found = false;
    for (const std::string& name : known) found = found || name == key.scalar;
    if (!found && key.IsScalar()) {
      std::string hint = Suggest(key.scalar, known);
      if (hint.empty()) hint = "known here: " + Join(known);
      context.Fail(key, "unknown key '" + key.scalar + "' in " + what_,
                   std::move(hint));
    }
  }
  for (const FieldSpec& field : fields) {
    if (field.required && node.Find(field.name) == nullptr) {
      context.Fail(node, what_ + " lacks '" + std::string(field.name) + "'",
                   std::string(field.help));
    }
  }
}

std::string ObjectReader::Named(std::string_view key) const {
  return "'" + std::string(key) + "' of " + what_;
}

const YamlNode* ObjectReader::Find(std::string_view key) const {
  const YamlNode* value = node_.IsMap() ? node_.Find(key) : nullptr;
  return value == nullptr || value->IsNull() ? nullptr : value;
}

std::string ObjectReader::String(std::string_view key) const {
  return Line(key).text;
}

TextLine ObjectReader::Line(std::string_view key) const {
  TextLine line;
  const YamlNode* node = node_.IsMap() ? node_.Find(key) : nullptr;
  if (node == nullptr) return line;
  line.place = context_.At(*node);
  ReadScalar(context_, *node, Named(key), line.text);
  return line;
}

TextLines ObjectReader::List(std::string_view key) const {
  const YamlNode* node = Find(key);
  return node == nullptr ? TextLines() : ReadList(context_, *node, Named(key));
}

TextLines ObjectReader::Lines(std::string_view key) const {
  const YamlNode* node = Find(key);
  return node == nullptr ? TextLines() : ReadLines(context_, *node, Named(key));
}

int ObjectReader::Integer(std::string_view key, int lowest, int highest,
                          int otherwise) const {
  const YamlNode* node = Find(key);
  if (node == nullptr) return otherwise;
  int value = 0;
  if (!node->IsScalar() || !ReadNumber(node->scalar, value) || value < lowest ||
      value > highest) {
    context_.Fail(*node,
                  Named(key) + " must be a whole number from " +
                      std::to_string(lowest) + " to " + std::to_string(highest),
                  "write it in digits");
    return otherwise;
  }
  return value;
}

bool ObjectReader::Boolean(std::string_view key, bool otherwise) const {
  const YamlNode* node = Find(key);
  if (node == nullptr) return otherwise;
  if (node->IsScalar() && (node->scalar == "true" || node->scalar == "false")) {
    return node->scalar == "true";
  }
  context_.Fail(*node, Named(key) + " must be true or false",
                "yes is written true, no is written false");
  return otherwise;
}

std::string ObjectReader::Date(std::string_view key) const {
  const YamlNode* node = Find(key);
  if (node == nullptr) return "";
  if (node->IsScalar() && IsDate(node->scalar)) return node->scalar;
  context_.Fail(*node, Named(key) + " must be a day such as 2027-01-31");
  return "";
}

std::vector<std::pair<const YamlNode*, const YamlNode*>> ObjectReader::Entries(
    std::string_view key) const {
  std::vector<std::pair<const YamlNode*, const YamlNode*>> entries;
  const YamlNode* node = Find(key);
  if (node == nullptr) return entries;
  if (!node->IsMap()) {
    context_.Fail(*node, Named(key) + " must be a map of names and values");
    return entries;
  }
  for (const auto& [name, value] : node->entries) {
    if (name.IsScalar()) entries.emplace_back(&name, &value);
  }
  return entries;
}

}  // namespace sportello
