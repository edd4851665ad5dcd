#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/db.hpp"
#include "platform/spreadsheet/spreadsheet.hpp"

/// Everything that the staff write of products, as a table that an import makes the same products of.
namespace hurtrock::admin {

std::vector<std::string> export_titles();
using RowSink = std::function<void(std::span<const spreadsheet::Cell>)>;
/// Active and hidden products with every variant, in the order they were added, as of one moment. Memory does not grow
/// with them. Answers the number of rows. `public_url` is what the addresses of pictures begin with.
std::int64_t export_products(db::Tx& tx, std::string_view public_url, const RowSink& sink);

/// As CSV into a file that must not exist. Throws std::runtime_error when it cannot be written.
std::int64_t export_products_to(db::Database& db, std::string_view public_url, const std::string& path);

}  // namespace hurtrock::admin
