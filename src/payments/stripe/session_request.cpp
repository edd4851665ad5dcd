#include "payments/stripe/session_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "payments/stripe/amount.hpp"
#include "payments/stripe/form.hpp"
#include "payments/wire/percent_encoded.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::payments {
namespace {

using namespace std::chrono_literals;

// Stripe's limits: the types of its library for Node 23.1.0, and docs.stripe.com/currencies for the amount of a card
// payment in rupiah, twelve digits.
constexpr std::int64_t kMostMinorUnits = 999'999'999'999;
/// A session lives at least half an hour from when Stripe has made it. Counted from the shop's own deadline that holds
/// for every page opened in time, and the same request gives the same body whenever it is sent. The minute is for
/// clocks that differ.
constexpr auto kBeyondDeadline = 31min;
constexpr std::size_t kNameLength = 250;
/// Stripe takes a hundred. Beyond this many a list on a payment page helps nobody, and the body stays small.
constexpr std::size_t kMostLines = 40;

Money sum_of(const std::vector<Item>& items) {
  Money sum;
  for (const Item& item : items) {
    if (item.quantity < 1) throw std::logic_error("payment item without quantity");
    sum += item.price * item.quantity;
  }
  return sum;
}

void check(const PaymentRequest& request) {
  if (request.reference.empty()) throw std::logic_error("payment without reference");
  if (request.amount < Money{1}) throw std::logic_error("payment amount is below Rp 1");
  if (to_stripe(request.amount) > kMostMinorUnits) throw std::logic_error("payment amount is above what Stripe takes");
  if (sum_of(request.items) != request.amount) throw std::logic_error("payment items do not add up to the amount");
}

/// Stripe's lines know no negative price; a coupon would be an object of its own to create, keep and clean up. So a
/// payment with a discount has one line, the sum, which is also what stands for a very long list.
std::vector<Item> lines_of(const PaymentRequest& request) {
  const bool negative = std::ranges::any_of(request.items, [](const Item& item) { return item.price < Money{}; });
  if (!negative && request.items.size() <= kMostLines) return request.items;
  return {{.id = request.reference, .name = request.reference, .price = request.amount, .quantity = 1}};
}

void add_line(StripeForm& form, std::size_t index, const Item& item) {
  const auto name = [&](std::string_view rest) { return fmt::format("line_items[{}]{}", index, rest); };
  std::string shown{text::trim(text::shorten(text::trim(item.name), kNameLength))};
  if (shown.empty()) shown = "-";
  form.add(name("[quantity]"), item.quantity)
      .add(name("[price_data][currency]"), "idr")
      .add(name("[price_data][unit_amount]"), to_stripe(item.price))
      .add(name("[price_data][product_data][name]"), shown);
}

std::string return_url(const PaymentRequest& request) {
  const char joint = request.finish_url.contains('?') ? '&' : '?';
  return fmt::format("{}{}order_id={}", request.finish_url, joint, percent_encoded(request.reference));
}

}  // namespace

std::string session_form(const PaymentRequest& request) {
  check(request);
  const std::string back = return_url(request);
  const auto expires_at = std::chrono::floor<std::chrono::seconds>(request.expires_at + kBeyondDeadline);
  StripeForm form;
  form.add("mode", "payment")
      .add("client_reference_id", request.reference)
      .add("success_url", back)
      .add("cancel_url", back)
      .add("expires_at", expires_at.time_since_epoch().count())
      .add("locale", request.language == "en" ? "en" : "id");
  if (!request.contact.email.empty()) form.add("customer_email", request.contact.email);
  const auto lines = lines_of(request);
  for (std::size_t i = 0; i < lines.size(); ++i) add_line(form, i, lines[i]);
  // A session's metadata are not copied to the payment, by which charges and refunds are told.
  form.add(fmt::format("metadata[{}]", kReferenceName), request.reference)
      .add("payment_intent_data[description]", request.reference)
      .add(fmt::format("payment_intent_data[metadata][{}]", kReferenceName), request.reference);
  return form.text();
}

}  // namespace hurtrock::payments
