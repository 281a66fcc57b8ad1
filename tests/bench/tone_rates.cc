// How many insults are heard, and how many clean texts are taken for one.
//
//   tone_rates INTENTS FAQ LANGUAGE --words FILE... [--clean TSV...] [--show]
//
// INTENTS, FAQ: content folders. FILE: a word a line; each is said as "you are
// X" in that language and by itself. TSV: language, id, text; texts in other
// languages are passed over. --show names what was missed and what was taken.
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "dialogue/understand.h"
#include "knowledge/build.h"

namespace sportello {
namespace {

struct Options {
  std::vector<std::string> words;
  std::vector<std::string> clean;
  bool show = false;
};

std::vector<std::string> LinesOf(const std::string& path) {
  std::ifstream file(path);
  if (!file) std::fprintf(stderr, "cannot read '%s'\n", path.c_str());
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

const Tone* Hear(const LanguageKnowledge& knowledge, const std::string& text) {
  return FindTone(knowledge, knowledge.analyzer.Normalize(text));
}

void MeasureWords(const LanguageKnowledge& knowledge, const Options& options) {
  const bool italian = knowledge.language() == "it";
  size_t all = 0;
  size_t found = 0;
  for (const std::string& path : options.words) {
    for (const std::string& word : LinesOf(path)) {
      const std::string said = (italian ? "sei un " : "you are a ") + word;
      const bool heard =
          Hear(knowledge, said) != nullptr || Hear(knowledge, word) != nullptr;
      ++all;
      found += heard ? 1 : 0;
      if (!heard && options.show) std::printf("missed\t%s\n", word.c_str());
    }
  }
  if (all == 0) return;
  std::printf("%s: %zu of %zu words are heard as a tone (%.3f)\n",
              knowledge.language().c_str(), found, all,
              static_cast<double>(found) / static_cast<double>(all));
}

void MeasureClean(const LanguageKnowledge& knowledge, const Options& options) {
  for (const std::string& path : options.clean) {
    size_t all = 0;
    std::map<std::string, size_t> taken;
    for (const std::string& line : LinesOf(path)) {
      const size_t first = line.find('\t');
      const size_t second = line.find('\t', first + 1);
      if (second == std::string::npos ||
          line.substr(0, first) != knowledge.language()) {
        continue;
      }
      ++all;
      const Tone* tone = Hear(knowledge, line.substr(second + 1));
      if (tone == nullptr) continue;
      ++taken[tone->name];
      if (options.show) {
        std::printf("%s\t%s\n", tone->name.c_str(),
                    line.substr(second + 1).c_str());
      }
    }
    std::printf("%s: %zu texts", path.c_str(), all);
    for (const auto& [name, count] : taken) {
      std::printf(", %s %zu (%.4f)", name.c_str(), count,
                  static_cast<double>(count) / static_cast<double>(all));
    }
    std::printf("\n");
  }
}

int Run(const std::vector<std::string>& arguments) {
  if (arguments.size() < 4) {
    std::fprintf(stderr,
                 "usage: tone_rates INTENTS FAQ LANGUAGE --words FILE... "
                 "[--clean TSV...] [--show]\n");
    return 2;
  }
  Options options;
  std::vector<std::string>* into = nullptr;
  for (size_t i = 3; i < arguments.size(); ++i) {
    if (arguments[i] == "--words") {
      into = &options.words;
    } else if (arguments[i] == "--clean") {
      into = &options.clean;
    } else if (arguments[i] == "--show") {
      options.show = true;
    } else if (into != nullptr) {
      into->push_back(arguments[i]);
    }
  }
  auto sources = ReadSources({arguments[0], arguments[1]});
  if (!sources.ok()) {
    std::fprintf(stderr, "%s\n", sources.error().message.c_str());
    return 1;
  }
  const BuildOutcome content = BuildSnapshot(std::move(*sources), {});
  const LanguageKnowledge* knowledge =
      content.snapshot == nullptr ? nullptr
                                  : content.snapshot->Find(arguments[2]);
  if (knowledge == nullptr) {
    std::fprintf(stderr, "no sound content in '%s'\n", arguments[2].c_str());
    return 1;
  }
  MeasureWords(*knowledge, options);
  MeasureClean(*knowledge, options);
  return 0;
}

}  // namespace
}  // namespace sportello

int main(int argc, char** argv) {
  return sportello::Run({argv + 1, argv + argc});
}
