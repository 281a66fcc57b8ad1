#include "mail/file_part.h"

#include <gmime/gmime.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "mail/mime_part.h"

namespace sportello {
namespace {

using PartPtr = std::unique_ptr<GMimePart, Unref>;
using ContentPtr = std::unique_ptr<GMimeDataWrapper, Unref>;

struct FormatFree {
  void operator()(GMimeFormatOptions* options) const {
    g_mime_format_options_free(options);
  }
};
using FormatPtr = std::unique_ptr<GMimeFormatOptions, FormatFree>;

// RFC 6838, 4.2.
bool IsTypeName(std::string_view name) {
  return !name.empty() && name.size() <= 127 &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  (c >= '0' && c <= '9') ||
                  std::string_view("!#$&-^_.+").find(static_cast<char>(c)) !=
                      std::string_view::npos;
         });
}

// A mail within a mail must not be base64 (RFC 2046, 5.2.1), so it goes as a
// file of no known type.
std::pair<std::string, std::string> TypeOf(const std::string& type) {
  const size_t slash = type.find('/');
  const std::string media = type.substr(0, slash);
  const std::string kind =
      slash == std::string::npos ? "" : type.substr(slash + 1);
  if (!IsTypeName(media) || !IsTypeName(kind) || media == "message" ||
      media == "multipart") {
    return {"application", "octet-stream"};
  }
  return {media, kind};
}

}  // namespace

std::string FilePart(const MailFile& file) {
  StartMimeLibrary();
  const auto [media, kind] = TypeOf(file.type);
  const PartPtr part(g_mime_part_new_with_type(media.c_str(), kind.c_str()));
  g_mime_object_set_disposition(GMIME_OBJECT(part.get()), "attachment");
  const std::string name = HeaderLine(file.name, 120);
  g_mime_part_set_filename(part.get(), name.empty() ? "file" : name.c_str());
  g_mime_part_set_content_encoding(part.get(), GMIME_CONTENT_ENCODING_BASE64);
  const StreamPtr bytes(g_mime_stream_mem_new_with_buffer(file.content.data(),
                                                          file.content.size()));
  const ContentPtr content(g_mime_data_wrapper_new_with_stream(
      bytes.get(), GMIME_CONTENT_ENCODING_DEFAULT));
  g_mime_part_set_content(part.get(), content.get());
  const FormatPtr format(g_mime_format_options_new());
  g_mime_format_options_set_newline_format(format.get(),
                                           GMIME_NEWLINE_FORMAT_DOS);
  g_mime_format_options_set_param_encoding_method(
      format.get(), GMIME_PARAM_ENCODING_METHOD_RFC2231);
  return BytesOf(GMIME_OBJECT(part.get()), format.get());
}

}  // namespace sportello
