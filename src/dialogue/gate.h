// The gate: every sentence that the content claims is asked of all content.
//
// A change in one file can silently take the questions of another. Here each
// test sentence, each sample of each phrase and each plain button title is
// understood as a customer's message would be; one that leads elsewhere is a
// problem that names both places and says why.
//
// Pure and deterministic; a sentence costs one Understand().
#ifndef SPORTELLO_DIALOGUE_GATE_H_
#define SPORTELLO_DIALOGUE_GATE_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogue/understand.h"
#include "knowledge/content.h"
#include "knowledge/language_knowledge.h"

namespace sportello {

struct GateOptions {
  // Report test sentences that are asked back with their own entry first.
  bool warn_asked_back = false;
  size_t samples_per_phrase = 24;
  // Only test sentences that hold this text, or whose id or file does.
  std::string filter;
  // Called after each sentence; may be empty.
  std::function<void()> advance;
};

struct GateReport {
  size_t tests = 0;       // test sentences asked
  size_t answered = 0;    // with their own entry
  size_t asked_back = 0;  // with their own entry first
  size_t failed = 0;
  size_t samples = 0;  // of phrases
  size_t buttons = 0;  // plain titles
  std::vector<Problem> problems;
};

// How many sentences the three checks below will ask, about.
size_t CountGateSentences(const LanguageContent& content,
                          const GateOptions& options);

// Test sentences of intents, FAQ entries and global words. Errors: answered
// with something else, asked back with something else first, not understood.
// Those of the program's own global words are warnings: a company may want
// "menu" for itself.
void CheckTests(const LanguageContent& content,
                const LanguageKnowledge& knowledge, const GateOptions& options,
                GateReport& report);

// Samples of the phrases of intents. Errors: a phrase none of whose samples
// leads to its intent. Warnings: samples that lead elsewhere, or to a tie; a
// pattern that no test or example of its intent holds.
void CheckPhrases(const LanguageContent& content,
                  const LanguageKnowledge& knowledge,
                  const GateOptions& options, GateReport& report);

// Titles of buttons without `to`. Errors: not understood; warnings: asked
// back.
void CheckButtonTitles(const LanguageContent& content,
                       const LanguageKnowledge& knowledge,
                       const GateOptions& options, GateReport& report);

// As a customer's text where the contexts hold that the target requires.
Understanding UnderstandInContext(const LanguageKnowledge& knowledge,
                                  std::string_view text, Target target);

// Why the text was understood so: "phrase '…' (intents/it/a.yaml:12)",
// "ranking 0.83 (faq/it/b.yaml:3)".
std::string DescribeWhy(const LanguageKnowledge& knowledge,
                        const Understanding& meaning);

// "intent 'refund'", "FAQ entry 'return_window'", "global word 'menu'".
std::string DescribeTarget(const LanguageKnowledge& knowledge, Target target);

// The intent's `not` that keeps this text from it, or null.
const Rule* FindExclusion(const LanguageKnowledge& knowledge, Target intent,
                          const NormalizedText& text);

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_GATE_H_
