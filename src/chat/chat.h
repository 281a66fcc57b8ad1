// What people and the bot say to each other, as plain values.
//
// These types own their contents and may be copied and moved between threads.
#ifndef SPORTELLO_CHAT_CHAT_H_
#define SPORTELLO_CHAT_CHAT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace sportello {

// Who is responsible for a conversation now. One owner at a time; nothing is
// ever without one.
enum class Owner { kBot, kQueue, kAgent, kClosed };

// Who wrote a message.
enum class Author { kCustomer, kBot, kAgent, kSystem };

std::string_view OwnerName(Owner owner);     // "bot", "queue", ...
std::string_view AuthorName(Author author);  // "customer", "bot", ...
std::optional<Owner> ParseOwner(std::string_view name);
std::optional<Author> ParseAuthor(std::string_view name);

// A quick reply under a message. `value` is what the channel sends back when
// it is pressed: the title itself or "/" and the id of an intent or entry.
struct Button {
  std::string title;
  std::string value;
  bool operator==(const Button&) const = default;
};

// What the bot or an agent says to the customer. `text` is Markdown.
struct Reply {
  std::string text;
  std::vector<Button> buttons;
  bool operator==(const Reply&) const = default;
};

// Why the bot said it: kept with every stored reply.
struct Reason {
  std::string stage;              // "intent", "faq", "clarify", ...
  std::string decision;           // "answer", "clarify", "fallback", "handoff"
  std::string id;                 // intent or FAQ entry, may be empty
  std::string confidence;         // "high", "medium", "low"
  double score = 0;               // 0 to 1
  std::string source;             // file:line of the rule
  std::string knowledge_version;  // of the Snapshot that answered
  std::vector<std::string> suggestions;  // ids offered as "did you mean"
  bool operator==(const Reason&) const = default;
};

// One message in either direction, as it is stored. `seq` counts from 1
// within its conversation.
struct Message {
  int64_t seq = 0;
  Author from = Author::kCustomer;
  std::string text;
  std::vector<Button> buttons;
  Time at{};
  std::optional<Reason> reason;  // of the bot's messages
  bool operator==(const Message&) const = default;
};

// Something that the customer's page told beside ("plan": "gold"). Nobody
// proved it: shown to agents as the page's words, and nothing is decided by it.
struct Attribute {
  std::string name;
  std::string value;
  bool operator==(const Attribute&) const = default;
};

// What is known of the customer. Empty = unknown.
struct Customer {
  std::string name;
  std::string email;
  std::string phone = {};
  std::vector<Attribute> attributes = {};
  bool operator==(const Customer&) const = default;
};

// A conversation between a customer and us. `state` is the dialogue's own
// memory (JSON text, opaque to the store).
struct Conversation {
  std::string id;       // opaque, unguessable
  std::string channel;  // "web", "telegram", ...
  std::string language;
  Owner owner = Owner::kBot;
  Customer customer;
  std::string state;
  int64_t last_seq = 0;
  int64_t ticket = 0;  // number of the open ticket, 0 = none
  Time created_at{};
  Time updated_at{};
};

}  // namespace sportello

#endif  // SPORTELLO_CHAT_CHAT_H_
