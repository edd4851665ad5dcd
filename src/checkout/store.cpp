#include "checkout/store.hpp"

namespace hurtrock::checkout {

std::optional<std::string> kept_answer(db::Tx& tx, const Buyer& buyer) {
  return tx
      .maybe_value<std::optional<std::string>>(
          "SELECT answer FROM checkout_requests WHERE scope = $1 AND idempotency_key = $2", buyer.scope(),
          buyer.idempotency_key)
      .value_or(std::nullopt);
}

void keep_answer(db::Tx& tx, const Buyer& buyer, std::string_view answer) {
  tx.send("UPDATE checkout_requests SET answer = $1 WHERE scope = $2 AND idempotency_key = $3 AND answer IS NULL",
          answer, buyer.scope(), buyer.idempotency_key);
}

namespace store {

std::optional<KnownRequest> find_request(db::Tx& tx, const Buyer& buyer) {
  auto row = tx.maybe<OrderId, std::string>(
      "SELECT order_id, body_hash FROM checkout_requests WHERE scope = $1 AND idempotency_key = $2", buyer.scope(),
      buyer.idempotency_key);
  if (!row) return std::nullopt;
  return KnownRequest{std::get<0>(*row), std::get<1>(*row)};
}

void insert_request(db::Tx& tx, const Buyer& buyer, OrderId order, const std::optional<std::string>& answer, Time now) {
  tx.send(
      "INSERT INTO checkout_requests (scope, idempotency_key, body_hash, order_id, answer, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6)",
      buyer.scope(), buyer.idempotency_key, buyer.body_hash, order, answer, now);
}

std::int64_t forget_requests(db::Tx& tx, Time before) {
  return tx.execute("DELETE FROM checkout_requests WHERE created_at < $1", before);
}

}  // namespace store
}  // namespace hurtrock::checkout
