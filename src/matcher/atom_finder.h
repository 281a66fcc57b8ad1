// Finds which of many short strings ("atoms") occur in a text, in one pass:
// the automaton of Aho and Corasick (Communications of the ACM 18, 1975).
//
// Immutable and safe from many threads. About 18 bytes per byte of atoms; the
// children of a node stand side by side, so a step is one memchr.
#ifndef SPORTELLO_MATCHER_ATOM_FINDER_H_
#define SPORTELLO_MATCHER_ATOM_FINDER_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sportello {

class AtomFinder {
 public:
  // `atoms` are distinct and not empty.
  explicit AtomFinder(const std::vector<std::string>& atoms);

  // The indexes of the atoms that occur in `text`, sorted, each once.
  std::vector<int> Find(std::string_view text) const;

 private:
  struct Node {
    uint32_t first_child = 0;
    uint32_t failure = 0;  // the longest proper suffix that is a node
    uint32_t shorter = 0;  // the next such suffix that is an atom, or 0
    int32_t atom = -1;     // the atom that ends here
    uint16_t children = 0;
  };

  void BuildTrie(const std::vector<std::string>& atoms);
  void LinkSuffixes();
  // The child of `node` by `byte`, or 0.
  uint32_t Child(uint32_t node, char byte) const;
  // The same, falling back to ever shorter suffixes.
  uint32_t Next(uint32_t node, char byte) const;

  std::vector<Node> nodes_;   // 0 is the root
  std::vector<char> labels_;  // the byte that leads to a node
  std::array<uint32_t, 256> root_children_{};
};

}  // namespace sportello

#endif  // SPORTELLO_MATCHER_ATOM_FINDER_H_
