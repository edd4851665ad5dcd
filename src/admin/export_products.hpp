#pragma once

#include <optional>
#include <string_view>

#include "admin/export_table.hpp"

/// Everything that the staff write of products, as a table that an import makes the same products of.
namespace hurtrock::admin {

/// Active and hidden products with every variant, in the order they were added; with days: those that were changed last
/// in them. `public_url` is what the addresses of pictures begin with.
ExportTable products_table(std::string_view public_url, const std::optional<Days>& days = {});

}  // namespace hurtrock::admin
