#include "compare/routes.hpp"

#include "compare/handlers.hpp"

namespace hurtrock::compare {

std::vector<http::Route> routes(Services& shop) {
  using enum http::Method;
  using http::Access;
  using http::bind;
  using http::RunsOn;
  return {
      {kGet, "/compare", Access::kAnyone, RunsOn::kWorker, bind(show_comparison, shop)},
      {kPost, "/compare/items", Access::kAnyone, RunsOn::kWorker, bind(post_item, shop)},
      {kPost, "/compare/removal", Access::kAnyone, RunsOn::kWorker, bind(post_removal, shop)},
  };
}

}  // namespace hurtrock::compare
