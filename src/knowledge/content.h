// The content as the maintainers wrote it: plain values with their places.
//
// read_content.h fills these from YAML; snapshot.h compiles them.
#ifndef SPORTELLO_KNOWLEDGE_CONTENT_H_
#define SPORTELLO_KNOWLEDGE_CONTENT_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "knowledge/problem.h"

namespace sportello {

struct TextLine {
  std::string text;
  Place place;
  bool quoted = false;  // `place` is that of the quote before the text
};

// Alternatives of one text, used in turn.
using TextLines = std::vector<TextLine>;

// The texts alone.
inline std::vector<std::string> Texts(const TextLines& lines) {
  std::vector<std::string> texts;
  texts.reserve(lines.size());
  for (const TextLine& line : lines) texts.push_back(line.text);
  return texts;
}

// A text for a case: all conditions (condition.h) must hold.
struct CaseContent {
  TextLines when;
  TextLines text;
  Place place;
};

// A reply and its variants by situation; the most special one applies.
struct ReplyContent {
  TextLines text;
  std::vector<CaseContent> cases;  // the first that holds, before all others
  TextLines open;
  TextLines closed;
  std::map<std::string, TextLines> channels;
};

struct ButtonContent {
  std::string title;
  std::string to;  // id of an intent or entry, may be empty
  Place place;
};

// What a conversation is about for some turns: `requires` and `sets`.
struct ContextContent {
  TextLines required;                         // all must hold
  std::vector<std::pair<TextLine, int>> set;  // name, turns that it lasts
};

// One value that an intent needs, and the step that asks for it.
struct SlotContent {
  std::string name;
  std::string type;
  TextLine label;  // in summaries; may be empty
  TextLines ask;
  TextLines again;  // said when the answer cannot be read
  bool required = false;
  int retries = 2;
  std::string on_failure;  // "handoff" (or empty), "skip", "cancel"
  TextLines when;          // conditions; all must hold, else it is not asked
  std::string profile;     // "name" or "email" of the customer, or empty
  std::optional<bool> remember;
  // Of type choice: value -> title and other ways to say it.
  std::vector<std::pair<std::string, std::vector<std::string>>> choices;
  Place place;
};

// A call of the company's own HTTP interface.
struct ActionContent {
  TextLine url;
  std::string method;                                  // "get" or "post"
  std::vector<std::pair<std::string, TextLine>> body;  // of JSON, flat
  int timeout_ms = 3000;
  std::vector<std::pair<TextLine, TextLine>> result;  // variable, dotted path
  TextLines not_found;                                // said after a 404
  TextLines failed;
  Place place;
};

struct IntentContent {
  std::string id;
  std::string description;
  TextLines phrases;
  TextLines examples;
  TextLines patterns;
  TextLines excluded;  // `not`
  ContextContent context;
  std::vector<SlotContent> slots;
  int timeout_minutes = 60;
  TextLines confirm;  // asked with yes and no before the outcome
  std::optional<ActionContent> action;
  ReplyContent reply;
  std::vector<ButtonContent> buttons;
  std::optional<std::string> handoff_queue;
  TextLines tests;
  Place place;
};

struct FaqContent {
  std::string id;
  TextLine question;
  TextLines variants;
  TextLine answer;
  ContextContent context;
  std::vector<std::string> tags;
  std::vector<ButtonContent> buttons;
  std::string review_by;    // ISO date or empty
  std::string valid_until;  // ISO date or empty
  std::string owner;
  bool is_public = true;
  int priority = 0;
  TextLines tests;
  Place place;
};

struct TypeContent {
  std::string name;
  std::string pattern;
  std::string example;
  // Closed list: value -> ways to write it.
  std::vector<std::pair<std::string, std::vector<std::string>>> values;
  bool titled = false;  // the first way is what the button says
  Place place;
};

struct GlobalContent {
  std::string name;
  TextLines phrases;
  TextLines tests;
  Place place;
};

// One step of a ladder: what is said, and what follows.
struct RungContent {
  std::string say;   // name of a text
  std::string then;  // "continue" (or empty), "offer", "person", "end"
  Place place;
};

// A tone that is heard in a message, whatever the message is about.
struct ToneContent {
  TextLines phrases;  // found anywhere in it
  std::vector<RungContent> ladder;
  Place place;
};

// _shared.yaml of a language, laid over the built-in one.
struct SharedContent {
  std::map<std::string, TextLine> constants;
  std::map<std::string, TextLine> rules;
  std::map<std::string, TypeContent> types;
  TextLines skip_words;
  std::vector<std::pair<TextLine, std::string>> abbreviations;
  std::vector<TextLines> synonyms;
  std::map<std::string, TextLines> texts;
  std::map<std::string, GlobalContent> global;
  std::map<std::string, ToneContent> tone;
  std::vector<ButtonContent> menu;
};

struct LanguageContent {
  std::string language;
  SharedContent shared;
  std::vector<IntentContent> intents;  // sorted by id
  std::vector<FaqContent> faq;         // sorted by id
};

struct Content {
  std::map<std::string, LanguageContent> languages;
};

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_CONTENT_H_
