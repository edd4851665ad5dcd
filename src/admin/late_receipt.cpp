#include <algorithm>

#include "admin/audit.hpp"
#include "admin/handlers.hpp"
#include "admin/order_page.hpp"
#include "admin/staff_action.hpp"
#include "admin/transfer_form.hpp"
#include "checkout/transfer_difference.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

std::string_view notice_of_late(checkout::Applied applied) {
  switch (applied) {
    case checkout::Applied::kPaid:
      return "payment_paid";
    case checkout::Applied::kMustGoBack:
      return "late_receipt";
    default:
      return "payment_attention";
  }
}

http::Response late_refused(const http::Request& request, Services& shop, checkout::NotDecided why) {
  if (why == checkout::NotDecided::kNoSuchTransfer) return missing_page(request, shop);
  if (why == checkout::NotDecided::kAlready) return to_order(request, "already");
  return order_page(request, shop,
                    {.status = 409,
                     .notice = std::string(request.visitor.texts()("admin.transfers.refused.still_waits")),
                     .notice_is_error = true,
                     .form = {request.form.pairs(), {}}});
}

}  // namespace

http::Response create_late_receipt(const http::Request& request, Services& shop) {
  const auto number = text::parse_integer(request.param("attempt"), 1, INT64_MAX).value_or(0);
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const auto received = read_amount(input, late_field(number), Money{1}, "admin.transfers.error.received");
  if (!input.ok()) return order_page(request, shop, {.status = 422, .form = {request.form.pairs(), input.errors()}});
  const StaffMember staff = staff_of(request);
  const auto applied = shop.db.write([&](db::Tx& tx) -> std::expected<checkout::Applied, checkout::NotDecided> {
    const Time now = shop.clock.now();
    const auto order = find_and_lock(tx, request.param("number"));
    if (!order) return std::unexpected(checkout::NotDecided::kNoSuchTransfer);
    const auto attempts = payments::attempts_of(tx, order->id);
    const auto attempt = std::ranges::find(attempts, number, &payments::Attempt::number);
    if (attempt == attempts.end()) return std::unexpected(checkout::NotDecided::kNoSuchTransfer);
    auto done = checkout::add_late_money(
        tx, shop.checkout, {.reference = attempt->reference, .seen = seen_received(request), .staff = staff.id},
        *received, now);
    if (done)
      audit(tx, staff, "transfer.late_receipt", "payment", attempt->reference, {},
            {{"received", received->rupiah()}, {"applied", checkout::word(*done)}}, now);
    return done;
  });
  if (!applied) return late_refused(request, shop, applied.error());
  shop.wake_jobs();
  return to_order(request, notice_of_late(*applied));
}

}  // namespace hurtrock::admin
