#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "admin/handlers.hpp"
#include "admin/order_page.hpp"
#include "admin/staff_action.hpp"
#include "payments/payments.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::ptrdiff_t kMostAsked = 10;

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
  attempts = attempts_to_ask_about(shop, std::move(attempts));
  if (attempts.empty()) return std::unexpected(Refusal::kNoProvider);

  bool is_anybody_silent = false;
  std::vector<std::string> asked;
  auto heaviest = checkout::Applied::kNothing;
  for (const payments::Attempt& attempt : attempts) {
    const auto applied = checkout::ask_and_apply(shop.checkout, attempt.reference);
    is_anybody_silent |= !applied;
    if (!applied) continue;
    asked.push_back(attempt.reference);
    // Further down the list is what staff should rather know.
    heaviest = std::max(heaviest, *applied);
  }
  // That nothing has come is not known while one of them has not answered.
  if (is_anybody_silent && heaviest == checkout::Applied::kNothing) return std::unexpected(Refusal::kProviderSilent);
  shop.db.write([&](db::Tx& tx) {
    record_change(
        tx, staff, "order.payment_check", *order,
        {{"reference", fmt::format("{}", fmt::join(asked, ", "))}, {"applied", std::string(checkout::word(heaviest))}},
        shop.clock.now());
  });
  return heaviest;
}

std::vector<payments::Attempt> attempts_to_ask_about(const Services& shop, std::vector<payments::Attempt> attempts) {
  std::erase_if(attempts, [&](const payments::Attempt& attempt) {
    return !attempt.is_at_provider() || shop.checkout.gateway(attempt.provider) == nullptr;
  });
  if (std::ssize(attempts) > kMostAsked) attempts.erase(attempts.begin() + kMostAsked, attempts.end());
  return attempts;
}

}  // namespace hurtrock::admin
