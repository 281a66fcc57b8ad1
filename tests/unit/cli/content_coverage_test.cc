// What `test --coverage` names, over a small folder.
#include "cli/content_coverage.h"

#include <doctest/doctest.h>

#include "cli/command.h"
#include "cli/content_test.h"
#include "unit/cli/content_testing.h"

namespace sportello {
namespace {

std::string Cover(const ContentFolder& folder, int status) {
  TestOptions options;
  options.place = folder.place();
  options.coverage = true;
  Printed printed;
  CHECK(RunTests(options, printed.streams()) == status);
  return printed.out.str();
}

void WriteProcedure(const ContentFolder& folder, const std::string& tests) {
  folder.Write("intents/en/orders.yaml",
               "intents:\n"
               "  order_cancel:\n"
               "    phrases:\n"
               "      - \"cancel my order [{order}]\"\n"
               "      - \"stop the parcel\"\n"
               "    slots: {order: {type: number, ask: \"Which number?\"}}\n"
               "    reply: {text: \"Order {order}.\", closed: \"Later.\"}\n"
               "    tests: [" +
                   tests + "]\n");
}

TEST_CASE("Phrases, steps and replies that no test reaches are named") {
  const ContentFolder folder;
  WriteProcedure(folder, "\"cancel my order 12\"");
  CHECK(
      Cover(folder, kExitFailed)
          .ends_with(
              "intents/en/orders.yaml:5: no test reaches the phrase 'stop the "
              "parcel'\n"
              "intents/en/orders.yaml:6: no test reaches the step 'Which "
              "number?'\n"
              "intents/en/orders.yaml:7: no test reaches the reply 'Later.'\n"
              "reached: 1 of 2 phrases, 0 of 1 step, 2 of 3 replies\n"
              "2 passed, 0 failed\n"));
}

TEST_CASE("Sentences and conversations together reach everything") {
  const ContentFolder folder;
  WriteProcedure(folder, "\"cancel my order 12\", \"stop the parcel\"");
  folder.Write("tests/conversations/en/intents/orders.yaml",
               "conversations:\n"
               "  - name: \"closed\"\n"
               "    hours: closed\n"
               "    turns: [{say: \"cancel my order 12\"}]\n");
  CHECK(Cover(folder, kExitDone)
            .ends_with("reached: 2 of 2 phrases, 1 of 1 step, 3 of 3 replies\n"
                       "4 passed, 0 failed\n"));
}

}  // namespace
}  // namespace sportello
