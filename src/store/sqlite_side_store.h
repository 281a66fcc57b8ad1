// The store of a daemon that may be running, for commands beside it: to add an
// agent, to print a report.
#ifndef SPORTELLO_STORE_SQLITE_SIDE_STORE_H_
#define SPORTELLO_STORE_SQLITE_SIDE_STORE_H_

#include <memory>
#include <string>

#include "store/store.h"

namespace sportello {

// Opens the file without the directory's lock; creates and migrates it when no
// daemon runs. kInvalid when the daemon that runs is of another version.
//
// A write is a transaction of its own on the caller's thread; it waits some
// seconds for the daemon's. It must not touch conversations or messages: the
// daemon remembers those. Reads are as everywhere.
Result<std::unique_ptr<Store>> OpenSideStore(const std::string& directory);

}  // namespace sportello

#endif  // SPORTELLO_STORE_SQLITE_SIDE_STORE_H_
