#include "flow/asides.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "flow/bot_rating.h"
#include "flow/handover_words.h"
#include "handoff/contact.h"
#include "handoff/rating_text.h"

namespace sportello {
namespace {

constexpr size_t kLongestWish = 160;
constexpr size_t kMostWordsBesideAddress = 3;
constexpr const char* kCopyAsked = "transcript_ask";

constexpr std::array<std::string_view, 17> kSendWords = {
    "mandami",    "mandatemi", "inviami",  "inviatemi",  "spediscimi",
    "mandarmi",   "inviarmi",  "mi mandi", "mi mandate", "mi invii",
    "mi inviate", "ricevere",  "send me",  "email me",   "mail me",
    "get a copy", "forward me"};
constexpr std::array<std::string_view, 14> kConversationWords = {
    "la conversazione", "questa conversazione",
    "la chat",          "questa chat",
    "la trascrizione",  "della conversazione",
    "della chat",       "the transcript",
    "a transcript",     "this conversation",
    "the conversation", "this chat",
    "our conversation", "our chat"};

template <typename Words>
bool HoldsOneOf(const std::string& text, const Words& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.find(word) != std::string::npos;
  });
}

void SayAside(Turn& turn, const char* id, std::string text) {
  turn.replies.clear();
  if (!text.empty()) turn.replies.push_back({std::move(text), {}});
  turn.reason.stage = "global";
  turn.reason.decision = "answer";
  turn.reason.id = id;
  turn.reason.confidence = "high";
  turn.reason.score = 1;
  turn.reason.suggestions.clear();
  turn.ticket.reset();
  turn.unanswered = false;
}

// Rates; false when it was rated before: the message means something else.
Result<bool> TakeRating(Transaction& transaction, const TicketWork& work,
                        const HandoverWords& words, const Rating& rating,
                        Turn& turn) {
  const Status rated = work.Rate(transaction, rating);
  if (!rated.ok()) {
    if (rated.error().code != Code::kConflict) return rated.error();
    return false;
  }
  SayAside(turn, "rating", words.RatingThanks());
  return true;
}

// The message after the question how the bot did.
Result<bool> ReadBotRating(Transaction& transaction, const TicketWork& work,
                           const HandoverWords& words,
                           const Conversation& conversation,
                           const std::string& text, Time now, Turn& turn) {
  const std::optional<RatingText> said = ReadRatingText(text);
  if (!said || !FollowsHowItWent(turn)) return false;
  Rating rating;
  rating.conversation = conversation.id;
  rating.by = "bot";
  rating.score = said->score;
  rating.comment = said->comment;
  rating.at = now;
  return TakeRating(transaction, work, words, rating, turn);
}

// The first message after an end may be its rating.
Result<bool> ReadRating(Transaction& transaction, const TicketWork& work,
                        const HandoverWords& words,
                        const Conversation& conversation,
                        const std::string& text, Time now, Turn& turn) {
  const std::optional<RatingText> said = ReadRatingText(text);
  if (!said) return false;
  const auto last =
      transaction.tickets().FindLast(conversation.id, kFollowUpReason);
  if (!last.ok()) return last.error();
  if (!last->has_value() || !IsRateable(**last)) return false;
  Rating rating;
  rating.conversation = conversation.id;
  rating.ticket = (*last)->number;
  rating.by = (*last)->agent;
  rating.score = said->score;
  rating.comment = said->comment;
  rating.at = now;
  return TakeRating(transaction, work, words, rating, turn);
}

Result<bool> ReadTranscriptWish(Transaction& transaction,
                                const TicketWork& work,
                                const HandoverWords& words,
                                const Conversation& conversation,
                                const std::string& text, bool allowed, Time now,
                                Turn& turn) {
  std::string address = conversation.customer.email;
  if (const auto contact = FindContact(text); contact.has_value()) {
    if (!contact->email.empty()) address = contact->email;
  }
  if (!IsEmailAddress(address)) {
    SayAside(turn, kCopyAsked, words.TranscriptAsk());
    return true;
  }
  const Status sent =
      allowed ? work.SendTranscript(transaction, conversation, address, now)
              : Status(Denied("too many copies for this client"));
  if (sent.ok()) {
    SayAside(turn, "transcript", words.TranscriptSent(address));
    return true;
  }
  if (sent.error().code == Code::kNotFound) return false;  // no mail here
  const bool limited = sent.error().code == Code::kDenied;
  if (!limited && sent.error().code != Code::kConflict) return sent.error();
  SayAside(turn, "transcript",
           limited ? words.TranscriptLimit() : words.TranscriptTwice());
  return true;
}

}  // namespace

bool IsTranscriptWish(std::string_view text) {
  if (text.size() > kLongestWish) return false;
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return HoldsOneOf(lower, kSendWords) && HoldsOneOf(lower, kConversationWords);
}

bool IsBareAddress(std::string_view text) {
  if (text.size() > kLongestWish) return false;
  const auto contact = FindContact(text);
  if (!contact || contact->email.empty()) return false;
  size_t words = 0;
  bool within = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t';
    if (!blank && !within) ++words;
    within = !blank;
  }
  return words <= 1 + kMostWordsBesideAddress;
}

bool AsksForCopyAddress(const Message& message) {
  return message.reason.has_value() && message.reason->id == kCopyAsked;
}

Result<bool> ReadAside(Transaction& transaction, const TicketWork& work,
                       const LanguageKnowledge& knowledge,
                       const Conversation& conversation,
                       const std::string& text, AsideHints hints, Time now,
                       Turn& turn) {
  const HandoverWords words(knowledge);
  if (conversation.owner == Owner::kClosed) {
    Result<bool> rated =
        ReadRating(transaction, work, words, conversation, text, now, turn);
    if (!rated.ok() || *rated) return rated;
  }
  if (hints.may_be_score && conversation.owner == Owner::kBot) {
    Result<bool> rated =
        ReadBotRating(transaction, work, words, conversation, text, now, turn);
    if (!rated.ok() || *rated) return rated;
  }
  if (conversation.owner == Owner::kAgent || !hints.wants_copy) return false;
  return ReadTranscriptWish(transaction, work, words, conversation, text,
                            hints.may_have_copy, now, turn);
}

}  // namespace sportello
