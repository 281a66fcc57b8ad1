// The door for strangers' bytes: the reader of heads and bodies, fed in pieces
// whose sizes come from the input. Besides not crashing, it must make the same
// of a stream however it is cut, and never keep more than its limits.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "http/request_reader.h"
#include "http/request_target.h"
#include "http/router.h"

namespace {

using sportello::RequestReader;

struct Reading {
  std::vector<std::string> requests;
  bool refused = false;
};

void Demand(bool condition) {
  if (!condition) std::abort();
}

void Handle(const sportello::WireRequest& wire) {
  static const sportello::Router router = [] {
    sportello::Router made;
    made.Add("GET", "/", {});
    made.Add("POST", "/v1/chat", {});
    made.Add("GET", "/v1/conversations/{id}/messages", {});
    return made;
  }();
  Demand(wire.head_bytes <= wire.bytes.size());
  sportello::HttpRequest request;
  const auto refusal =
      sportello::BuildRequest(wire, "10.0.0.1", "10.0.0.1", &request);
  Demand(request.body == wire.bytes.substr(wire.head_bytes));
  Demand(!request.remote_address.empty());
  if (refusal) return;
  Demand(request.path.find('\0') == std::string::npos);
  Demand(request.path.find("/../") == std::string::npos);
  router.Find(request.method, request.path);
}

// Pieces of 1 + cuts[i % size] bytes; all at once without cuts.
Reading Read(std::string_view bytes, std::string_view cuts) {
  static const sportello::HttpLimits limits = [] {
    sportello::HttpLimits small;
    small.max_body_bytes = 1000;
    small.max_head_bytes = 2000;
    small.max_target_bytes = 200;
    small.max_header_lines = 12;
    return small;
  }();
  RequestReader reader(limits);
  Reading reading;
  for (size_t i = 0; !bytes.empty(); ++i) {
    const size_t size =
        cuts.empty() ? bytes.size()
                     : 1 + static_cast<unsigned char>(cuts[i % cuts.size()]);
    std::string_view piece = bytes.substr(0, size);
    bytes.remove_prefix(piece.size());
    while (!piece.empty()) {
      size_t used = 0;
      const auto outcome = reader.Feed(piece, &used);
      if (outcome == RequestReader::Outcome::kRefused) {
        Demand(reader.refusal().status >= 400);
        reading.refused = true;
        return reading;
      }
      Demand(used > 0 && used <= piece.size());
      piece.remove_prefix(used);
      if (outcome == RequestReader::Outcome::kReady) {
        reading.requests.push_back(reader.TakeRequest().bytes);
      } else {
        Demand(piece.empty());
        reader.TakeContinue();
      }
    }
  }
  return reading;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // Up to the first NUL: the sizes of the pieces. After it: the stream.
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t mark = input.find('\0');
  if (mark == std::string_view::npos) return 0;
  const std::string_view stream = input.substr(mark + 1);
  const Reading cut = Read(stream, input.substr(0, mark));
  const Reading whole = Read(stream, {});
  // A reader that sees less may refuse earlier, but never read differently.
  Demand(cut.refused == whole.refused);
  Demand(cut.requests == whole.requests);
  for (const std::string& bytes : whole.requests) {
    sportello::WireRequest wire;
    wire.bytes = bytes;
    wire.head_bytes = bytes.find("\r\n\r\n") + 4;
    Handle(wire);
  }
  return 0;
}
