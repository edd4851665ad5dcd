#include "orders/mails.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "layout/letter.hpp"
#include "orders/dates.hpp"
#include "platform/mail/outbox.hpp"
#include "store/describe.hpp"

namespace hurtrock::orders {
namespace {

std::string_view word(MailKind kind) {
  switch (kind) {
    case MailKind::kPlaced:
      return "placed";
    case MailKind::kPaid:
      return "paid";
    case MailKind::kShipped:
      return "shipped";
    case MailKind::kDelivered:
      return "delivered";
    case MailKind::kCancelled:
      return "cancelled";
    case MailKind::kReturned:
      return "returned";
    case MailKind::kTransfer:
      return "transfer";
    case MailKind::kTransferDeclined:
      return "transfer_declined";
    case MailKind::kTransferShort:
      return "transfer_short";
    case MailKind::kPaymentReturned:
      return "payment_returned";
  }
  return "";
}

std::string what_to_pay(const Order& order, const i18n::Texts& texts) {
  const std::string total = format_rupiah(order.totals.total);
  if (order.payment_method == "cod")
    return texts(order.shipping.is_pickup ? "orders.mail.placed_cod_pickup" : "orders.mail.placed_cod",
                 {{"total", total}});
  const std::string until = date_and_time(*order.hold_until, texts);
  if (order.payment_method == "bank_transfer")
    return texts("orders.mail.placed_transfer", {{"total", total}, {"until", until}});
  return texts("orders.mail.placed_pay", {{"until", until}});
}

/// The last of the shipments: a parcel on its way, or goods that wait in the shop.
void add_shipment(std::vector<std::string>& lines, const Order& order, const ShipmentRecord& shipment,
                  const i18n::Texts& texts) {
  const bool waits = is_collected(order, shipment);
  lines.push_back(
      waits ? std::string(texts("orders.mail.ready_text"))
            : texts("orders.mail.shipped_text", {{"courier", shipment.courier}, {"resi", shipment.tracking_number}}));
  for (const auto& [name, quantity] : shipment.lines) lines.push_back(fmt::format("{} × {}", quantity, name));
  if (!waits) return;
  lines.push_back(texts("orders.mail.ready_bring", {{"number", order.number}, {"name", order.contact.name}}));
  if (order.payment_method == "cod" && !order.paid_at)
    lines.push_back(texts("orders.mail.ready_cash", {{"total", format_rupiah(order.totals.total)}}));
}

/// Where an order is fetched, and when; nothing for one that is sent.
std::optional<layout::StoreInfo> pickup_place(db::Tx& tx, const Order& order, const i18n::Texts& texts) {
  if (!order.shipping.is_pickup) return std::nullopt;
  return hurtrock::store::describe(hurtrock::store::load_profile(tx), texts);
}

/// The key of the mail's heading. What is fetched in the shop is neither on its way nor delivered.
std::string heading_key(MailKind kind, const Order& order, const std::vector<ShipmentRecord>& shipments) {
  if (kind == MailKind::kShipped && is_collected(order, shipments.back())) return "orders.mail.ready_heading";
  if (kind == MailKind::kDelivered && order.shipping.is_pickup) return "orders.mail.collected_heading";
  return fmt::format("orders.mail.{}_heading", word(kind));
}

std::string_view why_returned(const Order& order, const Returned& returned) {
  if (returned.is_too_late) return "orders.mail.payment_returned_late";
  if (order.state == State::kCancelled) return "orders.mail.payment_returned_cancelled";
  // What a way asked for that the buyer has left, and with it its code.
  if (order.state == State::kPending) return "orders.mail.payment_returned_other";
  return "orders.mail.payment_returned_paid";
}

/// Cash comes when the goods have left.
std::string paid_text(const Order& order, const i18n::Texts& texts) {
  if (order.payment_method == "cod")
    return texts("orders.mail.paid_cash_text", {{"total", format_rupiah(order.totals.total)}});
  return std::string(texts(order.shipping.is_pickup ? "orders.mail.paid_pickup_text" : "orders.mail.paid_text"));
}

std::string_view cancelled_key(const Order& order, const MailDetails& details) {
  if (details.money_goes_back) return "orders.mail.cancelled_paid_text";
  if (details.money_is_disputed) return "orders.mail.cancelled_disputed_text";
  // What the bank had taken back before, or what has gone back otherwise, is not promised anew.
  const bool is_back = order.payment_state == PaymentState::kRefunded;
  return order.paid_at && !is_back ? "orders.mail.cancelled_paid_text" : "orders.mail.cancelled_text";
}

std::vector<std::string> paragraphs(MailKind kind, const Order& order, const std::vector<Line>& ordered,
                                    const std::vector<ShipmentRecord>& shipments, const MailDetails& details,
                                    const i18n::Texts& texts) {
  std::vector<std::string> lines{texts("orders.mail.greeting", {{"name", order.contact.name}})};
  switch (kind) {
    case MailKind::kPlaced:
      lines.push_back(what_to_pay(order, texts));
      break;
    case MailKind::kPaid:
      lines.push_back(paid_text(order, texts));
      if (details.is_late) lines.emplace_back(texts("orders.mail.paid_late"));
      break;
    case MailKind::kShipped:
      add_shipment(lines, order, shipments.back(), texts);
      break;
    case MailKind::kDelivered:
      lines.emplace_back(texts(order.shipping.is_pickup ? "orders.mail.collected_text" : "orders.mail.delivered_text"));
      break;
    case MailKind::kCancelled:
      lines.emplace_back(texts(cancelled_key(order, details)));
      break;
    case MailKind::kReturned:
      lines.emplace_back(texts("orders.mail.returned_text"));
      break;
    case MailKind::kTransfer:
      lines.push_back(what_to_pay(order, texts));
      break;
    case MailKind::kTransferDeclined:
      lines.emplace_back(texts("orders.mail.transfer_declined_text"));
      break;
    case MailKind::kTransferShort:
      lines.push_back(texts("orders.mail.transfer_short_text", {{"received", format_rupiah(details.rest.received)},
                                                                {"total", format_rupiah(order.totals.total)},
                                                                {"missing", format_rupiah(details.rest.missing)},
                                                                {"until", date_and_time(details.rest.until, texts)}}));
      break;
    case MailKind::kPaymentReturned:
      lines.push_back(
          texts(why_returned(order, details.returned), {{"amount", format_rupiah(details.returned.amount)}}));
      lines.emplace_back(texts("orders.mail.payment_returned_next"));
      break;
  }
  if (kind == MailKind::kPlaced || kind == MailKind::kPaid)
    for (const Line& line : ordered)
      if (line.awaited > 0)
        lines.push_back(
            texts("orders.mail.awaited", {{"n", line.awaited}, {"name", name_with_options(line.name, line.options)}}));
  lines.insert(lines.end(), details.paragraphs.begin(), details.paragraphs.end());
  return lines;
}

/// What an event says; the rest is the order.
struct Wording {
  std::string heading;
  std::vector<std::string> paragraphs;
  std::string button;
};

/// The foot of the letter: where the goods go, or where and when they are fetched.
void add_place(layout::Letter& view, const Order& order, const std::optional<layout::StoreInfo>& pickup,
               const i18n::Texts& texts) {
  if (!pickup) {
    view.address = rows_of(order.address);
    view.address.insert(view.address.begin(), order.contact.name);
    view.address_heading = texts("orders.mail.address");
    view.totals.emplace_back(texts("orders.mail.shipping"), format_rupiah(order.totals.shipping));
    return;
  }
  view.address = {pickup->name, pickup->address};
  for (const auto& [days, hours] : pickup->hours) view.address.push_back(fmt::format("{}: {}", days, hours));
  view.address_heading = texts("orders.mail.pickup");
  view.totals.emplace_back(order.shipping.name, order.totals.shipping == Money{}
                                                    ? std::string(texts("orders.free"))
                                                    : format_rupiah(order.totals.shipping));
}

/// A letter about the order, without its goods.
layout::Letter begin_letter(const Mails& mails, Wording wording, const Order& order, const i18n::Texts& texts) {
  return {.shop_name = mails.shop_name,
          .heading = std::move(wording.heading),
          .paragraphs = std::move(wording.paragraphs),
          .button = std::move(wording.button),
          .button_url = fmt::format("{}/orders/{}?t={}", mails.public_url, order.number,
                                    link_token(mails.session_secret, order.number)),
          .lines_heading = {},
          .lines = {},
          .totals = {},
          .total_label = {},
          .total = {},
          .address = {},
          .address_heading = {},
          .closing = texts("orders.mail.closing", {{"shop", mails.shop_name}})};
}

/// All of the order: what was bought, what it comes to, and where it goes.
layout::Letter describe(const Mails& mails, Wording wording, const Order& order, const std::vector<Line>& lines,
                        const std::optional<layout::StoreInfo>& pickup, const i18n::Texts& texts) {
  layout::Letter view = begin_letter(mails, std::move(wording), order, texts);
  view.lines_heading = texts("orders.mail.lines", {{"number", order.number}});
  view.total_label = texts("orders.mail.total");
  view.total = format_rupiah(order.totals.total);
  add_place(view, order, pickup, texts);
  for (const Line& line : lines)
    view.lines.emplace_back(fmt::format("{} × {}", line.quantity, name_with_options(line.name, line.options)),
                            format_rupiah(line.total));
  if (order.totals.fee > Money{})
    view.totals.emplace_back(texts(order.payment_method == "bank_transfer" ? "orders.unique_code" : "orders.fee"),
                             format_rupiah(order.totals.fee));
  if (order.totals.discount > Money{})
    view.totals.emplace_back(texts("orders.discount"), format_rupiah(-order.totals.discount));
  return view;
}

/// What the money went back for: pieces, shipping and what was given freely. Of a refund for nothing in particular the
/// amount in its heading says everything.
void add_refunded(layout::Letter& view, const RefundLetter& refund, const std::vector<Line>& ordered,
                  const i18n::Texts& texts) {
  if (refund.pieces.empty() && refund.shipping == Money{}) return;
  view.lines_heading = texts("orders.mail.refunded_lines");
  Money rest = refund.amount - refund.shipping;
  for (const Line& line : ordered) {
    const auto pieces = std::ranges::find(refund.pieces, line.id, &RefundLetter::Pieces::line);
    if (pieces == refund.pieces.end()) continue;
    view.lines.emplace_back(fmt::format("{} × {}", pieces->quantity, name_with_options(line.name, line.options)),
                            format_rupiah(pieces->amount));
    rest -= pieces->amount;
  }
  if (refund.shipping > Money{}) view.lines.emplace_back(texts("orders.mail.shipping"), format_rupiah(refund.shipping));
  if (rest > Money{}) view.lines.emplace_back(texts("orders.mail.refunded_extra"), format_rupiah(rest));
  view.total_label = texts("orders.mail.refunded_total");
  view.total = format_rupiah(refund.amount);
}

/// `event` makes it the only one of its kind.
void enqueue(db::Tx& tx, const Order& order, std::string_view kind, std::string_view event,
             const layout::Letter& letter, const i18n::Texts& texts, Time now) {
  mail::enqueue_mail(tx,
                     {.kind = fmt::format("order_{}", kind),
                      .event_key = fmt::format("order:{}:{}", order.id.value(), event),
                      .order_id = order.id.value(),
                      .to_address = order.contact.email,
                      .to_name = order.contact.name,
                      .language = std::string(i18n::code(order.language)),
                      .subject = letter.heading,
                      .html = layout::as_html(letter, texts),
                      .text = layout::as_plain_text(letter)},
                     now);
}

}  // namespace

void send_mail(db::Tx& tx, const Mails& mails, MailKind kind, OrderId id, Time now, const MailDetails& details) {
  send_mail(tx, mails, kind, *find(tx, id), lines_of(tx, id), now, details);
}

void send_mail(db::Tx& tx, const Mails& mails, MailKind kind, const Order& order, const std::vector<Line>& lines,
               Time now, const MailDetails& details) {
  std::vector<ShipmentRecord> shipments;
  if (kind == MailKind::kShipped) shipments = shipments_of(tx, order.id);
  if (kind == MailKind::kShipped && shipments.empty()) return;
  const auto& texts = i18n::Texts::of(order.language);
  const bool to_be_paid = (kind == MailKind::kPlaced && order.payment_method != "cod") || kind == MailKind::kTransfer;
  const auto letter = describe(mails,
                               {.heading = texts(heading_key(kind, order, shipments), {{"number", order.number}}),
                                .paragraphs = paragraphs(kind, order, lines, shipments, details, texts),
                                .button = std::string(texts(to_be_paid ? "orders.mail.pay" : "orders.mail.look"))},
                               order, lines, pickup_place(tx, order, texts), texts);
  std::string event(word(kind));
  if (kind == MailKind::kShipped) event += fmt::format(":{}", shipments.back().id.value());
  if (!details.occasion.empty()) event += ":" + details.occasion;
  enqueue(tx, order, word(kind), event, letter, texts, now);
}

void send_refund_mail(db::Tx& tx, const Mails& mails, OrderId id, const RefundLetter& refund, Time now) {
  const Order order = *find(tx, id);
  const auto& texts = i18n::Texts::of(order.language);
  const std::string amount = format_rupiah(refund.amount);
  const std::string_view heading =
      refund.reason == kTakenBack ? "orders.mail.taken_back_heading" : "orders.mail.refunded_heading";
  Wording wording{.heading = texts(heading, {{"amount", amount}, {"number", order.number}}),
                  .paragraphs = {texts("orders.mail.greeting", {{"name", order.contact.name}})},
                  .button = std::string(texts("orders.mail.look"))};
  const bool is_taken_back = refund.reason == kTakenBack;
  wording.paragraphs.push_back(
      refund.transfer_reference.empty()
          ? texts(is_taken_back ? "orders.mail.taken_back_text" : "orders.mail.refunded_text", {{"amount", amount}})
          : texts("orders.mail.transferred_text", {{"amount", amount}, {"reference", refund.transfer_reference}}));
  if (!refund.reason.empty() && !is_taken_back)
    wording.paragraphs.push_back(
        texts("orders.mail.refunded_reason", {{"reason", refund_reason(refund.reason, texts)}}));
  if (refund.left)
    wording.paragraphs.push_back(
        *refund.left > Money{} ? texts("orders.mail.refunded_left", {{"left", format_rupiah(*refund.left)},
                                                                     {"total", format_rupiah(order.totals.total)}})
                               : std::string(texts("orders.mail.refunded_all")));
  auto letter = begin_letter(mails, std::move(wording), order, texts);
  add_refunded(letter, refund, lines_of(tx, id), texts);
  enqueue(tx, order, "refunded", fmt::format("refunded:{}{}", refund.refund, refund.goes_anew ? ":anew" : ""), letter,
          texts, now);
}

void send_refund_came_back_mail(db::Tx& tx, const Mails& mails, OrderId id, std::int64_t refund, Money amount,
                                bool goes_by_transfer, Time now) {
  const Order order = *find(tx, id);
  if (order.contact.email.empty()) return;
  const auto& texts = i18n::Texts::of(order.language);
  const std::string sum = format_rupiah(amount);
  Wording wording{.heading = texts("orders.mail.refund_came_back_heading", {{"amount", sum}, {"number", order.number}}),
                  .paragraphs = {texts("orders.mail.greeting", {{"name", order.contact.name}}),
                                 texts("orders.mail.refund_came_back_text", {{"amount", sum}}),
                                 std::string(texts(goes_by_transfer ? "orders.mail.refund_came_back_transfer"
                                                                    : "orders.mail.refund_came_back_kept"))},
                  .button = std::string(texts("orders.mail.look"))};
  enqueue(tx, order, "refund_came_back", fmt::format("refund_came_back:{}", refund),
          begin_letter(mails, std::move(wording), order, texts), texts, now);
}

void send_tracking_mail(db::Tx& tx, const Mails& mails, OrderId id, const ShipmentRecord& before, Time now) {
  const Order order = *find(tx, id);
  const auto& texts = i18n::Texts::of(order.language);
  const auto shipments = shipments_of(tx, id);
  const auto parcel = std::ranges::find(shipments, before.id, &ShipmentRecord::id);
  Wording wording{.heading = texts("orders.mail.tracking_heading", {{"number", order.number}}),
                  .paragraphs = {texts("orders.mail.greeting", {{"name", order.contact.name}}),
                                 texts("orders.mail.tracking_text", {{"before", before.tracking_number},
                                                                     {"resi", parcel->tracking_number},
                                                                     {"courier", parcel->courier}})},
                  .button = std::string(texts("orders.mail.look"))};
  for (const auto& [name, quantity] : parcel->lines)
    wording.paragraphs.push_back(fmt::format("{} × {}", quantity, name));
  // A number may come back that was there before, so the numbers do not tell one correction from another.
  const auto corrections = std::ranges::count(events_of(tx, id), kTrackingCorrected, &Event::kind);
  enqueue(tx, order, "tracking", fmt::format("tracking:{}:{}", before.id.value(), corrections),
          describe(mails, std::move(wording), order, lines_of(tx, id), pickup_place(tx, order, texts), texts), texts,
          now);
}

}  // namespace hurtrock::orders
