// A mark that changes when files change.
#ifndef SPORTELLO_FLOW_FILE_MARK_H_
#define SPORTELLO_FLOW_FILE_MARK_H_

#include <cstdint>
#include <string>
#include <vector>

namespace sportello {

// Looks at name, size, inode and times of everything below the folders (8
// levels), opens nothing: some microseconds a file. Polling it sees every way
// of saving a file, on every file system; inotify does not.
uint64_t MarkOfFiles(const std::vector<std::string>& folders);

}  // namespace sportello

#endif  // SPORTELLO_FLOW_FILE_MARK_H_
