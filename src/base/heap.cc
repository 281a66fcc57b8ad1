#include "base/heap.h"

#ifdef SPORTELLO_TCMALLOC
#include <gperftools/malloc_extension_c.h>
#else
#include <malloc.h>
#endif

namespace sportello {

void ReleaseFreeMemory() {
#ifdef SPORTELLO_TCMALLOC
  MallocExtension_ReleaseFreeMemory();
#else
  malloc_trim(0);
#endif
}

}  // namespace sportello
