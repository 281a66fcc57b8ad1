#include "flow/health_endpoints.h"

#include <string>
#include <utility>

#include "base/json.h"

namespace sportello {

HttpResponse HealthEndpoints::Health() const {
  HttpResponse response;
  response.body = R"({"status":"alive"})";
  return response;
}

HttpResponse HealthEndpoints::Ready(const HttpRequest& request) const {
  const bool detailed = operators_.Includes(request);
  Json reasons = Json::array();
  const auto add = [&](const char* code, const std::string& detail) {
    Json reason = {{"code", code}};
    if (detailed) reason["detail"] = detail;
    reasons.push_back(std::move(reason));
  };
  bool able = true;
  const Status store = store_.Health();
  if (!store.ok()) {
    able = false;
    add("store", store.error().message);
  }
  const KnowledgeState knowledge = keeper_.State();
  if (knowledge.version.empty()) {
    able = false;
    add("knowledge", "no knowledge is loaded");
  } else if (knowledge.stale) {
    add("old knowledge",
        knowledge.first_error +
            (knowledge.errors > 1
                 ? " (and " + std::to_string(knowledge.errors - 1) + " more)"
                 : ""));
  }
  HttpResponse response;
  response.status = able ? 200 : 503;
  if (!able) response.headers.emplace_back("Retry-After", "5");
  Json body;
  body["status"] = !able             ? "unavailable"
                   : reasons.empty() ? "ready"
                                     : "degraded";
  body["reasons"] = std::move(reasons);
  if (detailed) body["knowledge_version"] = knowledge.version;
  response.body = DumpJson(body);
  return response;
}

HttpResponse HealthEndpoints::MetricsText(const HttpRequest& request) const {
  if (!operators_.Includes(request)) {
    return MakeProblem(403, "denied", "Forbidden",
                       "Only addresses in the setting operator_addresses may "
                       "read this.");
  }
  HttpResponse response;
  response.content_type = Metrics::kTextType;
  response.body = metrics_.Text();
  return response;
}

}  // namespace sportello
