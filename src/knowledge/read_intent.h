// Reads one intent, and the parts that other entries have too.
#ifndef SPORTELLO_KNOWLEDGE_READ_INTENT_H_
#define SPORTELLO_KNOWLEDGE_READ_INTENT_H_

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/content.h"
#include "knowledge/object_reader.h"

namespace sportello {

// What may be an id of an entry, and what may be the name of a slot, rule,
// type or constant.
bool IsId(std::string_view id);
void CheckName(const ReadContext& context, const YamlNode& node,
               std::string_view what);

// `owner` names the entry in problems. `node` may be null: no buttons.
// The keys `requires` and `sets`.
ContextContent ReadContexts(const ReadContext& context,
                            const ObjectReader& reader);

std::vector<ButtonContent> ReadButtons(const ReadContext& context,
                                       const YamlNode* node,
                                       const std::string& owner);

// One of a few words, or a problem; empty when the key is absent.
std::string ReadWord(const ReadContext& context, const ObjectReader& reader,
                     std::string_view key,
                     const std::vector<std::string>& allowed);

// Every problem goes to the context; what could be read is returned.
IntentContent ReadIntent(const ReadContext& context, const YamlNode& id,
                         const YamlNode& node);

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_READ_INTENT_H_
