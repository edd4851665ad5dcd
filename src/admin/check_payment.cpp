#include "admin/handlers.hpp"
#include "admin/order_page.hpp"
#include "admin/staff_action.hpp"
#include "payments/payments.hpp"

namespace hurtrock::admin {
namespace {

std::string_view notice(checkout::Applied applied) {
  using enum checkout::Applied;
  switch (applied) {
    case kPaid:
      return "payment_paid";
    case kProgress:
      return "payment_progress";
    case kMismatch:
    case kMustGoBack:
      return "payment_attention";
    case kUnknownReference:
    case kNothing:
      break;
  }
  return "payment_nothing";
}

}  // namespace

http::Response create_payment_check(const http::Request& request, Services& shop) {
  const auto applied = check_payment(shop, staff_of(request), request.param("number"));
  return applied ? to_order(request, notice(*applied)) : refused_page(request, shop, applied.error());
}

std::expected<checkout::Applied, Refusal> check_payment(Services& shop, const StaffMember& staff,
                                                        std::string_view number) {
  std::optional<orders::Order> order;
  std::vector<payments::Attempt> attempts;
  shop.db.read([&](db::Tx& tx) {
    order = orders::find(tx, number);
    if (order) attempts = payments::attempts_of(tx, order->id);
  });
  if (!order) return std::unexpected(Refusal::kNoSuchOrder);
  if (attempts.empty() || shop.checkout.gateway(attempts.front().provider) == nullptr)
    return std::unexpected(Refusal::kNoProvider);

  const auto applied = checkout::ask_and_apply(shop.checkout, attempts.front().reference);
  if (!applied) return std::unexpected(Refusal::kProviderSilent);
  shop.db.write([&](db::Tx& tx) {
    record_change(tx, staff, "order.payment_check", *order,
                  {{"reference", attempts.front().reference}, {"applied", std::string(checkout::word(*applied))}},
                  shop.clock.now());
  });
  return *applied;
}

}  // namespace hurtrock::admin
