#pragma once

#include <string>
#include <vector>

#include "admin/draft_order_pages.hpp"
#include "admin/pages.hpp"

namespace hurtrock::admin {

struct FoundProduct {
  std::string name, url, thumbnail;  ///< thumbnail empty: none
  std::string sku;                   ///< that was looked for; empty: the product was found by its words
  std::string price, stock, state;   ///< price empty: nothing of it is on sale; state: a word of catalog::ProductState
};

struct FoundUser {
  std::string name, email, phone, url, role;
  bool active = true;
};

/// GET /admin/search
struct SearchPage {
  Frame frame;
  std::string text;  ///< empty: nothing was looked for
  std::vector<OrderListRow> orders;
  std::vector<DraftOrderRow> drafts;
  std::vector<FoundProduct> products;
  std::vector<FoundUser> users;  ///< none for whoever may not see them
  /// Where the lists go on.
  std::string orders_url, drafts_url, products_url, users_url;
  [[nodiscard]] bool is_empty() const { return orders.empty() && drafts.empty() && products.empty() && users.empty(); }
};

}  // namespace hurtrock::admin
