#include "wishlist/routes.hpp"

#include "wishlist/handlers.hpp"

namespace hurtrock::wishlist {

std::vector<http::Route> routes(Services& shop) {
  using enum http::Method;
  using http::Access;
  using http::bind;
  using http::RunsOn;
  return {
      {kGet, "/wishlist", Access::kAnyone, RunsOn::kWorker, bind(show_wishlist, shop)},
      {kPost, "/wishlist/items", Access::kAnyone, RunsOn::kWorker, bind(post_item, shop)},
      {kPost, "/wishlist/items/:variant_id/removal", Access::kAnyone, RunsOn::kWorker, bind(post_removal, shop)},
      {kPost, "/wishlist/sharing", Access::kAnyone, RunsOn::kWorker, bind(post_sharing, shop)},
      {kPost, "/wishlist/sharing/removal", Access::kAnyone, RunsOn::kWorker, bind(post_sharing_removal, shop)},
      {kGet, "/wishlist/shared/:token", Access::kAnyone, RunsOn::kWorker, bind(show_shared, shop)},
      {kGet, "/api/v1/wishlist", Access::kAnyone, RunsOn::kWorker, bind(api_show, shop)},
      {kPut, "/api/v1/wishlist/:variant_id", Access::kAnyone, RunsOn::kWorker, bind(api_add, shop)},
      {kDelete, "/api/v1/wishlist/:variant_id", Access::kAnyone, RunsOn::kWorker, bind(api_remove, shop)},
  };
}

}  // namespace hurtrock::wishlist
