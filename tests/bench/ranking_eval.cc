// Measures the ranking alone, without the rest of the program.
//
//   ranking_eval LANGUAGE KB QUERIES [ANSWERS [TAGS]] [--out FILE]
//
// KB: id, language, question; QUERIES: language, expected ids (a|b) or OOS,
// text; ANSWERS, TAGS: id, language, text; all separated by tabs. Prints one
// line of figures and the reliability of the confidence.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "faq/faq_index.h"

namespace sportello {
namespace {

using Row = std::vector<std::string>;

std::vector<Row> ReadRows(const std::string& path) {
  std::vector<Row> rows;
  std::ifstream file(path);
  if (!file) std::fprintf(stderr, "cannot read '%s'\n", path.c_str());
  std::string line;
  while (std::getline(file, line)) {
    Row row;
    std::istringstream cells(line);
    std::string cell;
    while (std::getline(cells, cell, '\t')) row.push_back(cell);
    if (row.size() >= 2) rows.push_back(row);
  }
  return rows;
}

std::vector<FaqDocument> ReadDocuments(const std::string& kb,
                                       const std::string& language,
                                       const std::string& answers,
                                       const std::string& tags) {
  std::map<std::string, FaqDocument> documents;
  for (const Row& row : ReadRows(kb)) {
    if (row[1] != language || row.size() < 3) continue;
    documents[row[0]].id = row[0];
    documents[row[0]].questions.push_back(row[2]);
  }
  const auto add = [&](const std::string& path, auto&& put) {
    if (path.empty()) return;
    for (const Row& row : ReadRows(path)) {
      const auto it = documents.find(row[0]);
      if (it != documents.end() && row.size() > 2) put(it->second, row[2]);
    }
  };
  add(answers, [](FaqDocument& d, const std::string& text) {
    d.answer = text;
  });
  add(tags, [](FaqDocument& d, const std::string& text) {
    d.tags.push_back(text);
  });
  std::vector<FaqDocument> list;
  for (auto& [id, document] : documents) list.push_back(std::move(document));
  return list;
}

bool Expects(const std::string& expected, const std::string& id) {
  return ("|" + expected + "|").find("|" + id + "|") != std::string::npos;
}

struct Outcome {
  bool in_scope = false;
  bool right = false;
  bool among_three = false;
  Band band = Band::kLow;
  double confidence = 0;
};

double Ratio(size_t part, size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

template <typename F>
size_t Count(const std::vector<Outcome>& outcomes, F&& f) {
  return static_cast<size_t>(
      std::count_if(outcomes.begin(), outcomes.end(), f));
}

void PrintFigures(const std::vector<Outcome>& all) {
  const size_t n = Count(all, [](const Outcome& o) { return o.in_scope; });
  const size_t oos = all.size() - n;
  const size_t right = Count(all, [](const Outcome& o) { return o.right; });
  const auto high = [](const Outcome& o) { return o.band == Band::kHigh; };
  const auto medium = [](const Outcome& o) { return o.band == Band::kMedium; };
  const size_t answered_right =
      Count(all, [&](const Outcome& o) { return high(o) && o.right; });
  const size_t answered_in =
      Count(all, [&](const Outcome& o) { return high(o) && o.in_scope; });
  const size_t asked = Count(
      all, [&](const Outcome& o) { return medium(o) && o.in_scope; });
  const size_t asked_well = Count(all, [&](const Outcome& o) {
    return medium(o) && o.in_scope && o.among_three;
  });
  const size_t not_low = Count(all, [](const Outcome& o) {
    return o.in_scope && o.band != Band::kLow && (o.right || o.among_three);
  });
  const size_t refused = Count(
      all, [&](const Outcome& o) { return !o.in_scope && !high(o); });
  const size_t low_oos = Count(all, [&](const Outcome& o) {
    return !o.in_scope && o.band == Band::kLow;
  });
  const double accuracy = Ratio(right, n);
  const double abstained = Ratio(n - answered_in, n);
  std::printf(
      "n %zu top1 %.3f | answered right %.3f, high is right %.3f, medium has "
      "it %.3f (share %.3f), helped %.3f, c@1 %.3f",
      n, accuracy, Ratio(answered_right, n), Ratio(answered_right, answered_in),
      Ratio(asked_well, asked), Ratio(asked, n), Ratio(not_low, n),
      Ratio(answered_right, n) * (1 + abstained));
  if (oos > 0) {
    std::printf(" | oos %zu refused %.3f (low %.3f)", oos, Ratio(refused, oos),
                Ratio(low_oos, oos));
  }
}

// Area under the curve: how well confidence tells right from wrong.
double Area(const std::vector<Outcome>& all) {
  double wins = 0;
  double pairs = 0;
  for (const Outcome& a : all) {
    if (!a.right) continue;
    for (const Outcome& b : all) {
      if (b.right) continue;
      wins += a.confidence > b.confidence ? 1
              : a.confidence == b.confidence ? 0.5 : 0;
      ++pairs;
    }
  }
  return pairs == 0 ? 0 : wins / pairs;
}

void PrintReliability(std::vector<Outcome> all) {
  std::sort(all.begin(), all.end(), [](const Outcome& a, const Outcome& b) {
    return a.confidence > b.confidence;
  });
  std::printf("\n   confidence: right (count):");
  for (int low = 9; low >= 0; --low) {
    size_t count = 0;
    size_t right = 0;
    for (const Outcome& o : all) {
      if (std::min(9, static_cast<int>(o.confidence * 10)) != low) continue;
      ++count;
      right += o.right ? 1 : 0;
    }
    std::printf(" .%d: %.2f (%zu)", low, Ratio(right, count), count);
  }
}

struct Arguments {
  std::vector<std::string> plain;
  std::string out;
};

int Run(const Arguments& arguments) {
  std::vector<std::string> args = arguments.plain;
  args.resize(5);
  using Clock = std::chrono::steady_clock;
  const auto seconds = [](Clock::time_point from, Clock::time_point to) {
    return std::chrono::duration<double>(to - from).count();
  };
  const Analyzer analyzer(args[0]);
  std::vector<FaqDocument> documents =
      ReadDocuments(args[1], args[0], args[3], args[4]);
  const auto built_from = Clock::now();
  const FaqIndex index = FaqIndex::Build(analyzer, documents, {}, nullptr);
  const auto built = Clock::now();
  std::vector<Outcome> outcomes;
  std::ofstream out(arguments.out.empty() ? "/dev/null" : arguments.out);
  double ranking_time = 0;
  for (const Row& row : ReadRows(args[2])) {
    if (row.size() < 3 || row[0] != args[0]) continue;
    const auto from = Clock::now();
    const FaqRanking ranking = index.Rank(analyzer.Normalize(row[2]));
    ranking_time += seconds(from, Clock::now());
    Outcome outcome;
    outcome.in_scope = row[1] != "OOS";
    outcome.band = ranking.band;
    outcome.confidence = ranking.confidence;
    std::string best = "-";
    for (size_t i = 0; i < std::min<size_t>(3, ranking.candidates.size());
         ++i) {
      const std::string& id = documents[ranking.candidates[i].document].id;
      if (i == 0) best = id;
      if (!outcome.in_scope || !Expects(row[1], id)) continue;
      outcome.among_three = true;
      if (i == 0) outcome.right = true;
    }
    out << row[1] << '\t' << BandName(ranking.band) << '\t' << best << '\t'
        << ranking.confidence << '\t' << row[2] << '\n';
    outcomes.push_back(outcome);
  }
  PrintFigures(outcomes);
  std::printf(" | auc %.3f | build %.3f s, %.1f us a message", Area(outcomes),
              seconds(built_from, built),
              1e6 * ranking_time / static_cast<double>(outcomes.size()));
  PrintReliability(outcomes);
  std::printf("\n");
  return 0;
}

}  // namespace
}  // namespace sportello

int main(int argc, char** argv) {
  sportello::Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--out" && i + 1 < argc) {
      arguments.out = argv[++i];
    } else {
      arguments.plain.push_back(argument);
    }
  }
  if (arguments.plain.size() < 3) {
    std::fprintf(stderr,
                 "usage: ranking_eval LANGUAGE KB QUERIES [ANSWERS [TAGS]] "
                 "[--out FILE]\n");
    return 2;
  }
  return sportello::Run(arguments);
}
