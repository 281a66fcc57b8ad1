#include "matcher/word_forms.h"

#include <utility>

namespace sportello {
namespace {

using Kind = TemplatePiece::Kind;
using Pieces = std::vector<const TemplatePiece*>;

Pieces PointersTo(const TemplateSequence& sequence) {
  Pieces pieces;
  for (const TemplatePiece& piece : sequence) pieces.push_back(&piece);
  return pieces;
}

}  // namespace

WordForms::Extent WordForms::Measure(const Pieces& pieces) const {
  Extent all;
  for (const TemplatePiece* piece : pieces) {
    const Extent one = Measure(*piece);
    all.bytes = SaturatingAdd(SaturatingMultiply(all.bytes, one.forms),
                              SaturatingMultiply(one.bytes, all.forms));
    all.forms = SaturatingMultiply(all.forms, one.forms);
  }
  return all;
}

WordForms::Extent WordForms::Measure(const TemplatePiece& piece) const {
  switch (piece.kind) {
    case Kind::kText:
    case Kind::kBlank:
    case Kind::kSlot:
      return {1, piece.text.size()};
    case Kind::kRule: {
      const PhraseNodePtr rule = find_rule_(piece);
      return {rule->expansions, rule->text_bytes};
    }
    case Kind::kGroup:
    case Kind::kOptional:
      break;
  }
  Extent all{piece.kind == Kind::kOptional ? 1U : 0U, 0};
  for (const TemplateSequence& alternative : piece.alternatives) {
    const Extent one = Measure(PointersTo(alternative));
    all.forms = SaturatingAdd(all.forms, one.forms);
    all.bytes = SaturatingAdd(all.bytes, one.bytes);
  }
  return all;
}

std::vector<std::string> WordForms::Write(const Pieces& pieces) const {
  std::vector<std::string> all = {""};
  for (const TemplatePiece* piece : pieces) {
    const std::vector<std::string> ends = Write(*piece);
    std::vector<std::string> longer;
    longer.reserve(all.size() * ends.size());
    for (const std::string& begin : all) {
      for (const std::string& end : ends) longer.push_back(begin + end);
    }
    all = std::move(longer);
  }
  return all;
}

std::vector<std::string> WordForms::Write(const TemplatePiece& piece) const {
  std::vector<std::string> all;
  switch (piece.kind) {
    case Kind::kText:
    case Kind::kBlank:
    case Kind::kSlot:
      return {piece.text};
    case Kind::kRule: {
      const PhraseNodePtr rule = find_rule_(piece);
      for (uint64_t i = 0; i < rule->expansions; ++i) {
        std::string text;
        if (!AppendExpansion(*rule, i, 0, text)) continue;
        all.push_back(text.empty() ? text : text.substr(1));
      }
      return all;
    }
    case Kind::kGroup:
    case Kind::kOptional:
      break;
  }
  for (const TemplateSequence& alternative : piece.alternatives) {
    for (std::string& form : Write(PointersTo(alternative))) {
      all.push_back(std::move(form));
    }
  }
  if (piece.kind == Kind::kOptional) all.emplace_back();
  return all;
}

const TemplatePiece* WordForms::FindSlot(const TemplatePiece& piece) {
  if (piece.kind == Kind::kSlot) return &piece;
  for (const TemplateSequence& alternative : piece.alternatives) {
    for (const TemplatePiece& inner : alternative) {
      if (const TemplatePiece* slot = FindSlot(inner)) return slot;
    }
  }
  return nullptr;
}

}  // namespace sportello
