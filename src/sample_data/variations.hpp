#pragma once

#include <cstdint>

#include "sample_data/catalogue.hpp"

namespace hurtrock::sample_data {

/// More products than the seeds hold, for trying the shop at full size: every seed product in limited editions that
/// differ in name, year, price, finish and stock. The same number always gives the same product, and no two numbers
/// share a slug or SKU.
class Variations {
 public:
  explicit Variations(const Catalogue& seeds) : seeds_(seeds) {}  ///< `seeds` outlives this object

  [[nodiscard]] std::int64_t capacity() const;
  [[nodiscard]] Product make(std::int64_t number) const;  ///< 0 <= number < capacity()

 private:
  const Catalogue& seeds_;
};

}  // namespace hurtrock::sample_data
