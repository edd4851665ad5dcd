#pragma once

#include <functional>
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
  /// The payment providers by which the order can be paid now, that of the order itself among them. Empty: none.
  std::function<std::vector<std::string>(db::Tx&, const Order&)> ways_to_pay;
  /// What a buyer who pays by transfer is to do; nothing unless the order waits for one.
  std::function<std::optional<TransferPart>(db::Tx&, const Order&)> transfer;
  std::function<MoneyPart(db::Tx&, const Order&)> money;
  /// Whether its buyer may cancel it.
  std::function<bool(const Order&)> may_cancel;
};

std::vector<http::Route> routes(Services& shop);

}  // namespace hurtrock::orders
