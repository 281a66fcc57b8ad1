// The file of the store's log (write-ahead log), as SQLite keeps it:
// https://www.sqlite.org/walformat.html
//
// Private to store/. Asked of SQLite through a connection: whoever opens and
// closes these files by himself drops SQLite's locks of them.
#ifndef SPORTELLO_STORE_SQLITE_LOG_FILE_H_
#define SPORTELLO_STORE_SQLITE_LOG_FILE_H_

#include <sqlite3.h>

#include <cstdint>
#include <optional>

namespace sportello {

// How much of the log is in the store's file, as the log's index says; 0 when
// a new index was made. Nothing when SQLite does not tell.
std::optional<uint32_t> FramesMoved(sqlite3* database);

// Writes zeros behind a log of `frames` frames, when little room is left there
// and the log grows: it doubles, and later grows by 1 MiB. The sync of a
// commit that makes the file longer must write its length too, and takes longer
// than one that writes into room which the file has. SQLite takes zeros for the
// log's end. A log of some pages gets no room: a quiet shop's is emptied again
// and again. An error changes nothing: the next commit finds it.
//
// By the thread that writes, between two transactions.
void GrowLogAhead(sqlite3* database, int frames);

}  // namespace sportello

#endif  // SPORTELLO_STORE_SQLITE_LOG_FILE_H_
