#include "checkout/transfer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkout/transfer_difference.hpp"
#include "payments/payments.hpp"

namespace hurtrock::checkout {

std::optional<LockedTransfer> lock_transfer(db::Tx& tx, std::string_view reference) {
  const auto found = payments::find_attempt(tx, reference);
  if (!found || found->provider != "bank_transfer") return std::nullopt;
  LockedTransfer locked{
      .order = orders::lock(tx, found->order), .attempt = *payments::lock_attempt(tx, reference), .proof = {}};
  locked.proof = payments::find_proof(tx, locked.attempt.id);
  if (locked.proof && locked.proof->state != payments::ProofState::kWaiting) locked.proof.reset();
  return locked;
}

payments::Report transfer_report(std::string_view reference, Money received) {
  return {.state = payments::PaymentState::kPaid,
          .gross_amount = received,
          .currency = "IDR",
          .transaction_id = std::string(reference),
          .payment_type = "transfer",
          .raw_status = "confirmed"};
}

void answer_proof_tasks(db::Tx& tx, PaymentId payment, std::optional<UserId> by, Time now) {
  for (const std::string_view kind : {"transfer_proof", "transfer_overdue"})
    payments::resolve_tasks(tx, payment, kind, by, now);
}

void accept_proof(db::Tx& tx, const LockedTransfer& transfer, UserId staff, Time now) {
  if (!transfer.proof) return;
  payments::decide_proof(tx, transfer.attempt.id, payments::ProofState::kAccepted, "", staff, now);
  answer_proof_tasks(tx, transfer.attempt.id, staff, now);
}

void give_time(db::Tx& tx, const Services& shop, const orders::Order& order, const payments::Attempt& attempt,
               Time until) {
  const Time held = until + shop.settings.hold_grace;
  if (order.hold_until && *order.hold_until < held) orders::postpone_hold(tx, order.id, held);
  payments::extend(tx, attempt.id, until);
}

std::expected<Applied, NotDecided> confirm_transfer(db::Tx& tx, const Services& shop, std::string_view reference,
                                                    Money received, UserId staff, Time now) {
  const auto locked = lock_transfer(tx, reference);
  if (!locked) return std::unexpected(NotDecided::kNoSuchTransfer);
  const Applied applied =
      apply_report(tx, shop, reference, transfer_report(reference, received), now, orders::Actor::staff(staff));
  if (applied == Applied::kNothing) return std::unexpected(NotDecided::kAlready);
  accept_proof(tx, *locked, staff, now);
  return applied;
}

std::expected<Declined, NotDecided> decline_proof(db::Tx& tx, const Services& shop, std::string_view reference,
                                                  std::string_view reason, UserId staff, Time now) {
  const auto locked = lock_transfer(tx, reference);
  if (!locked) return std::unexpected(NotDecided::kNoSuchTransfer);
  if (!locked->proof ||
      !payments::decide_proof(tx, locked->attempt.id, payments::ProofState::kDeclined, reason, staff, now))
    return std::unexpected(NotDecided::kAlready);
  answer_proof_tasks(tx, locked->attempt.id, staff, now);
  orders::note_event(tx, locked->order.id, "transfer_declined", orders::Actor::staff(staff), reason, now);
  if (!waits_for(locked->order, locked->attempt)) return Declined::kNothingAsked;
  // What has come already did not fail.
  if (locked->attempt.captured == Money{})
    orders::set_payment_state(tx, locked->order.id, orders::PaymentState::kFailed, orders::Actor::staff(staff),
                              "transfer", now);
  if (locked->order.hold_until)
    orders::postpone_hold(tx, locked->order.id, std::max(*locked->order.hold_until, now + kTimeAfterDecline));
  payments::extend(tx, locked->attempt.id, now + kTimeAfterDecline);
  orders::send_mail(tx, shop.mails, orders::MailKind::kTransferDeclined, locked->order.id, now,
                    {.paragraphs = {std::string(reason)}, .occasion = std::to_string(locked->proof->id)});
  return Declined::kBuyerTold;
}

std::optional<payments::Attempt> newest_attempt(db::Tx& tx, OrderId order) {
  for (auto& attempt : payments::attempts_of(tx, order))
    if (attempt.payment_type != payments::kSurplus) return std::move(attempt);
  return std::nullopt;
}

std::optional<orders::TransferPart> transfer_of(db::Tx& tx, const orders::Order& order) {
  if (order.state != orders::State::kPending || order.payment_method != "bank_transfer") return std::nullopt;
  const auto newest = newest_attempt(tx, order.id);
  if (!newest || newest->provider != "bank_transfer") return std::nullopt;
  const payments::Attempt& attempt = *newest;
  if (attempt.state != payments::AttemptState::kPending && !is_undecided(attempt)) return std::nullopt;
  orders::TransferPart part{
      .amount = attempt.amount, .received = attempt.captured, .until = attempt.expires_at, .accounts = {}};
  for (const auto& method : payments::methods(tx))
    for (const auto& [bank, number, holder] : method.accounts) part.accounts.push_back({bank, number, holder});
  const auto proof = payments::find_proof(tx, attempt.id);
  // One that was accepted is of money that has been counted.
  if (proof && proof->state != payments::ProofState::kAccepted) {
    part.proof_state = payments::word(proof->state);
    part.proof_reason = proof->reason;
  }
  return part;
}

void send_transfer_mail(db::Tx& tx, const Services& shop, OrderId order, std::string_view reference, Time now) {
  orders::send_mail(tx, shop.mails, orders::MailKind::kTransfer, order, now,
                    {.paragraphs = account_lines(tx), .occasion = std::string(reference)});
}

std::vector<std::string> account_lines(const std::vector<payments::BankAccount>& accounts) {
  std::vector<std::string> lines;
  for (const auto& [bank, number, holder] : accounts) lines.push_back(fmt::format("{} {} ({})", bank, number, holder));
  return lines;
}

std::vector<std::string> account_lines(db::Tx& tx) {
  for (const auto& method : payments::methods(tx))
    if (method.provider == "bank_transfer") return account_lines(method.accounts);
  return {};
}

}  // namespace hurtrock::checkout
