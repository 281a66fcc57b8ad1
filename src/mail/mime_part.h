// One part of a mail, as GMime has it. Private to mail/.
#ifndef SPORTELLO_MAIL_MIME_PART_H_
#define SPORTELLO_MAIL_MIME_PART_H_

#include <gmime/gmime.h>

#include <memory>
#include <string>

namespace sportello {

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
using StreamPtr = std::unique_ptr<GMimeStream, Unref>;

// Before anything else of GMime that makes objects; again is harmless.
void StartMimeLibrary();

// Lower case; empty for null.
std::string FoldedText(const char* text);

// "text/plain", lower case.
std::string MediaType(GMimeObject* object);

// The bytes of a part after its transfer encoding, at most `most`.
std::string ContentOf(GMimePart* part, size_t most);
// How many they are.
size_t SizeOf(GMimePart* part);
// The part with its headers; a mail within the mail, as it came.
std::string BytesOf(GMimeObject* object, GMimeFormatOptions* format = nullptr);

}  // namespace sportello

#endif  // SPORTELLO_MAIL_MIME_PART_H_
