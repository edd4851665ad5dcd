#include "admin/order_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "admin/dates.hpp"
#include "admin/form_key.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/mail_filter.hpp"
#include "admin/mail_words.hpp"
#include "admin/money_steps.hpp"
#include "admin/order_events.hpp"
#include "admin/payment_note.hpp"
#include "admin/store.hpp"
#include "admin/task_row.hpp"
#include "admin/views/missing.html.hpp"
#include "admin/views/order.html.hpp"
#include "admin/weight.hpp"
#include "checkout/cancel_order.hpp"
#include "checkout/dispute.hpp"
#include "checkout/draft_orders.hpp"
#include "checkout/missing_keys.hpp"
#include "checkout/service_name.hpp"
#include "checkout/transfer_difference.hpp"
#include "payments/payments.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::string_view kOrderNotices[] = {"processing",
                                              "shipped",
                                              "tracking_corrected",
                                              "delivered",
                                              "cash",
                                              "cancelled",
                                              "already",
                                              "payment_paid",
                                              "payment_progress",
                                              "payment_nothing",
                                              "payment_attention",
                                              "refund_requested",
                                              "refund_by_hand",
                                              "transferred",
                                              "refund_given_up",
                                              "refund_asked",
                                              "late_receipt",
                                              "returned",
                                              "dispute_withdrawn",
                                              "dispute_stayed",
                                              "noted"};

constexpr std::int64_t kOrderMailsShown = 10;

/// Everything the page shows, from one snapshot.
struct OrderLoaded {
  orders::Order order;
  std::vector<orders::Line> lines;
  std::vector<orders::Event> events;
  std::vector<orders::ShipmentRecord> parcels;
  std::vector<payments::Attempt> attempts;
  std::vector<payments::Refund> refunds;
  std::vector<PaymentId> proofs;  ///< payments of which one waits for staff
  std::vector<store::Courier> couriers;
  std::optional<std::string> invoice;
  std::optional<DraftOrderId> draft;
  std::vector<mail::StoredMail> mails;  ///< newest first; one more than is shown when there are others

  [[nodiscard]] OrderMoney money() const { return {order, attempts, refunds, proofs}; }
};

std::optional<OrderLoaded> load_order(db::Tx& tx, std::string_view number) {
  auto order = orders::find(tx, number);
  if (!order) return std::nullopt;
  const OrderId id = order->id;
  OrderLoaded loaded{.order = *std::move(order),
                     .lines = orders::lines_of(tx, id),
                     .events = orders::events_of(tx, id),
                     .parcels = orders::shipments_of(tx, id),
                     .attempts = payments::attempts_of(tx, id),
                     .refunds = payments::refunds_of(tx, id),
                     .proofs = {},
                     .couriers = store::couriers(tx),
                     .invoice = orders::invoice_number_of(tx, id),
                     .draft = checkout::draft_of(tx, id),
                     .mails = mail::find_mails(tx, {.order_id = id.value()}, kOrderMailsShown + 1)};
  for (const auto& attempt : loaded.attempts)
    if (checkout::is_proof_to_decide_on(tx, attempt)) loaded.proofs.push_back(attempt.id);
  return loaded;
}

OrderActions actions_for(const OrderLoaded& loaded, Services& shop) {
  const orders::Order& order = loaded.order;
  const bool is_paid = !orders::may_become(order.payment_state, orders::PaymentState::kPaid);
  const bool is_disputed = std::ranges::any_of(loaded.attempts, [](const payments::Attempt& attempt) {
    return attempt.settles_order && checkout::is_disputed(attempt);
  });
  const bool can_be_asked = !attempts_to_ask_about(shop, loaded.attempts).empty();
  return {.process = order.state == orders::State::kPaid,
          .ship = order.state == orders::State::kProcessing || order.state == orders::State::kPartiallyShipped,
          .deliver = order.state == orders::State::kShipped && !order.returned_at,
          .take_cash = order.state != orders::State::kShipped && may_take_cash(order),
          .cancel = checkout::may_cancel(order),
          .check_payment = can_be_asked && !is_paid,
          .cash_with_delivery = order.state == orders::State::kShipped && owes_cash(order),
          .cancel_refunds = is_paid && !is_disputed && order.payment_state != orders::PaymentState::kRefunded,
          .cancel_leaves_money = !is_paid && std::ranges::any_of(loaded.attempts, checkout::is_undecided),
          .refund = std::ranges::any_of(loaded.attempts, [](const payments::Attempt& attempt) {
            return attempt.settles_order && attempt.left() > Money{} && !checkout::is_disputed(attempt);
          })};
}

void add_shipment_form(OrderPage& view, const OrderLoaded& loaded, const i18n::Texts& texts) {
  const std::string_view sent = view.form.value("courier");
  const std::string_view chosen = sent.empty() ? std::string_view{loaded.order.shipping.code} : sent;
  for (const auto& courier : loaded.couriers)
    view.couriers.push_back({.value = courier.code,
                             .text = checkout::service_name(courier.name, courier.is_pickup, texts),
                             .selected = courier.code == chosen,
                             .in_shops_words = !courier.is_pickup});
  const bool is_known = std::ranges::any_of(view.couriers, &CourierChoice::selected);
  view.sends_parcel = chosen != loaded.order.shipping.code || !view.form.error("tracking_number").empty();
  view.couriers.push_back(
      {.value = std::string(kOtherCourier), .text = std::string(texts("admin.ship.other")), .selected = !is_known});

  for (const auto& line : loaded.lines) {
    const std::int64_t left = line.at_hand();
    if (left <= 0) continue;
    const std::string field = quantity_field(line.id);
    view.to_pack.push_back(
        {.field = field,
         .name = line.name,
         .options = line.options,
         .sku = line.sku,
         .quantity = view.form.refused() && !sent.empty() ? std::string(view.form.value(field)) : std::to_string(left),
         .left = left});
  }
}

void add_return_form(OrderPage& view, const OrderLoaded& loaded) {
  for (const auto& line : loaded.lines) {
    if (line.shipped == 0) continue;
    const std::string field = return_field(line.id);
    const std::string_view sent = view.form.value(field);
    view.return_refused |= !view.form.error(field).empty();
    view.to_return.push_back({.field = field,
                              .name = line.name,
                              .options = line.options,
                              .sku = line.sku,
                              .quantity = sent.empty() ? std::to_string(line.shipped) : std::string(sent),
                              .left = line.shipped});
  }
}

void add_goods(OrderPage& view, const OrderLoaded& loaded, const i18n::Texts& texts) {
  for (const auto& line : loaded.lines)
    view.lines.push_back({.name = line.name,
                          .options = line.options,
                          .sku = line.sku,
                          .image_url = line.image_url,
                          .quantity = line.quantity,
                          .shipped = line.shipped,
                          .refunded = line.refunded,
                          .awaited = line.awaited,
                          .unit_price = line.unit_price,
                          .total = line.total});
  const auto& totals = loaded.order.totals;
  const auto tax = pricing::included_tax(totals.total);
  view.goods = totals.goods;
  view.shipping_price = totals.shipping;
  view.discount = totals.discount;
  view.fee = totals.fee;
  view.total = totals.total;
  view.tax_base = tax.base;
  view.tax = tax.tax;
  view.shipping_name = loaded.order.shipping.name;
  view.weight = kilograms(loaded.order.shipping.chargeable_weight_g, texts);
}

RefundRecord refund_record(const payments::Refund& refund, const OrderLoaded& loaded, const i18n::Texts& texts) {
  RefundRecord record{.id = refund.id.value(),
                      .state = std::string(payments::word(refund.state)),
                      .amount = refund.amount,
                      .provider = refund.provider,
                      .reason = orders::refund_reason(refund.reason, texts),
                      .at = date_and_time(refund.settled_at.value_or(refund.created_at), texts),
                      .transfer_reference = refund.transfer_reference};
  if (const std::string key = "admin.refund.problem." + refund.problem; texts.has(key)) record.problem = texts(key);
  std::int64_t restocked = 0;
  for (const auto& piece : refund.lines) {
    restocked += piece.restocked;
    if (const auto line = std::ranges::find(loaded.lines, piece.line, &orders::Line::id); line != loaded.lines.end())
      record.contents.push_back(
          fmt::format("{} × {}", piece.quantity, orders::name_with_options(line->name, line->options)));
  }
  if (refund.state == payments::RefundState::kByHand) {
    record.transfer_field = transfer_field(refund.id);
    record.can_give_up = restocked == 0;
  }
  const bool is_open =
      refund.state == payments::RefundState::kRequested || refund.state == payments::RefundState::kSent;
  record.can_ask = is_open && !refund.next_ask_at;
  return record;
}

void add_records(OrderPage& view, const OrderLoaded& loaded, const i18n::Texts& texts) {
  const OrderMoney money = loaded.money();
  for (const auto& attempt : loaded.attempts) {
    view.received += attempt.captured;
    view.attempts.push_back({.number = attempt.number,
                             .provider = attempt.provider,
                             .reference = attempt.reference,
                             .state = std::string(payments::word(attempt.state)),
                             .type = way_beside(attempt.provider, attempt.payment_type, texts),
                             .amount = attempt.amount,
                             .captured = captured_beside(attempt.captured, attempt.amount),
                             .url = checkout::is_correctable(attempt) ? transfer_url(attempt.reference) : std::string{},
                             .has_come = attempt.captured > Money{},
                             .goes_back = must_go_back(money, attempt) ? attempt.left() : Money{},
                             .late_field = checkout::may_come_late(loaded.order, loaded.attempts, attempt)
                                               ? late_field(attempt.number)
                                               : std::string{},
                             .dispute_field = checkout::is_disputed(attempt) ? dispute_field(attempt.number) : "",
                             .disputed = checkout::is_disputed(attempt) ? attempt.left() : Money{},
                             .dispute = dispute_of(attempt)});
  }
  for (const auto& refund : loaded.refunds) view.refunds.push_back(refund_record(refund, loaded, texts));
  std::ranges::reverse(view.refunds);
  for (const auto& parcel : loaded.parcels) {
    const auto number = static_cast<std::int64_t>(view.parcels.size() + 1);
    ParcelRow row{.number = number,
                  .courier = parcel.courier,
                  .tracking_number = parcel.tracking_number,
                  .shipped_at = date_and_time(parcel.shipped_at, texts),
                  .delivered_at = parcel.delivered_at ? date_and_time(*parcel.delivered_at, texts) : std::string{},
                  .contents = {},
                  .is_collected = orders::is_collected(loaded.order, parcel),
                  .tracking_field = parcel.tracking_number.empty() ? std::string{} : tracking_field(number)};
    for (const auto& [name, quantity] : parcel.lines) row.contents.push_back(fmt::format("{} × {}", quantity, name));
    view.parcels.push_back(std::move(row));
  }
  for (const auto& event : loaded.events)
    view.events.push_back(event_row(event, loaded.order.shipping.is_pickup, texts));
  std::ranges::reverse(view.events);
}

/// Why the order can be neither ended nor cancelled.
void add_missing_keys(OrderPage& view, const OrderLoaded& loaded, const Services& shop, const i18n::Texts& texts) {
  if (!checkout::may_cancel(loaded.order)) return;
  for (const auto& attempt : loaded.attempts)
    if (checkout::waits_for_keys(shop.checkout, attempt, loaded.attempts))
      view.money_steps.push_back(
          {texts("admin.next.no_keys", {{"provider", texts("admin.provider." + attempt.provider)}}),
           "/admin/payments#" + attempt.provider, std::string(texts("admin.next.to_keys"))});
}

void add_customer(OrderPage& view, const orders::Order& order) {
  view.customer = order.contact.name;
  view.email = order.contact.email;
  view.phone = order.contact.phone;
  view.phone_url = "tel:" + order.contact.phone;
  if (order.contact.phone.starts_with('+')) view.whatsapp_url = "https://wa.me/" + order.contact.phone.substr(1);
  view.has_account = order.user.has_value();
  view.address = orders::rows_of(order.address);
  view.address_note = order.address.note;
  view.note = order.note;
  view.language = i18n::code(order.language);
}

void add_mails(OrderPage& view, const OrderLoaded& loaded, const i18n::Texts& texts) {
  for (const auto& stored : loaded.mails) {
    if (std::ssize(view.mails) == kOrderMailsShown) {
      view.all_mails_url = MailFilter{.search = loaded.order.number}.address();
      return;
    }
    view.mails.push_back({.kind = worded_mail(stored.mail.kind, texts),
                          .url = mail_url(stored.id),
                          .state = stored.state,
                          .at = date_and_time(stored.sent_at.value_or(stored.created_at), texts)});
  }
}

struct Wording {
  int status;
  std::string_view text;
};
Wording wording(Refusal why) {
  switch (why) {
    case Refusal::kChanged:
      return {409, "admin.refused.changed"};
    case Refusal::kNotAllowed:
      return {409, "admin.refused.not_allowed"};
    case Refusal::kTooMany:
      return {409, "admin.refused.too_many"};
    case Refusal::kPaid:
      return {409, "admin.refused.paid"};
    case Refusal::kNothingLeft:
      return {409, "admin.refused.nothing_left"};
    case Refusal::kNoProvider:
      return {409, "admin.refused.no_provider"};
    case Refusal::kProviderSilent:
      return {503, "admin.refused.provider_silent"};
    case Refusal::kProofWaits:
      return {409, "admin.refused.proof_waits"};
    case Refusal::kDisputed:
      return {409, "admin.refused.disputed"};
    case Refusal::kNoSuchOrder:
    case Refusal::kAlready:
      break;
  }
  return {409, "admin.refused.not_allowed"};
}

}  // namespace

std::string quantity_field(OrderLineId line) { return fmt::format("quantity_{}", line.value()); }
std::string return_field(OrderLineId line) { return fmt::format("back_{}", line.value()); }
std::string transfer_field(RefundId refund) { return fmt::format("reference_{}", refund.value()); }

std::string late_field(std::int64_t attempt) { return fmt::format("late_{}", attempt); }
std::string dispute_field(std::int64_t attempt) { return fmt::format("withdrawn_{}", attempt); }

http::Response show_order(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  PageState state;
  const std::string_view notice = request.query.value("notice");
  if (std::ranges::find(kOrderNotices, notice) != std::end(kOrderNotices)) {
    state.notice = texts(fmt::format("admin.notice.{}", notice));
    state.notice_is_error = notice == "payment_attention" || notice == "late_receipt";
  }
  return order_page(request, shop, std::move(state));
}

http::Response order_page(const http::Request& request, Services& shop, PageState state) {
  const auto& texts = request.visitor.texts();
  const auto loaded = shop.db.read([&](db::Tx& tx) { return load_order(tx, request.param("number")); });
  if (!loaded) return missing_page(request, shop);
  const orders::Order& order = loaded->order;

  OrderPage view{.frame = frame_for(request, shop, Section::kOrders, order.number), .form = std::move(state.form)};
  // Also after a refused POST, whose own address has no page.
  view.frame.shop.path = "/admin/orders/" + order.number;
  view.frame.shop.notice = std::move(state.notice);
  view.frame.shop.notice_is_error = state.notice_is_error;
  view.number = order.number;
  view.placed_at = date_and_time(order.placed_at, texts);
  view.state = orders::word(order.state);
  view.status_word = orders::status_word(order);
  view.is_returned = order.returned_at.has_value();
  view.is_pickup = order.shipping.is_pickup;
  view.payment_state = orders::word(order.payment_state);
  view.payment_method = order.payment_method;
  // Whoever is only told of a mistake has not looked at the order again. Some forms have no version.
  const std::int64_t seen = state.status == 422 ? seen_order(request).version : 0;
  view.version = seen > 0 ? seen : order.version;
  view.note_key = form_key_for_page(http::Fields(view.form.values), texts);
  if (order.hold_until) view.hold_until = date_and_time(*order.hold_until, texts);
  view.invoice_number = loaded->invoice.value_or("");
  if (loaded->draft) view.draft = loaded->draft->value();
  view.can_be_sent = orders::is_confirmed(order.state);
  view.has_invoice = orders::has_invoice(order);
  view.is_held_by_money = order.state == orders::State::kPending && is_held_by_money(loaded->money());
  view.money_steps = money_steps(loaded->money(), texts);
  add_missing_keys(view, *loaded, shop, texts);
  view.stopped_while_packed = std::ranges::any_of(loaded->events, orders::stopped_packing);
  view.actions = actions_for(*loaded, shop);
  if (view.actions.ship)
    add_shipment_form(view, *loaded, texts);
  else
    view.unrecorded_tracking = view.form.value("tracking_number");
  if (orders::can_be_returned(order)) add_return_form(view, *loaded);
  add_goods(view, *loaded, texts);
  add_records(view, *loaded, texts);
  add_customer(view, order);
  add_mails(view, *loaded, texts);

  std::string out;
  html::Writer writer(out, texts);
  views::order(writer, view);
  return http::html(state.status, std::move(out));
}

http::Response missing_page(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const Frame frame = frame_for(request, shop, Section::kOrders, texts("admin.missing.title"));
  std::string out;
  html::Writer writer(out, texts);
  views::missing(writer, frame);
  return http::html(404, std::move(out));
}

std::string worded_refusal(Refusal why, const i18n::Texts& texts) {
  if (why == Refusal::kNoSuchOrder) return std::string(texts("admin.missing.title"));
  if (why == Refusal::kAlready) return std::string(texts("admin.notice.already"));
  return std::string(texts(wording(why).text));
}

http::Response to_order(const http::Request& request, std::string_view notice) {
  return http::see_other(fmt::format("/admin/orders/{}?notice={}", request.param("number"), notice));
}

http::Response refused_page(const http::Request& request, Services& shop, Refusal why, layout::Form sent) {
  if (why == Refusal::kNoSuchOrder) return missing_page(request, shop);
  // What was wanted is so: nothing to be alarmed about.
  if (why == Refusal::kAlready) return to_order(request, "already");
  const auto [status, text] = wording(why);
  return order_page(request, shop,
                    {.status = status,
                     .notice = std::string(request.visitor.texts()(text)),
                     .notice_is_error = true,
                     .form = std::move(sent)});
}

}  // namespace hurtrock::admin
