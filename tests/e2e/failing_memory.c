// Loaded into the real daemon with LD_PRELOAD by guard_run.py: lets
// allocations fail on command. Nothing of it is in the program.
//
// SPORTELLO_FAILING_MEMORY names a file of three numbers of 64 bits, mapped and
// shared with the test:
//   [0] counts every allocation;
//   [1] the first of them that fails, 0 = none;
//   [2] how many fail from there on.
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* memory, size_t size);
void* __libc_memalign(size_t alignment, size_t size);

static _Atomic uint64_t* shared;

__attribute__((constructor)) static void begin(void) {
  const char* path = getenv("SPORTELLO_FAILING_MEMORY");
  if (path == NULL) return;
  const int fd = open(path, O_RDWR | O_CLOEXEC);
  if (fd < 0) return;
  void* map = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (map != MAP_FAILED) shared = (_Atomic uint64_t*)map;
}

// True when this allocation is to fail; errno is set then.
static int fails(void) {
  if (shared == NULL) return 0;
  const uint64_t number = atomic_fetch_add(&shared[0], 1) + 1;
  const uint64_t first = atomic_load(&shared[1]);
  if (first == 0 || number < first) return 0;
  if (number - first >= atomic_load(&shared[2])) return 0;
  errno = ENOMEM;
  return 1;
}

void* malloc(size_t size) { return fails() ? NULL : __libc_malloc(size); }

void* calloc(size_t count, size_t size) {
  return fails() ? NULL : __libc_calloc(count, size);
}

void* realloc(void* memory, size_t size) {
  return fails() ? NULL : __libc_realloc(memory, size);
}

void* aligned_alloc(size_t alignment, size_t size) {
  return fails() ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void** memory, size_t alignment, size_t size) {
  *memory = fails() ? NULL : __libc_memalign(alignment, size);
  return *memory == NULL ? ENOMEM : 0;
}
