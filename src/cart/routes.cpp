#include "cart/routes.hpp"

#include "cart/handlers.hpp"

namespace hurtrock::cart {

std::vector<http::Route> routes(Services& shop) {
  using enum http::Method;
  using http::Access;
  using http::bind;
  using http::RunsOn;
  return {
      {kGet, "/cart", Access::kAnyone, RunsOn::kWorker, bind(show_cart, shop)},
      {kGet, "/cart/drawer", Access::kAnyone, RunsOn::kWorker, bind(show_drawer, shop)},
      {kPost, "/cart/items", Access::kAnyone, RunsOn::kWorker, bind(post_item, shop)},
      {kPost, "/cart/items/:id", Access::kAnyone, RunsOn::kWorker, bind(post_quantity, shop)},
      {kPost, "/cart/items/:id/removal", Access::kAnyone, RunsOn::kWorker, bind(post_removal, shop)},
      {kGet, "/api/v1/cart", Access::kAnyone, RunsOn::kWorker, bind(api_show, shop)},
      {kPost, "/api/v1/cart/items", Access::kAnyone, RunsOn::kWorker, bind(api_add, shop)},
      {kPatch, "/api/v1/cart/items/:id", Access::kAnyone, RunsOn::kWorker, bind(api_change, shop)},
      {kDelete, "/api/v1/cart/items/:id", Access::kAnyone, RunsOn::kWorker, bind(api_remove, shop)},
  };
}

}  // namespace hurtrock::cart
