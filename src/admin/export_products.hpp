#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "admin/export_table.hpp"

/// Everything that the staff write of products, as a table that an import makes the same products of.
namespace hurtrock::admin {

/// Active and hidden products with every variant, in the order they were added; with days: those that were changed last
/// in them. `public_url` is what the addresses of pictures begin with.
ExportTable products_table(std::string_view public_url, const std::optional<Days>& days = {});
/// As write_csv() does.
std::int64_t export_products_to(db::Database& db, std::string_view public_url, const std::string& path);

}  // namespace hurtrock::admin
