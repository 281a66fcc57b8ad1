#include "unit/store/faulty_disk.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace sportello {
namespace {

FaultyDisk* current = nullptr;
sqlite3_vfs* real_vfs = nullptr;
sqlite3_vfs faulty_vfs{};

}  // namespace

// Followed in memory by the real file.
struct FaultyDisk::File {
  sqlite3_file base;
  std::string* path;  // null: not followed (a temporary file)

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

// What SQLite calls.
struct Methods {
  using File = FaultyDisk::File;
  static File* Of(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
  static sqlite3_file* Real(sqlite3_file* file) { return Of(file)->real(); }

  static int Open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags,
                  int* out_flags);
  static int Delete(sqlite3_vfs*, const char* name, int sync_directory);
  static int Close(sqlite3_file* file) {
    const int code = Real(file)->pMethods->xClose(Real(file));
    delete Of(file)->path;
    return code;
  }
  static int Read(sqlite3_file* file, void* bytes, int count,
                  sqlite3_int64 at) {
    return Real(file)->pMethods->xRead(Real(file), bytes, count, at);
  }
  static int Write(sqlite3_file* file, const void* bytes, int count,
                   sqlite3_int64 at);
  static int Truncate(sqlite3_file* file, sqlite3_int64 size);
  static int Sync(sqlite3_file* file, int flags);
  static int FileSize(sqlite3_file* file, sqlite3_int64* size) {
    return Real(file)->pMethods->xFileSize(Real(file), size);
  }
  static int Lock(sqlite3_file* file, int lock) {
    return Real(file)->pMethods->xLock(Real(file), lock);
  }
  static int Unlock(sqlite3_file* file, int lock) {
    return Real(file)->pMethods->xUnlock(Real(file), lock);
  }
  static int CheckReservedLock(sqlite3_file* file, int* out) {
    return Real(file)->pMethods->xCheckReservedLock(Real(file), out);
  }
  static int FileControl(sqlite3_file* file, int op, void* argument) {
    return Real(file)->pMethods->xFileControl(Real(file), op, argument);
  }
  static int SectorSize(sqlite3_file* file) {
    return Real(file)->pMethods->xSectorSize(Real(file));
  }
  static int DeviceCharacteristics(sqlite3_file* file) {
    return Real(file)->pMethods->xDeviceCharacteristics(Real(file));
  }
  static int ShmMap(sqlite3_file* file, int page, int size, int extend,
                    void volatile** out) {
    return Real(file)->pMethods->xShmMap(Real(file), page, size, extend, out);
  }
  static int ShmLock(sqlite3_file* file, int offset, int count, int flags) {
    return Real(file)->pMethods->xShmLock(Real(file), offset, count, flags);
  }
  static void ShmBarrier(sqlite3_file* file) {
    Real(file)->pMethods->xShmBarrier(Real(file));
  }
  static int ShmUnmap(sqlite3_file* file, int remove) {
    return Real(file)->pMethods->xShmUnmap(Real(file), remove);
  }
};

namespace {

constexpr sqlite3_io_methods kMethods = {
    2,
    Methods::Close,
    Methods::Read,
    Methods::Write,
    Methods::Truncate,
    Methods::Sync,
    Methods::FileSize,
    Methods::Lock,
    Methods::Unlock,
    Methods::CheckReservedLock,
    Methods::FileControl,
    Methods::SectorSize,
    Methods::DeviceCharacteristics,
    Methods::ShmMap,
    Methods::ShmLock,
    Methods::ShmBarrier,
    Methods::ShmUnmap,
    nullptr,
    nullptr,
};

}  // namespace

int Methods::Open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags,
                  int* out_flags) {
  File* opened = Of(file);
  opened->base.pMethods = nullptr;
  opened->path = nullptr;
  const int code =
      real_vfs->xOpen(real_vfs, name, opened->real(), flags, out_flags);
  if (code != SQLITE_OK) return code;
  opened->base.pMethods = &kMethods;
  if (name == nullptr ||
      (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) == 0) {
    return code;
  }
  opened->path = new std::string(name);
  const std::lock_guard lock(current->mutex_);
  const auto [image, is_new] = current->images_.try_emplace(name);
  if (is_new) {
    std::ifstream stored(name, std::ios::binary);
    image->second.synced.assign(std::istreambuf_iterator<char>(stored), {});
  }
  return code;
}

int Methods::Delete(sqlite3_vfs*, const char* name, int sync_directory) {
  const std::lock_guard lock(current->mutex_);
  current->images_.erase(name);
  return real_vfs->xDelete(real_vfs, name, sync_directory);
}

int Methods::Write(sqlite3_file* file, const void* bytes, int count,
                   sqlite3_int64 at) {
  if (Of(file)->path == nullptr) {
    return Real(file)->pMethods->xWrite(Real(file), bytes, count, at);
  }
  const std::lock_guard lock(current->mutex_);
  const int failure = current->Count();
  if (failure != SQLITE_OK) return failure;
  current->images_[*Of(file)->path].pending.push_back(
      {static_cast<size_t>(at),
       std::string(static_cast<const char*>(bytes), static_cast<size_t>(count)),
       false});
  return Real(file)->pMethods->xWrite(Real(file), bytes, count, at);
}

int Methods::Truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (Of(file)->path == nullptr) {
    return Real(file)->pMethods->xTruncate(Real(file), size);
  }
  const std::lock_guard lock(current->mutex_);
  const int failure = current->Count();
  if (failure != SQLITE_OK) return failure;
  current->images_[*Of(file)->path].pending.push_back(
      {static_cast<size_t>(size), "", true});
  return Real(file)->pMethods->xTruncate(Real(file), size);
}

int Methods::Sync(sqlite3_file* file, int flags) {
  if (Of(file)->path == nullptr) {
    return Real(file)->pMethods->xSync(Real(file), flags);
  }
  const std::lock_guard lock(current->mutex_);
  FaultyDisk::Image& image = current->images_[*Of(file)->path];
  const int failure = current->CountSync(*Of(file)->path);
  if (failure != SQLITE_OK) {
    image.pending.clear();
    return failure;
  }
  // The real disk need not be synced: only our images lose power.
  for (const auto& piece : image.pending) {
    FaultyDisk::Apply(image.synced, piece);
  }
  image.pending.clear();
  return SQLITE_OK;
}

FaultyDisk::FaultyDisk() {
  if (current != nullptr) std::abort();
  current = this;
  real_vfs = sqlite3_vfs_find(nullptr);
  faulty_vfs = *real_vfs;
  faulty_vfs.zName = "faulty";
  faulty_vfs.szOsFile =
      real_vfs->szOsFile + static_cast<int>(sizeof(FaultyDisk::File));
  faulty_vfs.xOpen = Methods::Open;
  faulty_vfs.xDelete = Methods::Delete;
  if (sqlite3_vfs_register(&faulty_vfs, 1) != SQLITE_OK) std::abort();
}

FaultyDisk::~FaultyDisk() {
  sqlite3_vfs_unregister(&faulty_vfs);
  sqlite3_vfs_register(real_vfs, 1);
  current = nullptr;
}

void FaultyDisk::FailAt(int nth, int code, int count) {
  const std::lock_guard lock(mutex_);
  calls_until_failure_ = nth;
  failures_left_ = count;
  code_ = code;
  failed_ = false;
}

void FaultyDisk::FailFileSyncs(int count) {
  const std::lock_guard lock(mutex_);
  file_syncs_to_fail_ = count;
  failed_ = false;
}

bool FaultyDisk::failed() {
  const std::lock_guard lock(mutex_);
  return failed_;
}

int FaultyDisk::Count() {
  if (calls_until_failure_ == 0) return SQLITE_OK;
  if (calls_until_failure_ > 1) {
    --calls_until_failure_;
    return SQLITE_OK;
  }
  failed_ = true;
  if (--failures_left_ == 0) calls_until_failure_ = 0;
  return code_;
}

int FaultyDisk::CountSync(const std::string& path) {
  if (file_syncs_to_fail_ == 0 || path.ends_with("-wal")) return Count();
  --file_syncs_to_fail_;
  failed_ = true;
  return SQLITE_IOERR_FSYNC;
}

void FaultyDisk::Apply(std::string& contents, const Piece& piece) {
  if (piece.truncation) {
    contents.resize(piece.offset);
    return;
  }
  const size_t end = piece.offset + piece.bytes.size();
  if (contents.size() < end) contents.resize(end);
  contents.replace(piece.offset, piece.bytes.size(), piece.bytes);
}

void FaultyDisk::LosePower(const std::string& from, const std::string& to,
                           std::mt19937& random) {
  std::map<std::string, Image> images;
  {
    const std::lock_guard lock(mutex_);
    images = images_;
  }
  for (auto& [path, image] : images) {
    if (std::filesystem::path(path).parent_path() != from) continue;
    for (const Piece& piece : image.pending) {
      if (random() % 2 == 0) Apply(image.synced, piece);
    }
    const std::string name = std::filesystem::path(path).filename();
    std::ofstream(to + "/" + name, std::ios::binary) << image.synced;
  }
}

}  // namespace sportello
