// Measures the ranking alone, without the rest of the program.
//
//   ranking_eval LANGUAGE KB QUERIES [ANSWERS [TAGS]] [--out FILE]
//
// KB: id, language, question; QUERIES: language, expected ids (a|b) or OOS,
// text; ANSWERS, TAGS: id, language, text; all separated by tabs. Prints one
// line of figures and the reliability of the confidence. FILE gets a line for
// each query: expected, band, best, confidence, text, right, among the best
// three, and the signals of the confidence.
#include <algorithm>
#include <cstdio>
#include <ctime>
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
  add(answers,
      [](FaqDocument& d, const std::string& text) { d.answer = text; });
  add(tags,
      [](FaqDocument& d, const std::string& text) { d.tags.push_back(text); });
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
  bool likely = false;
};

double Ratio(size_t part, size_t whole) {
  return whole == 0 ? 0
                    : static_cast<double>(part) / static_cast<double>(whole);
}

template <typename F>
size_t Count(const std::vector<Outcome>& outcomes, F&& f) {
  return static_cast<size_t>(
      std::count_if(outcomes.begin(), outcomes.end(), f));
}

bool Answers(const Outcome& o) { return o.band == Band::kHigh || o.likely; }

void PrintBand(const std::vector<Outcome>& in_scope, Band band) {
  const auto within = [&](const Outcome& o) { return o.band == band; };
  const size_t count = Count(in_scope, within);
  const size_t right =
      Count(in_scope, [&](const Outcome& o) { return within(o) && o.right; });
  const size_t among_three = Count(
      in_scope, [&](const Outcome& o) { return within(o) && o.among_three; });
  std::printf(" | %s %.3f of all, right %.3f, in three %.3f", BandName(band),
              Ratio(count, in_scope.size()), Ratio(right, count),
              Ratio(among_three, count));
}

void PrintFigures(const std::vector<Outcome>& all) {
  std::vector<Outcome> in_scope;
  std::vector<Outcome> oos;
  for (const Outcome& o : all) (o.in_scope ? in_scope : oos).push_back(o);
  const size_t n = in_scope.size();
  const size_t right =
      Count(in_scope, [](const Outcome& o) { return o.right; });
  const size_t answered = Count(in_scope, Answers);
  const size_t answered_right =
      Count(in_scope, [](const Outcome& o) { return Answers(o) && o.right; });
  // c@1 (Penas and Rodrigo, 2011): what is not answered earns the accuracy.
  const double share = Ratio(answered_right, n);
  const double c_at_1 = share * (1 + Ratio(n - answered, n));
  std::printf("n %zu top1 %.3f c@1 %.3f | answered right %.3f, precision %.3f",
              n, Ratio(right, n), std::max(c_at_1, Ratio(right, n)), share,
              Ratio(answered_right, answered));
  if (!oos.empty()) {
    const size_t answered_oos = Count(oos, Answers);
    const size_t low =
        Count(oos, [](const Outcome& o) { return o.band == Band::kLow; });
    std::printf(" | oos %zu refused %.3f (low %.3f)", oos.size(),
                Ratio(oos.size() - answered_oos, oos.size()),
                Ratio(low, oos.size()));
  }
  PrintBand(in_scope, Band::kHigh);
  PrintBand(in_scope, Band::kMedium);
  PrintBand(in_scope, Band::kLow);
}

// Area under the curve: how well confidence tells right from wrong.
double Area(const std::vector<Outcome>& all) {
  double wins = 0;
  double pairs = 0;
  for (const Outcome& a : all) {
    if (!a.right) continue;
    for (const Outcome& b : all) {
      if (b.right) continue;
      wins += a.confidence > b.confidence    ? 1
              : a.confidence == b.confidence ? 0.5
                                             : 0;
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

// CPU time: other work on the machine does not count.
double CpuSeconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) +
         1e-9 * static_cast<double>(now.tv_nsec);
}

struct Arguments {
  std::vector<std::string> plain;
  std::string out;
};

int Run(const Arguments& arguments) {
  std::vector<std::string> args = arguments.plain;
  args.resize(5);
  const Analyzer analyzer(args[0]);
  std::vector<FaqDocument> documents =
      ReadDocuments(args[1], args[0], args[3], args[4]);
  const double built_from = CpuSeconds();
  const FaqIndex index = FaqIndex::Build(analyzer, documents, {}, nullptr);
  const double built = CpuSeconds();
  std::vector<Outcome> outcomes;
  std::ofstream out;
  if (!arguments.out.empty()) out.open(arguments.out);
  double ranking_time = 0;
  for (const Row& row : ReadRows(args[2])) {
    if (row.size() < 3 || row[0] != args[0]) continue;
    const double from = CpuSeconds();
    const FaqRanking ranking = index.Rank(analyzer.Normalize(row[2]));
    ranking_time += CpuSeconds() - from;
    Outcome outcome;
    outcome.in_scope = row[1] != "OOS";
    outcome.band = ranking.band;
    outcome.confidence = ranking.confidence;
    outcome.likely = ranking.likely;
    std::string best = "-";
    for (size_t i = 0; i < std::min<size_t>(3, ranking.candidates.size());
         ++i) {
      const std::string& id = documents[ranking.candidates[i].document].id;
      if (i == 0) best = id;
      if (!outcome.in_scope || !Expects(row[1], id)) continue;
      outcome.among_three = true;
      if (i == 0) outcome.right = true;
    }
    if (out.is_open()) {
      const ConfidenceSignals signals =
          index.Explain(analyzer.Normalize(row[2])).signals;
      out << row[1] << '\t' << BandName(ranking.band) << '\t' << best << '\t'
          << ranking.confidence << '\t' << row[2] << '\t' << outcome.right
          << '\t' << outcome.among_three << '\t' << signals.learned << '\t'
          << signals.margin << '\t' << signals.likeness << '\t' << signals.known
          << '\t' << signals.agreed << '\n';
    }
    outcomes.push_back(outcome);
  }
  PrintFigures(outcomes);
  std::printf(" | auc %.3f | build %.3f s, %.1f us a message", Area(outcomes),
              built - built_from,
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
