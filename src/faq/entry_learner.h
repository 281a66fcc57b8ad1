// What tells an entry from its rivals, learned from the content itself.
//
// Each entry gets a regularised least-squares classifier over the kernel of
// feature_space.h (kernel ridge regression; Rifkin, Yeo and Poggio, 2003):
// its own sentences are to score 1, the sentences of other entries that look
// most like them 0. So a word that rivals share loses its weight, and one that
// tells them apart gains. The closed form also tells what a sentence would
// have scored had it not been learned from (held out), for the calibration.
//
// Cost: cubic in kept sentences per entry, at most a few hundred; linear in
// entries. Deterministic.
#ifndef SPORTELLO_FAQ_ENTRY_LEARNER_H_
#define SPORTELLO_FAQ_ENTRY_LEARNER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sportello {

// score(text) = base + sum of weights[i] * likeness(text, sentences[i]).
struct LearnedEntry {
  float base = 0;
  std::vector<uint32_t> sentences;  // own ones first
  std::vector<float> weights;
  // Score of each own sentence by the classifier learned without it.
  std::vector<float> held_out;
};

// `gram` holds the likeness of sentence i and j at [i * n + j], n the number
// of `sentences`, of which the first `own` belong to the entry.
LearnedEntry LearnEntry(std::vector<uint32_t> sentences, size_t own,
                        std::vector<double> gram);

}  // namespace sportello

#endif  // SPORTELLO_FAQ_ENTRY_LEARNER_H_
