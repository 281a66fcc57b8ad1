// The content format as tables: every key, its kind and one sentence.
//
// The reader, the errors for unknown keys and the JSON Schema for editors all
// come from these tables, so that they cannot drift apart.
#ifndef SPORTELLO_KNOWLEDGE_CONTENT_SCHEMA_H_
#define SPORTELLO_KNOWLEDGE_CONTENT_SCHEMA_H_

#include <span>
#include <string>
#include <string_view>

namespace sportello {

enum class FieldKind {
  kString,  // one line or a block of text
  kLines,   // a string, or a list of alternatives
  kList,    // a list of strings
  kInteger,
  kBoolean,
  kDate,           // YYYY-MM-DD
  kReply,          // kLines, or a map of kReplyFields
  kButtons,        // a list of strings or of maps of kButtonFields
  kSlots,          // a map from names to kSlotFields
  kHandoff,        // a map of kHandoffFields
  kCases,          // a list of kCaseFields
  kAction,         // a map of kActionFields
  kStringMap,      // a map from names to strings
  kLinesMap,       // a map from names to kLines
  kListMap,        // a map from names to lists of strings
  kTypes,          // a map from names to kTypeFields
  kGlobals,        // a map from names to kGlobalFields
  kIntents,        // a map from ids to kIntentFields
  kFaqEntries,     // a list of kFaqFields
  kSynonyms,       // a list of lists of strings
  kConversations,  // a list of kConversationFields
  kTurns,          // a list of kTurnFields
  kExpect,         // a map of kExpectFields
  kCustomer,       // a map of kCustomerFields
  kStubs,          // a list of kStubFields
  kTones,          // a map from names to kToneFields
  kRungs,          // a list of kRungFields
};

struct FieldSpec {
  std::string_view name;
  FieldKind kind;
  bool required;
  std::string_view help;
};

using FieldSpecs = std::span<const FieldSpec>;

// Files.
extern const FieldSpecs kIntentFileFields;
extern const FieldSpecs kFaqFileFields;
extern const FieldSpecs kSharedFields;
extern const FieldSpecs kConversationFileFields;
// Parts.
extern const FieldSpecs kIntentFields;
extern const FieldSpecs kFaqFields;
extern const FieldSpecs kReplyFields;
extern const FieldSpecs kButtonFields;
extern const FieldSpecs kSlotFields;
extern const FieldSpecs kHandoffFields;
extern const FieldSpecs kCaseFields;
extern const FieldSpecs kActionFields;
extern const FieldSpecs kTypeFields;
extern const FieldSpecs kGlobalFields;
extern const FieldSpecs kConversationFields;
extern const FieldSpecs kTurnFields;
extern const FieldSpecs kExpectFields;
extern const FieldSpecs kCustomerFields;
extern const FieldSpecs kStubFields;
extern const FieldSpecs kToneFields;
extern const FieldSpecs kRungFields;

// Slot types that need no declaration; `choice` needs the slot's `choices`.
extern const std::span<const std::string_view> kBuiltinTypes;

// The JSON Schema (draft-07, which editors understand best) of a kind of
// file: "intents", "faq", "shared" or "conversations"; empty when unknown.
std::string JsonSchema(std::string_view file_kind);

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_CONTENT_SCHEMA_H_
