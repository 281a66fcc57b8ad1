#include "base/heap.h"

#include <cstddef>

#ifdef SPORTELLO_TCMALLOC
#include <gperftools/malloc_extension_c.h>
#else
#include <malloc.h>
#endif

namespace sportello {

void BoundThreadCaches() {
#ifdef SPORTELLO_TCMALLOC
  constexpr size_t kForAllThreads = size_t{4} << 20;
  MallocExtension_SetNumericProperty("tcmalloc.max_total_thread_cache_bytes",
                                     kForAllThreads);
#endif
}

void ReleaseFreeMemory() {
#ifdef SPORTELLO_TCMALLOC
  MallocExtension_ReleaseFreeMemory();
#else
  malloc_trim(0);
#endif
}

}  // namespace sportello
