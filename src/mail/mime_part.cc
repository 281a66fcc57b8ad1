#include "mail/mime_part.h"

#include <algorithm>
#include <mutex>

#include "mail/address.h"

namespace sportello {

void StartMimeLibrary() {
  static std::once_flag once;
  std::call_once(once, [] { g_mime_init(); });
}

std::string FoldedText(const char* text) {
  return text == nullptr ? std::string() : FoldMailAddress(text);
}

std::string MediaType(GMimeObject* object) {
  GMimeContentType* type = g_mime_object_get_content_type(object);
  if (type == nullptr) return "text/plain";
  // What is no type is plain text (RFC 2045, 5.2).
  const char* given = g_mime_object_get_header(object, "Content-Type");
  if (given != nullptr &&
      std::string_view(given).find('/') == std::string::npos) {
    return "text/plain";
  }
  return FoldedText(g_mime_content_type_get_media_type(type)) + "/" +
         FoldedText(g_mime_content_type_get_media_subtype(type));
}

namespace {

// What was written to a stream in memory, at most `most` bytes of it.
std::string Written(GMimeStream* memory, size_t most) {
  const GByteArray* bytes =
      g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
  if (bytes == nullptr || bytes->len == 0) return {};
  return {reinterpret_cast<const char*>(bytes->data),
          std::min<size_t>(bytes->len, most)};
}

}  // namespace

std::string ContentOf(GMimePart* part, size_t most) {
  GMimeDataWrapper* content = g_mime_part_get_content(part);
  if (content == nullptr) return {};
  const StreamPtr memory(g_mime_stream_mem_new());
  if (g_mime_data_wrapper_write_to_stream(content, memory.get()) < 0) return {};
  return Written(memory.get(), most);
}

std::string BytesOf(GMimeObject* object, GMimeFormatOptions* format) {
  const StreamPtr memory(g_mime_stream_mem_new());
  if (g_mime_object_write_to_stream(object, format, memory.get()) < 0) {
    return {};
  }
  return Written(memory.get(), std::string::npos);
}

size_t SizeOf(GMimePart* part) {
  GMimeDataWrapper* content = g_mime_part_get_content(part);
  if (content == nullptr) return 0;
  const StreamPtr nowhere(g_mime_stream_null_new());
  const auto written =
      g_mime_data_wrapper_write_to_stream(content, nowhere.get());
  return written < 0 ? 0 : static_cast<size_t>(written);
}

}  // namespace sportello
