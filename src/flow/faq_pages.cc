#include "flow/faq_pages.h"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include "flow/chat_json.h"
#include "flow/faq_list.h"
#include "mail/markdown.h"

namespace sportello {
namespace {

// Structured data is a script element that is never run.
constexpr const char* kFaqPolicy =
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";

// What the page says around the entries.
struct PageWords {
  const char* title;
  const char* search;
  const char* found;  // before the words that were searched
  const char* none;
  const char* all;
  const char* topics;
  const char* ask;
  const char* chat;
};

constexpr PageWords kItalian = {
    "Domande frequenti",
    "Cerca",
    "Risultati per",
    "Non abbiamo trovato niente. Prova con altre parole, o scrivici in chat.",
    "Tutte le domande",
    "Argomenti",
    "Non hai risolto? Chiedilo in chat",
    "Scrivici in chat"};
constexpr PageWords kEnglish = {
    "Frequently asked questions",
    "Search",
    "Results for",
    "We found nothing. Try other words, or write to us in the chat.",
    "All questions",
    "Topics",
    "Not solved? Ask in the chat",
    "Write to us in the chat"};

const PageWords& WordsFor(const std::string& language) {
  return language == "it" ? kItalian : kEnglish;
}

// For a query component (RFC 3986).
std::string PercentEncode(std::string_view text) {
  constexpr const char* kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.') {
      encoded += c;
    } else {
      encoded += '%';
      encoded += kDigits[byte >> 4];
      encoded += kDigits[byte & 15];
    }
  }
  return encoded;
}

// "faq/it/resi.yaml" is about "Resi"; '_' and '-' are blanks.
std::string TopicOf(const FaqContent& entry) {
  const std::string& file = entry.place.file;
  const size_t slash = file.rfind('/');
  std::string topic = file.substr(slash == std::string::npos ? 0 : slash + 1);
  topic.erase(std::min(topic.rfind('.'), topic.size()));
  std::replace_if(
      topic.begin(), topic.end(), [](char c) { return c == '_' || c == '-'; },
      ' ');
  if (!topic.empty() && topic[0] >= 'a' && topic[0] <= 'z') {
    topic[0] = static_cast<char>(topic[0] - 'a' + 'A');
  }
  return topic;
}

// A JSON string that may stand inside a script element.
std::string ScriptString(std::string_view text) {
  std::string json;
  AppendJsonString(json, text);
  std::string safe;
  for (const char c : json) {
    if (c == '<' || c == '>' || c == '&') {
      safe += c == '<' ? "\\u003c" : c == '>' ? "\\u003e" : "\\u0026";
    } else {
      safe += c;
    }
  }
  return safe;
}

class PageWriter {
 public:
  PageWriter(const Knowledge& knowledge, std::string language,
             std::string_view words, const std::string& public_url)
      : snapshot_(*knowledge.snapshot),
        compiled_(*knowledge.snapshot->Find(language)),
        language_(std::move(language)),
        searched_(words),
        public_url_(public_url),
        words_(WordsFor(language_)) {}

  std::string Write(const std::vector<const FaqContent*>& entries) {
    Head(entries);
    Search();
    if (entries.empty()) {
      out_ += "<p role=\"status\">" + std::string(words_.none) + "</p>\n";
    }
    const auto topics = Topics(entries);
    if (searched_.empty()) Contents(topics);
    for (const auto& [topic, members] : topics) Section(topic, members);
    out_ += "</main>\n</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  using Topic = std::pair<std::string, std::vector<const FaqContent*>>;

  // In a search the order of the results counts: one topic without a name.
  std::vector<Topic> Topics(const std::vector<const FaqContent*>& entries) {
    std::vector<Topic> topics;
    for (const FaqContent* entry : entries) {
      const std::string name = searched_.empty() ? TopicOf(*entry) : "";
      const auto known =
          std::find_if(topics.begin(), topics.end(),
                       [&name](const Topic& t) { return t.first == name; });
      if (known != topics.end()) {
        known->second.push_back(entry);
      } else {
        topics.push_back({name, {entry}});
      }
    }
    if (searched_.empty()) std::sort(topics.begin(), topics.end());
    return topics;
  }

  void Head(const std::vector<const FaqContent*>& entries) {
    out_ = "<!doctype html>\n<html lang=\"" + EscapeHtml(language_) +
           "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
           "content=\"width=device-width, initial-scale=1\">\n<meta "
           "name=\"color-scheme\" content=\"light dark\">\n<title>" +
           words_.title +
           "</title>\n<link rel=\"icon\" "
           "href=\"/page/icon.svg\" type=\"image/svg+xml\">\n<link "
           "rel=\"stylesheet\" href=\"/page/faq.css\">\n";
    if (!searched_.empty()) {
      out_ += "<meta name=\"robots\" content=\"noindex\">\n";
    } else {
      Alternates();
      StructuredData(entries);
    }
    out_ += "</head>\n<body>\n<main>\n<header>\n<h1>" +
            std::string(words_.title) +
            "</h1>\n<p><a class=\"chat\" "
            "href=\"/?language=" +
            language_ + "\">" + words_.chat + "</a></p>\n</header>\n";
  }

  void Alternates() {
    for (const std::string& other : snapshot_.Languages()) {
      out_ += "<link rel=\"alternate\" hreflang=\"" + EscapeHtml(other) +
              "\" href=\"" + EscapeHtml(public_url_) + "/faq/" +
              EscapeHtml(other) + "\">\n";
    }
    if (public_url_.empty()) return;
    out_ += "<link rel=\"canonical\" href=\"" + EscapeHtml(public_url_) +
            "/faq/" + EscapeHtml(language_) + "\">\n";
  }

  // https://schema.org/FAQPage
  void StructuredData(const std::vector<const FaqContent*>& entries) {
    out_ +=
        "<script type=\"application/ld+json\">{\"@context\":"
        "\"https://schema.org\",\"@type\":\"FAQPage\",\"mainEntity\":[";
    const char* comma = "";
    for (const FaqContent* entry : entries) {
      out_ += std::string(comma) + "{\"@type\":\"Question\",\"name\":" +
              ScriptString(entry->question.text) +
              ",\"acceptedAnswer\":{\"@type\":\"Answer\",\"text\":" +
              ScriptString(MarkdownToHtml(FaqAnswer(*entry, compiled_))) + "}}";
      comma = ",";
    }
    out_ += "]}</script>\n";
  }

  void Search() {
    out_ += "<form role=\"search\" action=\"/faq/" + EscapeHtml(language_) +
            "\" method=\"get\">\n<label for=\"q\">" + words_.search +
            "</label>\n<input id=\"q\" name=\"q\" type=\"search\" "
            "maxlength=\"200\" value=\"" +
            EscapeHtml(searched_) + "\">\n<button>" + words_.search +
            "</button>\n</form>\n";
    if (searched_.empty()) return;
    out_ += "<h2>" + std::string(words_.found) + " «" + EscapeHtml(searched_) +
            "»</h2>\n<p><a href=\"/faq/" + EscapeHtml(language_) + "\">" +
            words_.all + "</a></p>\n";
  }

  void Contents(const std::vector<Topic>& topics) {
    out_ += "<nav aria-label=\"" + std::string(words_.topics) + "\"><ul>\n";
    for (size_t i = 0; i < topics.size(); ++i) {
      out_ += "<li><a href=\"#topic-" + std::to_string(i) + "\">" +
              EscapeHtml(topics[i].first) + "</a></li>\n";
    }
    out_ += "</ul></nav>\n";
  }

  void Section(const std::string& topic,
               const std::vector<const FaqContent*>& entries) {
    out_ += "<section>\n";
    if (!topic.empty()) {
      out_ += "<h2 id=\"topic-" + std::to_string(topic_++) + "\">" +
              EscapeHtml(topic) + "</h2>\n";
    }
    for (const FaqContent* entry : entries) Entry(*entry);
    out_ += "</section>\n";
  }

  void Entry(const FaqContent& entry) {
    const std::string id = EscapeHtml(entry.id);
    out_ += "<article id=\"" + id + "\">\n<h3><a href=\"#" + id + "\">" +
            EscapeHtml(entry.question.text) + "</a></h3>\n" +
            MarkdownToHtml(FaqAnswer(entry, compiled_)) +
            "\n<p><a class=\"ask\" rel=\"nofollow\" href=\"/?language=" +
            language_ + "&amp;ask=" + PercentEncode(entry.question.text) +
            "\">" + words_.ask + "</a></p>\n</article>\n";
  }

  const Snapshot& snapshot_;
  const LanguageKnowledge& compiled_;
  const std::string language_;
  const std::string searched_;
  const std::string& public_url_;
  const PageWords& words_;
  size_t topic_ = 0;
  std::string out_;
};

// The first language of Accept-Language (RFC 9110, 12.5.4) that there is;
// browsers send them in order of preference.
std::string PreferredLanguage(std::string_view accepted,
                              const Snapshot& snapshot) {
  size_t begin = 0;
  while (begin < accepted.size()) {
    const size_t end = std::min(accepted.find(',', begin), accepted.size());
    std::string_view one = accepted.substr(begin, end - begin);
    one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
    std::string code(one.substr(0, one.find_first_of("-;")));
    std::transform(code.begin(), code.end(), code.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (snapshot.Find(code) != nullptr) return code;
    begin = end + 1;
  }
  return snapshot.default_language();
}

}  // namespace

HttpResponse FaqPages::Redirect(const HttpRequest& request) const {
  const std::shared_ptr<const Knowledge> knowledge = keeper_.Current();
  if (knowledge == nullptr) return ProblemFor(Unavailable("no knowledge"));
  HttpResponse response;
  response.status = 302;
  response.content_type = "text/plain; charset=utf-8";
  response.headers = {
      {"Location",
       "/faq/" + PreferredLanguage(request.Header("Accept-Language"),
                                   *knowledge->snapshot)},
      {"Vary", "Accept-Language"}};
  return response;
}

HttpResponse FaqPages::Page(const HttpRequest& request) const {
  const std::shared_ptr<const Knowledge> knowledge = keeper_.Current();
  if (knowledge == nullptr) return ProblemFor(Unavailable("no knowledge"));
  const std::string language(request.Parameter("language"));
  const std::string_view words = request.Query("q");
  const Time now = clock_.Now();
  const auto entries = ListFaq(*knowledge, language, words, now);
  if (!entries.ok()) return ProblemFor(entries.error());
  HttpResponse response;
  response.content_type = "text/html; charset=utf-8";
  response.headers = {{"Content-Security-Policy", kFaqPolicy}};
  if (words.empty()) {
    // An entry may cease to be valid between two days.
    const std::string tag = "\"" + knowledge->snapshot->version() + "-" +
                            FormatTime(now).substr(0, 10) + "-" + language +
                            "\"";
    response.headers.emplace_back("ETag", tag);
    response.headers.emplace_back("Cache-Control", "no-cache");
    if (request.Header("If-None-Match") == tag) {
      response.status = 304;
      return response;
    }
  }
  response.body =
      PageWriter(*knowledge, language, words, public_url_).Write(*entries);
  return response;
}

HttpResponse FaqPages::Sitemap() const {
  const std::shared_ptr<const Knowledge> knowledge = keeper_.Current();
  if (knowledge == nullptr) return ProblemFor(Unavailable("no knowledge"));
  if (public_url_.empty()) {
    return ProblemFor(
        NotFound("There is a sitemap when the setting public_url says where "
                 "customers reach this daemon."));
  }
  HttpResponse response;
  response.content_type = "application/xml; charset=utf-8";
  response.body =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset "
      "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
  for (const std::string& language : knowledge->snapshot->Languages()) {
    response.body += "<url><loc>" + EscapeHtml(public_url_) + "/faq/" +
                     EscapeHtml(language) + "</loc></url>\n";
  }
  response.body += "</urlset>\n";
  return response;
}

}  // namespace sportello
