// Nodes are numbered breadth first, from ranges of the sorted atoms.
#include "matcher/atom_finder.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace sportello {

AtomFinder::AtomFinder(const std::vector<std::string>& atoms) {
  BuildTrie(atoms);
  LinkSuffixes();
}

void AtomFinder::BuildTrie(const std::vector<std::string>& atoms) {
  std::vector<int> order(atoms.size());
  std::iota(order.begin(), order.end(), 0);
  const auto atom = [&](size_t i) -> const std::string& {
    return atoms[static_cast<size_t>(order[i])];
  };
  std::sort(order.begin(), order.end(), [&](int a, int b) {
    return atoms[static_cast<size_t>(a)] < atoms[static_cast<size_t>(b)];
  });
  // The atoms [begin, end) of the order share `depth` bytes.
  struct Range {
    size_t begin;
    size_t end;
    size_t depth;
  };
  std::vector<Range> ranges = {{0, atoms.size(), 0}};
  nodes_.emplace_back();
  labels_.push_back('\0');
  for (size_t n = 0; n < ranges.size(); ++n) {
    auto [begin, end, depth] = ranges[n];
    if (begin < end && atom(begin).size() == depth) {
      nodes_[n].atom = order[begin++];
    }
    nodes_[n].first_child = static_cast<uint32_t>(nodes_.size());
    while (begin < end) {
      const char label = atom(begin)[depth];
      size_t stop = begin;
      while (stop < end && atom(stop)[depth] == label) ++stop;
      ranges.push_back({begin, stop, depth + 1});
      nodes_.emplace_back();
      labels_.push_back(label);
      ++nodes_[n].children;
      begin = stop;
    }
  }
  for (uint32_t i = 0; i < nodes_[0].children; ++i) {
    const uint32_t child = nodes_[0].first_child + i;
    root_children_[static_cast<unsigned char>(labels_[child])] = child;
  }
}

void AtomFinder::LinkSuffixes() {
  for (uint32_t parent = 0; parent < nodes_.size(); ++parent) {
    for (uint32_t i = 0; i < nodes_[parent].children; ++i) {
      const uint32_t child = nodes_[parent].first_child + i;
      Node& node = nodes_[child];
      node.failure =
          parent == 0 ? 0 : Next(nodes_[parent].failure, labels_[child]);
      const Node& suffix = nodes_[node.failure];
      node.shorter = suffix.atom >= 0 ? node.failure : suffix.shorter;
    }
  }
}

uint32_t AtomFinder::Child(uint32_t node, char byte) const {
  if (node == 0) return root_children_[static_cast<unsigned char>(byte)];
  const Node& parent = nodes_[node];
  const char* labels = labels_.data() + parent.first_child;
  if (parent.children <= 1) {  // most nodes
    return parent.children == 1 && *labels == byte ? parent.first_child : 0;
  }
  const void* found = std::memchr(labels, byte, parent.children);
  if (found == nullptr) return 0;
  return parent.first_child +
         static_cast<uint32_t>(static_cast<const char*>(found) - labels);
}

uint32_t AtomFinder::Next(uint32_t node, char byte) const {
  while (true) {
    const uint32_t child = Child(node, byte);
    if (child != 0 || node == 0) return child;
    node = nodes_[node].failure;
  }
}

std::vector<int> AtomFinder::Find(std::string_view text) const {
  std::vector<int> found;
  found.reserve(text.size());
  uint32_t node = 0;
  for (const char byte : text) {
    node = Next(node, byte);
    for (uint32_t end = node; end != 0; end = nodes_[end].shorter) {
      if (nodes_[end].atom >= 0) found.push_back(nodes_[end].atom);
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace sportello
