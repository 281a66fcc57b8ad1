// Loaded into the real daemon with LD_PRELOAD by guard_run.py: lets
// allocations fail on command, whatever heap the program has. Nothing of it is
// in the program.
//
// SPORTELLO_FAILING_MEMORY names a file of three numbers of 64 bits, mapped and
// shared with the test:
//   [0] counts every allocation;
//   [1] the first of them that fails, 0 = none;
//   [2] how many fail from there on.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace {

std::atomic<uint64_t>* shared = nullptr;

__attribute__((constructor)) void Begin() {
  const char* path = std::getenv("SPORTELLO_FAILING_MEMORY");
  if (path == nullptr) return;
  const int fd = open(path, O_RDWR | O_CLOEXEC);
  if (fd < 0) return;
  void* map = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (map != MAP_FAILED) shared = static_cast<std::atomic<uint64_t>*>(map);
}

// True when this allocation is to fail; errno is set then.
bool Fails() {
  if (shared == nullptr) return false;
  const uint64_t number = shared[0].fetch_add(1) + 1;
  const uint64_t first = shared[1].load();
  if (first == 0 || number < first) return false;
  if (number - first >= shared[2].load()) return false;
  errno = ENOMEM;
  return true;
}

// The heap's own function of this name.
template <typename Function>
Function Next(std::atomic<Function>& known, const char* name) {
  Function next = known.load();
  if (next == nullptr) {
    next = reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
    known.store(next);
  }
  return next;
}

constinit std::atomic<void* (*)(size_t)> next_malloc = nullptr;
constinit std::atomic<void* (*)(size_t, size_t)> next_calloc = nullptr;
constinit std::atomic<void* (*)(void*, size_t)> next_realloc = nullptr;

void* New(size_t size) {
  void* memory = Fails() ? nullptr : Next(next_malloc, "malloc")(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

extern "C" {

void* malloc(size_t size) {
  return Fails() ? nullptr : Next(next_malloc, "malloc")(size);
}

void* calloc(size_t count, size_t size) {
  return Fails() ? nullptr : Next(next_calloc, "calloc")(count, size);
}

void* realloc(void* memory, size_t size) {
  return Fails() ? nullptr : Next(next_realloc, "realloc")(memory, size);
}

}  // extern "C"

// Every heap takes back with delete what its malloc gave.
void* operator new(size_t size) { return New(size); }
void* operator new[](size_t size) { return New(size); }
