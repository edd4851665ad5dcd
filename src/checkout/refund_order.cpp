#include "checkout/refund_order.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkout/dispute.hpp"
#include "checkout/settle_refund.hpp"
#include "checkout/transfer_difference.hpp"
#include "pricing/pricing.hpp"

namespace hurtrock::checkout {
namespace {

using payments::RefundState;

void settle_tasks(db::Tx& tx, const payments::Refund& refund, const orders::Actor& actor, Time now) {
  payments::resolve_tasks(tx, refund.payment, "refund_failed", actor.user, now);
  if (payments::find_attempt(tx, refund.payment)->left() > Money{}) return;
  answer_tasks(tx, refund.payment, actor.user, now);
  answer_proof_tasks(tx, refund.payment, actor.user, now);
}

/// What follows once the refund is recorded.
void begin(db::Tx& tx, const payments::Refund& refund, const orders::Actor& actor, Time now) {
  settle_tasks(tx, refund, actor, now);
  if (refund.state == RefundState::kByHand) ask_for_transfer(tx, refund, now);
}

std::optional<UserId> staff_in(const orders::Actor& actor) {
  return actor.kind == orders::Actor::Kind::kStaff ? actor.user : std::nullopt;
}

/// `refunds`: all of the payment, oldest first.
bool is_followed(const std::vector<payments::Refund>& refunds, const payments::Refund& refund) {
  return std::ranges::any_of(
      refunds, [&](const auto& each) { return refund.id < each.id && each.state != RefundState::kFailed; });
}

std::expected<std::vector<payments::RefundLine>, RefundRefusal> lines_of(const Refundable& refundable,
                                                                         const RefundWish& wish) {
  std::vector<payments::RefundLine> lines;
  for (const RefundPieces& pieces : wish.pieces) {
    const auto line = std::ranges::find(refundable.lines, pieces.line, [](const auto& of) { return of.bought.id; });
    const bool named_once = std::ranges::count(wish.pieces, pieces.line, &RefundPieces::line) == 1;
    if (line == refundable.lines.end() || !named_once || pieces.quantity < 1 || pieces.quantity > line->left)
      return std::unexpected(RefundRefusal::kNotBought);
    lines.push_back({.line = pieces.line,
                     .quantity = pieces.quantity,
                     .amount = line->price_of(pieces.quantity),
                     .restock = pieces.restock});
  }
  return lines;
}

}  // namespace

Money Refundable::Line::price_of(std::int64_t pieces) const {
  return pricing::share_of_pieces(paid, bought.quantity, bought.quantity - left, pieces);
}

std::optional<Refundable> refundable_of(db::Tx& tx, const orders::Order& order) {
  const auto attempts = payments::attempts_of(tx, order.id);
  const auto attempt = std::ranges::find(attempts, true, &payments::Attempt::settles_order);
  if (attempt == attempts.end()) return std::nullopt;

  Refundable refundable{
      .attempt = *attempt, .lines = {}, .shipping = {}, .left = is_disputed(*attempt) ? Money{} : attempt->left()};
  const auto lines = orders::lines_of(tx, order.id);
  std::vector<Money> totals;
  for (const auto& line : lines) totals.push_back(line.total);
  // What the shop has forgiven was not paid: like a discount.
  pricing::Totals paid_totals = order.totals;
  paid_totals.discount += attempt->forgiven;
  const auto paid = pricing::paid_parts(totals, paid_totals);
  for (std::size_t i = 0; i < lines.size(); ++i)
    refundable.lines.push_back(
        {.bought = lines[i], .paid = paid.lines[i], .left = lines[i].quantity - lines[i].refunded});
  refundable.shipping = paid.shipping;
  for (const auto& refund : payments::refunds_of(tx, order.id))
    if (refund.payment == attempt->id && refund.state != RefundState::kFailed) refundable.shipping -= refund.shipping;
  return refundable;
}

std::expected<RefundSum, RefundRefusal> sum_of(const Refundable& refundable, const RefundWish& wish) {
  const auto lines = lines_of(refundable, wish);
  if (!lines) return std::unexpected(lines.error());
  if (wish.extra > refundable.left) return std::unexpected(RefundRefusal::kTooMuch);  // also what no sum could hold
  RefundSum sum{.goods = {}, .shipping = wish.shipping ? refundable.shipping : Money{}, .extra = wish.extra};
  for (const auto& line : *lines) sum.goods += line.amount;
  if (sum.total() <= Money{}) return std::unexpected(RefundRefusal::kNothing);
  if (sum.total() > refundable.left) return std::unexpected(RefundRefusal::kTooMuch);
  return sum;
}

orders::MoneyPart money_of(db::Tx& tx, const orders::Order& order) {
  orders::MoneyPart money;
  std::optional<PaymentId> settling;
  for (const auto& attempt : payments::attempts_of(tx, order.id)) {
    if (attempt.settles_order) {
      settling = attempt.id;
      money.forgiven = attempt.forgiven;
      money.is_disputed = is_disputed(attempt);
    } else if (attempt.captured > Money{} && !is_disputed(attempt) &&
               !(is_undecided(attempt) && waits_for(order, attempt))) {
      money.going_back += attempt.captured - payments::gone_back(tx, attempt.id);
    }
  }
  if (!settling) return money;
  auto refunds = payments::refunds_of(tx, order.id);
  std::erase_if(refunds, [&](const payments::Refund& refund) { return refund.payment != *settling; });
  for (const payments::Refund& refund : refunds) {
    const bool is_kept = refund.state == RefundState::kFailed;
    // The buyer was told that it had gone. Another that has followed says what became of the money.
    if (is_kept && (!has_come_back(refund) || is_followed(refunds, refund))) continue;
    money.refunds.push_back({.amount = refund.amount,
                             .reason = refund.reason,
                             .requested_at = refund.created_at,
                             .settled_at = is_kept ? std::nullopt : refund.settled_at,
                             .came_back = has_come_back(refund),
                             .is_kept = is_kept});
  }
  return money;
}

std::expected<payments::Refund, RefundRefusal> refund_order(db::Tx& tx, const orders::Order& order,
                                                            const RefundWish& wish, const orders::Actor& actor,
                                                            Time now) {
  const auto refundable = refundable_of(tx, order);
  if (!refundable) return std::unexpected(RefundRefusal::kNothing);
  if (auto known = payments::find_requested_refund(tx, refundable->attempt.id, wish.request_key)) return *known;
  const auto sum = sum_of(*refundable, wish);
  if (!sum) return std::unexpected(sum.error());

  const bool by_hand = wish.by_hand || !refundable->attempt.is_at_provider();
  const auto refund = payments::create_refund(tx,
                                              {.order = order.id,
                                               .order_number = order.number,
                                               .payment = refundable->attempt.id,
                                               .amount = sum->total(),
                                               .goods = sum->goods,
                                               .shipping = sum->shipping,
                                               .state = by_hand ? RefundState::kByHand : RefundState::kRequested,
                                               .reason = wish.reason,
                                               .request_key = wish.request_key,
                                               .created_by = staff_in(actor),
                                               .lines = *lines_of(*refundable, wish)},
                                              now);
  if (!refund) return std::unexpected(RefundRefusal::kTooMuch);
  std::vector<orders::Packed> pieces;
  for (const auto& line : refund->lines) pieces.push_back({line.line, line.quantity});
  const auto begun = orders::begin_refund(tx, order.id, pieces, actor,
                                          fmt::format("{} · {}", format_rupiah(refund->amount), refund->reason), now);
  if (!begun)
    return std::unexpected(begun.error() == orders::Refusal::kAllOfIt ? RefundRefusal::kAllOfIt
                                                                      : RefundRefusal::kNotBought);
  begin(tx, *refund, actor, now);
  return *refund;
}

std::optional<payments::Refund> give_back(db::Tx& tx, const orders::Order& order, PaymentId payment,
                                          std::string_view reason, const orders::Actor& actor, Time now) {
  const auto attempt = payments::find_attempt(tx, payment);
  if (!attempt || attempt->order != order.id || attempt->left() <= Money{} || is_disputed(*attempt))
    return std::nullopt;
  auto refund =
      payments::create_refund(tx,
                              {.order = order.id,
                               .order_number = order.number,
                               .payment = payment,
                               .amount = attempt->left(),
                               .state = attempt->is_at_provider() ? RefundState::kRequested : RefundState::kByHand,
                               .reason = std::string(reason),
                               .created_by = staff_in(actor)},
                              now);
  if (!refund) return std::nullopt;
  (void)orders::begin_refund(tx, order.id, {}, actor, format_rupiah(refund->amount), now);
  begin(tx, *refund, actor, now);
  return refund;
}

}  // namespace hurtrock::checkout
