#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

#include "catalog/ids.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"

/// Slugs of products and categories as they are changed. A former one goes on leading to what it named (the tables
/// product_slugs and category_slugs hold all of them) and is nobody else's.
namespace hurtrock::catalog {

inline constexpr std::size_t kLongestSlug = 80;  ///< as text::slug() makes them

enum class SlugRefusal : std::uint8_t {
  kMalformed,  ///< not of small letters, digits and single dashes between them, or longer than kLongestSlug
  kTaken,      ///< another's, or was once
  kUnknown,    ///< there is no such product or category
};

/// As text::slug() would leave it.
bool is_slug(std::string_view text);

/// Raise the catalogue's version. Renaming back to a former slug, or to the present one, is allowed.
std::expected<void, SlugRefusal> rename_product(db::Tx& tx, ProductId product, std::string_view slug, Time now);
std::expected<void, SlugRefusal> rename_category(db::Tx& tx, CategoryId category, std::string_view slug);

}  // namespace hurtrock::catalog
