#include "checkout/reconcile.hpp"

#include <fmt/format.h>

#include "checkout/apply_report.hpp"
#include "checkout/jobs.hpp"
#include "layout/letter.hpp"
#include "orders/dates.hpp"
#include "payments/ledger.hpp"
#include "payments/reconciliation.hpp"
#include "platform/i18n/texts.hpp"
#include "platform/log/log.hpp"
#include "platform/mail/outbox.hpp"
#include "store/store.hpp"

namespace hurtrock::checkout {
namespace {

using namespace std::chrono_literals;
using payments::Attempt;
using payments::Finding;
using payments::PaymentState;
using payments::Reconciliation;
using payments::RefundProgress;

// By then yesterday's last notifications have come.
constexpr auto kBegins = 2h;
constexpr std::int64_t kBatch = 20;
// With a call every five minutes: half an hour.
constexpr std::int64_t kMostTries = 6;
constexpr std::int64_t kFindingsInMail = 20;
// A shop that was away for longer begins anew.
constexpr std::chrono::days kMadeUpFor{31};

/// What the provider still holds of the payment.
Money held(const payments::Report& report) {
  switch (report.state) {
    case PaymentState::kPaid:
    case PaymentState::kPartiallyRefunded:
    case PaymentState::kChargedBack:
      break;
    case PaymentState::kRefunded:
      if (report.refunds.empty()) return Money{};
      break;
    default:
      return Money{};
  }
  Money left = report.gross_amount;
  for (const auto& refund : report.refunds)
    if (refund.progress == RefundProgress::kSucceeded) left -= refund.amount;
  return left;
}

/// A dispute that staff know of. Its report names no amount, whatever has gone by now: what they book is what counts.
bool is_known_dispute(db::Tx& tx, PaymentId payment, const payments::Report& report) {
  return report.state == PaymentState::kChargedBack && payments::find_attempt(tx, payment)->disputed_at;
}

/// What is left of a difference after our books have taken over what the provider says.
std::optional<Finding> compare(db::Tx& tx, const Services& shop, const Attempt& attempt, const payments::Report& report,
                               Time now) {
  if (is_known_dispute(tx, attempt.id, report)) {
    // A refund that was on its way before may have ended without our hearing of it.
    apply_report(tx, shop, attempt.reference, report, now);
    return std::nullopt;
  }
  Finding finding{.kind = Finding::Kind::kAmount,
                  .reference = attempt.reference,
                  .payment = attempt.id,
                  .ours = payments::held_at_provider(tx, attempt.id),
                  .theirs = held(report)};
  const bool charged_back = report.state == PaymentState::kChargedBack;
  if (finding.ours == finding.theirs && !charged_back) return std::nullopt;
  apply_report(tx, shop, attempt.reference, report, now);
  finding.healed = payments::held_at_provider(tx, attempt.id) == finding.theirs;
  if (!charged_back) return finding;
  finding.kind = Finding::Kind::kChargedBack;
  finding.healed = is_known_dispute(tx, attempt.id, report);
  return finding;
}

void ask_for_help(db::Tx& tx, const Finding& finding, std::optional<OrderId> order, Time now) {
  const bool answered = finding.kind != Finding::Kind::kNoAnswer;
  // Silence says nothing about amounts.
  payments::ask_staff(
      tx, fmt::format("reconciliation:{}:{}", finding.reference, answered ? finding.theirs.rupiah() : -1),
      answered ? "reconciliation_difference" : "reconciliation_unanswered", order, finding.payment,
      answered
          ? fmt::format("{}: {} ≠ {}", finding.reference, format_rupiah(finding.ours), format_rupiah(finding.theirs))
          : finding.reference,
      now);
}

std::string in_words(const Finding& finding, const i18n::Texts& texts) {
  if (finding.kind == Finding::Kind::kNoAnswer)
    return texts("checkout.reconciliation.unanswered", {{"reference", finding.reference}});
  return texts("checkout.reconciliation.finding", {{"reference", finding.reference},
                                                   {"ours", format_rupiah(finding.ours)},
                                                   {"theirs", format_rupiah(finding.theirs)}});
}

/// False when the day has to wait.
bool compare_next(Services& shop, payments::Gateway& gateway, const Reconciliation& run, const Attempt& attempt) {
  const Money before = shop.db.read([&](db::Tx& tx) { return payments::held_at_provider(tx, attempt.id); });
  const auto report = gateway.status(attempt.name());
  return shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    std::optional<Finding> finding;
    if (report) {
      orders::lock(tx, attempt.order);
      // News came while the provider was answering: its answer may be older than our books are now.
      if (payments::held_at_provider(tx, attempt.id) != before) return false;
      finding = compare(tx, shop, attempt, *report, now);
    } else if (run.tries + 1 < kMostTries) {
      payments::record_no_answer(tx, run);
      return false;
    } else {
      const Money ours = payments::held_at_provider(tx, attempt.id);
      finding = Finding{.kind = Finding::Kind::kNoAnswer,
                        .reference = attempt.reference,
                        .payment = attempt.id,
                        .ours = ours,
                        .theirs = {}};
    }
    // What nobody could be asked about counts on neither side.
    const Money ours = report ? payments::held_at_provider(tx, attempt.id) : Money{};
    const Money theirs = !report || is_known_dispute(tx, attempt.id, *report) ? ours : held(*report);
    if (!payments::record_compared(tx, run, attempt.id, ours, theirs)) {
      tx.abandon();
      return false;
    }
    if (finding) {
      payments::record_finding(tx, run, *finding, now);
      if (!finding->healed) ask_for_help(tx, *finding, attempt.order, now);
    }
    return true;
  });
}

void tell_shop(db::Tx& tx, const Services& shop, const Reconciliation& run, Time now) {
  const hurtrock::store::Profile profile = hurtrock::store::load_profile(tx);
  const auto done = *payments::find_reconciliation(tx, run.id);
  const bool is_unfinished = done.state == Reconciliation::State::kUnfinished;
  const bool nothing_to_tell = done.compared == 0 && done.open == 0 && !is_unfinished;
  if (profile.email.empty() || nothing_to_tell) return;
  const auto& texts = i18n::Texts::of(i18n::Language::kIndonesian);
  const std::string provider(texts(fmt::format("checkout.reconciliation.{}", run.provider)));
  const std::string day = orders::date(run.day_begins_at, texts);
  layout::Letter letter{
      .shop_name = shop.mails.shop_name,
      .heading = texts(is_unfinished   ? "checkout.reconciliation.unfinished"
                       : done.open > 0 ? "checkout.reconciliation.differs"
                                       : "checkout.reconciliation.agrees",
                       {{"provider", provider}, {"day", day}}),
      .paragraphs = {texts("checkout.reconciliation.compared",
                           {{"count", std::to_string(done.compared)}, {"amount", format_rupiah(done.ours)}})},
      .button = std::string(texts("checkout.reconciliation.look")),
      .button_url = fmt::format("{}/admin/payments/reconciliation/{}", shop.mails.public_url, run.id)};
  if (is_unfinished) letter.paragraphs.emplace_back(texts("checkout.reconciliation.goes_on"));
  if (done.healed > 0)
    letter.paragraphs.push_back(texts("checkout.reconciliation.healed", {{"count", std::to_string(done.healed)}}));
  for (const Finding& finding : payments::findings_of(tx, run.id, kFindingsInMail))
    if (!finding.healed) letter.paragraphs.push_back(in_words(finding, texts));
  mail::enqueue_mail(tx,
                     {.kind = "reconciliation",
                      .event_key = fmt::format("reconciliation:{}{}", run.id, is_unfinished ? ":unfinished" : ""),
                      .order_id = std::nullopt,
                      .to_address = profile.email,
                      .to_name = profile.name,
                      .language = "id",
                      .subject = letter.heading,
                      .html = layout::as_html(letter, texts),
                      .text = layout::as_plain_text(letter)},
                     now);
}

/// What was paid there and is no payment of ours; then the day is through.
void finish(Services& shop, payments::Gateway& gateway, const Reconciliation& run) {
  const auto paid = gateway.paid_between(run.day_begins_at, run.day_ends_at);
  if (!paid && run.tries + 1 < kMostTries) {
    shop.db.write([&](db::Tx& tx) { return payments::record_no_answer(tx, run); });
    return;
  }
  shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    if (!payments::end_reconciliation(tx, run, now)) return;
    std::vector<Finding> findings;
    if (paid) {
      for (const auto& [reference, transaction, amount] : *paid)
        if (!payments::find_attempt(tx, reference))
          findings.push_back(
              {.kind = Finding::Kind::kUnknownHere, .reference = reference, .ours = {}, .theirs = amount});
    } else {
      findings.push_back({.kind = Finding::Kind::kNoAnswer, .reference = run.provider, .ours = {}, .theirs = {}});
    }
    for (const Finding& finding : findings) {
      payments::record_finding(tx, run, finding, now);
      ask_for_help(tx, finding, std::nullopt, now);
    }
    tell_shop(tx, shop, run, now);
  });
  shop.wake_jobs();
}

void begin_day(Services& shop, std::string_view provider, Time day) {
  shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    for (const Reconciliation& unfinished : payments::begin_reconciliation(tx, provider, day, day + 24h, now))
      tell_shop(tx, shop, unfinished, now);
  });
}

/// Yesterday first; then the days on which nobody was there, or the provider was not, or there was too little time.
void reconcile_with(Services& shop, payments::Gateway& gateway, std::string_view provider, Time today) {
  const Time yesterday = today - 24h;
  begin_day(shop, provider, yesterday);
  for (const Time deadline = shop.clock.now() + kLongestRun; shop.clock.now() < deadline;) {
    auto run = shop.db.read([&](db::Tx& tx) { return payments::running_reconciliation(tx, provider); });
    if (!run) {
      const auto missed =
          shop.db.read([&](db::Tx& tx) { return payments::missed_day(tx, provider, today - kMadeUpFor, yesterday); });
      if (!missed) return;
      begin_day(shop, provider, *missed);
      continue;
    }
    const auto next = shop.db.read([&](db::Tx& tx) { return payments::payments_to_compare(tx, *run, kBatch); });
    if (next.empty()) return finish(shop, gateway, *run);
    for (const Attempt& attempt : next) {
      if (shop.clock.now() >= deadline || !compare_next(shop, gateway, *run, attempt)) return;
      run->last = attempt.id;
      run->tries = 0;
    }
  }
}

}  // namespace

void reconcile(Services& shop) {
  const Time now = shop.clock.now(), today = start_of_wib_day(now);
  if (now < today + kBegins) return;
  for (const std::string_view provider : payments::kProviders) {
    const payments::GatewayPointer gateway = shop.gateway(provider);
    if (gateway == nullptr) continue;
    try {
      reconcile_with(shop, *gateway, provider, today);
    } catch (const std::exception& error) {
      // One provider must not keep the other waiting.
      log::error("checkout.reconcile.failed", {{"provider", provider}, {"what", error.what()}});
    }
  }
}

}  // namespace hurtrock::checkout
