#include "matcher/phrase_tree.h"

#include <re2/re2.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "language/normalizer.h"

namespace sportello {
namespace {

using NodeKind = PhraseNode::Kind;

// One to six words, as few as possible: what follows keeps its words.
constexpr std::string_view kAnyWords = "[^ ]+(?: [^ ]+){0,5}?";
constexpr std::string_view kToEnd = "[^ ].*";

std::string SlotRegex(const std::string& name, const PhraseSlot& slot) {
  std::string regex = " (?P<" + name + ">";
  if (slot.to_end) {
    regex += kToEnd;
  } else if (slot.regex.empty()) {
    regex += kAnyWords;
  } else {
    regex += "(?:" + slot.regex + ")";
  }
  return regex + ")";
}

// Texts of `a` before texts of `b`.
uint64_t JoinedBytes(const PhraseNode& a, const PhraseNode& b) {
  return SaturatingAdd(SaturatingMultiply(a.text_bytes, b.expansions),
                       SaturatingMultiply(b.text_bytes, a.expansions));
}

}  // namespace

uint64_t SaturatingAdd(uint64_t a, uint64_t b) {
  const uint64_t most = std::numeric_limits<uint64_t>::max();
  return a > most - b ? most : a + b;
}

uint64_t SaturatingMultiply(uint64_t a, uint64_t b) {
  const uint64_t most = std::numeric_limits<uint64_t>::max();
  return b != 0 && a > most / b ? most : a * b;
}

PhraseNodePtr MakeWords(std::vector<std::string> words) {
  auto node = std::make_shared<PhraseNode>();
  for (const std::string& word : words) {
    node->text_bytes += 1 + word.size();
    node->regex_bytes += 1 + re2::RE2::QuoteMeta(word).size();
    node->least_letters += CountCodePoints(word);
  }
  node->least_words = node->least_fixed = words.size();
  node->words = std::move(words);
  return node;
}

PhraseNodePtr MakeSequence(std::vector<PhraseNodePtr> children) {
  if (children.size() == 1) return children[0];
  auto node = std::make_shared<PhraseNode>();
  node->kind = NodeKind::kSequence;
  for (const PhraseNodePtr& child : children) {
    node->text_bytes = JoinedBytes(*node, *child);
    node->expansions = SaturatingMultiply(node->expansions, child->expansions);
    node->regex_bytes = SaturatingAdd(node->regex_bytes, child->regex_bytes);
    node->least_letters += child->least_letters;
    node->least_words += child->least_words;
    node->least_fixed += child->least_fixed;
    node->rule_levels = std::max(node->rule_levels, child->rule_levels);
  }
  node->children = std::move(children);
  return node;
}

PhraseNodePtr MakeAlternatives(std::vector<PhraseNodePtr> children) {
  if (children.size() == 1) return children[0];
  auto node = std::make_shared<PhraseNode>();
  node->kind = NodeKind::kAlternatives;
  node->expansions = 0;
  node->regex_bytes = 3;
  node->least_letters = node->least_words = node->least_fixed =
      std::numeric_limits<size_t>::max();
  for (const PhraseNodePtr& child : children) {
    node->expansions = SaturatingAdd(node->expansions, child->expansions);
    node->text_bytes = SaturatingAdd(node->text_bytes, child->text_bytes);
    node->regex_bytes =
        SaturatingAdd(SaturatingAdd(node->regex_bytes, 1), child->regex_bytes);
    node->least_letters = std::min(node->least_letters, child->least_letters);
    node->least_words = std::min(node->least_words, child->least_words);
    node->least_fixed = std::min(node->least_fixed, child->least_fixed);
    node->rule_levels = std::max(node->rule_levels, child->rule_levels);
  }
  node->children = std::move(children);
  return node;
}

PhraseNodePtr MakeOptional(PhraseNodePtr child) {
  auto node = std::make_shared<PhraseNode>();
  node->kind = NodeKind::kOptional;
  node->expansions = SaturatingAdd(child->expansions, 1);
  node->text_bytes = child->text_bytes;
  node->regex_bytes = SaturatingAdd(child->regex_bytes, 5);
  node->rule_levels = child->rule_levels;
  node->children.push_back(std::move(child));
  return node;
}

PhraseNodePtr MakeSlot(std::string name, PhraseSlot slot) {
  auto node = std::make_shared<PhraseNode>();
  node->kind = NodeKind::kSlot;
  node->regex_bytes = SlotRegex(name, slot).size();
  node->least_words = 1;
  node->least_fixed = slot.to_end || slot.regex.empty() ? 0 : 1;
  node->name = std::move(name);
  node->slot = std::move(slot);
  return node;
}

PhraseNodePtr MakeStandIn() { return MakeWords({"x"}); }

void AppendRegex(const PhraseNode& node, std::string& regex) {
  switch (node.kind) {
    case NodeKind::kWords:
      for (const std::string& word : node.words) {
        regex += ' ';
        regex += re2::RE2::QuoteMeta(word);
      }
      return;
    case NodeKind::kSequence:
      for (const PhraseNodePtr& child : node.children) {
        AppendRegex(*child, regex);
      }
      return;
    case NodeKind::kAlternatives:
      regex += "(?:";
      for (size_t i = 0; i < node.children.size(); ++i) {
        if (i > 0) regex += '|';
        AppendRegex(*node.children[i], regex);
      }
      regex += ')';
      return;
    case NodeKind::kOptional:
      regex += "(?:";
      AppendRegex(*node.children[0], regex);
      regex += ")?";
      return;
    case NodeKind::kSlot:
      regex += SlotRegex(node.name, node.slot);
      return;
  }
}

bool AppendExpansion(const PhraseNode& node, uint64_t index, size_t turn,
                     std::string& text) {
  switch (node.kind) {
    case NodeKind::kWords:
      for (const std::string& word : node.words) text += ' ' + word;
      return true;
    case NodeKind::kSequence:
      for (const PhraseNodePtr& child : node.children) {
        const uint64_t digit = index % child->expansions;
        index /= child->expansions;
        if (!AppendExpansion(*child, digit, turn, text)) return false;
      }
      return true;
    case NodeKind::kAlternatives:
      for (const PhraseNodePtr& child : node.children) {
        if (index < child->expansions) {
          return AppendExpansion(*child, index, turn, text);
        }
        index -= child->expansions;
      }
      return false;
    case NodeKind::kOptional:
      if (index == node.expansions - 1) return true;
      return AppendExpansion(*node.children[0], index, turn, text);
    case NodeKind::kSlot:
      if (node.slot.examples.empty()) return false;
      text += ' ' + node.slot.examples[turn % node.slot.examples.size()];
      return true;
  }
  return false;
}

void CollectWords(const PhraseNode& node, std::set<std::string>& words) {
  words.insert(node.words.begin(), node.words.end());
  for (const PhraseNodePtr& child : node.children) CollectWords(*child, words);
}

}  // namespace sportello
