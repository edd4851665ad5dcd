#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace hurtrock::catalog {

/// Keeps runs of values where they are for as long as it lives. One thread adds; others read meanwhile what they were
/// handed before.
template <class T>
class Arena {
 public:
  std::span<const T> keep(std::span<const T> run) {
    if (run.empty()) return {};
    if (run.size() > left_) {
      left_ = std::max(kBlock, run.size());
      blocks_.push_back(std::make_unique_for_overwrite<T[]>(left_));
      next_ = blocks_.back().get();
    }
    T* const kept = next_;
    std::ranges::copy(run, kept);
    next_ += run.size();
    left_ -= run.size();
    return {kept, run.size()};
  }

 private:
  static constexpr std::size_t kBlock = std::max<std::size_t>(256 * 1024 / sizeof(T), 1);
  std::vector<std::unique_ptr<T[]>> blocks_;
  T* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace hurtrock::catalog
