#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <vector>

#include "catalog/products.hpp"
#include "inventory/inventory.hpp"

namespace hurtrock::admin {

/// Everything that the staff write of a product, read in one transaction.
struct ProductAndStock {
  catalog::ProductRecord record;
  std::vector<inventory::Level> levels;
};
std::optional<ProductAndStock> find_product_and_stock(db::Tx& tx, ProductId product);

/// The same for the audit log, as people read it.
boost::json::object as_json(const ProductAndStock& product, const std::vector<catalog::SpecDefinition>& definitions);

}  // namespace hurtrock::admin
