// A FaqIndex as bytes.
#include <algorithm>

#include "faq/faq_index.h"
#include "faq/hash.h"
#include "faq/wire.h"

namespace sportello {
namespace {

constexpr std::string_view kMagic = "sportello ranking 2";

Error Damaged(const char* why) {
  return Invalid(std::string("ranking: compiled knowledge: ") + why);
}

}  // namespace

std::string FaqIndex::Serialize() const {
  WireWriter out;
  reader_.Write(out);
  space_.Write(out);
  fields_.Write(out);
  out.Number<uint64_t>(documents_.size());
  for (const Document& document : documents_) {
    out.Text(document.id);
    out.Number(document.position);
    out.Number(document.first_sentence);
    out.Number(document.end_sentence);
    out.Number(document.fields_share);
    out.Number(document.base);
  }
  out.Texts(sentences_);
  out.List(learned_starts_);
  out.List(learned_sentences_);
  out.List(learned_weights_);
  const std::string body = out.Take();
  WireWriter whole;
  whole.Text(kMagic);
  whole.Number(HashText(body));
  whole.Text(body);
  return whole.Take();
}

Result<FaqIndex> FaqIndex::Load(std::string_view bytes) {
  WireReader whole(bytes);
  std::string magic;
  uint64_t hash = 0;
  std::string body;
  if (!whole.Text(magic) || magic != kMagic) {
    return Damaged("written by another version");
  }
  if (!whole.Number(hash) || !whole.Text(body) || !whole.AtEnd() ||
      HashText(body) != hash) {
    return Damaged("damaged");
  }
  WireReader in(body);
  FaqIndex index;
  uint64_t count = 0;
  if (!FeatureReader::Read(in, index.reader_) ||
      !FeatureSpace::Read(in, index.space_) ||
      !FieldIndex::Read(in, index.fields_) || !in.Number(count)) {
    return Damaged("damaged");
  }
  for (uint64_t i = 0; i < count; ++i) {
    Document& document = index.documents_.emplace_back();
    if (!in.Text(document.id) || !in.Number(document.position) ||
        !in.Number(document.first_sentence) ||
        !in.Number(document.end_sentence) ||
        !in.Number(document.fields_share) || !in.Number(document.base)) {
      return Damaged("damaged");
    }
  }
  if (!in.Texts(index.sentences_) || !in.List(index.learned_starts_) ||
      !in.List(index.learned_sentences_) || !in.List(index.learned_weights_) ||
      !in.AtEnd() || !index.IsSound()) {
    return Damaged("damaged");
  }
  return index;
}

bool FaqIndex::IsSound() const {
  const size_t sentences = space_.sentence_count();
  const auto fits = [&](const Document& document) {
    return document.position < documents_.size() &&
           document.first_sentence <= document.end_sentence &&
           document.end_sentence <= sentences;
  };
  return sentences_.size() == sentences &&
         fields_.entry_count() == documents_.size() &&
         std::all_of(documents_.begin(), documents_.end(), fits) &&
         learned_starts_.size() == documents_.size() + 1 &&
         learned_starts_.front() == 0 &&
         std::is_sorted(learned_starts_.begin(), learned_starts_.end()) &&
         learned_starts_.back() == learned_sentences_.size() &&
         learned_weights_.size() == learned_sentences_.size() &&
         std::all_of(learned_sentences_.begin(), learned_sentences_.end(),
                     [&](uint32_t s) { return s < sentences; });
}

}  // namespace sportello
