#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

/// Programs that are run to their end: a short command in, a short answer out.
namespace hurtrock::process {

struct Limits {
  std::chrono::milliseconds deadline{30'000};  ///< then it is killed
  std::size_t most_output = 64UZ * 1024;       ///< of standard output; more ends it as well
};

struct Finished {
  int status = -1;         ///< exit status; -1: it did not exit by itself
  int signal = 0;          ///< that ended it; 0: it exited
  bool timed_out = false;  ///< it was killed at the deadline
  std::string output;      ///< standard output, up to the limit
  long peak_kb = 0;        ///< most memory it had at once
};

/// Starts `command` (program with path, then its arguments) and waits for it; any thread. The program gets no standard
/// input, none of our open files and nothing of our environment but `environment`; its standard error is ours. Throws
/// std::system_error when it cannot be started.
Finished run(const std::vector<std::string>& command, const std::vector<std::string>& environment,
             const Limits& limits);

}  // namespace hurtrock::process
