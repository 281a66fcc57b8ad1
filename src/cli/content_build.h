// `sportello build` and `sportello schema`: files made from the content and
// from its format.
#ifndef SPORTELLO_CLI_CONTENT_BUILD_H_
#define SPORTELLO_CLI_CONTENT_BUILD_H_

#include <string>

#include "cli/content_load.h"

namespace sportello {

struct ContentBuildOptions {
  ContentPlace place;
  std::string out = "data/knowledge.db";
};

// Compiles the content into one file, which `serve` loads when its sources
// are the same. Status 1 when the content has errors.
int RunBuild(const ContentBuildOptions& options, const Streams& streams);

struct SchemaOptions {
  std::string kind;  // empty = all
  std::string out;   // folder; empty = standard output, which wants a kind
};

int RunSchema(const SchemaOptions& options, const Streams& streams);

}  // namespace sportello

#endif  // SPORTELLO_CLI_CONTENT_BUILD_H_
