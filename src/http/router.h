// Which handler a method and a path belong to.
//
// A table of our own: one hash look-up for a path without names, a walk over
// the few patterns with names for the others. (httplib tries a std::regex per
// route, and its backtracking is recursive: long paths end in a stack
// overflow.)
//
// Add() before use; Find() is then safe from many threads.
#ifndef SPORTELLO_HTTP_ROUTER_H_
#define SPORTELLO_HTTP_ROUTER_H_

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "http/http_server.h"

namespace sportello {

class Router {
 public:
  struct Found {
    const HttpHandler* handler = nullptr;  // null: no such path, or method
    std::vector<std::pair<std::string, std::string>> parameters;
    std::string allow;  // "GET, HEAD, OPTIONS"; empty: no such path
  };

  void Add(std::string method, std::string pattern, HttpHandler handler);
  // `path` is decoded. A route without names comes before one with names;
  // among these the first added wins. HEAD finds GET.
  Found Find(std::string_view method, std::string_view path) const;
  const std::vector<HttpRoute>& routes() const { return routes_; }

 private:
  using Methods = std::vector<std::pair<std::string, HttpHandler>>;
  struct Pattern {
    std::vector<std::string> segments;  // "{name}" or literal
    std::string text;
    Methods methods;
  };

  static void Choose(const Methods& methods, std::string_view method,
                     Found* found);
  Methods& MethodsOf(const std::string& pattern);

  std::vector<HttpRoute> routes_;
  std::unordered_map<std::string, Methods> literal_;
  std::vector<Pattern> patterns_;
};

}  // namespace sportello

#endif  // SPORTELLO_HTTP_ROUTER_H_
