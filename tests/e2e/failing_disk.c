// Loaded into the real daemon with LD_PRELOAD by disk_run.py: lets writes to
// the store's files fail on command. Nothing of it is in the program.
//
// SPORTELLO_FAILING_DISK names a file of four numbers of 64 bits, mapped and
// shared with the test:
//   [0] counts every write and sync of a store file;
//   [1] the first of them that fails, 0 = none;
//   [2] how many fail from there on;
//   [3] the errno that they fail with; 0 = they hang until [1] is 0.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static _Atomic uint64_t* control(void) {
  static _Atomic(_Atomic uint64_t*) shared;
  _Atomic uint64_t* known = atomic_load(&shared);
  if (known != NULL) return known;
  const char* path = getenv("SPORTELLO_FAILING_DISK");
  if (path == NULL) return NULL;
  const int fd = open(path, O_RDWR | O_CLOEXEC);
  if (fd < 0) return NULL;
  void* map = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (map == MAP_FAILED) return NULL;
  atomic_store(&shared, (_Atomic uint64_t*)map);
  return (_Atomic uint64_t*)map;
}

static int is_store(int fd) {
  char link[64];
  char path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = '\0';
  return strstr(path, "sportello.db") != NULL;
}

// True when this call is to fail; errno is set then.
static int fails(int fd) {
  _Atomic uint64_t* shared = control();
  if (shared == NULL || !is_store(fd)) return 0;
  const uint64_t number = atomic_fetch_add(&shared[0], 1) + 1;
  const uint64_t first = atomic_load(&shared[1]);
  if (first == 0 || number < first) return 0;
  if (number - first >= atomic_load(&shared[2])) return 0;
  const int error = (int)atomic_load(&shared[3]);
  if (error == 0) {
    while (atomic_load(&shared[1]) != 0) usleep(1000);
    return 0;
  }
  errno = error;
  return 1;
}

#define REAL(name)                                      \
  static __typeof__(&name) real;                        \
  if (real == NULL) {                                   \
    real = (__typeof__(&name))dlsym(RTLD_NEXT, #name);  \
  }

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t at) {
  REAL(pwrite);
  return fails(fd) ? -1 : real(fd, bytes, size, at);
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t at) {
  REAL(pwrite64);
  return fails(fd) ? -1 : real(fd, bytes, size, at);
}

ssize_t write(int fd, const void* bytes, size_t size) {
  REAL(write);
  return fails(fd) ? -1 : real(fd, bytes, size);
}

int fdatasync(int fd) {
  REAL(fdatasync);
  return fails(fd) ? -1 : real(fd);
}

int fsync(int fd) {
  REAL(fsync);
  return fails(fd) ? -1 : real(fd);
}

int ftruncate64(int fd, off64_t size) {
  REAL(ftruncate64);
  return fails(fd) ? -1 : real(fd, size);
}
