#include <fmt/format.h>

#include <algorithm>

#include "admin/form_key.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/order_page.hpp"
#include "admin/payment_note.hpp"
#include "admin/staff_action.hpp"
#include "admin/views/refund.html.hpp"
#include "catalog/typed_price.hpp"
#include "checkout/dispute.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

using checkout::Refundable;
using checkout::RefundRefusal;
using checkout::RefundSum;
using checkout::RefundWish;

struct RefundLoaded {
  orders::Order order;
  std::optional<Refundable> refundable;
};
std::optional<RefundLoaded> load_refundable(db::Tx& tx, std::string_view number) {
  auto order = orders::find(tx, number);
  if (!order) return std::nullopt;
  auto refundable = checkout::refundable_of(tx, *order);
  return RefundLoaded{*std::move(order), std::move(refundable)};
}

bool is_disputed(const RefundLoaded& loaded) {
  return loaded.refundable && checkout::is_disputed(loaded.refundable->attempt);
}

std::string restock_field(OrderLineId line) { return fmt::format("restock_{}", line.value()); }

Money typed_amount(http::Input& input, std::string_view field) {
  const std::string typed = input.line(field, 30, http::Need::kOptional);
  if (typed.empty()) return {};
  const auto amount = catalog::read_typed_price(typed);
  if (!amount) input.refuse(field, "amount", std::string(input.texts()("admin.refund.bad_amount")));
  return amount.value_or(Money{});
}

/// The wish as the form describes it; what is wrong with it is left in `input`.
RefundWish read_wish(const http::Fields& form, http::Input& input, const Refundable& refundable) {
  RefundWish wish;
  for (const auto& line : refundable.lines) {
    if (line.left == 0) continue;
    const auto pieces = input.integer(quantity_field(line.bought.id), 0, line.left, http::Need::kOptional);
    if (pieces && *pieces > 0)
      wish.pieces.push_back({line.bought.id, *pieces, input.has(restock_field(line.bought.id))});
  }
  wish.shipping = input.has("shipping") && refundable.shipping > Money{};
  wish.extra = typed_amount(input, "extra");
  wish.reason = input.line("reason", 200);
  wish.request_key = needed_form_key(form, input);
  wish.by_hand = input.has("by_hand");
  return wish;
}

void refuse(http::Input& input, RefundRefusal why, const Refundable& refundable) {
  const auto& texts = input.texts();
  switch (why) {
    case RefundRefusal::kNothing:
      return input.refuse("", "nothing", std::string(texts("admin.refund.nothing_chosen")));
    case RefundRefusal::kTooMuch:
      return input.refuse("extra", "too_much", texts("admin.refund.too_much", {{"left", refundable.left}}));
    case RefundRefusal::kNotBought:
      return input.refuse("", "not_bought", std::string(texts("admin.refused.changed")));
    case RefundRefusal::kAllOfIt:
      return input.refuse("", "all_of_it", std::string(texts("admin.refund.all_of_it")));
  }
}

struct PageOfRefund {
  int status = 200;
  layout::Form form = {};
  std::optional<RefundSum> sum = {};  ///< in order, to be confirmed
  std::string notice = {};
  bool filled = false;  ///< with everything that is left
};

void add_rows(RefundPage& view, const Refundable& refundable, bool filled) {
  const bool was_sent = !view.form.values.empty();
  for (const auto& line : refundable.lines) {
    const auto& bought = line.bought;
    const bool is_here = bought.to_ship() > 0;
    const std::string field = quantity_field(bought.id);
    view.rows.push_back({.field = field,
                         .restock_field = restock_field(bought.id),
                         .name = bought.name,
                         .options = bought.options,
                         .sku = bought.sku,
                         .image_url = bought.image_url,
                         .quantity = filled     ? std::to_string(line.left)
                                     : was_sent ? std::string(view.form.value(field))
                                                : "0",
                         .left = line.left,
                         .bought = bought.quantity,
                         .refunded = bought.refunded,
                         .unsent = bought.to_ship(),
                         .unit_price = bought.unit_price,
                         .paid = line.paid.rupiah(),
                         .restock = was_sent ? !view.form.value(restock_field(bought.id)).empty() : is_here});
  }
}

http::Response refund_page(const http::Request& request, Services& shop, const RefundLoaded& loaded,
                           PageOfRefund state) {
  const auto& texts = request.visitor.texts();
  const orders::Order& order = loaded.order;
  RefundPage view{
      .frame = frame_for(request, shop, Section::kOrders, texts("admin.refund.title_of", {{"number", order.number}})),
      .form = std::move(state.form)};
  view.frame.shop.path = fmt::format("/admin/orders/{}/refunds/new", order.number);
  view.frame.shop.notice = std::move(state.notice);
  view.frame.shop.notice_is_error = !view.frame.shop.notice.empty();
  view.number = order.number;
  view.customer = order.contact.name;
  view.version = order.version;
  view.form_key = form_key_for_page(http::Fields(view.form.values), texts);
  if (loaded.refundable) {
    const auto& refundable = *loaded.refundable;
    const auto& attempt = refundable.attempt;
    view.provider = attempt.provider;
    view.payment_type = way_beside(attempt.provider, attempt.payment_type, texts);
    view.has_provider = shop.checkout.gateway(attempt.provider) != nullptr;
    view.captured = attempt.captured;
    view.on_its_way = attempt.refunded;
    view.left = attempt.left();
    view.shipping = std::min(refundable.shipping, view.left);
    view.with_shipping = state.filled || !view.form.value("shipping").empty();
    view.by_hand = !view.form.value("by_hand").empty();
    add_rows(view, refundable, state.filled);
  }
  if (state.sum) {
    view.to_confirm = true;
    view.goods_part = state.sum->goods;
    view.shipping_part = state.sum->shipping;
    view.extra_part = state.sum->extra;
    view.total = state.sum->total();
  }
  std::string out;
  html::Writer writer(out, texts);
  views::refund(writer, view);
  return http::html(state.status, std::move(out));
}

/// The form with what was sent, for the order as it is now.
http::Response changed_meanwhile(const http::Request& request, Services& shop) {
  const auto now = shop.db.read([&](db::Tx& tx) { return load_refundable(tx, request.param("number")); });
  if (!now || !now->refundable) return refused_page(request, shop, Refusal::kNothingLeft);
  return refund_page(request, shop, *now,
                     {.status = 409,
                      .form = {request.form.pairs(), {}},
                      .notice = std::string(request.visitor.texts()("admin.refused.changed"))});
}

}  // namespace

http::Response show_refund_form(const http::Request& request, Services& shop) {
  const auto loaded = shop.db.read([&](db::Tx& tx) { return load_refundable(tx, request.param("number")); });
  if (!loaded) return missing_page(request, shop);
  if (is_disputed(*loaded)) return refused_page(request, shop, Refusal::kDisputed);
  return refund_page(request, shop, *loaded, {});
}

http::Response create_refund(const http::Request& request, Services& shop) {
  const auto loaded = shop.db.read([&](db::Tx& tx) { return load_refundable(tx, request.param("number")); });
  if (!loaded) return missing_page(request, shop);
  if (!loaded->refundable) return refused_page(request, shop, Refusal::kNothingLeft);
  if (is_disputed(*loaded)) return refused_page(request, shop, Refusal::kDisputed);
  // Sent twice: the first one has already changed what is left.
  const std::string key = form_key_of(request.form, request.visitor.texts());
  const auto known = shop.db.read(
      [&](db::Tx& tx) { return payments::find_requested_refund(tx, loaded->refundable->attempt.id, key); });
  if (known) return refused_page(request, shop, Refusal::kAlready);
  if (request.form.value("do") == "fill")
    return refund_page(request, shop, *loaded, {.form = {request.form.pairs(), {}}, .filled = true});

  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const RefundWish wish = read_wish(request.form, input, *loaded->refundable);
  const auto accepted = input.integer("accepted_total", 1, INT64_MAX, http::Need::kOptional);
  std::optional<RefundSum> sum;
  if (input.ok()) {
    if (const auto counted = checkout::sum_of(*loaded->refundable, wish))
      sum = *counted;
    else
      refuse(input, counted.error(), *loaded->refundable);
  }
  if (!input.ok())
    return refund_page(request, shop, *loaded, {.status = 422, .form = {request.form.pairs(), input.errors()}});
  // Money goes back only after somebody has seen how much.
  if (!accepted || Money{*accepted} != sum->total())
    return refund_page(
        request, shop, *loaded,
        {.status = accepted ? 409 : 200,
         .form = {request.form.pairs(), {}},
         .sum = sum,
         .notice = accepted ? std::string(request.visitor.texts()("admin.refund.total_changed")) : std::string{}});

  const auto done = refund_order(shop, staff_of(request), seen_order(request), wish);
  if (!done && done.error() == Refusal::kNotAllowed) {
    refuse(input, RefundRefusal::kAllOfIt, *loaded->refundable);
    return refund_page(request, shop, *loaded, {.status = 409, .form = {request.form.pairs(), input.errors()}});
  }
  if (!done && done.error() == Refusal::kChanged) return changed_meanwhile(request, shop);
  if (!done) return refused_page(request, shop, done.error());
  return to_order(request, done->state == payments::RefundState::kByHand ? "refund_by_hand" : "refund_requested");
}

std::expected<payments::Refund, Refusal> refund_order(Services& shop, const StaffMember& staff, const SeenOrder& seen,
                                                      const RefundWish& wish) {
  auto refunded = shop.db.write([&](db::Tx& tx) -> std::expected<payments::Refund, Refusal> {
    const Time now = shop.clock.now();
    const auto order = find_and_lock(tx, seen.number);
    if (!order) return std::unexpected(order.error());
    const auto refundable = checkout::refundable_of(tx, *order);
    if (!refundable) return std::unexpected(Refusal::kNothingLeft);
    if (payments::find_requested_refund(tx, refundable->attempt.id, wish.request_key))
      return std::unexpected(Refusal::kAlready);
    if (order->version != seen.version) return std::unexpected(Refusal::kChanged);
    if (checkout::is_disputed(refundable->attempt)) return std::unexpected(Refusal::kDisputed);
    const auto refund = checkout::refund_order(tx, *order, wish, orders::Actor::staff(staff.id), now);
    if (!refund)
      return std::unexpected(refund.error() == RefundRefusal::kAllOfIt ? Refusal::kNotAllowed : Refusal::kChanged);
    record_change(
        tx, staff, "order.refund", *order,
        {{"refund", refund->key}, {"amount", std::to_string(refund->amount.rupiah())}, {"reason", refund->reason}},
        now);
    return *refund;
  });
  if (refunded) shop.wake_jobs();
  return refunded;
}

}  // namespace hurtrock::admin
