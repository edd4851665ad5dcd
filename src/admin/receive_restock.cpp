#include "admin/receive_restock.hpp"

#include <fmt/format.h>

#include "admin/form_key.hpp"
#include "admin/handlers.hpp"
#include "admin/restock_page.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

using http::Need;

/// What has come, as the form says it; what is wrong with it is left in `input`.
restock::Reception read_reception(const http::Fields& form, http::Input& input, const restock::Order& order) {
  restock::Reception reception;
  for (const auto& line : order.lines) {
    const auto pieces = input.integer(received_field(line.id), 0, restock::kMostPieces, Need::kOptional);
    if (pieces && *pieces > 0) reception.pieces.push_back({line.id, *pieces});
  }
  reception.note = input.line("note", 200, Need::kOptional);
  reception.request_key = needed_form_key(form, input);
  reception.may_be_more = input.has("more");
  if (input.ok() && reception.pieces.empty())
    input.refuse("", "nothing", std::string(input.texts()("admin.restock.error.nothing_came")));
  return reception;
}

restock::Done receive(Services& shop, const StaffMember& staff, const restock::Seen& seen,
                      const restock::Reception& reception) {
  return shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    const auto before = restock::find(tx, seen.number);
    auto done = restock::receive(tx, seen, reception, now);
    if (done) audit_restock(tx, staff, "restock.received", before, seen.number, now);
    return done;
  });
}

}  // namespace

std::string received_field(PurchaseLineId line) { return fmt::format("received_{}", line.value()); }

http::Response create_reception(const http::Request& request, Services& shop) {
  const restock::Seen seen = seen_restock(request);
  const auto order = shop.db.read([&](db::Tx& tx) { return restock::find(tx, seen.number); });
  if (!order) return missing_restock_page(request, shop);
  if (order->state == restock::State::kDraft) return refused_restock(request, shop, restock::Refusal::kNotAllowed);
  if (request.form.value("do") == "fill")
    return restock_page(request, shop, *order, {.form = {request.form.pairs(), {}}, .filled = true});
  const auto& texts = request.visitor.texts();
  auto input = http::Input::of_fields(request.form, texts);
  auto reception = read_reception(request.form, input, *order);
  const auto refused = [&](bool asks_for_more = false) {
    return restock_page(
        request, shop, *order,
        {.status = 422, .form = {request.form.pairs(), input.errors()}, .asks_for_more = asks_for_more});
  };
  if (!input.ok()) return refused();
  const StaffMember staff = staff_of(request);
  reception.actor = staff.id;
  const auto done = receive(shop, staff, seen, reception);
  if (done) return to_restock(seen.number, "received");
  if (done.error() != restock::Refusal::kTooMany)
    return refused_restock(request, shop, done.error(), {.values = request.form.pairs(), .errors = {}});
  for (const auto& line : order->lines)
    for (const auto& piece : reception.pieces)
      if (piece.line == line.id && piece.quantity > line.left())
        input.refuse(received_field(line.id), "too_many",
                     texts("admin.restock.error.more_than_left", {{"left", line.left()}}));
  return refused(true);
}

}  // namespace hurtrock::admin
