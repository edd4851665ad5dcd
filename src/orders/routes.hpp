#pragma once

#include <string>
#include <vector>

#include "layout/frame_source.hpp"
#include "orders/orders.hpp"
#include "platform/http/route.hpp"

namespace hurtrock::orders {

struct Services {
  db::Database& db;
  const Clock& clock;
  layout::FrameSource& frames;
  Secret session_secret;  ///< checks guests' links
};

std::vector<http::Route> routes(Services& shop);

}  // namespace hurtrock::orders
