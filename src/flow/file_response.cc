#include "flow/file_response.h"

#include <string>
#include <utility>

namespace sportello {
namespace {

bool IsPlain(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

// As RFC 6266 wants it: a name for everybody, and the true one.
std::string DispositionOf(const std::string& name) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string plain;
  std::string coded;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    plain += IsPlain(byte) ? c : '_';
    if (IsPlain(byte)) {
      coded += c;
    } else {
      coded += '%';
      coded += kHex[byte >> 4U];
      coded += kHex[byte & 0xFU];
    }
  }
  return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + coded;
}

}  // namespace

Error NoSuchFile() {
  return NotFound("There is no attachment with this id here.");
}

Result<Attachment> FindFile(Store& store, std::string_view conversation,
                            std::string_view id) {
  auto found = store.attachments().Find(id);
  if (!found.ok()) return found.error();
  if (!found->has_value() || (*found)->conversation != conversation) {
    return NoSuchFile();
  }
  return **std::move(found);
}

HttpResponse FileResponse(Store& store, const Attachment& file) {
  auto content = store.attachments().Read(file.id);
  if (!content.ok()) return ProblemFor(content.error());
  if (!content->has_value()) return ProblemFor(NotFound("It is gone."));
  HttpResponse response;
  response.content_type = "application/octet-stream";
  response.body = **std::move(content);
  response.headers = {
      {"Content-Disposition", DispositionOf(file.name)},
      {"Content-Security-Policy", "default-src 'none'; sandbox"},
      {"Cache-Control", "no-store"}};
  return response;
}

}  // namespace sportello
