#include "chat/errands.hpp"

#include <chrono>

#include "platform/log/log.hpp"

namespace hurtrock::chat {
namespace {

constexpr std::chrono::seconds kEvery{3};

}  // namespace

void Errands::start() {
  thread_ = std::jthread([this](const std::stop_token& stopped) { serve(stopped); });
}

void Errands::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void Errands::serve(const std::stop_token& stopped) {
  while (!stopped.stop_requested()) {
    for (const Errand& errand : errands_) {
      try {
        errand.run();
      } catch (const std::exception& error) {
        log::error("chat.errand.failed", {{"errand", errand.name}, {"what", error.what()}});
      }
    }
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stopped, kEvery, [] { return false; });
  }
}

}  // namespace hurtrock::chat
