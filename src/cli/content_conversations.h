// Conversation tests: YAML beside the content, run through the pure Step().
//
// tests/conversations/<language>/{intents,faq}/<topic>.yaml mirrors the
// content folders. The keys are the tables kConversation*Fields of
// knowledge/content_schema.h.
#ifndef SPORTELLO_CLI_CONTENT_CONVERSATIONS_H_
#define SPORTELLO_CLI_CONTENT_CONVERSATIONS_H_

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "chat/chat.h"
#include "cli/content_session.h"
#include "knowledge/content.h"

namespace sportello {

// What a turn must do; what is not said is not compared.
struct TurnExpectation {
  std::vector<std::string> ids;  // any of them
  std::string stage;
  std::string decision;
  std::string confidence;
  TextLines text;      // parts of the replies
  TextLines not_text;  // parts of no reply
  std::optional<Owner> owner;
  std::optional<bool> ticket;
  std::string queue;     // of the ticket
  TextLines summary;     // parts of the ticket's
  TextLines stored;      // parts of what is stored of the customer's message
  TextLines not_stored;  // parts of nothing that is
  std::vector<std::string> buttons;
  std::map<std::string, std::string> slots;
  std::string language;
  Place id_place;
};

struct TurnTest {
  std::string say;               // several messages: one a line
  std::optional<bool> open;      // changes from this turn on
  std::chrono::minutes after{};  // since the turn before
  TurnExpectation expect;
  Place place;
};

struct ConversationTest {
  std::string name;
  Customer customer;
  std::string channel = "web";
  bool open = true;
  Day today{};
  std::vector<ActionStub> actions;
  std::optional<std::vector<std::string>> action_hosts;
  std::string language;
  std::string locale;  // of the page; "unknown" = none was told
  std::vector<TurnTest> turns;
  Place place;
};

// Reads the .yaml files below `folder`; SourceFile::language is the first
// folder. Error kNotFound: no such folder; kUnavailable: it cannot be read.
Result<std::vector<SourceFile>> ReadConversationFiles(
    const std::string& folder);

// Everything that is wrong goes to `problems`; a broken conversation is left
// out.
std::vector<ConversationTest> ReadConversations(
    const std::vector<SourceFile>& files, std::vector<Problem>& problems);

// Errors for expected ids that the content of their language does not know.
void CheckExpectedIds(const std::vector<ConversationTest>& tests,
                      const Content& content, std::vector<Problem>& problems);

// tests/conversations beside the folder of the intents.
std::string DefaultConversationFolder(const std::string& intents);

}  // namespace sportello

#endif  // SPORTELLO_CLI_CONTENT_CONVERSATIONS_H_
