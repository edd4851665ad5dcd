#include "sandbox/midtrans_ledger.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "platform/core/crypto.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::sandbox {
namespace {

/// More than any test makes; an order takes about a kilobyte.
constexpr std::size_t kMostOrders = 100'000;

std::unexpected<MidtransRefusal> refuse(int code, std::string message) {
  return std::unexpected(MidtransRefusal{.code = code, .message = std::move(message)});
}

std::unexpected<MidtransRefusal> not_found() { return refuse(404, "Transaction doesn't exist."); }
std::unexpected<MidtransRefusal> cannot_modify() {
  return refuse(412, "Merchant cannot modify the status of the transaction");
}

bool is_card(const MidtransTransaction& transaction) { return transaction.method == "credit_card"; }
bool ended_without_money(const MidtransTransaction& transaction) {
  return transaction.status == "cancel" || transaction.status == "expire" || transaction.status == "failure";
}

/// Bank transfers and shops' tills give nothing back (Midtrans' refund rules, 2026-04).
bool refundable(const MidtransTransaction& transaction) {
  static constexpr std::array kMethods{"credit_card", "gopay",      "shopeepay", "dana",   "ovo",
                                       "qris",        "other_qris", "kredivo",   "akulaku"};
  const bool settled = transaction.status == "settlement" || transaction.status == "partial_refund";
  return settled && std::ranges::find(kMethods, transaction.method) != kMethods.end();
}

void settle(MidtransTransaction& transaction, Time now) {
  transaction.status = "settlement";
  transaction.fraud_status = "accept";
  transaction.settled_at = now;
}

void change(MidtransTransaction& transaction, BuyerAction action, Time now) {
  switch (action) {
    case BuyerAction::kChoose:
      break;
    case BuyerAction::kPay:
      if (!is_card(transaction)) return settle(transaction, now);
      transaction.status = "capture";
      transaction.fraud_status = "accept";
      break;
    case BuyerAction::kChallenge:
      transaction.status = "capture";
      transaction.fraud_status = "challenge";
      break;
    case BuyerAction::kDeny:
      transaction.status = "deny";
      transaction.fraud_status = "deny";
      break;
    case BuyerAction::kExpire:
      transaction.status = "expire";
      break;
    case BuyerAction::kCancel:
      transaction.status = "cancel";
      break;
    case BuyerAction::kFail:
      transaction.status = "failure";
      break;
    case BuyerAction::kSettle:
      settle(transaction, now);
      break;
    case BuyerAction::kDenyRefunds:
      transaction.refunds_denied = true;
      break;
  }
}

}  // namespace

std::optional<BuyerAction> buyer_action(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, BuyerAction>, 9> kWords{{
      {"choose", BuyerAction::kChoose},
      {"pay", BuyerAction::kPay},
      {"challenge", BuyerAction::kChallenge},
      {"deny", BuyerAction::kDeny},
      {"expire", BuyerAction::kExpire},
      {"cancel", BuyerAction::kCancel},
      {"fail", BuyerAction::kFail},
      {"settle", BuyerAction::kSettle},
      {"deny_refunds", BuyerAction::kDenyRefunds},
  }};
  for (const auto& [name, action] : kWords)
    if (name == word) return action;
  return std::nullopt;
}

MidtransLedger::MidtransLedger(const Clock& clock, Journal& journal) : clock_(clock), journal_(journal) {
  for (const auto& entry : journal_.read()) {
    const auto* saved = entry.if_contains("midtrans_order");
    if (saved == nullptr) continue;
    try {
      MidtransOrder order = order_from_json(saved->as_object());
      orders_.insert_or_assign(order.order_id, std::move(order));
    } catch (const std::exception&) {
      log::warn("sandbox.journal.entry_unreadable");
    }
  }
  std::vector<boost::json::object> current;
  for (const auto& [id, order] : orders_) {
    order_of_token_[order.token] = id;
    for (const auto& transaction : order.transactions) order_of_transaction_[transaction.id] = id;
    if (!order.page_closed) deadlines_.emplace(order.expires_at, id);
    current.push_back({{"midtrans_order", to_json(order)}});
  }
  journal_.rewrite(current);
}

MidtransLedger::Result MidtransLedger::open(MidtransOrder order) {
  const std::lock_guard lock(mutex_);
  if (const MidtransOrder* earlier = locate(order.order_id)) {
    if (!earlier->transactions.empty()) return refuse(400, "transaction_details.order_id sudah digunakan");
    order_of_token_.erase(earlier->token);
    deadlines_.erase({earlier->expires_at, earlier->order_id});
  } else if (orders_.size() == kMostOrders) {
    return refuse(500, "The sandbox holds too many orders; restart it without its journal.");
  }
  order.token = crypto::random_uuid();
  order_of_token_[order.token] = order.order_id;
  deadlines_.emplace(order.expires_at, order.order_id);
  return commit(std::move(order), {});
}

std::optional<MidtransOrder> MidtransLedger::find(std::string_view id) const {
  const std::lock_guard lock(mutex_);
  const MidtransOrder* order = locate(id);
  return order == nullptr ? std::nullopt : std::optional{*order};
}

std::optional<MidtransOrder> MidtransLedger::find_page(std::string_view token) const {
  const std::lock_guard lock(mutex_);
  const auto known = order_of_token_.find(std::string{token});
  if (known == order_of_token_.end()) return std::nullopt;
  return *locate(known->second);
}

std::vector<MidtransOrder> MidtransLedger::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<MidtransOrder> orders;
  for (const auto& [id, order] : orders_) orders.push_back(order);
  return orders;
}

MidtransLedger::Result MidtransLedger::act(std::string_view order_id, BuyerAction action, const Manner& manner) {
  const std::lock_guard lock(mutex_);
  const MidtransOrder* known = locate(order_id);
  if (known == nullptr) return not_found();
  MidtransOrder order = *known;
  if (action == BuyerAction::kDenyRefunds) {
    if (order.last() == nullptr) return cannot_modify();
    change(order.transactions.back(), action, clock_.now());
    return commit(std::move(order), {});
  }
  const bool settles_card = action == BuyerAction::kSettle && order.last() && order.last()->status == "capture";
  if (!settles_card && !manner.against_the_rules && !payable(order)) return cannot_modify();

  std::vector<MidtransOrder> told;
  const std::size_t tries_before = order.transactions.size();
  const bool keeps_try = settles_card || (manner.against_the_rules && order.last() != nullptr);
  MidtransTransaction& current = keeps_try ? order.transactions.back() : current_try(order, manner.method);
  // A card is charged at once; every other method waits for its money first, and Midtrans says so.
  if (order.transactions.size() > tries_before && !is_card(current)) told.push_back(order);

  change(current, action, clock_.now());
  if (action == BuyerAction::kCancel || (ended_without_money(current) && !is_card(current))) order.page_closed = true;
  if (action != BuyerAction::kChoose || told.empty()) told.push_back(order);
  return commit(std::move(order), std::move(told));
}

MidtransLedger::Result MidtransLedger::act(std::string_view id, MerchantAction action) {
  const std::lock_guard lock(mutex_);
  const MidtransOrder* known = locate(id);
  if (known == nullptr || known->transactions.empty()) return not_found();
  MidtransOrder order = *known;
  MidtransTransaction& transaction = order.transactions.back();

  const bool pending = transaction.status == "pending" || transaction.status == "authorize";
  const bool challenged = transaction.status == "capture" && transaction.fraud_status == "challenge";
  switch (action) {
    case MerchantAction::kCancel:
      if (!pending && transaction.status != "capture") return cannot_modify();
      transaction.status = "cancel";
      order.page_closed = true;
      break;
    case MerchantAction::kExpire:
      if (!pending) return cannot_modify();
      transaction.status = "expire";
      order.page_closed = true;
      break;
    case MerchantAction::kApprove:
      if (!challenged) return cannot_modify();
      transaction.fraud_status = "accept";
      break;
    case MerchantAction::kDeny:
      if (!challenged) return cannot_modify();
      transaction.status = "deny";
      transaction.fraud_status = "deny";
      break;
  }
  return commit(order, {order});
}

MidtransLedger::Result MidtransLedger::refund(std::string_view id, const MidtransRefund& refund) {
  const std::lock_guard lock(mutex_);
  const MidtransOrder* known = locate(id);
  if (known == nullptr || known->transactions.empty()) return not_found();
  MidtransOrder order = *known;
  MidtransTransaction& transaction = order.transactions.back();
  for (const auto& earlier : transaction.refunds)
    if (earlier.key == refund.key) return refuse(406, "Duplicate refund ID");
  if (!refundable(transaction)) return cannot_modify();
  if (transaction.refunds_denied) return refuse(202, "Refund is denied by the bank");

  const Money left = order.gross_amount - transaction.refunded();
  const bool whole_only = transaction.method == "shopeepay" || transaction.method == "ovo";
  if (refund.amount < Money{1} || refund.amount > left || (whole_only && refund.amount != order.gross_amount))
    return refuse(414, "Refund request is rejected due to invalid amount");

  transaction.refunds.push_back(refund);
  transaction.refunds.back().created_at = clock_.now();
  transaction.status = refund.amount == left ? "refund" : "partial_refund";
  std::vector<MidtransOrder> told{order};
  transaction.refunds.back().confirmed = true;  // the bank's word comes as a second notification
  told.push_back(order);
  return commit(std::move(order), std::move(told));
}

MidtransLedger::Result MidtransLedger::close_page(std::string_view token) {
  const std::lock_guard lock(mutex_);
  const auto known = order_of_token_.find(std::string{token});
  if (known == order_of_token_.end()) return refuse(404, "token not found");
  MidtransOrder order = *locate(known->second);
  if (order.last() != nullptr && !ended_without_money(*order.last())) return refuse(400, "Transaction is on progress");
  if (order.page_closed) return refuse(400, "token already canceled");
  order.page_closed = true;
  return commit(std::move(order), {});
}

std::vector<MidtransChange> MidtransLedger::expire_due() {
  const std::lock_guard lock(mutex_);
  std::vector<MidtransChange> changes;
  const Time now = clock_.now();
  while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
    MidtransOrder order = *locate(deadlines_.begin()->second);
    deadlines_.erase(deadlines_.begin());
    order.page_closed = true;
    // A page on which nothing was chosen ends without a word.
    std::vector<MidtransOrder> told;
    if (order.last() != nullptr && order.last()->status == "pending") {
      order.transactions.back().status = "expire";
      told.push_back(order);
    }
    changes.push_back(commit(std::move(order), std::move(told)));
  }
  return changes;
}

std::vector<MidtransOrder> MidtransLedger::untold() const {
  const std::lock_guard lock(mutex_);
  std::vector<MidtransOrder> orders;
  for (const auto& [id, order] : orders_)
    if (!order.notified) orders.push_back(order);
  return orders;
}

void MidtransLedger::mark_told(const std::string& order_id) {
  const std::lock_guard lock(mutex_);
  const auto order = orders_.find(order_id);
  if (order == orders_.end() || order->second.notified) return;
  order->second.notified = true;
  journal_.append({{"midtrans_order", to_json(order->second)}});
}

const MidtransOrder* MidtransLedger::locate(std::string_view id) const {
  if (const auto order = orders_.find(id); order != orders_.end()) return &order->second;
  const auto named = order_of_transaction_.find(std::string{id});
  if (named == order_of_transaction_.end()) return nullptr;
  return &orders_.find(named->second)->second;
}

/// The try that waits for its money in this way, or a new one.
MidtransTransaction& MidtransLedger::current_try(MidtransOrder& order, const std::string& method) {
  if (const auto* last = order.last(); last != nullptr && last->status == "pending") {
    if (last->method == method) return order.transactions.back();
    order.transactions.back().status = "cancel";  // the buyer went back and chose another way
  }
  order.transactions.push_back({.id = crypto::random_uuid(),
                                .method = method,
                                .status = "pending",
                                .fraud_status = "accept",
                                .created_at = clock_.now()});
  return order.transactions.back();
}

bool MidtransLedger::payable(const MidtransOrder& order) const {
  if (order.page_closed || clock_.now() >= order.expires_at) return false;
  const MidtransTransaction* last = order.last();
  if (last == nullptr || last->status == "pending" || last->status == "deny") return true;
  return is_card(*last) && ended_without_money(*last);  // gave up at the bank's page; may try again
}

MidtransChange MidtransLedger::commit(MidtransOrder changed, std::vector<MidtransOrder> told) {
  if (!told.empty()) changed.notified = false;
  journal_.append({{"midtrans_order", to_json(changed)}});
  for (const auto& transaction : changed.transactions) order_of_transaction_[transaction.id] = changed.order_id;
  orders_.insert_or_assign(changed.order_id, changed);
  return {.order = std::move(changed), .told = std::move(told)};
}

}  // namespace hurtrock::sandbox
