#include "sandbox/stripe_ledger.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "platform/core/crypto.hpp"
#include "platform/log/log.hpp"
#include "sandbox/stripe_objects.hpp"

namespace hurtrock::sandbox {
namespace {

namespace json = boost::json;

/// More than any test makes; a session takes about two kilobytes.
constexpr std::size_t kMostSessions = 100'000;
constexpr std::size_t kMostEvents = 10'000;

std::string new_id(std::string_view prefix) { return std::string{prefix} + crypto::hex(crypto::random_bytes(12)); }

std::unexpected<StripeRefusal> refuse(std::string message, std::string code = {}, std::string param = {}) {
  return std::unexpected(
      StripeRefusal{.message = std::move(message), .code = std::move(code), .param = std::move(param)});
}

std::unexpected<StripeRefusal> missing(std::string_view what, std::string_view id, std::string param) {
  return std::unexpected(StripeRefusal{.status = 404,
                                       .message = "No such " + std::string{what} + ": '" + std::string{id} + "'",
                                       .code = "resource_missing",
                                       .param = std::move(param)});
}

bool is_in_dispute(const StripeSession& session) {
  return !session.disputes.empty() && session.disputes.back().status != "won";
}

bool allows(const StripeSession& session, StripeDeed deed) {
  switch (deed) {
    case StripeDeed::kPay:
    case StripeDeed::kProcess:
    case StripeDeed::kExpire:
      return session.status == "open";
    case StripeDeed::kFail:
      return session.status == "open" || session.intent_status == "processing";
    case StripeDeed::kSettle:
      return session.intent_status == "processing";
    case StripeDeed::kDispute:
      return session.is_paid() && !is_in_dispute(session);
    case StripeDeed::kWinDispute:
      return is_in_dispute(session);
    case StripeDeed::kHoldRefunds:
    case StripeDeed::kSettleRefunds:
    case StripeDeed::kFailRefunds:
      return session.is_paid();
  }
  return false;
}

void take_money(StripeSession& session) {
  session.status = "complete";
  session.payment_status = "paid";
  session.intent_status = "succeeded";
  session.decline_code.clear();
  session.charge_id = new_id("ch_test_");
}

void end(StripeSession& session) {
  session.status = "expired";
  if (!session.intent_id.empty()) session.intent_status = "canceled";
}

}  // namespace

std::optional<StripeDeed> stripe_deed(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, StripeDeed>, 10> kWords{{
      {"pay", StripeDeed::kPay},
      {"fail", StripeDeed::kFail},
      {"expire", StripeDeed::kExpire},
      {"process", StripeDeed::kProcess},
      {"settle", StripeDeed::kSettle},
      {"dispute", StripeDeed::kDispute},
      {"win_dispute", StripeDeed::kWinDispute},
      {"hold_refunds", StripeDeed::kHoldRefunds},
      {"settle_refunds", StripeDeed::kSettleRefunds},
      {"fail_refunds", StripeDeed::kFailRefunds},
  }};
  for (const auto& [name, deed] : kWords)
    if (name == word) return deed;
  return std::nullopt;
}

StripeLedger::StripeLedger(const Clock& clock, Journal& journal) : clock_(clock), journal_(journal) {
  std::vector<std::string> told;
  for (const auto& entry : journal_.read()) {
    try {
      if (const auto* saved = entry.if_contains("stripe_session")) keep(session_from_json(saved->as_object()));
      if (const auto* saved = entry.if_contains("stripe_event")) keep(event_from_json(saved->as_object()));
      if (const auto* saved = entry.if_contains("stripe_told")) told.emplace_back(saved->as_string());
    } catch (const std::exception&) {
      log::warn("sandbox.journal.entry_unreadable");
    }
  }
  for (StripeEvent& event : events_)
    if (std::ranges::find(told, event.id) != told.end()) event.told = true;

  std::vector<json::object> current;
  for (const std::string& id : by_age_) current.push_back({{"stripe_session", to_json(sessions_.at(id))}});
  for (const StripeEvent& event : events_) current.push_back({{"stripe_event", to_json(event)}});
  journal_.rewrite(current);
}

StripeLedger::Result StripeLedger::create(StripeSession session) {
  const std::lock_guard lock(mutex_);
  if (sessions_.size() == kMostSessions)
    return refuse("The sandbox holds too many sessions; restart it without its journal.");
  session.created_at = clock_.now();
  for (StripeLine& line : session.lines) line.id = new_id("li_test_");
  return commit(std::move(session), {});
}

std::optional<StripeSession> StripeLedger::find(std::string_view id) const {
  const std::lock_guard lock(mutex_);
  const StripeSession* session = locate(id);
  return session == nullptr ? std::nullopt : std::optional{*session};
}

std::optional<StripeSession> StripeLedger::find_by_intent(std::string_view intent) const {
  const std::lock_guard lock(mutex_);
  const auto known = session_of_intent_.find(std::string{intent});
  return known == session_of_intent_.end() ? std::nullopt : std::optional{*locate(known->second)};
}

std::optional<StripeSession> StripeLedger::find_by_reference(std::string_view reference) const {
  for (StripeSession& session : all())
    if (session.reference == reference) return std::move(session);
  return std::nullopt;
}

std::vector<StripeSession> StripeLedger::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<StripeSession> sessions;
  for (auto id = by_age_.rbegin(); id != by_age_.rend(); ++id) sessions.push_back(*locate(*id));
  return sessions;
}

StripeLedger::Result StripeLedger::act(std::string_view id, StripeDeed deed, const Manner& manner) {
  const std::lock_guard lock(mutex_);
  const StripeSession* known = locate(id);
  if (known == nullptr) return missing("checkout.session", id, "session");
  if (!manner.against_the_rules && !allows(*known, deed)) return refuse("The session does not allow that any more.");

  StripeSession session = *known;
  if (deed == StripeDeed::kExpire) return ended(std::move(session));
  if (session.intent_id.empty()) session.intent_id = new_id("pi_test_");
  if (manner.amount) session.amount_total = *manner.amount;

  switch (deed) {
    case StripeDeed::kPay:
      take_money(session);
      return commit(session, {event("payment_intent.succeeded", intent_object(session)),
                              event("checkout.session.completed", session_object(session))});
    case StripeDeed::kSettle:
      take_money(session);
      return commit(session, {event("payment_intent.succeeded", intent_object(session)),
                              event("checkout.session.async_payment_succeeded", session_object(session))});
    case StripeDeed::kProcess:
      session.status = "complete";
      session.intent_status = "processing";
      return commit(session, {event("checkout.session.completed", session_object(session))});
    case StripeDeed::kFail: {
      const bool awaited = session.intent_status == "processing";
      session.intent_status = "requires_payment_method";
      session.decline_code = "generic_decline";
      std::vector<StripeEvent> events{event("payment_intent.payment_failed", intent_object(session))};
      if (awaited) events.push_back(event("checkout.session.async_payment_failed", session_object(session)));
      return commit(session, std::move(events));
    }
    case StripeDeed::kDispute:
      session.disputes.push_back({.id = new_id("dp_test_"), .created_at = clock_.now()});
      return commit(session, {event("charge.dispute.created", dispute_object(session, session.disputes.back()))});
    case StripeDeed::kWinDispute:
      if (session.disputes.empty()) return refuse("Nothing was disputed.");
      session.disputes.back().status = "won";
      return commit(session, {event("charge.dispute.closed", dispute_object(session, session.disputes.back()))});
    case StripeDeed::kHoldRefunds:
    case StripeDeed::kSettleRefunds:
    case StripeDeed::kFailRefunds:
      return with_refunds(std::move(session), deed);
    case StripeDeed::kExpire:
      break;
  }
  return commit(session, {});
}

StripeLedger::Result StripeLedger::with_refunds(StripeSession session, StripeDeed deed) {
  session.refunds_take_time = deed == StripeDeed::kHoldRefunds;
  const bool fails = deed == StripeDeed::kFailRefunds;
  std::vector<StripeEvent> events;
  for (StripeRefund& refund : session.refunds) {
    const bool changes = fails ? refund.status != "failed" : refund.status == "pending";
    if (deed == StripeDeed::kHoldRefunds || !changes) continue;
    refund.status = fails ? "failed" : "succeeded";
    events.push_back(event(fails ? "refund.failed" : "refund.updated", refund_object(session, refund)));
  }
  return commit(std::move(session), std::move(events));
}

StripeLedger::Result StripeLedger::expire(std::string_view id) {
  const std::lock_guard lock(mutex_);
  const StripeSession* known = locate(id);
  if (known == nullptr) return missing("checkout.session", id, "session");
  if (known->status != "open")
    return refuse(
        "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a "
        "status of " +
        known->status + ".");
  return ended(*known);
}

StripeLedger::Result StripeLedger::refund(std::string_view intent, StripeRefund refund) {
  const std::lock_guard lock(mutex_);
  const auto known = session_of_intent_.find(std::string{intent});
  if (known == session_of_intent_.end()) return missing("payment_intent", intent, "payment_intent");
  StripeSession session = *locate(known->second);
  if (!session.is_paid())
    return refuse("This PaymentIntent does not have a successful charge to refund.", "payment_intent_unexpected_state");
  if (!session.disputes.empty()) return refuse("The charge has been disputed.", "charge_disputed");
  const std::int64_t left = session.amount_total - session.refunded();
  if (left == 0) return refuse("The charge has already been refunded.", "charge_already_refunded");
  if (refund.amount == 0) refund.amount = left;
  if (refund.amount < 0 || refund.amount > left)
    return refuse("Refund amount is greater than unrefunded amount on charge.", "", "amount");

  refund.id = new_id("re_test_");
  refund.created_at = clock_.now();
  if (session.refunds_take_time) refund.status = "pending";
  session.refunds.push_back(refund);
  return commit(session, {event("refund.created", refund_object(session, session.refunds.back())),
                          event("charge.refunded", charge_object(session))});
}

std::vector<StripeChange> StripeLedger::expire_due() {
  const std::lock_guard lock(mutex_);
  std::vector<StripeChange> changes;
  const Time now = clock_.now();
  while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
    const StripeSession session = *locate(deadlines_.begin()->second);
    deadlines_.erase(deadlines_.begin());
    if (session.status != "open") continue;
    if (auto change = ended(session)) changes.push_back(*std::move(change));
  }
  return changes;
}

std::vector<StripeEvent> StripeLedger::events() const {
  const std::lock_guard lock(mutex_);
  return {events_.rbegin(), events_.rend()};
}

std::vector<StripeEvent> StripeLedger::untold() const {
  const std::lock_guard lock(mutex_);
  std::vector<StripeEvent> found;
  for (const StripeEvent& event : events_)
    if (!event.told) found.push_back(event);
  return found;
}

void StripeLedger::mark_told(const std::string& event_id) {
  const std::lock_guard lock(mutex_);
  const auto event = std::ranges::find(events_, event_id, &StripeEvent::id);
  if (event == events_.end() || event->told) return;
  journal_.append({{"stripe_told", event_id}});
  event->told = true;
}

const StripeSession* StripeLedger::locate(std::string_view id) const {
  const auto session = sessions_.find(id);
  return session == sessions_.end() ? nullptr : &session->second;
}

StripeLedger::Result StripeLedger::ended(StripeSession session) {
  end(session);
  auto told = event("checkout.session.expired", session_object(session));
  return commit(std::move(session), {std::move(told)});
}

StripeEvent StripeLedger::event(std::string_view type, json::object object) const {
  return {
      .id = new_id("evt_test_"), .type = std::string{type}, .created_at = clock_.now(), .object = std::move(object)};
}

StripeChange StripeLedger::commit(StripeSession changed, std::vector<StripeEvent> events) {
  std::vector<json::object> entries;
  entries.push_back({{"stripe_session", to_json(changed)}});
  for (const StripeEvent& event : events) entries.push_back({{"stripe_event", to_json(event)}});
  journal_.append(entries);
  keep(changed);
  for (const StripeEvent& event : events) keep(event);
  return {.session = std::move(changed), .events = std::move(events)};
}

void StripeLedger::keep(const StripeSession& session) {
  if (!sessions_.contains(session.id)) by_age_.push_back(session.id);
  if (session.status == "open") deadlines_.emplace(session.expires_at, session.id);
  if (!session.intent_id.empty()) session_of_intent_[session.intent_id] = session.id;
  sessions_.insert_or_assign(session.id, session);
}

void StripeLedger::keep(StripeEvent event) {
  if (events_.size() == kMostEvents) events_.erase(events_.begin());
  events_.push_back(std::move(event));
}

}  // namespace hurtrock::sandbox
