#include <fmt/format.h>

#include <algorithm>

#include "admin/handlers.hpp"
#include "admin/order_page.hpp"
#include "admin/staff_action.hpp"
#include "inventory/inventory.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

struct TakenBack {
  std::vector<orders::Packed> pieces;
  std::string contents;  ///< "1 × RG550-RF"
};
/// What of it goes back into the stock.
TakenBack take_back(db::Tx& tx, const orders::Order& order, const std::vector<orders::Packed>& restocked, Time now) {
  TakenBack taken;
  // Stock rows are locked in the order of their variants everywhere.
  auto lines = orders::lines_of(tx, order.id);
  std::ranges::sort(lines, {}, &orders::Line::variant);
  for (const orders::Line& line : lines) {
    const auto wanted = std::ranges::find(restocked, line.id, &orders::Packed::line);
    if (wanted == restocked.end()) continue;
    const auto back = inventory::take_back(tx, line.id, wanted->quantity, order.number, now);
    if (back == 0) continue;
    taken.pieces.push_back({line.id, back});
    taken.contents += fmt::format("{}{} × {}", taken.contents.empty() ? "" : ", ", back, line.sku);
  }
  return taken;
}

/// No cash is waited for any more.
void end_attempts(db::Tx& tx, OrderId order, Time now) {
  for (const auto& attempt : payments::attempts_of(tx, order))
    if (payments::is_unsettled(attempt.state))
      payments::set_state(tx, attempt.id, payments::AttemptState::kCancelled, now);
}

bool are_sent(const std::vector<orders::Line>& lines, const orders::Packed& pieces) {
  const auto line = std::ranges::find(lines, pieces.line, &orders::Line::id);
  return line != lines.end() && pieces.quantity >= 0 && pieces.quantity <= line->shipped;
}

}  // namespace

http::Response create_return(const http::Request& request, Services& shop) {
  const auto lines = shop.db.read([&](db::Tx& tx) {
    const auto order = orders::find(tx, request.param("number"));
    return order ? orders::lines_of(tx, order->id) : std::vector<orders::Line>{};
  });
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  std::vector<orders::Packed> restocked;
  for (const orders::Line& line : lines)
    if (line.shipped > 0)
      if (const auto pieces = input.integer(return_field(line.id), 0, line.shipped))
        restocked.push_back({line.id, *pieces});
  if (!input.ok()) return order_page(request, shop, {.status = 422, .form = {request.form.pairs(), input.errors()}});
  const auto done = return_order(shop, staff_of(request), seen_order(request), restocked);
  return done ? to_order(request, "returned")
              : refused_page(request, shop, done.error(), {.values = request.form.pairs(), .errors = {}});
}

std::expected<void, Refusal> return_order(Services& shop, const StaffMember& staff, const SeenOrder& seen,
                                          const std::vector<orders::Packed>& restocked) {
  auto returned = shop.db.write([&](db::Tx& tx) -> std::expected<void, Refusal> {
    const Time now = shop.clock.now();
    const auto order = find_and_lock(tx, seen.number);
    if (!order) return std::unexpected(order.error());
    if (order->returned_at) return std::unexpected(Refusal::kAlready);
    if (order->version != seen.version) return std::unexpected(Refusal::kChanged);
    if (!orders::can_be_returned(*order)) return std::unexpected(Refusal::kNotAllowed);
    const auto lines = orders::lines_of(tx, order->id);
    if (!std::ranges::all_of(restocked, [&](const orders::Packed& pieces) { return are_sent(lines, pieces); }))
      return std::unexpected(Refusal::kTooMany);
    const TakenBack taken = take_back(tx, *order, restocked, now);
    end_attempts(tx, order->id, now);
    if (!orders::mark_returned(tx, order->id, taken.pieces, orders::Actor::staff(staff.id), taken.contents, now))
      return std::unexpected(Refusal::kNotAllowed);
    orders::send_mail(tx, shop.mails, orders::MailKind::kReturned, order->id, now);
    record_change(tx, staff, "order.return", *order, {{"restocked", taken.contents}}, now);
    return {};
  });
  if (returned) shop.wake_jobs();
  return returned;
}

}  // namespace hurtrock::admin
