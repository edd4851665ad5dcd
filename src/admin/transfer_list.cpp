#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "admin/audit.hpp"
#include "admin/dates.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/payment_pages.hpp"
#include "admin/staff_action.hpp"
#include "admin/store.hpp"
#include "admin/views/transfer_list.html.hpp"
#include "catalog/typed_price.hpp"
#include "checkout/transfer.hpp"
#include "layout/error_page.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kTransfersShown = 100;
constexpr std::size_t kLongestDeclineReason = 500;
constexpr std::string_view kTransferNotices[] = {"confirmed", "declined", "mismatch", "must_go_back", "already"};

struct TransfersState {
  int status = 200;
  std::string notice = {};
  bool notice_is_error = false;
  std::string reference = {};  ///< whose form was refused
  layout::Form form = {};
};

http::Response transfers_page(const http::Request& request, Services& shop, TransfersState state) {
  const auto& texts = request.visitor.texts();
  TransferListPage view{.frame = frame_for(request, shop, Section::kPayments, texts("admin.transfers.title"))};
  view.frame.shop.path = "/admin/payments/transfers";
  view.frame.shop.notice = std::move(state.notice);
  view.frame.shop.notice_is_error = state.notice_is_error;
  const bool only_with_proof = request.query.value("proof") == "waiting";
  const auto proofs = only_with_proof ? store::Proofs::kWaiting : store::Proofs::kAny;
  if (only_with_proof) view.all_url = "/admin/payments/transfers";
  for (auto& row : shop.db.read([&](db::Tx& tx) { return store::open_transfers(tx, proofs, kTransfersShown); })) {
    view.transfers.push_back(
        {.reference = row.reference,
         .order_number = row.order_number,
         .customer = row.customer,
         .amount = row.amount,
         .begun_at = date_and_time(row.begun_at, texts),
         .hold_until = row.hold_until ? date_and_time(*row.hold_until, texts) : std::string{},
         .has_proof = row.proof_sent_at.has_value(),
         .proof_sent_at = row.proof_sent_at ? date_and_time(*row.proof_sent_at, texts) : std::string{},
         .sender = row.sender});
    if (row.reference == state.reference) view.transfers.back().form = std::move(state.form);
  }
  std::string out;
  html::Writer writer(out, texts);
  views::transfer_list(writer, view);
  return http::html(state.status, std::move(out));
}

http::Response decided(const http::Request& request, Services& shop, checkout::NotDecided why) {
  if (why == checkout::NotDecided::kNoSuchTransfer) return layout::error_response(request, shop.frames, 404);
  return http::see_other("/admin/payments/transfers?notice=already");
}

std::string_view notice_of(checkout::Applied applied) {
  switch (applied) {
    case checkout::Applied::kMismatch:
      return "mismatch";
    case checkout::Applied::kMustGoBack:
      return "must_go_back";
    default:
      return "confirmed";
  }
}

}  // namespace

http::Response show_transfers(const http::Request& request, Services& shop) {
  TransfersState state;
  const std::string_view notice = request.query.value("notice");
  if (std::ranges::find(kTransferNotices, notice) != std::end(kTransferNotices)) {
    state.notice = request.visitor.texts()(fmt::format("admin.transfers.notice.{}", notice));
    state.notice_is_error = notice == "mismatch" || notice == "must_go_back";
  }
  return transfers_page(request, shop, std::move(state));
}

http::Response create_transfer_confirmation(const http::Request& request, Services& shop) {
  const std::string reference(request.param("reference"));
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const std::string typed = input.line("received", 40);
  const auto received = typed.empty() ? std::nullopt : catalog::read_typed_price(typed);
  if (!typed.empty() && (!received || *received < Money{1}))
    input.refuse("received", "invalid", std::string(input.texts()("admin.transfers.error.received")));
  if (!input.ok())
    return transfers_page(request, shop,
                          {.status = 422, .reference = reference, .form = {request.form.pairs(), input.errors()}});
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

http::Response create_proof_decline(const http::Request& request, Services& shop) {
  const std::string reference(request.param("reference"));
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const std::string reason = input.line("reason", kLongestDeclineReason);
  if (!input.ok())
    return transfers_page(request, shop,
                          {.status = 422, .reference = reference, .form = {request.form.pairs(), input.errors()}});
  const StaffMember staff = staff_of(request);
  const auto done = shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    auto declined = checkout::decline_proof(tx, shop.checkout, reference, reason, staff.id, now);
    if (declined) audit(tx, staff, "transfer.proof_declined", "payment", reference, {}, {{"reason", reason}}, now);
    return declined;
  });
  if (!done) return decided(request, shop, done.error());
  shop.wake_jobs();
  return http::see_other("/admin/payments/transfers?notice=declined");
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
