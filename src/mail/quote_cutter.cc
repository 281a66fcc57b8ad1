#include "mail/quote_cutter.h"

#include <algorithm>
#include <array>
#include <vector>

#include "mail/address.h"

namespace sportello {
namespace {

constexpr size_t kMaxLines = 2000;
constexpr size_t kMaxIntroduction = 400;  // bytes of "On ... wrote:"
constexpr size_t kIntroductionLines = 4;
constexpr size_t kHeaderLines = 8;

using Lines = std::vector<std::string_view>;

struct Introduction {
  std::string_view begin;
  std::string_view end;
};

constexpr std::array<Introduction, 9> kIntroductions = {{
    {"il ", " ha scritto:"},
    {"in data ", " ha scritto:"},
    {"da ", " ha scritto:"},
    {"on ", " wrote:"},
    {"on ", " writes:"},
    {"am ", ":"},  // "Am 16.11.26 um 10:21 schrieb Anna:"
    {"le ", " a écrit :"},
    {"le ", " a écrit:"},
    {"el ", " escribió:"},
}};

// Lines of dashes around one of these.
constexpr std::array<std::string_view, 9> kOriginals = {
    "messaggio originale",  "original message", "original appointment",
    "messaggio precedente", "reply message",    "ursprüngliche nachricht",
    "message d'origine",    "mensaje original", "messaggio di risposta"};

constexpr std::array<std::string_view, 6> kForwards = {
    "forwarded message",        "messaggio inoltrato",
    "begin forwarded message:", "inizio messaggio inoltrato:",
    "inoltrato messaggio",      "messaggio originale inoltrato"};

constexpr std::array<std::string_view, 14> kSignatures = {
    "inviato da ",           "inviato dal mio ",
    "inviato dalla mia ",    "inviata da ",
    "sent from my ",         "sent from mail for windows",
    "sent from outlook",     "sent from yahoo",
    "sent from proton",      "get outlook for",
    "ottieni outlook per",   "scarica outlook per",
    "scaricare outlook per", "sent via "};

constexpr std::array<std::string_view, 2> kMarks = {
    "rispondi sopra questa riga", "please reply above this line"};

bool StartsWith(std::string_view text, std::string_view begin) {
  return text.substr(0, begin.size()) == begin;
}

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() &&
         text.substr(text.size() - end.size()) == end;
}

std::string_view Trim(std::string_view text,
                      std::string_view marks = " \t\r\n") {
  const size_t begin = text.find_first_not_of(marks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(marks) - begin + 1);
}

// Without the quote marks of the line, and small.
std::string Bare(std::string_view line) {
  std::string bare = FoldMailAddress(Trim(line, "> \t\r\n"));
  // A space that does not break (U+00A0, U+202F) is a space.
  for (const std::string_view space : {"\xC2\xA0", "\xE2\x80\xAF"}) {
    for (size_t at = 0; (at = bare.find(space, at)) != std::string::npos;) {
      bare.replace(at, space.size(), " ");
    }
  }
  return bare;
}

bool IsEmpty(std::string_view line) { return Trim(line).empty(); }

bool IsQuoted(std::string_view line) {
  const std::string_view text = Trim(line);
  return !text.empty() && text.front() == '>';
}

bool HoldsMark(std::string_view line) {
  const std::string bare = Bare(line);
  return std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view mark) {
    return bare.find(mark) != std::string::npos && bare.size() < 60;
  });
}

bool IsOneOf(std::string_view text, const auto& all) {
  return std::any_of(all.begin(), all.end(),
                     [text](std::string_view one) { return text == one; });
}

bool IsForward(std::string_view line) {
  return IsOneOf(Trim(Bare(line), "- *"), kForwards);
}

bool IsOriginal(std::string_view line) {
  const std::string bare = Bare(line);
  return StartsWith(bare, "--") && IsOneOf(Trim(bare, "- *"), kOriginals);
}

bool Introduces(std::string_view joined) {
  if (joined.find_first_of("0123456789") == std::string_view::npos) {
    return false;
  }
  return std::any_of(
      kIntroductions.begin(), kIntroductions.end(),
      [joined](const Introduction& one) {
        if (!StartsWith(joined, one.begin) || !EndsWith(joined, one.end)) {
          return false;
        }
        return one.end != ":" ||
               joined.find(" schrieb ") != std::string_view::npos;
      });
}

// "Il giorno ... ha scritto:" in one to four lines; how many, or 0.
size_t IntroductionAt(const Lines& lines, size_t at) {
  std::string joined;
  for (size_t i = at; i < std::min(lines.size(), at + kIntroductionLines);
       ++i) {
    if (IsEmpty(lines[i])) break;
    joined += (joined.empty() ? "" : " ") + Bare(lines[i]);
    if (joined.size() > kMaxIntroduction) break;
    if (Introduces(joined)) return i - at + 1;
  }
  return 0;
}

// The name before the colon of "*Inviato:* lunedì", small; empty for none.
std::string HeaderName(std::string_view line) {
  const std::string bare = Bare(line);
  const size_t colon = bare.find(':');
  if (colon > 12) return {};
  return std::string(Trim(bare.substr(0, colon), "* "));
}

// Outlook's block: Da:, Inviato:, A:, Oggetto:.
bool IsHeaderBlock(const Lines& lines, size_t at) {
  static constexpr std::array<std::string_view, 4> kFrom = {"da", "from", "von",
                                                            "de"};
  static constexpr std::array<std::string_view, 14> kOthers = {
      "inviato", "data",    "sent",     "date", "a",       "to",     "cc",
      "oggetto", "subject", "gesendet", "an",   "betreff", "envoyé", "objet"};
  if (!IsOneOf(HeaderName(lines[at]), kFrom)) return false;
  int others = 0;
  for (size_t i = at + 1; i < std::min(lines.size(), at + kHeaderLines); ++i) {
    if (IsOneOf(HeaderName(lines[i]), kOthers)) ++others;
  }
  return others >= 2;
}

// A line of underscores above the block.
bool IsRule(std::string_view line) {
  const std::string bare = Bare(line);
  return bare.size() >= 10 && bare.find_first_not_of('_') == std::string::npos;
}

// From here on everything is the other mail.
bool EndsHere(const Lines& lines, size_t at) {
  if (IsOriginal(lines[at]) || IsHeaderBlock(lines, at)) return true;
  if (!IsRule(lines[at])) return false;
  size_t next = at + 1;
  while (next < lines.size() && IsEmpty(lines[next])) ++next;
  return next < lines.size() && IsHeaderBlock(lines, next);
}

Lines Split(std::string_view text) {
  Lines lines;
  while (lines.size() < kMaxLines) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    lines.push_back(line);
    if (end == text.size()) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

// Everything from the splitter that ends all: lines are dropped there.
void CutTail(Lines& lines) {
  for (size_t i = 0; i < lines.size(); ++i) {
    if (IsForward(lines[i])) return;
    if (HoldsMark(lines[i]) || (!IsQuoted(lines[i]) && EndsHere(lines, i))) {
      lines.resize(i);
      return;
    }
  }
}

// One quoted block with its introduction.
struct Block {
  size_t begin = 0;
  size_t end = 0;  // excluded
};

// The quoted blocks in order; an introduction without quoted lines takes all
// that follows.
std::vector<Block> FindBlocks(const Lines& lines) {
  std::vector<Block> blocks;
  for (size_t i = 0; i < lines.size();) {
    if (IsForward(lines[i])) break;
    const size_t introduced = IsQuoted(lines[i]) ? 0 : IntroductionAt(lines, i);
    if (introduced == 0 && !IsQuoted(lines[i])) {
      ++i;
      continue;
    }
    Block block{i, i + introduced};
    size_t next = block.end;
    while (next < lines.size() &&
           (IsEmpty(lines[next]) || IsQuoted(lines[next]))) {
      ++next;
      if (IsQuoted(lines[next - 1])) block.end = next;
    }
    const bool bare = block.end == i + introduced;
    if (bare && next < lines.size()) block.end = lines.size();
    blocks.push_back(block);
    i = block.end;
  }
  return blocks;
}

bool HasText(const Lines& lines, size_t begin, size_t end) {
  return std::any_of(lines.begin() + static_cast<std::ptrdiff_t>(begin),
                     lines.begin() + static_cast<std::ptrdiff_t>(end),
                     [](std::string_view line) { return !IsEmpty(line); });
}

Lines WithoutBlocks(const Lines& lines) {
  std::vector<Block> blocks = FindBlocks(lines);
  // Several blocks with text between them: answers point by point. Only what
  // ends the mail is cut, with nothing written below it.
  if (blocks.size() > 1 &&
      HasText(lines, blocks.front().end, blocks.back().begin)) {
    const bool ends = !HasText(lines, blocks.back().end, lines.size()) &&
                      IntroductionAt(lines, blocks.back().begin) > 0;
    const size_t introduced = IntroductionAt(lines, blocks.front().begin);
    Block head{blocks.front().begin, blocks.front().begin + introduced};
    const Block tail = ends ? blocks.back() : Block{0, 0};
    blocks = {head, tail};
  }
  Lines kept;
  for (size_t i = 0; i < lines.size(); ++i) {
    const bool cut = std::any_of(
        blocks.begin(), blocks.end(),
        [i](const Block& block) { return block.begin <= i && i < block.end; });
    if (!cut) kept.push_back(lines[i]);
  }
  return kept;
}

bool IsSignature(std::string_view line) {
  const std::string bare(Trim(Bare(line), "_*- "));
  return bare.size() < 80 && std::any_of(kSignatures.begin(), kSignatures.end(),
                                         [&](std::string_view one) {
                                           return StartsWith(bare, one);
                                         });
}

// "-- " and what follows, and the lines that telephones add at the end.
void CutSignature(Lines& lines) {
  for (size_t i = 1; i < lines.size(); ++i) {
    if (lines[i] != "-- " && lines[i] != "--") continue;
    // Only a short one near the end: else it is a line in the text.
    if (lines.size() - i <= 12) lines.resize(i);
    break;
  }
  while (!lines.empty() &&
         (IsEmpty(lines.back()) || IsSignature(lines.back()))) {
    lines.pop_back();
  }
}

std::string Join(const Lines& lines) {
  std::string text;
  for (const std::string_view line : lines) {
    text += line;
    text += '\n';
  }
  // The line's own indentation stays, but for blank lines around all.
  const size_t begin = text.find_first_not_of('\n');
  const size_t end = text.find_last_not_of(" \t\r\n");
  if (begin == std::string::npos || end == std::string::npos) return {};
  return text.substr(begin, end - begin + 1);
}

}  // namespace

std::string ReplyMark(std::string_view language) {
  return language == "it" ? "--- Rispondi sopra questa riga ---"
                          : "--- Please reply above this line ---";
}

std::string CutQuote(std::string_view text) {
  const Lines all = Split(text);
  Lines lines = all;
  CutTail(lines);
  lines = WithoutBlocks(lines);
  CutSignature(lines);
  std::string left = Join(lines);
  return left.empty() ? Join(all) : left;
}

}  // namespace sportello
