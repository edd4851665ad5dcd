#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace hurtrock::catalog {

/// A set of product indexes of one snapshot.
class Bitmap {
 public:
  Bitmap() = default;
  explicit Bitmap(std::size_t size, bool full = false) : words_((size + 63) / 64, full ? ~std::uint64_t{0} : 0) {
    if (full && size % 64 != 0) words_.back() = (std::uint64_t{1} << size % 64) - 1;
  }

  /// Those of `size` indexes for which `has(index)` is true. Quick also where that is as good as random.
  template <class F>
  static Bitmap where(std::size_t size, F&& has) {
    Bitmap found(size);
    for (std::size_t i = 0; i < size; ++i) found.words_[i / 64] |= std::uint64_t{has(i)} << i % 64;
    return found;
  }

  void set(std::size_t index) { words_[index / 64] |= std::uint64_t{1} << index % 64; }
  [[nodiscard]] bool test(std::size_t index) const { return (words_[index / 64] >> index % 64 & 1) != 0; }

  Bitmap& operator&=(const Bitmap& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
    return *this;
  }
  Bitmap& operator|=(const Bitmap& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    return *this;
  }
  friend Bitmap operator&(Bitmap a, const Bitmap& b) { return a &= b; }

  [[nodiscard]] std::size_t count() const {
    std::size_t sum = 0;
    for (const std::uint64_t word : words_) sum += static_cast<std::size_t>(std::popcount(word));
    return sum;
  }
  /// The size of the intersection, without making it.
  [[nodiscard]] std::size_t count_common(const Bitmap& other) const {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < words_.size(); ++i)
      sum += static_cast<std::size_t>(std::popcount(words_[i] & other.words_[i]));
    return sum;
  }
  template <class F>
  void for_each(F&& visit) const {
    for (std::size_t i = 0; i < words_.size(); ++i)
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1)
        visit(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
  }

 private:
  std::vector<std::uint64_t> words_;
};

}  // namespace hurtrock::catalog
