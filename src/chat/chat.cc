#include "chat/chat.h"

#include <array>
#include <utility>

namespace sportello {
namespace {

constexpr std::array<std::pair<Owner, std::string_view>, 4> kOwners = {{
    {Owner::kBot, "bot"},
    {Owner::kQueue, "queue"},
    {Owner::kAgent, "agent"},
    {Owner::kClosed, "closed"},
}};

constexpr std::array<std::pair<Author, std::string_view>, 4> kAuthors = {{
    {Author::kCustomer, "customer"},
    {Author::kBot, "bot"},
    {Author::kAgent, "agent"},
    {Author::kSystem, "system"},
}};

template <typename Value, typename Table>
std::string_view NameOf(const Table& table, Value value) {
  for (const auto& [candidate, name] : table) {
    if (candidate == value) return name;
  }
  return "";
}

template <typename Value, typename Table>
std::optional<Value> ValueOf(const Table& table, std::string_view wanted) {
  for (const auto& [value, name] : table) {
    if (name == wanted) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view OwnerName(Owner owner) { return NameOf(kOwners, owner); }
std::string_view AuthorName(Author author) { return NameOf(kAuthors, author); }

std::optional<Owner> ParseOwner(std::string_view name) {
  return ValueOf<Owner>(kOwners, name);
}
std::optional<Author> ParseAuthor(std::string_view name) {
  return ValueOf<Author>(kAuthors, name);
}

}  // namespace sportello
