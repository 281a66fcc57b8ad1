// Tells those who submitted jobs that these are on disk, beside the writer.
//
// Private to store/. The writer begins the next transaction while its last
// one is answered. With nobody waiting it answers itself, which saves waking
// a thread.
#ifndef SPORTELLO_STORE_JOB_ANSWERER_H_
#define SPORTELLO_STORE_JOB_ANSWERER_H_

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "store/write_queue.h"

namespace sportello {

class JobAnswerer {
 public:
  JobAnswerer() : thread_([this] { Loop(); }) {}
  // Answers what waits.
  ~JobAnswerer();
  JobAnswerer(const JobAnswerer&) = delete;
  JobAnswerer& operator=(const JobAnswerer&) = delete;

  // Calls `done` of each with its status, in order and after those of earlier
  // calls; leaves `jobs` empty. On this thread when nobody is being answered
  // and `here` is true, else on its own: then it waits while two calls before
  // are not answered. For one thread.
  void Answer(std::vector<WriteJob>& jobs, bool here);

 private:
  void Loop();

  std::mutex mutex_;
  std::condition_variable wanted_;
  std::condition_variable took_;
  std::vector<WriteJob> waiting_;
  bool busy_ = false;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_JOB_ANSWERER_H_
