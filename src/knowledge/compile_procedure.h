// The parts of an intent that make it a procedure, compiled: steps,
// conditions, replies by case, the call of a company's interface.
#ifndef SPORTELLO_KNOWLEDGE_COMPILE_PROCEDURE_H_
#define SPORTELLO_KNOWLEDGE_COMPILE_PROCEDURE_H_

#include <optional>
#include <string>
#include <vector>

#include "knowledge/language_knowledge.h"

namespace sportello {

// Conditions that are none become problems.
Slot CompileSlot(const SlotContent& content, const SlotType* type,
                 std::vector<Problem>& problems);
ReplyVariants CompileReply(const ReplyContent& content,
                           std::vector<Problem>& problems);
// A step that says no known text becomes a problem.
Tone CompileTone(const std::string& name, const ToneContent& content,
                 const SharedContent& shared, std::vector<Problem>& problems);
// A path may end in " as date"; other names of formats become problems.
std::optional<Action> CompileAction(const std::optional<ActionContent>& content,
                                    std::vector<Problem>& problems);

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_COMPILE_PROCEDURE_H_
