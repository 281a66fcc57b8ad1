#include "flow/rating_pages.h"

#include <algorithm>

#include "dialogue/step.h"
#include "flow/chat_request.h"
#include "handoff/rating_link.h"
#include "http/request_target.h"
#include "mail/markdown.h"

namespace sportello {
namespace {

constexpr const char* kRatingPolicy =
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";
constexpr size_t kMaxFormComment = 2000;

struct RatingWords {
  const char* title;
  const char* ask;
  const char* scores[5];
  const char* comment;
  const char* send;
  const char* choose;
  const char* thanks;
  const char* over;
  const char* unknown;
  const char* later;
};

constexpr RatingWords kItalianRating = {
    "La tua opinione",
    "Com'è andata con la richiesta",
    {"1 – male", "2", "3", "4", "5 – bene"},
    "Vuoi dirci qualcosa? (facoltativo)",
    "Invia",
    "Scegli un voto da 1 a 5.",
    "Grazie, il tuo voto è arrivato.",
    "Per questa richiesta non serve più un voto: l'hai già dato, oppure è "
    "stata riaperta.",
    "Questo indirizzo non è valido. Apri di nuovo il link dalla mail.",
    "In questo momento non riusciamo a registrare il voto. Riprova tra poco."};
constexpr RatingWords kEnglishRating = {
    "Your opinion",
    "How did it go with request",
    {"1 – badly", "2", "3", "4", "5 – well"},
    "Anything to tell us? (optional)",
    "Send",
    "Choose a score from 1 to 5.",
    "Thank you, your score has arrived.",
    "This request needs no score any more: you gave it already, or the "
    "request was opened again.",
    "This address is not valid. Open the link in the mail again.",
    "We cannot take your score at the moment. Please try again soon."};

const RatingWords& RatingWordsFor(std::string_view language) {
  return language == "it" ? kItalianRating : kEnglishRating;
}

HttpResponse RatingPage(int status, std::string_view language,
                        const std::string& inner) {
  HttpResponse response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.headers = {{"Content-Security-Policy", kRatingPolicy},
                      {"Cache-Control", "no-store"},
                      {"Referrer-Policy", "no-referrer"}};
  const RatingWords& words = RatingWordsFor(language);
  response.body =
      "<!doctype html>\n<html lang=\"" +
      std::string(language == "it" ? "it" : "en") +
      "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\">\n<meta "
      "name=\"robots\" content=\"noindex\">\n<meta name=\"color-scheme\" "
      "content=\"light dark\">\n<title>" +
      words.title +
      "</title>\n<link rel=\"icon\" href=\"/page/icon.svg\" "
      "type=\"image/svg+xml\">\n<link rel=\"stylesheet\" "
      "href=\"/page/faq.css\">\n</head>\n<body>\n<main>\n<h1>" +
      words.title + "</h1>\n" + inner + "</main>\n</body>\n</html>\n";
  return response;
}

HttpResponse SayOnRatingPage(int status, std::string_view language,
                             const char* sentence) {
  return RatingPage(status, language,
                    "<p role=\"status\">" + std::string(sentence) + "</p>\n");
}

// `chosen` 1 to 5, or 0; `problem` is shown above the form.
HttpResponse RatingForm(const Ticket& ticket, int chosen,
                        const std::string& comment, const char* problem) {
  const RatingWords& words = RatingWordsFor(ticket.language);
  std::string form;
  if (*problem != '\0') {
    form += "<p role=\"alert\">" + std::string(problem) + "</p>\n";
  }
  // Without an action it goes to the page's own address.
  form += "<form class=\"rating\" method=\"post\">\n<fieldset>\n<legend>" +
          std::string(words.ask) + " " + std::to_string(ticket.number) +
          "?</legend>\n";
  for (int score = 1; score <= 5; ++score) {
    form += "<label><input type=\"radio\" name=\"score\" value=\"" +
            std::to_string(score) + "\" required" +
            (score == chosen ? " checked" : "") + "> " +
            words.scores[score - 1] + "</label>\n";
  }
  form += "</fieldset>\n<label for=\"comment\">" + std::string(words.comment) +
          "</label>\n<textarea id=\"comment\" name=\"comment\" rows=\"4\" "
          "maxlength=\"2000\">" +
          EscapeHtml(comment) + "</textarea>\n<button>" + words.send +
          "</button>\n</form>\n";
  return RatingPage(*problem == '\0' ? 200 : 400, ticket.language, form);
}

int ScoreIn(std::string_view text) {
  return text.size() == 1 && text[0] >= '1' && text[0] <= '5' ? text[0] - '0'
                                                              : 0;
}

// A field of application/x-www-form-urlencoded; empty when it is absent or
// broken.
std::string FormField(std::string_view body, std::string_view name) {
  while (!body.empty()) {
    const std::string_view pair = body.substr(0, body.find('&'));
    body.remove_prefix(std::min(pair.size() + 1, body.size()));
    if (pair.substr(0, pair.find('=')) != name || pair.size() <= name.size()) {
      continue;
    }
    return DecodePercent(pair.substr(name.size() + 1), true).value_or("");
  }
  return {};
}

}  // namespace

Result<Ticket> RatingPages::Find(const HttpRequest& request) {
  const auto number = ReadRatingToken(secret_, request.Parameter("token"));
  if (!number) return NotFound("no such link");
  auto ticket = store_.tickets().Find(*number);
  if (!ticket.ok()) return ticket.error();
  if (!ticket->has_value()) return NotFound("no such ticket");
  return **std::move(ticket);
}

HttpResponse RatingPages::Show(const HttpRequest& request) {
  const Result<Ticket> ticket = Find(request);
  if (!ticket.ok()) {
    const bool unknown = ticket.error().code == Code::kNotFound;
    return SayOnRatingPage(
        unknown ? 404 : 503, "it",
        unknown ? kItalianRating.unknown : kItalianRating.later);
  }
  const RatingWords& words = RatingWordsFor(ticket->language);
  const auto rated =
      store_.tickets().FindRating(ticket->conversation, ticket->number);
  if (!rated.ok()) return SayOnRatingPage(503, ticket->language, words.later);
  if (IsRated(*ticket, *rated) || !IsRateable(*ticket)) {
    return SayOnRatingPage(410, ticket->language, words.over);
  }
  return RatingForm(*ticket, ScoreIn(request.Query("score")), "", "");
}

void RatingPages::Rate(const HttpRequest& request,
                       const std::shared_ptr<Responder>& responder) {
  const Result<Ticket> found = Find(request);
  if (!found.ok() || !IsRateable(*found)) {
    return responder->Send(Show(request));
  }
  const Ticket& ticket = *found;
  const RatingWords& words = RatingWordsFor(ticket.language);
  Rating rating;
  rating.conversation = ticket.conversation;
  rating.ticket = ticket.number;
  rating.by = ticket.agent;
  rating.score = ScoreIn(FormField(request.body, "score"));
  rating.comment = CleanText(FormField(request.body, "comment"));
  rating.at = clock_.Now();
  const bool too_long = CountCharacters(rating.comment) > kMaxFormComment;
  if (rating.score == 0 || too_long) {
    return responder->Send(
        RatingForm(ticket, rating.score, rating.comment, words.choose));
  }
  const auto answer = [this, responder, language = ticket.language,
                       &words](const Status& status) {
    if (status.ok()) {
      waiters_.Notify(kDeskTopic);
      responder->Send(SayOnRatingPage(200, language, words.thanks));
      return;
    }
    const bool over = status.error().code == Code::kConflict;
    responder->Send(SayOnRatingPage(over ? 410 : 503, language,
                                    over ? words.over : words.later));
  };
  const Status queued = store_.Submit(
      [this, rating](Transaction& transaction) {
        return work_.Rate(transaction, rating);
      },
      answer);
  if (!queued.ok()) answer(queued);
}

}  // namespace sportello
