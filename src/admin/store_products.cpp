#include "admin/store.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin::store {
namespace {

/// "%text%" for LIKE, with its special characters taken literally.
std::string containing(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + '%';
}

}  // namespace

std::vector<ProductRow> products_matching(db::Tx& tx, std::string_view search, std::optional<ProductId> older_than,
                                          std::int64_t limit) {
  const auto rows = tx.query(
      "SELECT p.id, p.name, b.name, CASE WHEN p.state = 'hidden' THEN 1 ELSE 0 END, "
      "(SELECT COUNT(*) FROM product_images i WHERE i.product_id = p.id), "
      "(SELECT COUNT(*) FROM product_images i WHERE i.product_id = p.id AND i.state = 'failed'), "
      "(SELECT i.file || ' ' || i.widths FROM product_images i WHERE i.product_id = p.id AND i.state = 'ready' "
      "ORDER BY i.is_thumbnail DESC, i.position, i.id LIMIT 1) "
      "FROM products p JOIN brands b ON b.id = p.brand_id WHERE p.state <> 'archived' AND p.id < $1 "
      "AND ($2 = '' OR lower(p.name) LIKE $3 ESCAPE '\\' OR lower(b.name) LIKE $3 ESCAPE '\\' "
      "OR EXISTS (SELECT 1 FROM variants v WHERE v.product_id = p.id AND lower(v.sku) = $4)) "
      "ORDER BY p.id DESC LIMIT $5",
      older_than.value_or(ProductId{INT64_MAX}), search, containing(text::lower(search)), text::lower(search), limit);
  std::vector<ProductRow> products(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    products[row] = {.id = rows.get<ProductId>(row, 0),
                     .name = rows.get<std::string>(row, 1),
                     .brand = rows.get<std::string>(row, 2),
                     .picture = rows.get<std::optional<std::string>>(row, 6).value_or(""),
                     .pictures = rows.get<std::int64_t>(row, 4),
                     .failed_pictures = rows.get<std::int64_t>(row, 5),
                     .hidden = rows.get<bool>(row, 3)};
  return products;
}

bool is_referred_to(db::Tx& tx, ProductId product) {
  return tx.one<bool>(
      "SELECT CASE WHEN EXISTS (SELECT 1 FROM order_lines WHERE product_id = $1) "
      "OR EXISTS (SELECT 1 FROM reviews WHERE product_id = $1) "
      "OR EXISTS (SELECT 1 FROM variants v JOIN cart_items i ON i.variant_id = v.id WHERE v.product_id = $1) "
      "OR EXISTS (SELECT 1 FROM variants v JOIN wishlist_items i ON i.variant_id = v.id WHERE v.product_id = $1) "
      "THEN 1 ELSE 0 END",
      product);
}

}  // namespace hurtrock::admin::store
