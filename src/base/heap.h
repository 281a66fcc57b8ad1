// The program's heap: gperftools' tcmalloc (Debian libgoogle-perftools-dev) in
// place of the C library's.
//
// Chosen because a message's memory is taken by one thread and given back by
// another, which glibc's per-thread caches pay dearly for. CPU of a message
// (utime and stime of the daemon) under `wrk -t1 -c64 -d2 -s
// tests/bench/chat.lua`, each heap by LD_PRELOAD, seven runs by turns: 65 to 91
// us with it, 75 to 104 with jemalloc, 78 to 115 with glibc 2.36. Builds with a
// sanitizer keep the sanitizer's heap.
#ifndef SPORTELLO_BASE_HEAP_H_
#define SPORTELLO_BASE_HEAP_H_

namespace sportello {

// Bounds what all threads together may keep for themselves: with tcmalloc's
// own 32 MB a million messages leave 152 MB resident, so 128 MB, at the same
// speed (`scripts/bench --only soak --soak 1000000`). Before the threads start.
void BoundThreadCaches();

// Gives free memory back to the system, after work that took much for a short
// time. Safe from any thread; takes milliseconds.
void ReleaseFreeMemory();

}  // namespace sportello

#endif  // SPORTELLO_BASE_HEAP_H_
