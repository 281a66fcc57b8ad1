#include "knowledge/content_schema.h"

#include <array>

namespace sportello {
namespace {

using enum FieldKind;

constexpr FieldSpec kIntentFileTable[] = {
    {"intents", kIntents, true, "The intents of this topic, by id."},
};

constexpr FieldSpec kFaqFileTable[] = {
    {"faq", kFaqEntries, true, "The FAQ entries of this topic."},
};

constexpr FieldSpec kIntentTable[] = {
    {"description", kString, false, "What the customer wants, for colleagues."},
    {"phrases", kList, false,
     "Whole messages: (a|b) alternatives, [x] optional, {slot}, <rule>."},
    {"examples", kList, false,
     "Plain sentences as customers write them; the ranking learns from them."},
    {"patterns", kList, false,
     "RE2 regular expressions on the normalised text, found anywhere in it."},
    {"not", kList, false,
     "Words or phrases; where one occurs, the intent is not meant."},
    {"requires", kLines, false,
     "Contexts without which this is never meant; see 'sets'."},
    {"sets", kStringMap, false,
     "Contexts that hold after this answer, each for so many turns."},
    {"slots", kSlots, false,
     "What has to be known before the reply: the steps, in this order."},
    {"timeout_minutes", kInteger, false,
     "After so long without an answer the request is closed; default 60."},
    {"confirm", kLines, false,
     "Asked with yes and no after the last step; {summary} lists the values."},
    {"action", kAction, false,
     "A call of the company's own HTTP interface before the reply."},
    {"reply", kReply, true, "The answer, in Markdown."},
    {"buttons", kButtons, false, "Quick replies under the answer."},
    {"handoff", kHandoff, false, "Opens a ticket after the slots are filled."},
    {"tests", kList, false, "Sentences that must lead here."},
};

constexpr FieldSpec kFaqTable[] = {
    {"id", kString, true, "Unique; the same id in every language."},
    {"question", kString, true, "The question as the FAQ page shows it."},
    {"variants", kList, false, "Other ways to ask it."},
    {"answer", kString, true, "The answer, in Markdown."},
    {"requires", kLines, false,
     "Contexts without which this is never meant; see 'sets'."},
    {"sets", kStringMap, false,
     "Contexts that hold after this answer, each for so many turns."},
    {"tags", kList, false, "Topics; they help to find the entry."},
    {"buttons", kButtons, false, "Quick replies under the answer."},
    {"review_by", kDate, false, "check warns after this day."},
    {"valid_until", kDate, false, "check fails after this day."},
    {"owner", kString, false, "Who answers for the text."},
    {"public", kBoolean, false, "false hides it from the public FAQ."},
    {"priority", kInteger, false, "Order on the public FAQ, higher first."},
    {"tests", kList, false, "Sentences that must lead here."},
};

constexpr FieldSpec kReplyTable[] = {
    {"text", kLines, true, "The answer when no other variant applies."},
    {"open", kLines, false, "The answer during opening hours."},
    {"closed", kLines, false, "The answer outside opening hours."},
    {"channels", kLinesMap, false, "Answers for single channels."},
    {"cases", kCases, false,
     "Answers under conditions; the first that holds comes before the rest."},
};

constexpr FieldSpec kButtonTable[] = {
    {"title", kString, true, "What the button says."},
    {"to", kString, false, "Id of the intent or FAQ entry it leads to."},
};

constexpr FieldSpec kSlotTable[] = {
    {"type", kString, true, "A built-in type or one of _shared.yaml."},
    {"label", kString, false, "Its name in a summary; default: the slot's."},
    {"ask", kLines, false, "The question that asks for it."},
    {"again", kLines, false,
     "Said when the answer cannot be read; {example} is the type's."},
    {"required", kBoolean, false,
     "Whether to ask when the message lacks it; default: true with 'ask'."},
    {"retries", kInteger, false, "How often to ask again; default 2."},
    {"on_failure", kString, false,
     "After the last retry: handoff (default), skip or cancel."},
    {"when", kLines, false,
     "Ask only if: 'slot is value', 'slot is not value', 'slot is known', "
     "'open', 'closed'; several must all hold."},
    {"choices", kListMap, false,
     "Of type choice: value to the button's title and other ways to say it."},
    {"profile", kString, false,
     "Take it from what is known of the customer: name or email."},
    {"remember", kBoolean, false,
     "Whether a later request may use the value; default: numbers and codes "
     "yes, other values no."},
};

constexpr FieldSpec kCaseTable[] = {
    {"when", kLines, true, "Conditions as those of a slot; all must hold."},
    {"text", kLines, true, "The answer then."},
};

constexpr FieldSpec kActionTable[] = {
    {"url", kString, true,
     "https://host/path with {slot}; the settings must allow the host."},
    {"method", kString, false, "get (default) or post."},
    {"body", kStringMap, false, "Of a post, sent as JSON: name to text."},
    {"timeout_ms", kInteger, false,
     "How long to wait, up to 5000; default 3000."},
    {"result", kStringMap, false,
     "Variables for the reply: name to the place in the JSON answer (a.b.0), "
     "with ' as date', ' as time', ' as price' or ' as number' behind it."},
    {"not_found", kLines, false, "Said after status 404, then it asks again."},
    {"failed", kLines, false, "Said when there is no good answer."},
};

constexpr FieldSpec kHandoffTable[] = {
    {"queue", kString, true, "The team that gets the ticket."},
};

constexpr FieldSpec kSharedTable[] = {
    {"constants", kStringMap, false, "Texts for {name} in any reply."},
    {"rules", kStringMap, false, "Templates for <name> in any phrase."},
    {"types", kTypes, false, "Slot types."},
    {"skip_words", kList, false,
     "Words without meaning, removed before the second try of the phrases."},
    {"abbreviations", kStringMap, false, "Chat spelling: token to words."},
    {"synonyms", kSynonyms, false,
     "Lists of words that mean the same to the ranking."},
    {"texts", kLinesMap, false, "Texts of built-in situations."},
    {"global", kGlobals, false, "Words understood at any time."},
    {"tone", kTones, false,
     "Insults, threats, sadness and so on: the words, and what to answer."},
    {"menu", kButtons, false, "Quick replies of the greeting and the menu."},
};

constexpr FieldSpec kTypeTable[] = {
    {"pattern", kString, false, "RE2 that the whole value must match."},
    {"values", kListMap, false, "Closed list: value to ways to write it."},
    {"example", kString, false, "A good value, shown when one is not read."},
};

constexpr FieldSpec kGlobalTable[] = {
    {"phrases", kList, true, "Whole messages, as in intents."},
    {"tests", kList, false, "Sentences that must be understood so."},
};

constexpr FieldSpec kToneTable[] = {
    {"phrases", kList, false, "Found anywhere in a message."},
    {"ladder", kRungs, false,
     "What to answer the first time, the second time, and so on."},
};

constexpr FieldSpec kRungTable[] = {
    {"say", kString, true, "The name of one of the 'texts'."},
    {"then", kString, false,
     "continue (default): the question is answered too; offer: and a person "
     "is offered; person: a ticket; end: nothing else is said."},
};

constexpr FieldSpec kConversationFileTable[] = {
    {"conversations", kConversations, true, "Conversations, each on its own."},
};

constexpr FieldSpec kConversationTable[] = {
    {"name", kString, true, "A sentence that can be false."},
    {"customer", kCustomer, false, "What is known of the customer."},
    {"channel", kString, false, "Default: web."},
    {"hours", kString, false, "open (default) or closed."},
    {"today", kDate, false, "What 'today' is; default 2026-11-23, a Monday."},
    {"language", kString, false, "Default: the folder's language."},
    {"locale", kString, false,
     "Of the page: it-IT, or unknown; default: the language."},
    {"actions", kStubs, false,
     "What the company's interface answers; a call that is not here fails."},
    {"action_hosts", kList, false,
     "The setting of that name: calls of other hosts are refused; default: "
     "all are allowed."},
    {"turns", kTurns, true, "What is said and what is expected."},
};

constexpr FieldSpec kCustomerTable[] = {
    {"name", kString, false, "The customer's name."},
    {"email", kString, false, "The customer's e-mail address."},
};

constexpr FieldSpec kStubTable[] = {
    {"url", kString, true, "A part of the address."},
    {"status", kInteger, false, "Default 200; 0 is no answer."},
    {"answer", kString, false, "The answer's JSON text."},
};

constexpr FieldSpec kTurnTable[] = {
    {"say", kLines, true,
     "What the customer writes; '[Title]' presses a button of the last reply; "
     "a list is several messages of a push channel that are one turn."},
    {"hours", kString, false, "From here on: open or closed."},
    {"after_minutes", kInteger, false, "How long the customer waited; else 0."},
    {"expect", kExpect, false, "What the bot must do."},
};

constexpr FieldSpec kExpectTable[] = {
    {"id", kString, false, "Intent, FAQ entry or global word; a|b for any."},
    {"stage", kString, false, "Which stage answered."},
    {"decision", kString, false, "answer, clarify, fallback or handoff."},
    {"confidence", kString, false, "high, medium or low."},
    {"text", kLines, false, "Texts that the replies must hold."},
    {"not_text", kLines, false, "Texts that no reply may hold."},
    {"owner", kString, false, "bot, queue, agent or closed."},
    {"ticket", kBoolean, false, "Whether this turn opens a ticket."},
    {"queue", kString, false, "The team that gets the ticket."},
    {"summary", kLines, false,
     "What people must find in the ticket's summary, such as 'iban: IT60…'."},
    {"stored", kLines, false,
     "What must be in the customer's message as it is stored."},
    {"not_stored", kLines, false, "What may not be in it."},
    {"buttons", kList, false, "Titles that must be offered."},
    {"slots", kStringMap, false, "Slot values known after the turn."},
    {"language", kString, false, "The language of the reply."},
};

constexpr std::string_view kBuiltinTypeTable[] = {
    "text",           "number",      "email",      "phone",       "yes_no",
    "date",           "future_date", "past_date",  "postal_code", "iban",
    "codice_fiscale", "partita_iva", "codice_sdi",
};

}  // namespace

const FieldSpecs kIntentFileFields = kIntentFileTable;
const FieldSpecs kFaqFileFields = kFaqFileTable;
const FieldSpecs kSharedFields = kSharedTable;
const FieldSpecs kConversationFileFields = kConversationFileTable;
const FieldSpecs kIntentFields = kIntentTable;
const FieldSpecs kFaqFields = kFaqTable;
const FieldSpecs kReplyFields = kReplyTable;
const FieldSpecs kButtonFields = kButtonTable;
const FieldSpecs kSlotFields = kSlotTable;
const FieldSpecs kHandoffFields = kHandoffTable;
const FieldSpecs kCaseFields = kCaseTable;
const FieldSpecs kActionFields = kActionTable;
const FieldSpecs kTypeFields = kTypeTable;
const FieldSpecs kGlobalFields = kGlobalTable;
const FieldSpecs kConversationFields = kConversationTable;
const FieldSpecs kToneFields = kToneTable;
const FieldSpecs kRungFields = kRungTable;
const FieldSpecs kStubFields = kStubTable;
const FieldSpecs kTurnFields = kTurnTable;
const FieldSpecs kExpectFields = kExpectTable;
const FieldSpecs kCustomerFields = kCustomerTable;
const std::span<const std::string_view> kBuiltinTypes = kBuiltinTypeTable;

}  // namespace sportello
