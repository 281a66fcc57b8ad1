// What tests of the store share: a directory that goes away, and verbs.
#ifndef SPORTELLO_TESTS_UNIT_STORE_STORE_FIXTURE_H_
#define SPORTELLO_TESTS_UNIT_STORE_STORE_FIXTURE_H_

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "store/sqlite_store.h"
#include "store/store.h"

namespace sportello {

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string path = std::filesystem::temp_directory_path() / "storeXXXXXX";
    if (mkdtemp(path.data()) == nullptr) std::abort();
    path_ = path;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }
  std::string store_path() const { return path_ + "/sportello.db"; }

 private:
  std::string path_;
};

inline std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void WriteFile(const std::string& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

inline Conversation MakeConversation(const std::string& id) {
  Conversation conversation;
  conversation.id = id;
  conversation.channel = "web";
  conversation.language = "it";
  conversation.state = R"({"ladder":0})";
  conversation.created_at = FromMillis(1'700'000'000'000);
  conversation.updated_at = FromMillis(1'700'000'000'123);
  return conversation;
}

inline Message MakeMessage(Author from, const std::string& text) {
  Message message;
  message.from = from;
  message.text = text;
  message.at = FromMillis(1'700'000'000'456);
  return message;
}

inline Reason MakeReason() {
  return {"intent",
          "answer",
          "order_delivery",
          "high",
          0.875,
          "intents/it/orders.yaml:12",
          "4f2a90",
          {"order_status", "returns"}};
}

// A turn: creates the conversation when it is new, appends the customer's
// message and a reply, updates the conversation. kConflict for a repeated id.
inline Status WriteTurn(Transaction& transaction, const std::string& id,
                        const std::string& text, std::string_view external_id) {
  auto found = transaction.FindConversation(id);
  if (!found.ok()) return found.error();
  Conversation conversation =
      found->has_value() ? **found : MakeConversation(id);
  if (!found->has_value()) {
    Status inserted = transaction.InsertConversation(conversation);
    if (!inserted.ok()) return inserted;
  }
  Message question = MakeMessage(Author::kCustomer, text);
  Status status =
      transaction.AppendMessage(conversation, question, external_id);
  if (!status.ok()) return status;
  Message reply = MakeMessage(Author::kBot, "re: " + text);
  reply.reason = MakeReason();
  status = transaction.AppendMessage(conversation, reply, "");
  if (!status.ok()) return status;
  return transaction.UpdateConversation(conversation);
}

inline Status Say(Store& store, const std::string& id, const std::string& text,
                  std::string_view external_id = "") {
  return store.Write([&](Transaction& transaction) {
    return WriteTurn(transaction, id, text, external_id);
  });
}

// The message of an error, "" for success.
inline std::string ErrorOf(const Status& status) {
  return status.ok() ? "" : status.error().message;
}
template <typename T>
std::string ErrorOf(const Result<T>& result) {
  return result.ok() ? "" : result.error().message;
}

inline Result<std::unique_ptr<Store>> OpenStore(
    const TemporaryDirectory& directory,
    int checkpoint_frames = SqliteStoreOptions().checkpoint_frames) {
  SqliteStoreOptions options;
  options.checkpoint_frames = checkpoint_frames;
  options.directory = directory.path();
  options.busy_timeout_ms = 100;
  return OpenSqliteStore(options);
}

}  // namespace sportello

#endif  // SPORTELLO_TESTS_UNIT_STORE_STORE_FIXTURE_H_
