#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "catalog/bilingual.hpp"
#include "catalog/product_set.hpp"

namespace hurtrock::catalog {

/// One value of a specification, with the products that have it.
struct SpecValue {
  std::string slug;             ///< as in addresses: "mahogany", "648", "5.5"
  Bilingual text;               ///< empty for a number
  std::int64_t number_milli{};  ///< thousandths of the unit; 0 for a text
  ProductSet products;
};

/// A specification that lists can be filtered by, from a value to its products. Texts that differ only in letters which
/// addresses leave out are one value.
struct SpecIndex {
  std::string_view key;  ///< "body_wood"
  Bilingual name;
  std::string_view unit;
  bool is_number = false;
  std::vector<SpecValue> values;  ///< numbers ascending; texts by their slug

  [[nodiscard]] std::optional<int> find_value(std::string_view slug) const;
};

/// Collects, product by product, what one specification says.
class SpecCollector {
 public:
  explicit SpecCollector(SpecIndex description) : index_(std::move(description)) {}

  /// Each product at most once; texts outlive the collector.
  void add(std::uint32_t product, std::int64_t number_milli);
  void add(std::uint32_t product, const Bilingual& text);
  /// `size` is the number of all products.
  SpecIndex finish(std::size_t size) &&;

 private:
  struct Collected {
    Bilingual text;
    std::vector<std::uint32_t> products;
  };
  SpecIndex index_;
  std::unordered_map<std::int64_t, Collected> numbers_;
  std::map<std::string, Collected, std::less<>> texts_;
  /// Into `texts_`, by where a text lies: a snapshot keeps nearly every text in one place, and its slug takes longer.
  std::unordered_map<const char*, Collected*> seen_;
};

}  // namespace hurtrock::catalog
