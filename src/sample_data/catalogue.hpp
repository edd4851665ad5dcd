#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/core/money.hpp"

/// The sample shop in memory, between the seed files and the database.
namespace hurtrock::sample_data {

struct Bilingual {
  std::string id, en;
};

struct Category {
  std::string slug;
  std::string parent;  ///< slug; empty for a department
  Bilingual name;
};

struct Supplier {
  std::string key;  ///< how brands refer to it; not stored
  std::string name, contact, phone, email, address;
};

struct Brand {
  std::string name, slug;
  std::string supplier;  ///< key
};

struct SpecificationDefinition {
  std::string key;
  Bilingual name;
  bool is_number;
  std::optional<std::string> unit;
  bool filterable = false;
};

struct Specification {
  std::string key;
  std::optional<std::int64_t> number_milli;  ///< thousandths of the unit; nothing when it is a text
  Bilingual text;
};

struct Option {
  Bilingual name, value;
};

struct Variant {
  std::string sku;
  std::string finish;  ///< a finish of sample_data/pictures
  bool left_handed = false;
  int strings = 0;  ///< 0: as many as the product's picture has
  std::vector<Option> options;
  Money price;
  std::optional<Money> compare_at_price;
  std::int64_t stock = 0, minimum_stock = 0, low_stock_threshold = 0;
};

struct Parcel {
  std::int64_t weight_g, length_mm, width_mm, height_mm;
};

struct Product {
  std::string slug, name, model;
  std::string brand, category;  ///< name, slug
  Bilingual description;
  bool featured = false;
  std::int64_t listed_days_ago = 0;
  std::int64_t units_sold = 0;
  std::string shape, hardware;  ///< of sample_data/pictures
  int strings = 0;              ///< on the picture; 0 for what has none
  Parcel parcel{};
  std::vector<Specification> specifications;
  std::vector<Variant> variants;
};

struct Catalogue {
  std::vector<Category> categories;  ///< parents before children
  std::vector<Supplier> suppliers;
  std::vector<Brand> brands;
  std::vector<SpecificationDefinition> definitions;
  std::vector<Product> products;
};

}  // namespace hurtrock::sample_data
