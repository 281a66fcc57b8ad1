// The door of maintainers: any bytes as a content file are read or refused
// with problems, and every problem can be shown.
#include <cstddef>
#include <cstdint>
#include <string>

#include "knowledge/read_content.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  sportello::SourceFile source;
  source.faq = (data[0] & 1) != 0;
  source.language = "it";
  source.path =
      (data[0] & 2) != 0 ? "intents/it/_shared.yaml" : "faq/it/a.yaml";
  source.text.assign(data + 1, data + size);
  std::vector<sportello::Problem> problems;
  static_cast<void>(sportello::ReadContent({source}, problems));
  for (const sportello::Problem& problem : problems) {
    if (sportello::FormatProblem(problem, {source}).empty()) __builtin_trap();
  }
  return 0;
}
