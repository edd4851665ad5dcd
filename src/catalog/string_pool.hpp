#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace hurtrock::catalog {

/// Keeps each distinct text once, for as long as the pool lives. A large catalogue says the same things often.
class StringPool {
 public:
  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    if (const auto known = known_.find(text); known != known_.end()) return *known;
    if (text.size() > left_) {
      left_ = std::max(kBlock, text.size());
      blocks_.push_back(std::make_unique<char[]>(left_));
      next_ = blocks_.back().get();
    }
    std::memcpy(next_, text.data(), text.size());
    const std::string_view kept{next_, text.size()};
    next_ += text.size();
    left_ -= text.size();
    known_.insert(kept);
    return kept;
  }
  /// Nothing is added any more: the index can go.
  void seal() { known_ = {}; }

 private:
  static constexpr std::size_t kBlock = 256 * 1024;
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
  std::unordered_set<std::string_view> known_;
};

}  // namespace hurtrock::catalog
