#include "back_in_stock/routes.hpp"

#include "back_in_stock/handlers.hpp"

namespace hurtrock::back_in_stock {

std::vector<http::Route> routes(Services& shop) {
  using enum http::Method;
  using http::Access;
  using http::bind;
  using http::RunsOn;
  return {
      {kGet, "/back-in-stock", Access::kAnyone, RunsOn::kWorker, bind(show_form, shop)},
      {kPost, "/back-in-stock", Access::kAnyone, RunsOn::kWorker, bind(submit_wish, shop)},
      {kGet, "/back-in-stock/wishes/:token", Access::kAnyone, RunsOn::kWorker, bind(show_wishes, shop)},
      {kPost, "/back-in-stock/wishes/:token/removal", Access::kAnyone, RunsOn::kWorker, bind(submit_removal, shop)},
      {kPost, "/api/v1/back-in-stock", Access::kAnyone, RunsOn::kWorker, bind(api_ask, shop)},
  };
}

}  // namespace hurtrock::back_in_stock
