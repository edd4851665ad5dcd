#include "orders/orders.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::orders {

std::string new_number() {
  // Crockford's base 32: without I, L, O, U.
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const std::string bytes = crypto::random_bytes(8);
  std::string number = "HRT-";
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4) number += '-';
    number += kAlphabet[static_cast<unsigned char>(bytes[i]) % kAlphabet.size()];
  }
  return number;
}

std::string link_token(const Secret& session_secret, std::string_view number) {
  return crypto::base64url(crypto::hmac_sha256(session_secret, "order-link:" + std::string(number))).substr(0, 27);
}

bool is_link_token(const Secret& session_secret, std::string_view number, std::string_view token) {
  return crypto::equal(link_token(session_secret, number), token);
}

std::string tracking_token(const Secret& session_secret, std::string_view number) {
  // Short, for it is printed as a code that must be read from a small label.
  return crypto::base64url(crypto::hmac_sha256(session_secret, "order-tracking:" + std::string(number))).substr(0, 22);
}

bool is_tracking_token(const Secret& session_secret, std::string_view number, std::string_view token) {
  return crypto::equal(tracking_token(session_secret, number), token);
}

bool belongs_to(const Order& order, const http::Visitor& visitor) {
  if (order.user) return visitor.user && visitor.user->id == order.user->value();
  return order.session && visitor.session && visitor.session->id == order.session->value();
}

bool has_invoice(const Order& order) {
  return order.paid_at.has_value() || (order.payment_method == "cod" && is_confirmed(order.state));
}

}  // namespace hurtrock::orders
