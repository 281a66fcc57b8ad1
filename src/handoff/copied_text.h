// What a conversation says, for a letter that a stranger may have sent to
// anybody: it is no use to him without his links.
//
// Rules, not a list of domains: what has a scheme, "www." or a path is left
// out; of a bare "evil.example" the dot is followed by a blank, since most
// often it is a full stop whose blank was forgotten. So no mail program makes
// a link of it and nothing that a customer wrote is lost. Mail addresses and
// names of files stay. Pure.
#ifndef SPORTELLO_HANDOFF_COPIED_TEXT_H_
#define SPORTELLO_HANDOFF_COPIED_TEXT_H_

#include <set>
#include <string>
#include <string_view>

namespace sportello {

// A text of the customer's: no links.
std::string WithoutLinks(std::string_view text);

// The links that a customer wrote, so that our replies, which repeat what he
// said, do not carry them either. Our own links stay.
class CustomerLinks {
 public:
  void Add(std::string_view text);
  // A text of ours.
  std::string Without(std::string_view text) const;

 private:
  bool Holds(std::string_view word) const;

  std::set<std::string> links_;  // lower case, without signs around them
};

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_COPIED_TEXT_H_
