// The text is cut into runs of letters and digits; a code may span several of
// them with single blanks, dots or hyphens between. All runs are kept together
// in capitals too: a code is a part of that, whatever stands between its runs.
#include "language/mask.h"

#include <algorithm>
#include <array>
#include <vector>

#include "language/check_digits.h"

namespace sportello {
namespace {

constexpr std::string_view kDots = "••••";

struct CodeRun {
  size_t begin = 0;
  size_t end = 0;
  size_t in_capitals = 0;  // where it begins among all runs
  size_t size() const { return end - begin; }
};

bool IsCodeChar(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z');
}

char Capital(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// Appends the characters of the runs to `capitals`.
std::vector<CodeRun> RunsOf(std::string_view text, std::string& capitals) {
  std::vector<CodeRun> runs;
  runs.reserve(1 + text.size() / 4);
  capitals.resize(text.size());
  size_t size = 0;
  for (size_t i = 0; i < text.size();) {
    if (!IsCodeChar(text[i])) {
      ++i;
      continue;
    }
    CodeRun run{i, i, size};
    for (; i < text.size() && IsCodeChar(text[i]); ++i) {
      capitals[size++] = Capital(text[i]);
    }
    run.end = i;
    runs.push_back(run);
  }
  capitals.resize(size);
  return runs;
}

// One blank, dot or hyphen joins two runs of one code.
bool AreJoined(std::string_view text, const CodeRun& a, const CodeRun& b) {
  if (b.begin != a.end + 1) return false;
  const char between = text[a.end];
  return between == ' ' || between == '-' || between == '.';
}

enum class Found : unsigned char { kNothing, kCard, kIban, kTaxCode };

// Shorter than any code that is masked.
constexpr size_t kShortestCode = 13;
constexpr size_t kLongestCode = 34;

Found KindOfCode(std::string_view code) {
  if (code.size() < kShortestCode) return Found::kNothing;
  const bool card_prefix = code[0] >= '2' && code[0] <= '6';
  if (card_prefix && IsCardNumber(code)) return Found::kCard;
  if (IsIban(code)) return Found::kIban;
  if (IsPersonalTaxCode(code)) return Found::kTaxCode;
  return Found::kNothing;
}

// Words, in capitals, behind which a password stands.
bool NamesPassword(std::string_view word) {
  constexpr std::array<std::string_view, 7> kWords = {
      "PASSWORD", "PASSWD", "PWD", "PW", "PIN", "CVV", "CVC"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

class Masker {
 public:
  Masker(std::string_view text, const std::set<std::string>& kept)
      : text_(text), kept_(kept), runs_(RunsOf(text, capitals_)) {}

  std::string Run() {
    for (size_t i = 0; i < runs_.size();) {
      size_t next = MaskCode(i);
      if (next == i) next = MaskPassword(i);
      i = next == i ? i + 1 : next;
    }
    result_ += text_.substr(done_);
    return std::move(result_);
  }

 private:
  void Replace(size_t begin, size_t end, size_t keep) {
    result_ += text_.substr(done_, begin - done_);
    result_ += kDots;
    result_ += text_.substr(end - keep, keep);
    done_ = end;
  }

  // The `bytes` from where the run `i` begins, of all runs.
  std::string_view InCapitals(size_t i, size_t bytes) const {
    return std::string_view(capitals_).substr(runs_[i].in_capitals, bytes);
  }

  // The run behind a code that begins at `i`; `i` when none does.
  size_t MaskCode(size_t i) {
    Found found = Found::kNothing;
    size_t last = i;
    size_t bytes = 0;
    for (size_t k = i; k < runs_.size() && bytes <= kLongestCode; ++k) {
      if (k > i && !AreJoined(text_, runs_[k - 1], runs_[k])) break;
      bytes += runs_[k].size();
      const Found here = KindOfCode(InCapitals(i, bytes));
      if (here != Found::kNothing) {
        found = here;
        last = k;
      }
    }
    const bool keep =
        (found == Found::kIban && kept_.contains("iban")) ||
        (found == Found::kTaxCode && kept_.contains("codice_fiscale"));
    if (found == Found::kNothing) return i;
    if (!keep) {
      const size_t shown = found == Found::kTaxCode ? 0 : 4;
      const size_t end = runs_[last].end;
      Replace(runs_[i].begin, end, std::min(shown, runs_[last].size()));
    }
    return last + 1;
  }

  // "la mia password è Ciao123", "pin: 1234". A word after "is" that has
  // neither a digit nor a sign may be about the password instead.
  size_t MaskPassword(size_t i) {
    const CodeRun& run = runs_[i];
    if (!NamesPassword(InCapitals(i, run.size()))) return i;
    size_t at = run.end;
    bool told = false;
    const auto skip = [&](std::string_view word) {
      if (!text_.substr(at).starts_with(word)) return false;
      at += word.size();
      told = true;
      return true;
    };
    while (skip(" ") || skip(":") || skip("=")) {
    }
    const bool colon =
        text_.substr(run.end, at - run.end).find_first_of(":=") !=
        std::string_view::npos;
    for (const std::string_view word : {"è ", "e' ", "is ", "era ", "was "}) {
      if (skip(word)) break;
    }
    size_t end = at;
    while (end < text_.size() && text_[end] != ' ' && text_[end] != '\n') ++end;
    const std::string_view secret = text_.substr(at, end - at);
    const bool odd =
        secret.find_first_of("0123456789!#$%&*@_") != std::string_view::npos;
    if (!told || secret.empty() || (!colon && !odd)) return i;
    Replace(at, end, 0);
    while (i < runs_.size() && runs_[i].begin < end) ++i;
    return i;
  }

  std::string_view text_;
  const std::set<std::string>& kept_;
  std::string capitals_;  // of all runs
  std::vector<CodeRun> runs_;
  std::string result_;
  size_t done_ = 0;
};

}  // namespace

std::string MaskPersonal(std::string_view text,
                         const std::set<std::string>& kept) {
  return Masker(text, kept).Run();
}

}  // namespace sportello
