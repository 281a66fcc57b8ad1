#include "store/job_answerer.h"

#include <doctest/doctest.h>

#include <future>
#include <new>
#include <string>

namespace sportello {
namespace {

using Answers = std::vector<std::string>;

std::vector<WriteJob> OneJob(Store::Done done) {
  std::vector<WriteJob> jobs(1);
  jobs.front().done = std::move(done);
  return jobs;
}

TEST_CASE("A job that nobody waits behind is answered at once, by the writer") {
  JobAnswerer answerer;
  std::thread::id by;
  auto jobs = OneJob([&](const Status&) { by = std::this_thread::get_id(); });
  answerer.Answer(jobs, /*here=*/true);
  CHECK(by == std::this_thread::get_id());
  CHECK(jobs.empty());
}

TEST_CASE(
    "The writer goes on while a slow answer is given, in the same order") {
  Answers answers;
  std::promise<void> go_on;
  {
    JobAnswerer answerer;
    auto slow = OneJob([&](const Status&) {
      go_on.get_future().wait();
      answers.emplace_back("slow");
    });
    answerer.Answer(slow, /*here=*/false);
    CHECK(slow.empty());
    auto next = OneJob([&](const Status&) { answers.emplace_back("next"); });
    answerer.Answer(next, /*here=*/true);
    CHECK(next.empty());
    go_on.set_value();
    auto last = OneJob([&](const Status&) { answers.emplace_back("last"); });
    answerer.Answer(last, /*here=*/false);
  }
  CHECK(answers == Answers{"slow", "next", "last"});
}

TEST_CASE("An answer that fails costs itself and no other") {
  int told = 0;
  {
    JobAnswerer answerer;
    for (const bool here : {true, false}) {
      std::vector<WriteJob> jobs(2);
      jobs[0].done = [](const Status&) { throw std::bad_alloc(); };
      jobs[1].done = [&](const Status&) { ++told; };
      answerer.Answer(jobs, here);
    }
  }
  CHECK(told == 2);
}

TEST_CASE("Every job is told its own status, once, also by a stop") {
  constexpr int kBatches = 2'000;
  constexpr int kJobs = 5;
  std::vector<int> told;
  {
    JobAnswerer answerer;
    for (int batch = 0; batch < kBatches; ++batch) {
      std::vector<WriteJob> jobs(kJobs);
      for (int i = 0; i < kJobs; ++i) {
        const int number = batch * kJobs + i;
        if (number % 3 == 0) jobs[i].status = Unavailable("full");
        jobs[i].done = [&told, number](const Status& status) {
          told.push_back(status.ok() ? number : -number);
        };
      }
      answerer.Answer(jobs, /*here=*/batch % 7 == 0);
    }
  }
  REQUIRE(told.size() == kBatches * kJobs);
  for (int number = 0; number < kBatches * kJobs; ++number) {
    REQUIRE(told[number] == (number % 3 == 0 ? -number : number));
  }
}

}  // namespace
}  // namespace sportello
