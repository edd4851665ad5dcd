#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace hurtrock::chat {

/// What a service does by itself every few seconds, on a thread of its own: one after the other, each on its own feet.
class Errands {
 public:
  struct Errand {
    std::string name;
    std::function<void()> run;  ///< what it throws is logged
  };
  explicit Errands(std::vector<Errand> errands) : errands_(std::move(errands)) {}
  ~Errands() { stop(); }
  Errands(const Errands&) = delete;
  Errands& operator=(const Errands&) = delete;

  void start();
  /// Waits for the one that is being run.
  void stop();

 private:
  void serve(const std::stop_token& stopped);

  const std::vector<Errand> errands_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace hurtrock::chat
