#include "faq/entry_learner.h"

#include <cmath>

namespace sportello {
namespace {

constexpr double kRidge = 0.045;
// Any two sentences share this much: the kernel's way to learn a constant.
constexpr double kCommon = 0.1;

// Replaces the lower triangle of the symmetric positive definite `a` by its
// Cholesky factor, in row order so that all inner loops run along rows.
void Factorize(std::vector<double>& a, size_t n) {
  for (size_t i = 0; i < n; ++i) {
    double* row_i = &a[i * n];
    for (size_t j = 0; j < i; ++j) {
      const double* row_j = &a[j * n];
      double sum = row_i[j];
      for (size_t k = 0; k < j; ++k) sum -= row_i[k] * row_j[k];
      row_i[j] = sum / row_j[j];
    }
    double sum = row_i[i];
    for (size_t k = 0; k < i; ++k) sum -= row_i[k] * row_i[k];
    row_i[i] = std::sqrt(sum);
  }
}

// x := L^-1 x, with x zero before `first`.
void SolveLower(const std::vector<double>& l, size_t n, size_t first,
                std::vector<double>& x) {
  for (size_t i = first; i < n; ++i) {
    const double* row = &l[i * n];
    double sum = x[i];
    for (size_t k = first; k < i; ++k) sum -= row[k] * x[k];
    x[i] = sum / row[i];
  }
}

// x := L^-T x.
void SolveUpper(const std::vector<double>& l, size_t n,
                std::vector<double>& x) {
  for (size_t i = n; i-- > 0;) {
    const double* row = &l[i * n];
    x[i] /= row[i];
    for (size_t k = 0; k < i; ++k) x[k] -= row[k] * x[i];
  }
}

}  // namespace

LearnedEntry LearnEntry(std::vector<uint32_t> sentences, size_t own,
                        std::vector<double> gram) {
  const size_t n = sentences.size();
  for (double& likeness : gram) likeness += kCommon;
  for (size_t i = 0; i < n; ++i) gram[i * n + i] += kRidge;
  Factorize(gram, n);
  std::vector<double> alpha(n, 0.0);
  for (size_t i = 0; i < own; ++i) alpha[i] = 1;
  SolveLower(gram, n, 0, alpha);
  SolveUpper(gram, n, alpha);
  LearnedEntry learned;
  for (size_t i = 0; i < own; ++i) {
    // The diagonal of the inverse: |L^-1 e_i|^2.
    std::vector<double> unit(n, 0.0);
    unit[i] = 1;
    SolveLower(gram, n, i, unit);
    double diagonal = 0;
    for (size_t k = i; k < n; ++k) diagonal += unit[k] * unit[k];
    learned.held_out.push_back(static_cast<float>(1 - alpha[i] / diagonal));
  }
  double sum = 0;
  for (const double weight : alpha) sum += weight;
  learned.base = static_cast<float>(kCommon * sum);
  learned.weights.assign(alpha.begin(), alpha.end());
  learned.sentences = std::move(sentences);
  return learned;
}

}  // namespace sportello
