#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>

namespace hurtrock {

/// What this process is at work on, by name, where two at once would be one too many. Thread-safe.
class Claims {
 public:
  /// Held for as long as what is answered lives, which this object outlives. Nothing while somebody else holds it.
  [[nodiscard]] std::shared_ptr<void> take(const std::string& name);
  [[nodiscard]] bool is_taken(const std::string& name) const;

 private:
  mutable std::mutex mutex_;
  std::unordered_set<std::string> taken_;
};

}  // namespace hurtrock
