#include "checkout/buyer_limits.hpp"

#include <fmt/format.h>

namespace hurtrock::checkout {
namespace {

using By = orders::Whose::By;

/// Whose orders count. Anybody can type the mailbox and the phone number of somebody else, who must not be kept from
/// ordering for that: an account whose mailbox is proved, and which orders with it, answers for its own orders alone.
std::vector<orders::Whose> counted_for(const Buyer& buyer, const orders::Contact& contact) {
  std::vector<orders::Whose> all;
  if (buyer.owner.user)
    all.push_back({.by = By::kAccount, .id = buyer.owner.user->value(), .text = {}});
  else
    all.push_back({.by = By::kSession, .id = buyer.owner.session->value(), .text = {}});
  if (!buyer.proved_email.empty() && buyer.proved_email == contact.email) return all;
  all.push_back({.by = By::kMailbox, .text = contact.email});
  all.push_back({.by = By::kPhone, .text = contact.phone});
  return all;
}

NotPlaced::Counted counted_by(By by) {
  if (by == By::kMailbox) return NotPlaced::Counted::kMailbox;
  return by == By::kPhone ? NotPlaced::Counted::kPhone : NotPlaced::Counted::kBuyer;
}

}  // namespace

std::expected<void, NotPlaced> room_for_order(db::Tx& tx, const Services& shop, const Buyer& buyer,
                                              const orders::Contact& contact, Time now) {
  if (!shop.settings.limit_buyers || buyer.is_staff) return {};
  const auto all = counted_for(buyer, contact);
  orders::lock_counts(tx, all);
  for (const orders::Whose& whose : all) {
    const auto unpaid = orders::unpaid_of(tx, whose, kMostUnpaidOrders);
    if (std::ssize(unpaid) < kMostUnpaidOrders) continue;
    NotPlaced refused{.why = NotPlaced::Why::kUnpaidOrders, .counted = counted_by(whose.by)};
    // To whoever typed a mailbox the numbers of its orders are no business of theirs.
    if (refused.counted == NotPlaced::Counted::kBuyer) refused.orders = fmt::format("{}", fmt::join(unpaid, ", "));
    return std::unexpected(std::move(refused));
  }
  for (const orders::Whose& whose : all) {
    const auto first = orders::nth_newest_placed(tx, whose, kMostNewOrders, now - kNewOrdersWithin);
    if (!first) continue;
    return std::unexpected(NotPlaced{.why = NotPlaced::Why::kTooManyOrders,
                                     .counted = counted_by(whose.by),
                                     .wait = std::chrono::ceil<std::chrono::seconds>(*first + kNewOrdersWithin - now)});
  }
  return {};
}

}  // namespace hurtrock::checkout
