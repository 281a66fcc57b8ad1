#include "desk/desk_door.h"

#include <utility>

#include "base/json.h"
#include "desk/roles.h"
#include "flow/chat_request.h"

namespace sportello {
namespace {

constexpr std::string_view kCookie = "sportello_desk";
constexpr std::string_view kSecureCookie = "__Host-sportello_desk";

HttpResponse SignInFirst() {
  return MakeProblem(401, "denied", "Unauthorized", "Sign in first.");
}

HttpResponse Forbidden(std::string_view detail) {
  return MakeProblem(403, "denied", "Forbidden", detail);
}

std::string_view CookieNamed(std::string_view cookies, std::string_view name) {
  while (!cookies.empty()) {
    const size_t end = std::min(cookies.find(';'), cookies.size());
    std::string_view one = cookies.substr(0, end);
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    if (one.size() > name.size() && one.starts_with(name) &&
        one[name.size()] == '=') {
      return one.substr(name.size() + 1);
    }
  }
  return {};
}

std::string_view TokenOf(const HttpRequest& request) {
  const std::string_view cookies = request.Header("Cookie");
  const std::string_view secure = CookieNamed(cookies, kSecureCookie);
  return secure.empty() ? CookieNamed(cookies, kCookie) : secure;
}

// In the same time wherever they differ.
bool AreEqual(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    difference |=
        static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  }
  return difference == 0;
}

// A page of another origin says so; programs send no Origin.
bool IsSameOrigin(const HttpRequest& request) {
  const std::string_view origin = request.Header("Origin");
  if (origin.empty()) return true;
  const std::string_view host = request.Header("Host");
  return origin == "https://" + std::string(host) ||
         origin == "http://" + std::string(host);
}

bool Changes(const HttpRequest& request) { return request.method == "POST"; }

}  // namespace

bool ReadBody(const HttpRequest& request, Json& body, HttpResponse& wrong) {
  body = Json::object();
  if (request.body.empty()) return true;
  if (auto refused = RefuseUnlessJson(request)) {
    wrong = *std::move(refused);
    return false;
  }
  Result<Json> json = ParseJson(request.body);
  if (!json.ok() || !json->is_object()) {
    wrong = BadRequest("The body must be a JSON object.");
    return false;
  }
  body = *std::move(json);
  return true;
}

HttpResponse JsonResponse(const Json& json, int status) {
  HttpResponse response;
  response.status = status;
  response.body = DumpJson(json);
  return response;
}

HttpResponse BadRequest(const std::string& detail) {
  return MakeProblem(400, "invalid", "Bad Request", detail);
}

std::string DeskDoor::CookieFor(const HttpRequest& request,
                                const std::string& token) const {
  const bool secure =
      behind_proxy_ && request.Header("X-Forwarded-Proto") == "https";
  std::string cookie(secure ? kSecureCookie : kCookie);
  cookie += "=" + token + "; Path=/; HttpOnly; SameSite=Strict";
  if (secure) cookie += "; Secure";
  if (token.empty()) cookie += "; Max-Age=0";
  return cookie;
}

void DeskDoor::Route(const std::string& method, const std::string& path,
                     const Handler& handler) {
  RouteWaiting(method, path,
               [handler](const DeskCall& call,
                         const std::shared_ptr<Responder>& responder) {
                 responder->Send(handler(call));
               });
}

void DeskDoor::RouteWaiting(const std::string& method, const std::string& path,
                            WaitingHandler handler) {
  const unsigned roles = RolesFor(method, path);
  door_.Route(
      method, path,
      [this, roles, handler = std::move(handler)](
          const HttpRequest& request,
          const std::shared_ptr<Responder>& responder) {
        const Result<std::optional<SignedIn>> session =
            login_.Find(TokenOf(request));
        if (!session.ok()) return responder->Send(ProblemFor(session.error()));
        if (!session->has_value()) return responder->Send(SignInFirst());
        const SignedIn& by = **session;
        if (Changes(request) &&
            (!IsSameOrigin(request) ||
             !AreEqual(request.Header("X-CSRF-Token"), by.csrf))) {
          return responder->Send(
              Forbidden("The request did not come from the desk's page."));
        }
        if (!Includes(roles, by.agent.role)) {
          return responder->Send(Forbidden("Your role does not allow this."));
        }
        Json body;
        HttpResponse wrong;
        if (!ReadBody(request, body, wrong)) {
          return responder->Send(std::move(wrong));
        }
        handler({request, by, body}, responder);
      });
}

void DeskDoor::RouteOpen(
    const std::string& method, const std::string& path,
    std::function<HttpResponse(const HttpRequest&, const Json&)> handler) {
  const bool open = (RolesFor(method, path) & kForStrangers) != 0;
  door_.Route(method, path,
              [open, handler = std::move(handler)](
                  const HttpRequest& request,
                  const std::shared_ptr<Responder>& responder) {
                if (!open) return responder->Send(SignInFirst());
                if (!IsSameOrigin(request)) {
                  return responder->Send(Forbidden(
                      "The request did not come from the desk's page."));
                }
                Json body;
                HttpResponse wrong;
                if (!ReadBody(request, body, wrong)) {
                  return responder->Send(std::move(wrong));
                }
                responder->Send(handler(request, body));
              });
}

}  // namespace sportello
