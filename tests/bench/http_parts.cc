// What one request costs in our front without the sockets: read, taken apart,
// routed, answered. The counterpart of http_process_request. Prints
// microseconds of CPU per request.
#include <cstdio>
#include <ctime>
#include <string>

#include "http/http_answer.h"
#include "http/request_reader.h"
#include "http/request_target.h"
#include "http/router.h"

namespace {

using sportello::HttpRequest;
using sportello::HttpResponse;

size_t Answer(const std::string& bytes, const sportello::HttpLimits& limits,
              const sportello::Router& router) {
  sportello::RequestReader reader(limits);
  size_t used = 0;
  if (reader.Feed(bytes, &used) != sportello::RequestReader::Outcome::kReady) {
    return 0;
  }
  HttpRequest request;
  if (BuildRequest(reader.TakeRequest(), "127.0.0.1", "", &request)) return 0;
  if (router.Find(request.method, request.path).handler == nullptr) return 0;
  HttpResponse response;
  response.body = std::move(request.body);
  return SerializeAnswer(response, {}).size();
}

}  // namespace

int main() {
  constexpr int kRequests = 1'000'000;
  const std::string body =
      R"({"conversation":"abcdefghijklmnopqrstuv","message":"Dove e il mio )"
      R"(pacco?"})";
  const std::string request =
      "POST /echo HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"
      "Content-Type: application/json\r\nContent-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body;
  const sportello::HttpLimits limits;
  sportello::Router router;
  for (int i = 0; i < 11; ++i) {
    router.Add("POST", "/v1/conversations/{id}/" + std::to_string(i),
               [](const HttpRequest&, auto) {});
  }
  router.Add("POST", "/echo", [](const HttpRequest&, auto) {});
  size_t bytes = 0;
  const std::clock_t begin = std::clock();
  for (int i = 0; i < kRequests; ++i) bytes += Answer(request, limits, router);
  const double seconds =
      static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::printf("own reader, router, answer: %.2f us a request, %zu bytes\n",
              seconds * 1e6 / kRequests, bytes / kRequests);
  return 0;
}
