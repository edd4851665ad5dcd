#pragma once

#include <optional>

#include "checkout/ids.hpp"
#include "checkout/place_order.hpp"

/// The rows of checkout_requests, and what of the drafts is not for everybody.
namespace hurtrock::checkout::store {

struct KnownRequest {
  OrderId order;
  std::string body_hash;
};
std::optional<KnownRequest> find_request(db::Tx& tx, const Buyer& buyer);
/// With its answer, if that is final already.
void insert_request(db::Tx& tx, const Buyer& buyer, OrderId order, const std::optional<std::string>& answer, Time now);
/// Requests older than `before` are forgotten; answers how many.
std::int64_t forget_requests(db::Tx& tx, Time before);

/// The draft has become that order.
void mark_draft_placed(db::Tx& tx, DraftOrderId draft, OrderId order, Time now);

}  // namespace hurtrock::checkout::store
