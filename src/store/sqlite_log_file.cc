#include "store/sqlite_log_file.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace sportello {
namespace {

// A page of SQLite's usual size and the head of a frame.
constexpr sqlite3_int64 kFrameBytes = 4096 + 24;
constexpr int kFramesBeforeRoom = 16;
constexpr sqlite3_int64 kLeastRoom = 256 * 1024;
constexpr sqlite3_int64 kMostRoom = 1024 * 1024;

sqlite3_file* FileOf(sqlite3* database, int which) {
  sqlite3_file* file = nullptr;
  const int code = sqlite3_file_control(database, "main", which, &file);
  const bool is_open =
      code == SQLITE_OK && file != nullptr && file->pMethods != nullptr;
  return is_open ? file : nullptr;
}

}  // namespace

std::optional<uint32_t> FramesMoved(sqlite3* database) {
  constexpr int kIndexPage = 32768;
  constexpr size_t kBackfillOffset = 96;
  sqlite3_file* const file = FileOf(database, SQLITE_FCNTL_FILE_POINTER);
  void volatile* index = nullptr;
  if (file == nullptr ||
      file->pMethods->xShmMap(file, 0, kIndexPage, 0, &index) != SQLITE_OK ||
      index == nullptr) {
    return std::nullopt;
  }
  uint32_t frames = 0;
  std::memcpy(&frames,
              const_cast<const char*>(static_cast<char volatile*>(index)) +
                  kBackfillOffset,
              sizeof frames);
  return frames;
}

void GrowLogAhead(sqlite3* database, int frames) {
  if (frames < kFramesBeforeRoom) return;
  sqlite3_file* const log = FileOf(database, SQLITE_FCNTL_JOURNAL_POINTER);
  sqlite3_int64 size = 0;
  if (log == nullptr || log->pMethods->xFileSize(log, &size) != SQLITE_OK) {
    return;
  }
  const sqlite3_int64 used = frames * kFrameBytes;
  if (size >= used + std::min(kLeastRoom, used)) return;
  static constexpr std::array<char, 64 * 1024> kZeros{};
  constexpr auto kStep = static_cast<sqlite3_int64>(kZeros.size());
  const sqlite3_int64 end = size + std::min(used, kMostRoom);
  for (sqlite3_int64 at = size; at < end; at += kStep) {
    const auto bytes = static_cast<int>(std::min(kStep, end - at));
    if (log->pMethods->xWrite(log, kZeros.data(), bytes, at) != SQLITE_OK) {
      return;
    }
  }
}

}  // namespace sportello
