// What a page tells of its customer beside name and address ("plan": "gold").
//
// Nobody proves it: it is kept with the conversation and shown to agents as
// the page's words; nothing is decided by it, and no name in it ("email")
// counts as more than a name.
#ifndef SPORTELLO_FLOW_CUSTOMER_ATTRIBUTES_H_
#define SPORTELLO_FLOW_CUSTOMER_ATTRIBUTES_H_

#include <string>
#include <vector>

#include "base/json_fwd.h"
#include "chat/chat.h"

namespace sportello {

// Also in flow/web/widget_attributes.js and docs/integrators.md.
inline constexpr size_t kMaxAttributes = 20;
inline constexpr size_t kMaxAttributeName = 40;      // bytes: plain ASCII
inline constexpr size_t kMaxAttributeValue = 200;    // characters
inline constexpr size_t kMaxAttributesBytes = 2048;  // names and values

// Reads an object of texts, numbers, booleans into `attributes`, all as text,
// in the object's order; what is null or empty is left out, card numbers and
// the like are masked (language/mask.h). The reason why it
// is refused, which repeats nothing of it, or "".
std::string ReadAttributes(const Json& object,
                           std::vector<Attribute>& attributes);

}  // namespace sportello

#endif  // SPORTELLO_FLOW_CUSTOMER_ATTRIBUTES_H_
