// Numbers, texts and lists as bytes, for the compiled knowledge file.
//
// Fixed width in the machine's byte order; a list is its length and its
// elements. Reading checks every length against what is left, so damaged
// bytes make a reader return false, never crash or allocate much more than
// the input's size.
#ifndef SPORTELLO_FAQ_WIRE_H_
#define SPORTELLO_FAQ_WIRE_H_

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace sportello {

class WireWriter {
 public:
  template <typename T>
  void Number(T value) {
    static_assert(std::is_arithmetic_v<T>);
    char bytes[sizeof(T)];
    std::memcpy(bytes, &value, sizeof(T));
    out_.append(bytes, sizeof(T));
  }
  void Text(std::string_view text) {
    Number<uint64_t>(text.size());
    out_.append(text);
  }
  template <typename T>
  void List(const std::vector<T>& list) {
    static_assert(std::is_trivially_copyable_v<T>);
    Number<uint64_t>(list.size());
    if (list.empty()) return;
    const size_t at = out_.size();
    out_.resize(at + list.size() * sizeof(T));
    std::memcpy(out_.data() + at, list.data(), list.size() * sizeof(T));
  }
  void Texts(const std::vector<std::string>& texts) {
    Number<uint64_t>(texts.size());
    for (const std::string& text : texts) Text(text);
  }
  std::string Take() { return std::move(out_); }

 private:
  std::string out_;
};

class WireReader {
 public:
  explicit WireReader(std::string_view in) : in_(in) {}

  template <typename T>
  [[nodiscard]] bool Number(T& value) {
    static_assert(std::is_arithmetic_v<T>);
    if (in_.size() < sizeof(T)) return false;
    std::memcpy(&value, in_.data(), sizeof(T));
    in_.remove_prefix(sizeof(T));
    return true;
  }
  [[nodiscard]] bool Text(std::string& text) {
    uint64_t size = 0;
    if (!Number(size) || size > in_.size()) return false;
    text.assign(in_.substr(0, size));
    in_.remove_prefix(size);
    return true;
  }
  template <typename T>
  [[nodiscard]] bool List(std::vector<T>& list) {
    static_assert(std::is_trivially_copyable_v<T>);
    uint64_t size = 0;
    if (!Number(size) || size > in_.size() / sizeof(T)) return false;
    list.resize(size);
    if (size > 0) std::memcpy(list.data(), in_.data(), size * sizeof(T));
    in_.remove_prefix(size * sizeof(T));
    return true;
  }
  [[nodiscard]] bool Texts(std::vector<std::string>& texts) {
    uint64_t size = 0;
    if (!Number(size) || size > in_.size() / sizeof(uint64_t)) return false;
    texts.resize(size);
    for (std::string& text : texts) {
      if (!Text(text)) return false;
    }
    return true;
  }
  bool AtEnd() const { return in_.empty(); }

 private:
  std::string_view in_;
};

}  // namespace sportello

#endif  // SPORTELLO_FAQ_WIRE_H_
