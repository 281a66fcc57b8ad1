#include "matcher/phrase_compiler.h"

#include <re2/re2.h>

#include <algorithm>
#include <set>
#include <utility>

#include "language/vocabulary.h"
#include "matcher/word_forms.h"

namespace sportello {
namespace {

using Kind = TemplatePiece::Kind;

std::string DidYouMean(std::string_view name,
                       const std::vector<std::string>& known,
                       std::string_view otherwise) {
  const std::string nearest = Nearest(name, known);
  if (nearest.empty()) return std::string(otherwise);
  return ", did you mean '" + nearest + "'?";
}

std::vector<std::string> Names(const PhraseSlots& slots) {
  std::vector<std::string> names;
  for (const auto& [name, slot] : slots) names.push_back(name);
  return names;
}

// What RE2 says against the expression of a slot, or "".
std::string RegexError(const std::string& regex) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  return re2::RE2(regex, options).error();
}

}  // namespace

PhraseCompiler::PhraseCompiler(const PhraseRules& rules, FindRule find_rule,
                               const PhraseSlots* slots,
                               std::vector<PhraseProblem>& problems)
    : rules_(rules),
      find_rule_(std::move(find_rule)),
      slots_(slots),
      problems_(problems) {}

PhraseNodePtr PhraseCompiler::Compile(const TemplatePiece& root) {
  return Alternatives(root);
}

void PhraseCompiler::Report(size_t offset, std::string message) {
  problems_.push_back({offset, std::move(message)});
}

PhraseNodePtr PhraseCompiler::Alternatives(const TemplatePiece& group) {
  const bool several = group.alternatives.size() > 1;
  if (several) ++alternatives_;
  std::vector<PhraseNodePtr> nodes;
  for (const TemplateSequence& alternative : group.alternatives) {
    nodes.push_back(Sequence(alternative));
  }
  if (several) --alternatives_;
  return MakeAlternatives(std::move(nodes));
}

PhraseNodePtr PhraseCompiler::Sequence(const TemplateSequence& sequence) {
  std::vector<PhraseNodePtr> nodes;
  Pieces word;
  for (const TemplatePiece& piece : sequence) {
    if (piece.kind == Kind::kBlank) {
      AppendWord(word, nodes);
      word.clear();
    } else {
      word.push_back(&piece);
    }
  }
  AppendWord(word, nodes);
  return MakeSequence(std::move(nodes));
}

// `pieces` stand together without a blank.
void PhraseCompiler::AppendWord(const Pieces& pieces,
                                std::vector<PhraseNodePtr>& nodes) {
  if (pieces.empty()) return;
  if (pieces.size() == 1) {
    nodes.push_back(Single(*pieces[0]));
  } else if (SplitsBeforeSlot(pieces)) {
    AppendWord({pieces.begin(), pieces.end() - 1}, nodes);
    nodes.push_back(Slot(*pieces.back()));
  } else {
    nodes.push_back(Forms(pieces));
  }
}

// True for `l'{product}` in a language whose apostrophe ends a word.
bool PhraseCompiler::SplitsBeforeSlot(const Pieces& pieces) const {
  if (pieces.back()->kind != Kind::kSlot) return false;
  const TemplatePiece& before = *pieces[pieces.size() - 2];
  if (before.kind != Kind::kText) return false;
  const std::string& text = before.text;
  return rules_.normalize()(text + "xx").size() >
         rules_.normalize()("xx" + text).size();
}

PhraseNodePtr PhraseCompiler::Single(const TemplatePiece& piece) {
  switch (piece.kind) {
    case Kind::kText:
    case Kind::kBlank:
      return Text(piece);
    case Kind::kGroup:
      return Alternatives(piece);
    case Kind::kOptional:
      return MakeOptional(Alternatives(piece));
    case Kind::kSlot:
      return Slot(piece);
    case Kind::kRule:
      break;
  }
  return find_rule_(piece);
}

PhraseNodePtr PhraseCompiler::Text(const TemplatePiece& piece) {
  std::vector<std::string> words = rules_.normalize()(piece.text);
  if (words.empty()) {
    Report(piece.offset,
           "'" + piece.text + "' has no letter or digit: leave it out");
  }
  return MakeWords(std::move(words));
}

PhraseNodePtr PhraseCompiler::Slot(const TemplatePiece& piece) {
  std::string refusal = RefuseSlot(piece.text);
  if (!refusal.empty()) {
    Report(piece.offset, std::move(refusal));
    return MakeStandIn();
  }
  used_slots_.push_back(piece.text);
  return MakeSlot(piece.text, slots_->find(piece.text)->second);
}

// Why the slot cannot stand here, or "".
std::string PhraseCompiler::RefuseSlot(const std::string& name) const {
  const std::string braced = "{" + name + "}";
  if (slots_ == nullptr) {
    return "a rule has no slots: put " + braced +
           " into the phrases that use the rule";
  }
  const auto slot = slots_->find(name);
  if (slot == slots_->end()) {
    return "unknown slot '" + name + "'" +
           DidYouMean(name, Names(*slots_), ": declare it under 'slots'");
  }
  if (alternatives_ > 0) {
    return "the slot " + braced +
           " stands inside an alternative: write a phrase of its own for it";
  }
  if (std::find(used_slots_.begin(), used_slots_.end(), name) !=
      used_slots_.end()) {
    return "the slot " + braced + " stands here twice: once is enough";
  }
  const std::string error = RegexError(slot->second.regex);
  if (error.empty()) return "";
  return "the expression of the slot " + braced + " is broken: " + error;
}

// Writes out what may stand for `pieces`, and normalises each form as a whole.
PhraseNodePtr PhraseCompiler::Forms(const Pieces& pieces) {
  const size_t offset = pieces[0]->offset;
  for (const TemplatePiece* piece : pieces) {
    if (const TemplatePiece* slot = WordForms::FindSlot(*piece)) {
      Report(slot->offset,
             "a slot is a word of its own: put a blank on both "
             "sides of {" +
                 slot->text + "}");
      return MakeStandIn();
    }
  }
  const WordForms forms(find_rule_);
  const WordForms::Extent extent = forms.Measure(pieces);
  if (extent.forms > rules_.limits().max_expansions ||
      extent.bytes > rules_.limits().max_regex_bytes) {
    Report(offset,
           "this word has too many forms: is a blank missing between "
           "two brackets?");
    return MakeStandIn();
  }
  return NodeOfForms(forms.Write(pieces), offset);
}

PhraseNodePtr PhraseCompiler::NodeOfForms(const std::vector<std::string>& forms,
                                          size_t offset) {
  std::vector<PhraseNodePtr> nodes;
  std::set<std::vector<std::string>> seen;
  bool optional = false;
  for (const std::string& form : forms) {
    std::vector<std::string> words = rules_.normalize()(form);
    if (words.empty()) {
      optional = true;
    } else if (seen.insert(words).second) {
      nodes.push_back(MakeWords(std::move(words)));
    }
  }
  if (nodes.empty()) {
    Report(offset, "this word has no letter or digit: leave it out");
    return MakeStandIn();
  }
  const PhraseNodePtr node = MakeAlternatives(std::move(nodes));
  return optional ? MakeOptional(node) : node;
}

void SortProblems(std::vector<PhraseProblem>& problems, size_t first) {
  std::stable_sort(problems.begin() + static_cast<ptrdiff_t>(first),
                   problems.end(),
                   [](const PhraseProblem& a, const PhraseProblem& b) {
                     return a.offset < b.offset;
                   });
}

void CheckPhraseSize(const PhraseNode& node, std::string_view what,
                     const PhraseLimits& limits,
                     std::vector<PhraseProblem>& problems) {
  if (node.expansions > limits.max_expansions) {
    problems.push_back(
        {0, "the " + std::string(what) + " stands for more than " +
                std::to_string(limits.max_expansions) +
                " texts: make several of it, with fewer brackets each"});
  } else if (node.regex_bytes > limits.max_regex_bytes) {
    problems.push_back({0, "the " + std::string(what) + " is longer than " +
                               std::to_string(limits.max_regex_bytes) +
                               " bytes with its rules: make several of it"});
  }
}

std::string DescribeUnknownRule(const std::string& name,
                                const std::vector<std::string>& known) {
  return "unknown rule '" + name + "'" +
         DidYouMean(name, known, ": declare it under 'rules'");
}

}  // namespace sportello
