// Figures as words and tables, and as JSON.
#include <cstdio>

#include "base/json.h"
#include "cli/content_figures.h"

namespace sportello {
namespace {

double Share(size_t part, size_t whole) {
  return whole == 0 ? 0
                    : static_cast<double>(part) / static_cast<double>(whole);
}

std::string Decimal(double value, const char* format = "%.3f") {
  char text[32];
  std::snprintf(text, sizeof(text), format, value);
  return text;
}

std::string Padded(const std::string& text, size_t width) {
  return text.size() >= width ? text
                              : std::string(width - text.size(), ' ') + text;
}

// "  answered right   123 of 200  0.615"
std::string Line(const std::string& name, size_t part, size_t whole) {
  return "  " + name +
         std::string(name.size() < 34 ? 34 - name.size() : 1, ' ') +
         Padded(std::to_string(part), 6) + " of " +
         Padded(std::to_string(whole), 6) + "   " +
         (whole == 0 ? "-" : Decimal(Share(part, whole))) + "\n";
}

std::string PrintCounts(const Figures& f) {
  std::string text = "in scope\n";
  text += Line("best candidate right (forced)", f.top1, f.in_scope);
  text += Line("answered", f.answered, f.in_scope);
  text += Line("answered and right", f.answered_right, f.in_scope);
  text += Line("right where answered", f.answered_right, f.answered);
  text += Line("asked back", f.clarified, f.in_scope);
  text +=
      Line("right one among the suggestions", f.clarified_right, f.clarified);
  text += Line("not answered (fallback)", f.fallback, f.in_scope);
  text += Line("abstained (asked back or fallback)", f.in_scope - f.answered,
               f.in_scope);
  text += "  c@1                               " + Decimal(f.c_at_1) + "\n";
  text += "out of scope\n";
  text += Line("refused (decision is not answer)", f.oos_not_answered, f.oos);
  text += Line("refused (decision is fallback)", f.oos_fallback, f.oos);
  text += "  AUROC of the score                " +
          (f.auroc < 0 ? "-" : Decimal(f.auroc)) + "\n";
  return text;
}

std::string PrintCurve(const Figures& f) {
  std::string text =
      "threshold curve (every best candidate from this score on answered)\n"
      "  score   answered   right of them   right of all   OOS refused\n";
  for (const ThresholdPoint& p : f.curve) {
    text +=
        "  " + Decimal(p.threshold, "%.2f") +
        Padded(Decimal(Share(p.answered, f.in_scope)), 12) +
        Padded(p.answered == 0 ? "-" : Decimal(Share(p.right, p.answered)),
               16) +
        Padded(Decimal(Share(p.right, f.in_scope)), 15) +
        Padded(f.oos == 0 ? "-" : Decimal(Share(f.oos - p.oos_answered, f.oos)),
               14) +
        "\n";
  }
  return text;
}

std::string BucketLine(const std::string& name, const ScoreBucket& bucket) {
  const size_t all = bucket.in_scope + bucket.oos;
  return "  " + name + std::string(name.size() < 9 ? 9 - name.size() : 1, ' ') +
         Padded(std::to_string(bucket.in_scope), 8) +
         Padded(std::to_string(bucket.oos), 8) +
         Padded(bucket.in_scope == 0
                    ? "-"
                    : Decimal(Share(bucket.right, bucket.in_scope)),
                16) +
         Padded(all == 0 ? "-" : Decimal(Share(bucket.right, all)), 14) + "\n";
}

std::string PrintBuckets(const Figures& f) {
  const std::string head =
      "    in scope     OOS   right in scope  right of all\n";
  std::string text =
      "reliability (queries by score)\n         " + head.substr(4);
  for (size_t i = 0; i < f.reliability.size(); ++i) {
    const double low = static_cast<double>(i) / 10;
    text += BucketLine(Decimal(low, "%.1f") + "-" + Decimal(low + 0.1, "%.1f"),
                       f.reliability[i]);
  }
  text += "bands\n         " + head.substr(4);
  for (const char* band : {"high", "medium", "low"}) {
    const auto it = f.bands.find(band);
    if (it != f.bands.end()) text += BucketLine(band, it->second);
  }
  return text;
}

Json BucketJson(const ScoreBucket& bucket) {
  return {{"in_scope", bucket.in_scope},
          {"right", bucket.right},
          {"oos", bucket.oos}};
}

}  // namespace

std::string PrintFigures(const Figures& figures) {
  std::string text =
      PrintCounts(figures) + PrintCurve(figures) + PrintBuckets(figures);
  if (figures.confusions.empty()) return text;
  text += "worst confusions (expected -> best candidate)\n";
  for (const Confusion& confusion : figures.confusions) {
    text += Padded(std::to_string(confusion.count), 6) + "  " +
            confusion.expected + " -> " + confusion.got;
    if (confusion.answered > 0) {
      text += "  (" + std::to_string(confusion.answered) + " answered so)";
    }
    text += "\n";
  }
  return text;
}

std::string FiguresJson(const Figures& f, double messages_per_second,
                        size_t bad_lines) {
  Json json = {{"in_scope", f.in_scope},
               {"top1", f.top1},
               {"answered", f.answered},
               {"answered_right", f.answered_right},
               {"clarified", f.clarified},
               {"clarified_right", f.clarified_right},
               {"fallback", f.fallback},
               {"top1_accuracy", Share(f.top1, f.in_scope)},
               {"answered_precision", Share(f.answered_right, f.answered)},
               {"abstention", Share(f.in_scope - f.answered, f.in_scope)},
               {"c_at_1", f.c_at_1},
               {"oos", f.oos},
               {"oos_not_answered", f.oos_not_answered},
               {"oos_fallback", f.oos_fallback},
               {"auroc", f.auroc < 0 ? Json() : Json(f.auroc)},
               {"messages_per_second", messages_per_second},
               {"bad_lines", bad_lines}};
  for (const ThresholdPoint& point : f.curve) {
    json["threshold_curve"].push_back({{"threshold", point.threshold},
                                       {"answered", point.answered},
                                       {"right", point.right},
                                       {"oos_answered", point.oos_answered}});
  }
  for (size_t i = 0; i < f.reliability.size(); ++i) {
    Json bucket = BucketJson(f.reliability[i]);
    bucket["from"] = static_cast<double>(i) / 10;
    json["reliability"].push_back(std::move(bucket));
  }
  json["bands"] = Json::object();
  for (const auto& [band, bucket] : f.bands) {
    json["bands"][band] = BucketJson(bucket);
  }
  json["confusions"] = Json::array();
  for (const Confusion& confusion : f.confusions) {
    json["confusions"].push_back({{"expected", confusion.expected},
                                  {"got", confusion.got},
                                  {"count", confusion.count},
                                  {"answered", confusion.answered}});
  }
  return DumpJsonPretty(json);
}

}  // namespace sportello
