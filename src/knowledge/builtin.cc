#include <string>

#include "knowledge/read_content.h"

namespace sportello {

std::string_view knowledge_file(std::string_view name);  // cmake/embed.cmake

std::string_view BuiltinShared(std::string_view language) {
  return knowledge_file(std::string(language) + ".yaml");
}

}  // namespace sportello
