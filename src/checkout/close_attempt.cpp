#include "checkout/close_attempt.hpp"

#include <algorithm>

#include "checkout/apply_report.hpp"
#include "checkout/missing_keys.hpp"
#include "checkout/transfer_difference.hpp"

namespace hurtrock::checkout {
namespace {

using payments::Closing;
using payments::FailureKind;

std::expected<Closing, payments::GatewayFailure> end_at_provider(payments::Gateway& gateway,
                                                                 const payments::Attempt& attempt, Ending ending) {
  auto closing = ending == Ending::kCancel ? gateway.cancel(attempt.name()) : gateway.expire(attempt.name());
  if (!closing || *closing == Closing::kDone || attempt.token.empty()) return closing;
  // Nothing chosen yet, or a try that has ended on a page that would take another.
  auto page_closing = gateway.close_page(attempt.token);
  if (*closing == Closing::kNotAttempted || (page_closing && *page_closing == Closing::kDone)) return page_closing;
  // That the try has ended says nothing about a page that could not be asked.
  if (!page_closing && page_closing.error().kind != FailureKind::kRefused) return page_closing;
  return closing;
}

/// Whether the page has ended by itself, however long the buyer had there: our time may be shorter than the page's.
bool is_page_over(const Services& shop, const payments::Attempt& attempt, Time now) {
  return attempt.expires_at && *attempt.expires_at + shop.settings.time_to_pay(attempt.provider) <= now;
}

}  // namespace

bool close_attempt(Services& shop, const payments::Attempt& attempt, Ending ending) {
  // Whoever has sent a proof may have sent the money: staff decide first.
  if (attempt.provider == "bank_transfer" && (payments::is_unsettled(attempt.state) || is_undecided(attempt)))
    return !shop.db.read([&](db::Tx& tx) { return is_proof_to_decide_on(tx, attempt); });
  const payments::GatewayPointer gateway = shop.gateway(attempt.provider);
  if (gateway == nullptr) {
    // Nobody was sent to a page, or there is none.
    if (attempt.token.empty()) return true;
    const auto attempts = shop.db.read([&](db::Tx& tx) { return payments::attempts_of(tx, attempt.order); });
    if (has_ended_for_good(attempt, attempts, shop.clock.now())) return true;
    ask_for_keys(shop, attempt.provider);
    return false;
  }
  // Ended attempts as well: their page may be at another try that we have not heard of.
  const auto closing = end_at_provider(*gateway, attempt, ending);
  const auto applied = ask_and_apply(shop, attempt.reference);
  if (!applied) return false;
  const Time moment = shop.clock.now();
  const auto now = shop.db.read([&](db::Tx& tx) { return *payments::find_attempt(tx, attempt.id); });
  const bool is_paid = now.captured > Money{};
  if (!closing) {
    if (is_paid) return true;
    // A page whose time is up takes no money, whatever words its provider finds for that.
    if (closing.error().kind == FailureKind::kRefused) return attempt.expires_at && *attempt.expires_at <= moment;
    // Once nothing can come of it any more, a page that nobody can be asked about keeps nothing waiting.
    return !payments::is_unsettled(now.state) && is_page_over(shop, now, moment);
  }
  if (*closing != Closing::kTooLate) return true;
  // Paid, denied, or in somebody's hands: a card held for review, a buyer who has just chosen how to pay. A page that
  // goes on after a denial cannot be closed; its money is taken as any that comes late.
  return !payments::is_unsettled(now.state) || now.state == payments::AttemptState::kFailed;
}

bool is_closed(const std::vector<payments::Attempt>& closed, const payments::Attempt& attempt) {
  return std::ranges::any_of(closed,
                             [&](const auto& each) { return each.id == attempt.id && each.token == attempt.token; });
}

}  // namespace hurtrock::checkout
