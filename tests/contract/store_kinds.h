// The stores that the contract is checked on, and verbs for them.
#ifndef SPORTELLO_TESTS_CONTRACT_STORE_KINDS_H_
#define SPORTELLO_TESTS_CONTRACT_STORE_KINDS_H_

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "store/memory_store.h"
#include "unit/store/store_fixture.h"

namespace sportello {

struct InSqlite {
  TemporaryDirectory directory;
  std::unique_ptr<Store> Open(int max_queued_jobs = 4096) {
    SqliteStoreOptions options;
    options.directory = directory.path();
    options.max_queued_jobs = max_queued_jobs;
    auto store = OpenSqliteStore(options);
    REQUIRE_MESSAGE(store.ok(), ErrorOf(store));
    return std::move(*store);
  }
};

struct InMemory {
  std::unique_ptr<Store> Open(int max_queued_jobs = 4096) {
    return MakeMemoryStore(max_queued_jobs);
  }
};

#define STORE_TEST(name) TEST_CASE_TEMPLATE(name, Kind, InSqlite, InMemory)

// Runs the work and says how it ended: 'ok' or the name of the error's code.
inline std::string Write(Store& store, Store::Work work) {
  const Status status = store.Write(std::move(work));
  return status.ok() ? "ok" : CodeName(status.error().code);
}

inline void Insert(Store& store, const Conversation& conversation) {
  REQUIRE(Write(store, [&](Transaction& transaction) {
            return transaction.InsertConversation(conversation);
          }) == "ok");
}

}  // namespace sportello

#endif  // SPORTELLO_TESTS_CONTRACT_STORE_KINDS_H_
