// The door of integrators: any bytes as the body of POST /v1/chat become a
// checked request or a problem that repeats nothing of them.
#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>

#include "flow/chat_request.h"
#include "language/normalizer.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sportello::HttpRequest request;
  request.method = "POST";
  request.headers = {{"Content-Type", "application/json"}};
  request.body.assign(data, data + size);
  const auto parsed = sportello::ParseChatRequest(request, 4000);
  if (const auto* chat = std::get_if<sportello::ChatRequest>(&parsed)) {
    if (!sportello::IsValidUtf8(chat->text)) __builtin_trap();
    if (sportello::CountCodePoints(chat->text) > 4000) __builtin_trap();
  } else if (std::get<sportello::HttpResponse>(parsed).status < 400) {
    __builtin_trap();
  }
  return 0;
}
