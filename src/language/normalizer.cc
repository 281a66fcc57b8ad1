// Works code point by code point, so that every word knows which bytes of the
// original it came from (a slot's value is read there).
#include "language/normalizer.h"

#include <algorithm>
#include <array>

#include "language/fold.h"

namespace sportello {
namespace {

constexpr std::array<std::string_view, 3> kElisionLanguages = {"it", "fr",
                                                               "ca"};

struct Shortened {
  std::string_view language;
  std::string_view word;
  std::string_view whole;
};

// What is left of a word before an apostrophe, where the whole word is sure.
constexpr std::array<Shortened, 8> kShortened = {{
    {"it", "dov", "dove"},
    {"it", "com", "come"},
    {"it", "cos", "cosa"},
    {"it", "quand", "quando"},
    {"it", "quant", "quanto"},
    {"it", "tutt", "tutto"},
    {"fr", "qu", "que"},
    {"fr", "jusqu", "jusque"},
}};

bool IsAsciiAlnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9');
}
bool IsAsciiDigit(char c) { return c >= '0' && c <= '9'; }
bool IsAsciiSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// One run of characters between blanks.
struct Chunk {
  size_t begin = 0;
  size_t end = 0;
};

// E-mail addresses and links stay in one piece.
bool IsAtomic(std::string_view chunk) {
  if (chunk.find("://") != std::string_view::npos) return true;
  if (chunk.size() > 4 && chunk.substr(0, 4) == "www.") return true;
  const size_t at = chunk.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < chunk.size() &&
         IsAsciiAlnum(chunk[at - 1]) && IsAsciiAlnum(chunk[at + 1]);
}

// True when the ASCII character at `i` joins two parts of one word: the
// hyphen of a code, the comma of a number, the hyphen of "e-mail".
bool Joins(std::string_view text, size_t i, const Chunk& chunk,
           bool has_digit) {
  if (i == chunk.begin || i + 1 >= chunk.end) return false;
  const char before = text[i - 1];
  const char after = text[i + 1];
  if (!IsAsciiAlnum(before) || !IsAsciiAlnum(after)) return false;
  switch (text[i]) {
    case '-':
    case '_':
      return has_digit;
    case '.':
    case ',':
    case ':':
    case '/':
      return IsAsciiDigit(before) && IsAsciiDigit(after);
    default:
      return false;
  }
}

// "e-mail", "t-shirt": one letter, a hyphen, a word.
bool IsLetterHyphen(std::string_view text, size_t i, const Chunk& chunk) {
  return text[i] == '-' && i == chunk.begin + 1 && i + 1 < chunk.end &&
         IsAsciiAlnum(text[i - 1]) && IsAsciiAlnum(text[i + 1]);
}

class Splitter {
 public:
  Splitter(std::string_view text, bool elision)
      : text_(text), elision_(elision) {}

  std::vector<Token> Run() {
    tokens_.reserve(
        1 + static_cast<size_t>(std::count(text_.begin(), text_.end(), ' ')));
    size_t i = 0;
    while (i < text_.size()) {
      const size_t begin = SkipSpace(i);
      size_t end = begin;
      while (end < text_.size() && !IsAsciiSpace(text_[end])) ++end;
      if (end > begin) SplitChunk({begin, end});
      i = end;
    }
    return std::move(tokens_);
  }

 private:
  size_t SkipSpace(size_t i) const {
    while (i < text_.size() && IsAsciiSpace(text_[i])) ++i;
    return i;
  }

  void Flush(size_t end) {
    if (!word_.empty()) {
      Token& token = tokens_.emplace_back();
      token.text = std::move(word_);
      token.begin = static_cast<uint32_t>(word_begin_);
      token.end = static_cast<uint32_t>(end);
    }
    word_.clear();
  }

  void Append(std::string_view part, size_t begin) {
    if (word_.empty()) word_begin_ = begin;
    word_ += part;
  }

  // Takes the ASCII letters and digits at `i`, most of all text: they need no
  // table. Returns where they end.
  size_t AppendAscii(size_t i, size_t chunk_end) {
    const size_t begin = i;
    while (i < chunk_end && IsAsciiAlnum(text_[i])) ++i;
    if (i == begin) return i;
    Append(text_.substr(begin, i - begin), begin);
    for (size_t at = word_.size() - (i - begin); at < word_.size(); ++at) {
      char& c = word_[at];
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return i;
  }

  void SplitChunk(Chunk chunk) {
    const std::string_view whole =
        text_.substr(chunk.begin, chunk.end - chunk.begin);
    if (IsAtomic(whole)) {
      AppendAtomic(chunk);
      return;
    }
    const bool has_digit =
        std::any_of(whole.begin(), whole.end(), IsAsciiDigit);
    size_t i = chunk.begin;
    while ((i = AppendAscii(i, chunk.end)) < chunk.end) {
      const size_t start = i;
      const int32_t c = NextCodePoint(text_, i);
      if (c >= 0) Take(c, start, i, chunk, has_digit);
    }
    Flush(chunk.end);
  }

  void Take(int32_t c, size_t start, size_t end, const Chunk& chunk,
            bool has_digit) {
    const FoldedChar& folded = FoldCodePoint(c);
    switch (folded.kind) {
      case CharClass::kLetter:
      case CharClass::kDigit:
        if (!folded.text.empty()) Append(folded.text, start);
        return;
      case CharClass::kApostrophe:
        if (elision_) Flush(start);
        return;
      case CharClass::kSpace:
      case CharClass::kOther:
        break;
    }
    if (c == 0x20AC) {  // the euro sign is a word
      Flush(start);
      Append("euro", start);
      Flush(end);
    } else if (c < 0x80 && Joins(text_, start, chunk, has_digit)) {
      Append(std::string_view(&text_[start], 1), start);
    } else if (c >= 0x80 || !IsLetterHyphen(text_, start, chunk)) {
      Flush(start);
    }
  }

  void AppendAtomic(Chunk chunk) {
    while (chunk.begin < chunk.end && !IsAsciiAlnum(text_[chunk.begin])) {
      ++chunk.begin;
    }
    while (chunk.end > chunk.begin && !IsAsciiAlnum(text_[chunk.end - 1])) {
      --chunk.end;
    }
    Append(Normalizer::Fold(text_.substr(chunk.begin, chunk.end - chunk.begin)),
           chunk.begin);
    Flush(chunk.end);
  }

  std::string_view text_;
  bool elision_;
  std::vector<Token> tokens_;
  std::string word_;
  size_t word_begin_ = 0;
};

bool HasTriple(std::string_view word) {
  for (size_t i = 2; i < word.size(); ++i) {
    if (word[i] == word[i - 1] && word[i] == word[i - 2]) return true;
  }
  return false;
}

// "ciaooo" -> "ciao". Digits, codes and addresses stay.
void ShortenRepeats(std::string& word) {
  if (!HasTriple(word)) return;
  if (word.find_first_of("0123456789@.:") != std::string::npos) return;
  size_t kept = 0;
  for (size_t i = 0; i < word.size();) {
    size_t run = i;
    while (run < word.size() && word[run] == word[i]) ++run;
    const size_t length = run - i;
    const bool ascii = static_cast<unsigned char>(word[i]) < 0x80;
    const size_t keep = length >= 3 && ascii ? 1 : length;
    for (size_t k = 0; k < keep; ++k) word[kept++] = word[i];
    i = run;
  }
  word.resize(kept);
}

void Join(NormalizedText& text) {
  size_t bytes = 0;
  for (const Token& token : text.tokens) bytes += token.text.size() + 1;
  text.text.clear();
  text.text.reserve(bytes);
  for (Token& token : text.tokens) {
    if (!text.text.empty()) text.text += ' ';
    token.offset = static_cast<uint32_t>(text.text.size());
    text.text += token.text;
  }
}

using Table = std::unordered_map<std::string, std::vector<std::string>>;

void Replace(std::vector<Token>& tokens, const Table& table) {
  if (table.empty()) return;
  const bool none = std::none_of(
      tokens.begin(), tokens.end(),
      [&](const Token& token) { return table.contains(token.text); });
  if (none) return;
  std::vector<Token> replaced;
  replaced.reserve(tokens.size() + 4);
  for (Token& token : tokens) {
    const auto it = table.find(token.text);
    if (it == table.end()) {
      replaced.push_back(std::move(token));
      continue;
    }
    for (const std::string& word : it->second) {
      replaced.push_back({word, token.begin, token.end, 0});
    }
  }
  tokens = std::move(replaced);
}

}  // namespace

Normalizer::Normalizer(std::string_view language,
                       const Abbreviations& abbreviations)
    : elision_(std::find(kElisionLanguages.begin(), kElisionLanguages.end(),
                         language) != kElisionLanguages.end()) {
  for (const Shortened& entry : kShortened) {
    if (entry.language == language) {
      shortened_[std::string(entry.word)] = {std::string(entry.whole)};
    }
  }
  for (const auto& [key, value] : abbreviations) {
    NormalizedText from = Split(key);
    const NormalizedText to = Split(value);
    if (from.tokens.size() != 1) continue;  // check reports these
    std::vector<std::string> words;
    for (const Token& token : to.tokens) words.push_back(token.text);
    abbreviations_[from.tokens[0].text] = std::move(words);
  }
}

NormalizedText Normalizer::Split(std::string_view text) const {
  NormalizedText result;
  result.tokens = Splitter(text, elision_).Run();
  return result;
}

void Normalizer::Expand(NormalizedText& text) const {
  Replace(text.tokens, shortened_);
  for (Token& token : text.tokens) ShortenRepeats(token.text);
  Replace(text.tokens, abbreviations_);
}

NormalizedText Normalizer::Normalize(std::string_view text) const {
  NormalizedText result = Split(text);
  Expand(result);
  Join(result);
  return result;
}

std::vector<NormalizerStep> Normalizer::Explain(std::string_view text) const {
  std::vector<NormalizerStep> steps;
  steps.push_back({"folded", Fold(text)});
  NormalizedText result = Split(text);
  Join(result);
  steps.push_back({"words", result.text});
  Replace(result.tokens, shortened_);
  for (Token& token : result.tokens) ShortenRepeats(token.text);
  Join(result);
  steps.push_back({"elisions and repeats", result.text});
  Replace(result.tokens, abbreviations_);
  Join(result);
  steps.push_back({"abbreviations", result.text});
  return steps;
}

std::string Normalizer::Fold(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const int32_t c = NextCodePoint(text, i);
    if (c < 0) continue;
    const FoldedChar& character = FoldCodePoint(c);
    if (character.kind == CharClass::kApostrophe) {
      folded += '\'';
    } else {
      folded += character.text;
    }
  }
  return folded;
}

bool IsValidUtf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      ++i;
    } else if (NextCodePoint(text, i) < 0) {
      return false;
    }
  }
  return true;
}

size_t CountCodePoints(std::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(),
      [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace sportello
