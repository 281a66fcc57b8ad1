#include "http/router.h"

#include <algorithm>

namespace sportello {
namespace {

std::vector<std::string> Split(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const size_t end = std::min(path.find('/'), path.size());
    segments.emplace_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

bool IsName(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

}  // namespace

Router::Methods& Router::MethodsOf(const std::string& pattern) {
  if (pattern.find('{') == std::string::npos) return literal_[pattern];
  for (Pattern& known : patterns_) {
    if (known.text == pattern) return known.methods;
  }
  patterns_.push_back({Split(pattern), pattern, {}});
  return patterns_.back().methods;
}

void Router::Add(std::string method, std::string pattern, HttpHandler handler) {
  MethodsOf(pattern).emplace_back(method, std::move(handler));
  routes_.push_back({std::move(method), std::move(pattern)});
}

void Router::Choose(const Methods& methods, std::string_view method,
                    Found* found) {
  const auto find = [&](std::string_view wanted) -> const HttpHandler* {
    for (const auto& [name, handler] : methods) {
      if (name == wanted) return &handler;
    }
    return nullptr;
  };
  found->handler = find(method);
  if (found->handler == nullptr && method == "HEAD") {
    found->handler = find("GET");
  }
  if (found->handler != nullptr) return;
  const auto allow = [&](std::string_view name) {
    if (!found->allow.empty()) found->allow.append(", ");
    found->allow.append(name);
  };
  for (const auto& [name, handler] : methods) allow(name);
  if (find("GET") != nullptr && find("HEAD") == nullptr) allow("HEAD");
  if (find("OPTIONS") == nullptr) allow("OPTIONS");
}

Router::Found Router::Find(std::string_view method,
                           std::string_view path) const {
  Found found;
  const auto literal = literal_.find(std::string(path));
  if (literal != literal_.end()) {
    Choose(literal->second, method, &found);
    return found;
  }
  if (path.empty() || path.front() != '/') return found;
  const std::vector<std::string> segments = Split(path);
  for (const Pattern& pattern : patterns_) {
    if (pattern.segments.size() != segments.size()) continue;
    bool matches = true;
    for (size_t i = 0; matches && i < segments.size(); ++i) {
      matches = IsName(pattern.segments[i])
                    ? !segments[i].empty()
                    : pattern.segments[i] == segments[i];
    }
    if (!matches) continue;
    for (size_t i = 0; i < segments.size(); ++i) {
      const std::string& name = pattern.segments[i];
      if (!IsName(name)) continue;
      found.parameters.emplace_back(name.substr(1, name.size() - 2),
                                    segments[i]);
    }
    Choose(pattern.methods, method, &found);
    return found;
  }
  return found;
}

}  // namespace sportello
