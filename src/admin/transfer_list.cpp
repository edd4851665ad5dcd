#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "admin/audit.hpp"
#include "admin/dates.hpp"
#include "admin/filter_words.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/order_filter.hpp"
#include "admin/payment_pages.hpp"
#include "admin/staff_action.hpp"
#include "admin/store.hpp"
#include "admin/transfer_form.hpp"
#include "admin/views/transfer_list.html.hpp"
#include "catalog/typed_price.hpp"
#include "checkout/transfer.hpp"
#include "checkout/transfer_difference.hpp"
#include "layout/error_page.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kTransfersPerPage = 25;
constexpr std::size_t kLongestDeclineReason = 500;
constexpr std::size_t kLongestLossReason = 200;
constexpr std::string_view kTransferNotices[] = {"confirmed",    "declined", "proof_closed", "mismatch",
                                                 "must_go_back", "already",  "taken_back",   "surplus"};

struct TransfersState {
  int status = 200;
  std::string notice = {};
  bool notice_is_error = false;
  std::string reference = {};  ///< whose form was sent and not done
  layout::Form form = {};
};

TransferDifference difference_of(const store::TransferRow& row, const i18n::Texts& texts, Time now) {
  const Money missing = row.amount - row.received;
  const Money most_forgiven = payments::most_forgiven(row.amount);
  const bool rest_is_awaited = row.order_waits && missing > Money{} && row.expires_at && now < *row.expires_at;
  return {.received = row.received,
          .missing = missing,
          .is_surplus = row.is_surplus,
          .order_waits = row.order_waits,
          .may_be_taken = row.order_waits && missing <= most_forgiven,
          .most_forgiven = most_forgiven,
          .rest_until = rest_is_awaited ? date_and_time(*row.expires_at, texts) : std::string{},
          .give_back_to = fmt::format("/admin/orders/{}/payments/{}/refunds", row.order_number, row.attempt)};
}

struct TransfersLoaded {
  std::vector<store::TransferRow> rows;
  bool is_first = true, has_more = false;

  [[nodiscard]] bool has(std::string_view reference) const {
    return std::ranges::find(rows, reference, &store::TransferRow::reference) != rows.end();
  }
};

TransfersLoaded load_transfers(db::Tx& tx, const store::TransfersWanted& wanted,
                               const std::optional<store::TransferPlace>& after = {}) {
  // One more than fits says whether there are others.
  TransfersLoaded loaded{
      .rows = store::listed_transfers(tx, wanted, kTransfersPerPage + 1, after.value_or(store::TransferPlace{})),
      .is_first = !after};
  // What stood on the last page has been dealt with meanwhile.
  if (loaded.rows.empty() && after) return load_transfers(tx, wanted);
  loaded.has_more = std::ssize(loaded.rows) > kTransfersPerPage;
  if (loaded.has_more) loaded.rows.pop_back();
  return loaded;
}

/// "2-0-1795342500000000-17": the part of the list, whether it has no proof, when it was begun, in microseconds, and
/// its id.
std::optional<store::TransferPlace> read_transfer_place(std::string_view text) {
  const auto parts = text::split(text, '-');
  if (parts.size() != 4) return std::nullopt;
  const auto part = text::parse_integer(parts[0], 0, static_cast<std::int64_t>(store::TransferPart::kOpen));
  const auto without_proof = text::parse_integer(parts[1], 0, 1);
  const auto micros = text::parse_integer(parts[2], 0, INT64_MAX);
  const auto id = text::parse_integer(parts[3], 1, INT64_MAX);
  if (!part || !without_proof || !micros || !id) return std::nullopt;
  return store::TransferPlace{static_cast<store::TransferPart>(*part), *without_proof, from_micros(*micros),
                              PaymentId{*id}};
}

/// Of the same list, from its beginning or behind a place.
std::string transfers_url(const TransferListPage& view, const std::optional<store::TransferPlace>& after = {}) {
  constexpr std::string_view kPath = "/admin/payments/transfers";
  std::vector<std::pair<std::string, std::string>> fields;
  if (view.only_with_proof) fields.emplace_back("proof", "waiting");
  if (!view.search.empty()) fields.emplace_back("q", view.search);
  if (after)
    fields.emplace_back("after", fmt::format("{}-{}-{}-{}", static_cast<int>(after->part), after->without_proof,
                                             to_micros(after->begun_at), after->id.value()));
  return fields.empty() ? std::string(kPath) : fmt::format("{}?{}", kPath, http::Fields(std::move(fields)).canonical());
}

/// At most 100 characters, trimmed.
std::string searched_transfer(const http::Request& request) {
  const std::string_view typed = text::trim(request.query.value("q"));
  return text::is_printable(typed) ? std::string(text::shorten(typed, kLongestSearch)) : std::string{};
}

/// Whoever holds a bank statement knows the amount, whoever has the buyer on the phone the order.
store::TransfersWanted transfers_wanted(const std::string& search, bool only_with_proof) {
  store::TransfersWanted wanted{.proofs = only_with_proof ? store::Proofs::kWaiting : store::Proofs::kAny};
  if (search.empty()) return wanted;
  wanted.order_number = SearchTerms::of(search).order_number;
  wanted.reference = search;
  wanted.amount = catalog::read_typed_price(search);
  return wanted;
}

http::Response transfers_page(const http::Request& request, Services& shop, TransfersState state) {
  const auto& texts = request.visitor.texts();
  TransferListPage view{.frame = frame_for(request, shop, Section::kPayments, texts("admin.transfers.title"))};
  view.frame.shop.path = "/admin/payments/transfers";
  view.frame.shop.notice = std::move(state.notice);
  view.frame.shop.notice_is_error = state.notice_is_error;
  view.only_with_proof = request.query.value("proof") == "waiting";
  view.search = searched_transfer(request);
  if (view.only_with_proof || !view.search.empty()) view.all_url = "/admin/payments/transfers";
  if (!view.search.empty()) view.clear_url = view.all_url + (view.only_with_proof ? "?proof=waiting" : "");
  const auto after = read_transfer_place(request.query.value("after"));
  const auto loaded = shop.db.read([&](db::Tx& tx) {
    auto page = load_transfers(tx, transfers_wanted(view.search, view.only_with_proof), after);
    // Whoever has searched for it, or found it on another page, wants to see what was wrong with its form.
    return state.reference.empty() || page.has(state.reference) ? page
                                                                : load_transfers(tx, {.reference = state.reference});
  });
  if (!loaded.is_first) view.first_url = transfers_url(view);
  if (loaded.has_more) view.next_url = transfers_url(view, loaded.rows.back().place);
  const auto show = [&](const store::TransferRow& row) -> TransferRow& {
    view.transfers.push_back(
        {.reference = row.reference,
         .order_number = row.order_number,
         .customer = row.customer,
         .amount = row.amount,
         .begun_at = date_and_time(row.begun_at, texts),
         .hold_until = row.hold_until ? date_and_time(*row.hold_until, texts) : std::string{},
         .order_waits = row.order_waits,
         .has_proof = row.proof_sent_at.has_value(),
         .proof_sent_at = row.proof_sent_at ? date_and_time(*row.proof_sent_at, texts) : std::string{},
         .sender = row.sender});
    if (row.reference == state.reference) view.transfers.back().form = state.form;
    return view.transfers.back();
  };
  for (const auto& row : loaded.rows) {
    auto& shown = show(row);
    if (row.place.part != store::TransferPart::kOpen) shown.difference = difference_of(row, texts, shop.clock.now());
  }
  std::string out;
  html::Writer writer(out, texts);
  views::transfer_list(writer, view);
  return http::html(state.status, std::move(out));
}

http::Response not_possible(const http::Request& request, Services& shop, std::string_view text) {
  return transfers_page(request, shop,
                        {.status = 409,
                         .notice = std::string(request.visitor.texts()(text)),
                         .notice_is_error = true,
                         .reference = std::string(request.param("reference")),
                         .form = {request.form.pairs(), {}}});
}

http::Response decided(const http::Request& request, Services& shop, checkout::NotDecided why) {
  switch (why) {
    case checkout::NotDecided::kNoSuchTransfer:
      return layout::error_response(request, shop.frames, 404);
    case checkout::NotDecided::kEnded:
      return not_possible(request, shop, "admin.transfers.refused.ended");
    case checkout::NotDecided::kTooShort:
      return not_possible(request, shop, "admin.transfers.refused.too_short");
    case checkout::NotDecided::kAmountTaken:
      return not_possible(request, shop, "admin.transfers.refused.amount_taken");
    case checkout::NotDecided::kStillWaits:
      return not_possible(request, shop, "admin.transfers.refused.still_waits");
    case checkout::NotDecided::kOnlyNothing:
      return not_possible(request, shop, "admin.transfers.refused.only_nothing");
    case checkout::NotDecided::kProofWaits:
      return not_possible(request, shop, "admin.transfers.refused.proof_waits");
    case checkout::NotDecided::kAlready:
      break;
  }
  return http::see_other("/admin/payments/transfers?notice=already");
}

std::string_view notice_of(checkout::Applied applied) {
  switch (applied) {
    case checkout::Applied::kMismatch:
      return "mismatch";
    case checkout::Applied::kMustGoBack:
      return "must_go_back";
    case checkout::Applied::kProgress:
      return "taken_back";
    default:
      return "confirmed";
  }
}

http::Response transfer_refused(const http::Request& request, Services& shop, const http::Input& input) {
  return transfers_page(request, shop,
                        {.status = 422,
                         .reference = std::string(request.param("reference")),
                         .form = {request.form.pairs(), input.errors()}});
}

/// A decision on a transfer of another amount, as the log and the notice tell it.
struct DecisionWords {
  std::string_view action;
  boost::json::object before, after;
  std::string_view notice = "confirmed";  ///< when the order is paid by it
};

template <class Decide>
http::Response decide_difference(const http::Request& request, Services& shop, const DecisionWords& words,
                                 Decide&& decide) {
  const StaffMember staff = staff_of(request);
  const checkout::TransferDecision decision{
      .reference = request.param("reference"), .seen = seen_received(request), .staff = staff.id};
  // A transfer that is waited for again needs its amount for itself.
  const auto applied = checkout::with_free_code([&] {
    return shop.db.write([&](db::Tx& tx) {
      const Time now = shop.clock.now();
      auto done = decide(tx, decision, now);
      if (!done) return done;
      boost::json::object after = words.after;
      after["applied"] = checkout::word(*done);
      audit(tx, staff, words.action, "payment", decision.reference, words.before, after, now);
      return done;
    });
  });
  if (!applied) return decided(request, shop, applied.error());
  shop.wake_jobs();
  return http::see_other(fmt::format("/admin/payments/transfers?notice={}",
                                     *applied == checkout::Applied::kPaid ? words.notice : notice_of(*applied)));
}

}  // namespace

Money seen_received(const http::Request& request) {
  return Money{text::parse_integer(request.form.value("seen"), 0, INT64_MAX).value_or(-1)};
}

std::optional<Money> read_amount(http::Input& input, std::string_view field, Money lowest, std::string_view error) {
  const std::string typed = input.line(field, 40);
  if (typed.empty()) return std::nullopt;
  const auto amount = catalog::read_typed_price(typed);
  if (amount && *amount >= lowest) return amount;
  input.refuse(field, "invalid", std::string(input.texts()(error)));
  return std::nullopt;
}

http::Response show_transfers(const http::Request& request, Services& shop) {
  TransfersState state;
  const std::string_view notice = request.query.value("notice");
  if (std::ranges::find(kTransferNotices, notice) != std::end(kTransferNotices)) {
    state.notice = request.visitor.texts()(fmt::format("admin.transfers.notice.{}", notice));
    state.notice_is_error = notice == "mismatch" || notice == "must_go_back" || notice == "surplus";
  }
  return transfers_page(request, shop, std::move(state));
}

http::Response create_transfer_confirmation(const http::Request& request, Services& shop) {
  const std::string reference(request.param("reference"));
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const auto received = read_amount(input, "received", Money{1}, "admin.transfers.error.received");
  if (!input.ok()) return transfer_refused(request, shop, input);
  const StaffMember staff = staff_of(request);
  const auto applied = shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    auto done = checkout::confirm_transfer(tx, shop.checkout, reference, *received, staff.id, now);
    if (done)
      audit(tx, staff, "transfer.confirmation", "payment", reference, {},
            {{"received", received->rupiah()}, {"applied", checkout::word(*done)}}, now);
    return done;
  });
  if (!applied) return decided(request, shop, applied.error());
  shop.wake_jobs();
  return http::see_other(fmt::format("/admin/payments/transfers?notice={}", notice_of(*applied)));
}

http::Response create_transfer_correction(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const auto received = read_amount(input, "corrected", Money{}, "admin.transfers.error.corrected");
  if (received && *received == seen_received(request))
    input.refuse("corrected", "same", std::string(input.texts()("admin.transfers.error.same")));
  if (!input.ok()) return transfer_refused(request, shop, input);
  return decide_difference(request, shop,
                           {.action = "transfer.correction",
                            .before = {{"received", seen_received(request).rupiah()}},
                            .after = {{"received", received->rupiah()}}},
                           [&](db::Tx& tx, const checkout::TransferDecision& decision, Time now) {
                             return checkout::correct_transfer(tx, shop.checkout, decision, *received, now);
                           });
}

http::Response create_transfer_rest(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const auto more = read_amount(input, "rest", Money{1}, "admin.transfers.error.received");
  if (!input.ok()) return transfer_refused(request, shop, input);
  return decide_difference(request, shop,
                           {.action = "transfer.rest", .before = {}, .after = {{"rest", more->rupiah()}}},
                           [&](db::Tx& tx, const checkout::TransferDecision& decision, Time now) {
                             return checkout::add_to_transfer(tx, shop.checkout, decision, *more, now);
                           });
}

http::Response create_transfer_acceptance(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const Money seen = seen_received(request);
  const auto attempt = shop.db.read([&](db::Tx& tx) { return payments::find_attempt(tx, request.param("reference")); });
  // Only a loss needs a reason; of a surplus nothing is lost.
  const bool is_loss = attempt && seen < attempt->amount;
  const std::string reason =
      input.line("loss_reason", kLongestLossReason, is_loss ? http::Need::kRequired : http::Need::kOptional);
  if (!input.ok()) return transfer_refused(request, shop, input);
  return decide_difference(request, shop,
                           {.action = "transfer.acceptance",
                            .before = {},
                            .after = {{"received", seen.rupiah()}, {"reason", reason}},
                            .notice = attempt && seen > attempt->amount ? "surplus" : "confirmed"},
                           [&](db::Tx& tx, const checkout::TransferDecision& decision, Time now) {
                             return checkout::accept_transfer(tx, shop.checkout, decision, reason, now);
                           });
}

http::Response create_proof_decline(const http::Request& request, Services& shop) {
  const std::string reference(request.param("reference"));
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const std::string reason = input.line("reason", kLongestDeclineReason);
  if (!input.ok()) return transfer_refused(request, shop, input);
  const StaffMember staff = staff_of(request);
  const auto done = shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    auto declined = checkout::decline_proof(tx, shop.checkout, reference, reason, staff.id, now);
    if (declined) audit(tx, staff, "transfer.proof_declined", "payment", reference, {}, {{"reason", reason}}, now);
    return declined;
  });
  if (!done) return decided(request, shop, done.error());
  shop.wake_jobs();
  const bool is_told = *done == checkout::Declined::kBuyerTold;
  return http::see_other(fmt::format("/admin/payments/transfers?notice={}", is_told ? "declined" : "proof_closed"));
}

http::Response show_transfer_proof(const http::Request& request, Services& shop) {
  const auto proof = shop.db.read([&](db::Tx& tx) -> std::optional<payments::Proof> {
    const auto attempt = payments::find_attempt(tx, request.param("reference"));
    return attempt ? payments::find_proof(tx, attempt->id) : std::nullopt;
  });
  if (!proof) return layout::error_response(request, shop.frames, 404);
  http::Response response;
  response.file = shop.checkout.proofs.folder + "/" + proof->file;
  response.set("Content-Type", "image/webp");
  response.set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace hurtrock::admin
