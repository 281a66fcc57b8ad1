// The public FAQ as pages that need no script: /faq/ and /faq/{language}.
//
// The same entries as the bot's, from the same YAML. A page carries FAQPage
// structured data (schema.org), anchors (the ids of the entries), a search
// box that is a plain form, and under each answer a way into the chat with
// the question already written. Pages carry an ETag of the knowledge version.
#ifndef SPORTELLO_FLOW_FAQ_PAGES_H_
#define SPORTELLO_FLOW_FAQ_PAGES_H_

#include <string>

#include "base/clock.h"
#include "flow/knowledge_keeper.h"
#include "http/http_server.h"

namespace sportello {

// What is named here must outlive the pages. Safe from many threads.
class FaqPages {
 public:
  // `public_url`: where customers reach the daemon ("https://chat.shop.it"),
  // for links that must be whole; empty = there is no sitemap and no
  // canonical link.
  FaqPages(const KnowledgeKeeper& keeper, const Clock& clock,
           std::string public_url)
      : keeper_(keeper), clock_(clock), public_url_(std::move(public_url)) {}

  // To the page in the language that the browser asks for.
  HttpResponse Redirect(const HttpRequest& request) const;
  // ?q=words searches.
  HttpResponse Page(const HttpRequest& request) const;
  HttpResponse Sitemap() const;

 private:
  const KnowledgeKeeper& keeper_;
  const Clock& clock_;
  const std::string public_url_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_FAQ_PAGES_H_
