// Turns the tables of content_schema.h into JSON Schema (draft-07).
#include <utility>

#include "base/json.h"
#include "knowledge/content_schema.h"

namespace sportello {
namespace {

Json ObjectOf(FieldSpecs fields);

Json String() { return {{"type", "string"}}; }

Json ListOf(Json items) {
  return {{"type", "array"}, {"items", std::move(items)}};
}

Json MapOf(Json values) {
  return {{"type", "object"}, {"additionalProperties", std::move(values)}};
}

Json OneOf(Json first, Json second) {
  Json either = Json::array();
  either.push_back(std::move(first));
  either.push_back(std::move(second));
  return {{"anyOf", std::move(either)}};
}

// YAML writes numbers and words alike.
Json Scalar() {
  return {{"type", Json::array({"string", "number", "boolean"})}};
}

Json Lines() { return OneOf(String(), ListOf(String())); }

Json KindToSchema(FieldKind kind) {
  switch (kind) {
    case FieldKind::kString:
      return Scalar();
    case FieldKind::kLines:
      return Lines();
    case FieldKind::kList:
      return ListOf(Scalar());
    case FieldKind::kInteger:
      return {{"type", "integer"}};
    case FieldKind::kBoolean:
      return {{"type", "boolean"}};
    case FieldKind::kDate:
      return {{"type", "string"}, {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}};
    case FieldKind::kReply:
      return OneOf(Lines(), ObjectOf(kReplyFields));
    case FieldKind::kButtons:
      return ListOf(OneOf(String(), ObjectOf(kButtonFields)));
    case FieldKind::kSlots:
      return MapOf(ObjectOf(kSlotFields));
    case FieldKind::kHandoff:
      return ObjectOf(kHandoffFields);
    case FieldKind::kCases:
      return ListOf(ObjectOf(kCaseFields));
    case FieldKind::kAction:
      return ObjectOf(kActionFields);
    case FieldKind::kStringMap:
      return MapOf(Scalar());
    case FieldKind::kLinesMap:
      return MapOf(Lines());
    case FieldKind::kListMap:
      return MapOf(ListOf(Scalar()));
    case FieldKind::kTypes:
      return MapOf(ObjectOf(kTypeFields));
    case FieldKind::kGlobals:
      return MapOf(ObjectOf(kGlobalFields));
    case FieldKind::kIntents:
      return MapOf(ObjectOf(kIntentFields));
    case FieldKind::kFaqEntries:
      return ListOf(ObjectOf(kFaqFields));
    case FieldKind::kSynonyms:
      return ListOf(ListOf(Scalar()));
    case FieldKind::kConversations:
      return ListOf(ObjectOf(kConversationFields));
    case FieldKind::kTurns:
      return ListOf(ObjectOf(kTurnFields));
    case FieldKind::kExpect:
      return ObjectOf(kExpectFields);
    case FieldKind::kTones:
      return MapOf(ObjectOf(kToneFields));
    case FieldKind::kRungs:
      return ListOf(ObjectOf(kRungFields));
    case FieldKind::kStubs:
      return ListOf(ObjectOf(kStubFields));
    case FieldKind::kCustomer:
      return ObjectOf(kCustomerFields);
  }
  return Json::object();
}

Json ObjectOf(FieldSpecs fields) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const FieldSpec& field : fields) {
    Json schema = KindToSchema(field.kind);
    schema["description"] = field.help;
    properties[std::string(field.name)] = std::move(schema);
    if (field.required) required.push_back(field.name);
  }
  Json object = {{"type", "object"},
                 {"additionalProperties", false},
                 {"properties", std::move(properties)}};
  if (!required.empty()) object["required"] = std::move(required);
  return object;
}

}  // namespace

std::string JsonSchema(std::string_view file_kind) {
  constexpr std::pair<std::string_view, const FieldSpecs*> kFiles[] = {
      {"intents", &kIntentFileFields},
      {"faq", &kFaqFileFields},
      {"shared", &kSharedFields},
      {"conversations", &kConversationFileFields},
  };
  for (const auto& [name, fields] : kFiles) {
    if (name != file_kind) continue;
    Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                   {"title", "sportello: " + std::string(name)}};
    schema.update(ObjectOf(*fields));
    return DumpJsonPretty(schema) + "\n";
  }
  return "";
}

}  // namespace sportello
