// A store in memory, for tests of what stands on a store and for trying out
// (`sportello chat`). Nothing survives the process.
#ifndef SPORTELLO_STORE_MEMORY_STORE_H_
#define SPORTELLO_STORE_MEMORY_STORE_H_

#include <memory>

#include "store/store.h"

namespace sportello {

// Never fails for want of a disk. Passes the same contract suite, also for
// threads: `done` is called on a thread of the store's own.
std::unique_ptr<Store> MakeMemoryStore(int max_queued_jobs = 4096);

}  // namespace sportello

#endif  // SPORTELLO_STORE_MEMORY_STORE_H_
