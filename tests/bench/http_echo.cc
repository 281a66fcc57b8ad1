// The front door without a chatbot behind it: the ceiling for every figure of
// the daemon, the peer of echo_httplib, and the target of tests/e2e/abuse.py.
//
//   http_echo PORT [WORKERS]
//
// POST /echo gives the body back at once. POST /v1/chat reads and checks JSON
// as the daemon does. GET /wait?ms=N answers later from the loop, GET
// /thread?ms=0 from another thread, GET /big?bytes=N at length.
//
// Why cpp-httplib does not answer: Server::process_request on a memory stream
// (one route, the request of this benchmark) is measured by
// http_process_request.cc beside this file.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "base/json.h"
#include "http/http_server.h"

namespace {

using sportello::HttpRequest;
using sportello::HttpResponse;
using sportello::Json;
using sportello::MakeProblem;
using Responder = std::shared_ptr<sportello::Responder>;

int64_t Number(std::string_view text, int64_t limit) {
  const long long value = std::atoll(std::string(text).c_str());
  return value < 0 ? 0 : std::min<int64_t>(value, limit);
}

HttpResponse Reply(const HttpRequest& request) {
  const std::string_view type = request.Header("Content-Type");
  if (type != "application/json" && type.substr(0, 17) != "application/json;") {
    return MakeProblem(415, "content-type", "Unsupported Media Type",
                       "Send application/json.");
  }
  auto json = sportello::ParseJson(request.body);
  if (!json.ok()) return ProblemFor(json.error());
  if (!json->is_object()) {
    return ProblemFor(sportello::Invalid("the body must be an object"));
  }
  auto text = sportello::FindString(*json, "message");
  if (!text.ok()) return ProblemFor(text.error());
  auto conversation = sportello::FindString(*json, "conversation");
  if (!conversation.ok()) return ProblemFor(conversation.error());
  if (!text->has_value()) {
    return ProblemFor(sportello::Invalid("'message' is missing"));
  }
  Json answer;
  answer["conversation"] = conversation->value_or("new");
  answer["owner"] = "bot";
  answer["replies"] = Json::array({{{"from", "bot"}, {"text", **text}}});
  HttpResponse response;
  response.body = sportello::DumpJson(answer);
  return response;
}

void AddRoutes(sportello::HttpServer& server) {
  server.Route("POST", "/echo",
               [](const HttpRequest& request, Responder responder) {
                 HttpResponse response;
                 response.body = request.body;
                 responder->Send(std::move(response));
               });
  server.Route("POST", "/v1/chat",
               [](const HttpRequest& request, Responder responder) {
                 responder->Send(Reply(request));
               });
  server.Route("GET", "/healthz", [](const HttpRequest&, Responder responder) {
    HttpResponse response;
    response.body = R"({"status":"ok"})";
    responder->Send(std::move(response));
  });
  server.Route("GET", "/wait",
               [&server](const HttpRequest& request, Responder responder) {
                 const std::chrono::milliseconds delay(
                     Number(request.Query("ms"), 60'000));
                 server.After(delay, [responder] { responder->Send({}); });
               });
  server.Route("GET", "/thread", [](const HttpRequest&, Responder responder) {
    std::thread([responder] { responder->Send({}); }).detach();
  });
  server.Route(
      "GET", "/big", [](const HttpRequest& request, Responder responder) {
        HttpResponse response;
        response.body.assign(
            static_cast<size_t>(Number(request.Query("bytes"), 64 << 20)), 'x');
        response.content_type = "text/plain";
        responder->Send(std::move(response));
      });
  server.Route("GET", "/unanswered", [](const HttpRequest&, Responder) {});
  server.Route("GET", "/throws", [](const HttpRequest&, Responder) {
    throw std::runtime_error("std::secret");
  });
}

}  // namespace

int main(int argc, char** argv) {
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);

  sportello::HttpLimits limits;
  if (argc > 2) limits.workers = std::atoi(argv[2]);
  sportello::HttpServer server(limits);
  AddRoutes(server);
  const auto started =
      server.Start("127.0.0.1", argc > 1 ? std::atoi(argv[1]) : 0);
  if (!started.ok()) {
    std::fprintf(stderr, "%s\n", started.error().message.c_str());
    return 1;
  }
  std::printf("listening on 127.0.0.1:%d\n", server.port());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&ending, &signal);
  server.Stop(std::chrono::seconds(5));
  const auto stats = server.stats();
  std::printf("%llu requests, %llu refused, %llu shed, %llu timeouts\n",
              static_cast<unsigned long long>(stats.requests),
              static_cast<unsigned long long>(stats.refused),
              static_cast<unsigned long long>(stats.shed),
              static_cast<unsigned long long>(stats.timeouts));
  return 0;
}
