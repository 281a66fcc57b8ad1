// A folder with small content, and commands run on it.
#ifndef SPORTELLO_TESTS_UNIT_CLI_CONTENT_TESTING_H_
#define SPORTELLO_TESTS_UNIT_CLI_CONTENT_TESTING_H_

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "cli/content_load.h"

namespace sportello {

// Removed at the end.
class ContentFolder {
 public:
  ContentFolder() {
    std::string name = "/tmp/sportello_cli_XXXXXX";
    path_ = mkdtemp(name.data());
    Write("intents/en/orders.yaml",
          "intents:\n"
          "  order_status:\n"
          "    phrases: [\"where is my order [{order}]\"]\n"
          "    slots: {order: {type: number}}\n"
          "    reply: [\"Order {order} is on its way.\", \"Soon.\"]\n"
          "    buttons: [{title: \"Costs\", to: shipping_cost}]\n"
          "    handoff: {queue: orders}\n"
          "    tests: [\"where is my order?\"]\n");
    Write("faq/en/delivery.yaml",
          "faq:\n"
          "  - id: shipping_cost\n"
          "    question: \"How much does delivery cost?\"\n"
          "    variants: [\"delivery costs\"]\n"
          "    answer: \"Five euro.\"\n"
          "    tests: [\"delivery costs?\"]\n");
  }
  ~ContentFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ContentFolder(const ContentFolder&) = delete;
  ContentFolder& operator=(const ContentFolder&) = delete;

  void Write(const std::string& name, const std::string& text) const {
    const std::filesystem::path file = path_ + "/" + name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  std::string Read(const std::string& name) const {
    std::ifstream file(path_ + "/" + name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  void Remove(const std::string& name) const {
    std::filesystem::remove_all(path_ + "/" + name);
  }
  const std::string& path() const { return path_; }
  ContentPlace place() const {
    return {{path_ + "/intents", path_ + "/faq"}, "en", ""};
  }

 private:
  std::string path_;
};

// What a command wrote.
struct Printed {
  std::ostringstream out;
  std::ostringstream err;
  Streams streams() { return {out, err, false}; }
};

}  // namespace sportello

#endif  // SPORTELLO_TESTS_UNIT_CLI_CONTENT_TESTING_H_
