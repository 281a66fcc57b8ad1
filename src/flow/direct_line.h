// The part of Direct Line 3.0 that a client which polls needs, so that
// Microsoft's Web Chat works unmodified:
//
//   POST /v3/directline/conversations                 begins one
//   GET  /v3/directline/conversations/{id}            after a lost line
//   POST /v3/directline/conversations/{id}/activities the customer writes
//   GET  /v3/directline/conversations/{id}/activities?watermark=
//   POST /v3/directline/tokens/generate, /refresh
//
// A thin adapter over ChatEndpoint and the store. The id of a conversation is
// what nobody can guess; tokens are given because the protocol has them, and
// any is accepted. What agents write comes with the next poll.
//
// Protocol: Bot Framework, Direct Line API 3.0 reference.
#ifndef SPORTELLO_FLOW_DIRECT_LINE_H_
#define SPORTELLO_FLOW_DIRECT_LINE_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "flow/chat_endpoint.h"
#include "http/http_server.h"
#include "store/store.h"

namespace sportello {

// What is named here must outlive it. Safe from many threads.
class DirectLine {
 public:
  DirectLine(ChatEndpoint& chat, Store& store) : chat_(chat), store_(store) {}

  // 201 with the id; also for tokens/generate (200).
  static HttpResponse Begin(int status);
  HttpResponse Resume(const HttpRequest& request) const;
  static HttpResponse Refresh(const HttpRequest& request);
  void Post(const HttpRequest& request,
            const std::shared_ptr<Responder>& responder);
  HttpResponse List(const HttpRequest& request);

 private:
  // What a client said of its message, by conversation and seq: it knows its
  // message again by that. Only a client that was there before a restart may
  // miss it.
  void Keep(const std::string& conversation, int64_t seq, std::string data);
  std::string Find(const std::string& conversation, int64_t seq) const;

  ChatEndpoint& chat_;
  Store& store_;
  mutable std::mutex mutex_;
  using ClientData = std::map<std::pair<std::string, int64_t>, std::string>;
  ClientData young_;
  ClientData old_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_DIRECT_LINE_H_
