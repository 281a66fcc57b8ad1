#include "flow/service.h"

#include <array>
#include <utility>

#include "base/log.h"
#include "flow/conversation_endpoints.h"
#include "flow/direct_line.h"
#include "flow/door.h"
#include "flow/faq_pages.h"
#include "flow/health_endpoints.h"
#include "flow/operators.h"
#include "flow/page_endpoints.h"
#include "flow/rating_endpoint.h"
#include "flow/rating_pages.h"
#include "flow/rest_channel.h"
#include "flow/transcript_endpoint.h"

namespace sportello {
namespace {

using ResponderPtr = std::shared_ptr<Responder>;

ChatLimits WithFreeAddresses(ChatLimits limits, const Operators& operators) {
  limits.free_addresses = operators.addresses();
  return limits;
}

// The front's running totals as counters of ours.
class FrontFigures {
 public:
  explicit FrontFigures(Metrics& metrics)
      : open_(metrics.AddGauge("http_open_connections",
                               "Connections that are open now.")),
        waiting_(metrics.AddGauge("waiting_requests",
                                  "Requests that wait for a message.")),
        followers_{
            Follow(metrics, "http_connections_total", "Connections taken."),
            Follow(metrics, "http_requests_total", "Whole requests."),
            Follow(metrics, "http_refused_total",
                   "Requests that broke a rule or a limit."),
            Follow(metrics, "http_shed_total",
                   "Requests answered 503 for want of room."),
            Follow(metrics, "http_capped_total",
                   "Connections over the limit of an address."),
            Follow(metrics, "http_timeouts_total", "Deadlines passed."),
            Follow(metrics, "log_lines_lost_total",
                   "Lines that the log could not take."),
        } {}

  void Refresh(const HttpStats& stats, size_t waiting) {
    open_.Set(static_cast<double>(stats.open_connections));
    waiting_.Set(static_cast<double>(waiting));
    const std::array<uint64_t, 7> totals = {
        stats.connections, stats.requests, stats.refused, stats.shed,
        stats.capped,      stats.timeouts, LostLogLines()};
    for (size_t i = 0; i < totals.size(); ++i) {
      followers_.at(i).Follow(totals.at(i));
    }
  }

 private:
  static TotalFollower Follow(Metrics& metrics, const char* name,
                              const char* help) {
    return TotalFollower(metrics.AddCounter(name, help));
  }

  Gauge open_;
  Gauge waiting_;
  std::array<TotalFollower, 7> followers_;
};

}  // namespace

struct Service::Endpoints {
  Endpoints(ServiceParts given, ServiceOptions options)
      : parts(given),
        allowed_origins(std::move(options.allowed_origins)),
        idle_channels(options.chat.idle_channels),
        operators(options.operator_addresses, options.behind_proxy),
        figures(parts.metrics),
        waiters(options.max_waiting_requests),
        actions(std::move(options.actions)),
        chat(parts.store, parts.keeper, parts.work, parts.clock, figures,
             waiters, actions,
             WithFreeAddresses(std::move(options.chat), operators)),
        transcript(parts.store, parts.work, parts.clock, chat),
        rating_pages(parts.store, parts.work, parts.clock, waiters,
                     options.rest_secret),
        rest(chat, parts.keeper, std::move(options.rest_secret)),
        direct_line(chat, parts.store),
        channels(parts.store, chat, parts.work, parts.clock, waiters,
                 parts.metrics,
                 parts.channels == nullptr ? no_channels : *parts.channels,
                 std::move(options.channel)),
        pages(parts.channels == nullptr ? no_channels : *parts.channels),
        idle(parts.store, parts.keeper, parts.clock, waiters, parts.metrics,
             parts.channels == nullptr ? no_channels : *parts.channels,
             idle_channels),
        conversations(parts.store, waiters, seen),
        rating(parts.store, parts.work, parts.clock, waiters),
        faq(parts.keeper, parts.clock),
        faq_pages(parts.keeper, parts.clock, std::move(options.public_url)),
        health(parts.store, parts.keeper, parts.metrics, operators) {}

  ServiceParts parts;
  const std::vector<std::string> allowed_origins;
  const ChannelNames idle_channels;
  const Operators operators;
  FlowMetrics figures;
  MessageWaiters waiters;
  ActionRunner actions;
  ChatEndpoint chat;
  TranscriptEndpoint transcript;
  RatingPages rating_pages;
  RestChannel rest;
  DirectLine direct_line;
  const ChannelMap no_channels;
  ChannelFlow channels;
  const PageEndpoints pages;
  SeenMessages seen;
  IdleCloser idle;
  ConversationEndpoints conversations;
  RatingEndpoint rating;
  FaqEndpoint faq;
  FaqPages faq_pages;
  HealthEndpoints health;
};

Service::Service(ServiceParts parts, ServiceOptions options)
    : endpoints_(std::make_unique<Endpoints>(parts, std::move(options))) {}

Service::~Service() = default;

MessageWaiters& Service::waiters() { return endpoints_->waiters; }

const SeenMessages& Service::seen() const { return endpoints_->seen; }

void Service::NoteSeen(const std::string& conversation, int64_t seq) {
  endpoints_->seen.Note(conversation, seq);
}

IdleCloser& Service::idle() { return endpoints_->idle; }

ChannelFlow& Service::channels() { return endpoints_->channels; }

void Service::StopWaiting() {
  endpoints_->waiters.Stop();
  endpoints_->actions.Stop();
}

namespace {

void AddFaqPages(Door& door, const FaqPages& pages) {
  for (const char* pattern : {"/faq", "/faq/"}) {
    door.Route(
        "GET", pattern,
        [&pages](const HttpRequest& request, const ResponderPtr& responder) {
          responder->Send(pages.Redirect(request));
        });
  }
  for (const char* pattern : {"/faq/{language}", "/faq/{language}/"}) {
    door.Route(
        "GET", pattern,
        [&pages](const HttpRequest& request, const ResponderPtr& responder) {
          responder->Send(pages.Page(request));
        });
  }
  door.Route("GET", "/faq/sitemap.xml",
             [&pages](const HttpRequest&, const ResponderPtr& responder) {
               responder->Send(pages.Sitemap());
             });
}

void AddRestChannel(Door& door, RestChannel& rest,
                    const KnowledgeKeeper& keeper) {
  door.RouteForOrigins(
      "POST", "/webhooks/rest/webhook",
      [&rest](const HttpRequest& request, const ResponderPtr& responder) {
        rest.Webhook(request, responder);
      });
  for (const char* pattern : {"/webhooks/rest", "/webhooks/rest/"}) {
    door.RouteForOrigins("GET", pattern,
                         [](const HttpRequest&, const ResponderPtr& responder) {
                           HttpResponse response;
                           response.body = "{\"status\":\"ok\"}";
                           responder->Send(std::move(response));
                         });
  }
  door.RouteForOrigins(
      "GET", "/version",
      [&keeper](const HttpRequest&, const ResponderPtr& responder) {
        responder->Send(RestVersion(keeper));
      });
  door.RouteForOrigins(
      "POST", "/model/parse",
      [&rest](const HttpRequest& request, const ResponderPtr& responder) {
        responder->Send(rest.Parse(request));
      });
}

void AddChannels(Door& door, ChannelFlow& channels) {
  constexpr const char* kPattern = "/webhooks/{channel}";
  door.Route(
      "GET", kPattern,
      [&channels](const HttpRequest& request, const ResponderPtr& responder) {
        responder->Send(channels.Greet(request));
      });
  door.Route(
      "POST", kPattern,
      [&channels](const HttpRequest& request, const ResponderPtr& responder) {
        channels.Receive(request, responder);
      });
  door.RouteForOrigins(
      "POST", "/v1/conversations/{id}/links",
      [&channels](const HttpRequest& request, const ResponderPtr& responder) {
        channels.MakeLinks(request, responder);
      });
}

void AddRating(Door& door, RatingEndpoint& rating, RatingPages& pages) {
  door.RouteForOrigins(
      "POST", "/v1/conversations/{id}/rating",
      [&rating](const HttpRequest& request, const ResponderPtr& responder) {
        rating.Rate(request, responder);
      });
  door.Route(
      "GET", "/rating/{token}",
      [&pages](const HttpRequest& request, const ResponderPtr& responder) {
        responder->Send(pages.Show(request));
      });
  door.Route(
      "POST", "/rating/{token}",
      [&pages](const HttpRequest& request, const ResponderPtr& responder) {
        pages.Rate(request, responder);
      });
}

void AddPages(Door& door, const PageEndpoints& pages) {
  door.Route(
      "GET", "/widget.js",
      [&pages](const HttpRequest& request, const ResponderPtr& responder) {
        responder->Send(pages.Widget(request));
      });
  door.Route("GET", "/", [](const HttpRequest&, const ResponderPtr& responder) {
    responder->Send(PageEndpoints::Page());
  });
  door.Route(
      "GET", "/page/{name}",
      [&pages](const HttpRequest& request, const ResponderPtr& responder) {
        responder->Send(pages.PageFile(request));
      });
}

void AddForOperators(Door& door, HealthEndpoints& health) {
  door.Route("GET", "/healthz",
             [&health](const HttpRequest&, const ResponderPtr& responder) {
               responder->Send(health.Health());
             });
  door.Route(
      "GET", "/readyz",
      [&health](const HttpRequest& request, const ResponderPtr& responder) {
        responder->Send(health.Ready(request));
      });
  door.Route(
      "GET", "/metrics",
      [&health](const HttpRequest& request, const ResponderPtr& responder) {
        responder->Send(health.MetricsText(request));
      });
  door.Route("GET", "/openapi.json",
             [](const HttpRequest&, const ResponderPtr& responder) {
               responder->Send(OpenApi());
             });
}

void AddDirectLine(Door& door, DirectLine& line) {
  const std::string base = "/v3/directline";
  door.RouteForOrigins("POST", base + "/conversations",
                       [](const HttpRequest&, const ResponderPtr& responder) {
                         responder->Send(DirectLine::Begin(201));
                       });
  door.RouteForOrigins("POST", base + "/tokens/generate",
                       [](const HttpRequest&, const ResponderPtr& responder) {
                         responder->Send(DirectLine::Begin(200));
                       });
  door.RouteForOrigins(
      "POST", base + "/tokens/refresh",
      [](const HttpRequest& request, const ResponderPtr& responder) {
        responder->Send(DirectLine::Refresh(request));
      });
  const std::string one = base + "/conversations/{id}";
  door.RouteForOrigins(
      "GET", one,
      [&line](const HttpRequest& request, const ResponderPtr& responder) {
        responder->Send(line.Resume(request));
      });
  door.RouteForOrigins(
      "POST", one + "/activities",
      [&line](const HttpRequest& request, const ResponderPtr& responder) {
        line.Post(request, responder);
      });
  door.RouteForOrigins(
      "GET", one + "/activities",
      [&line](const HttpRequest& request, const ResponderPtr& responder) {
        responder->Send(line.List(request));
      });
}

}  // namespace

void Service::AddRoutes(HttpServer& server) {
  Endpoints* const e = endpoints_.get();
  Door door(server, e->parts.metrics, e->allowed_origins);
  door.RouteForOrigins(
      "POST", "/v1/chat",
      [e](const HttpRequest& request, const ResponderPtr& responder) {
        e->chat.Answer(request, responder);
      });
  door.RouteForOrigins(
      "GET", "/v1/conversations/{id}",
      [e](const HttpRequest& request, const ResponderPtr& responder) {
        e->conversations.GetConversation(request, *responder);
      });
  door.RouteForOrigins(
      "GET", "/v1/conversations/{id}/messages",
      [e](const HttpRequest& request, const ResponderPtr& responder) {
        e->conversations.GetMessages(request, responder);
      });
  door.RouteForOrigins(
      "GET", "/v1/conversations/{id}/attachments/{file}",
      [e](const HttpRequest& request, const ResponderPtr& responder) {
        auto slower = e->chat.RefuseAddress(request.remote_address);
        responder->Send(slower ? std::move(*slower)
                               : e->conversations.GetFile(request));
      });
  door.RouteForOrigins(
      "POST", "/v1/conversations/{id}/transcript",
      [e](const HttpRequest& request, const ResponderPtr& responder) {
        e->transcript.Send(request, responder);
      });
  door.RouteForOrigins(
      "GET", "/v1/faq",
      [e](const HttpRequest& request, const ResponderPtr& responder) {
        responder->Send(e->faq.Get(request));
      });
  AddRating(door, e->rating, e->rating_pages);
  AddPages(door, e->pages);
  AddFaqPages(door, e->faq_pages);
  AddRestChannel(door, e->rest, e->parts.keeper);
  AddChannels(door, e->channels);
  AddDirectLine(door, e->direct_line);
  AddForOperators(door, e->health);
  const auto front = std::make_shared<FrontFigures>(e->parts.metrics);
  e->parts.metrics.BeforeText([e, front, &server] {
    front->Refresh(server.stats(), e->waiters.size());
  });
}

}  // namespace sportello
