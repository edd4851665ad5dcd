#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "catalog/bitmap.hpp"

namespace hurtrock::catalog {

/// A set of product indexes that does not change, in whichever form is smaller: a list for few, a bitmap for many.
class ProductSet {
 public:
  /// `products` are distinct indexes below `size`.
  ProductSet(std::vector<std::uint32_t> products, std::size_t size) : count_(products.size()) {
    constexpr std::size_t kBitsOfAnIndex = 32;
    if (products.size() < size / kBitsOfAnIndex) {
      few_ = std::move(products);
      few_.shrink_to_fit();
      return;
    }
    many_ = Bitmap(size);
    for (const std::uint32_t product : products) many_.set(product);
  }

  [[nodiscard]] std::size_t count() const { return count_; }
  /// The size of the intersection.
  [[nodiscard]] std::size_t count_common(const Bitmap& other) const {
    if (few_.empty()) return count_ == 0 ? 0 : many_.count_common(other);
    std::size_t sum = 0;
    for (const std::uint32_t product : few_) sum += other.test(product) ? 1 : 0;
    return sum;
  }
  void add_to(Bitmap& other) const {
    if (few_.empty()) {
      if (count_ > 0) other |= many_;
      return;
    }
    for (const std::uint32_t product : few_) other.set(product);
  }

 private:
  std::size_t count_;
  std::vector<std::uint32_t> few_;
  Bitmap many_;  ///< only when `few_` is empty
};

}  // namespace hurtrock::catalog
