#include "orders/pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

#include "orders/dates.hpp"
#include "orders/handlers.hpp"
#include "orders/shipments.hpp"
#include "orders/timeline.hpp"
#include "orders/views/hidden_order.html.hpp"
#include "orders/views/order.html.hpp"
#include "orders/views/orders.html.hpp"
#include "platform/core/phone.hpp"
#include "platform/core/text.hpp"
#include "platform/http/percent.hpp"

namespace hurtrock::orders {
namespace {

constexpr std::int64_t kOrdersPerPage = 10;
constexpr std::string_view kNotices[] = {
    "provider_unavailable", "not_payable",  "method_not_available", "cancelled", "cancelled_refunded",
    "not_cancellable",      "proof_sent",   "proof_waits",          "received",  "not_received",
    "reordered_partly",     "not_reordered"};

layout::Picture picture(const std::string& url) {
  return {.url = url, .width = 1000, .height = 1000, .alt = {}, .srcset = {}, .thumbnail = {}};
}

void add_lines(OrderPage& view, const std::vector<Line>& lines, bool can_review) {
  for (const Line& line : lines)
    view.lines.push_back(
        {.name = line.name,
         .option = line.options,
         .url = line.slug.empty() ? std::string{} : "/product/" + line.slug,
         .picture = picture(line.image_url),
         .quantity = line.quantity,
         .unit_price = line.unit_price,
         .total = line.total,
         .awaited = line.awaited,
         .review_url = can_review && !line.slug.empty() ? "/product/" + line.slug + "/review" : std::string{}});
}

/// After a reorder its lines that are not in the cart as they were ordered, named by their places: ?missing=2&fewer=3
void mark_short_lines(OrderPage& view, const http::Fields& query) {
  for (const auto& [name, value] : query.pairs()) {
    const auto place = text::parse_integer(value, 1, static_cast<std::int64_t>(view.lines.size()));
    if (place && (name == "missing" || name == "fewer"))
      view.lines[static_cast<std::size_t>(*place - 1)].short_of = name;
  }
}

void add_money(OrderPage& view, const Order& order) {
  const auto tax = pricing::included_tax(order.totals.total);
  view.subtotal = order.totals.goods;
  view.shipping_price = order.totals.shipping;
  view.discount = order.totals.discount;
  view.fee = order.totals.fee;
  view.total = order.totals.total;
  view.tax_base = tax.base;
  view.tax = tax.tax;
}

/// A transfer of another amount has its own time. That of the goods goes on while staff have not decided.
void add_difference(OrderPage& view, const TransferPart& transfer, Time now, const i18n::Texts& texts) {
  const bool is_short = transfer.missing() > Money{};
  const bool in_time = is_short && transfer.until && now < *transfer.until;
  view.difference = !is_short ? "over" : in_time ? "short" : "late";
  // Whoever has sent the proof of the rest shall not send the money twice.
  const bool is_proven = is_short && transfer.proof_state == "waiting";
  view.difference_text = texts(fmt::format("orders.transfer_difference.{}", is_proven ? "proven" : view.difference),
                               {{"received", format_rupiah(transfer.received)},
                                {"total", format_rupiah(transfer.amount)},
                                {"missing", format_rupiah(transfer.missing())}});
  view.pay_until = in_time ? date_and_time(*transfer.until, texts) : std::string{};
}

std::string word_of(const MoneyBack& refund) {
  if (refund.settled_at) return "done";
  if (refund.came_back) return refund.is_kept ? "kept" : "again";
  return "pending";
}

void add_refunds(OrderPage& view, const MoneyPart& money, const i18n::Texts& texts) {
  view.going_back = money.going_back;
  view.forgiven = money.forgiven;
  view.after_refunds = view.total - money.forgiven;
  for (const MoneyBack& refund : money.refunds) {
    view.refunds.push_back({.amount = refund.amount,
                            .reason = refund_reason(refund.reason, texts),
                            .state = word_of(refund),
                            .at = refund.settled_at ? date(*refund.settled_at, texts) : std::string{}});
    if (refund.settled_at) view.after_refunds -= refund.amount;
  }
}

/// Says what is needed instead of that there is nothing.
http::Response hidden_order(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  HiddenOrderPage view{.frame = shop.frames.frame_for(request), .login_url = "/login?return_to="};
  http::append_form_encoded(view.login_url, request.path);
  view.frame.title = texts("orders.hidden.title");
  view.frame.indexable = false;
  std::string out;
  html::Writer writer(out, texts);
  views::hidden_order(writer, view);
  return http::html(404, std::move(out));
}

}  // namespace

http::Response show_order(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  std::optional<Order> order;
  std::vector<Line> lines;
  std::vector<Event> events;
  std::vector<ShipmentRecord> shipments;
  std::vector<std::string> ways_to_pay;
  std::optional<TransferPart> transfer;
  MoneyPart money;
  shop.db.read([&](db::Tx& tx) {
    order = find(tx, request.param("number"));
    if (!order || !may_see(*order, request, shop)) return;
    ways_to_pay = shop.ways_to_pay(tx, *order);
    transfer = shop.transfer(tx, *order);
    lines = lines_of(tx, order->id);
    events = events_of(tx, order->id);
    shipments = shipments_of(tx, order->id);
    money = shop.money(tx, *order);
  });
  if (!order || !may_see(*order, request, shop)) return hidden_order(request, shop);

  const Time now = shop.clock.now();
  OrderPage view;
  view.frame = shop.frames.frame_for(request);
  view.frame.title = texts("orders.page_title", {{"number", order->number}});
  view.frame.indexable = false;
  const std::string_view notice = request.query.value("notice");
  if (std::ranges::find(kNotices, notice) != std::end(kNotices)) {
    view.frame.notice = texts(fmt::format("orders.notice.{}", notice));
    view.frame.notice_is_error = !notice.starts_with("cancelled") && notice != "proof_sent" && notice != "received";
  }
  view.number = order->number;
  view.placed_at = date_and_time(order->placed_at, texts);
  view.just_placed = request.query.value("placed") == "1";
  view.status = word(order->state);
  view.status_word = status_word(*order);
  view.is_pickup = order->shipping.is_pickup;
  view.payment_status = word(order->payment_state);
  view.steps = timeline(*order, events, texts);
  view.payment_method = order->payment_method;
  view.transfer = std::move(transfer);
  // Who has sent a proof waits for it to be looked at; money of another amount, to be decided on.
  const bool is_looked_at =
      view.transfer && (view.transfer->proof_state == "waiting" || view.transfer->received > Money{});
  view.can_pay = order->can_be_paid(now) && !is_looked_at && money.going_back == Money{};
  if (view.can_pay)
    for (std::string& way : ways_to_pay)
      if (way != order->payment_method) view.other_ways.push_back(std::move(way));
  // While money goes back only a transfer can still be awaited.
  if (order->hold_until && (money.going_back == Money{} || view.transfer))
    view.pay_until = date_and_time(*order->hold_until, texts);
  if (view.transfer && view.transfer->received > Money{}) add_difference(view, *view.transfer, now, texts);
  // The goods are held until the proof has been looked at: nothing is to be paid before then.
  if (view.transfer && view.transfer->proof_state == "waiting") view.pay_until.clear();
  view.can_cancel = shop.may_cancel(*order) && !(view.transfer && view.transfer->proof_state == "waiting");
  if (!belongs_to(*order, request.visitor)) view.guest_token = request.query.value("t");
  if (view.transfer)
    view.proof_url = fmt::format("/orders/{}/transfer-proof{}", order->number,
                                 view.guest_token.empty() ? "" : "?t=" + view.guest_token);
  add_lines(view, lines,
            order->state == State::kDelivered && order->user && request.visitor.user &&
                order->user->value() == request.visitor.user->id);
  view.can_receive = order->state == State::kShipped && !order->returned_at;
  view.is_returned = order->returned_at.has_value();
  view.can_reorder = order->state != State::kPending && belongs_to(*order, request.visitor);
  mark_short_lines(view, request.query);
  add_money(view, *order);
  add_refunds(view, money, texts);
  if (order->paid_at && !money.is_disputed) view.cancel_gives_back = view.after_refunds;
  if (view.transfer) view.cancel_gives_back = view.transfer->received;
  view.shipping_name = order->shipping.name;
  view.language = i18n::code(order->language);
  view.offers_account = !order->user && !request.visitor.user;
  view.recipient = order->contact.name;
  view.phone = text::national_phone(order->contact.phone);
  view.email = order->contact.email;
  view.address = rows_of(order->address);
  view.note = order->address.note.empty() ? order->note : order->address.note;
  for (const auto& shipment : shipments) {
    view.shipments.push_back(shown(*order, shipment, texts));
    for (const auto& [name, quantity] : shipment.lines)
      view.shipments.back().contents.push_back(fmt::format("{} × {}", quantity, name));
  }
  if (order->paid_at)
    view.invoice_url = fmt::format("/orders/{}/invoice.pdf{}", order->number,
                                   view.guest_token.empty() ? "" : "?t=" + view.guest_token);

  std::string out;
  html::Writer writer(out, texts);
  views::order(writer, view);
  auto response = http::html(200, std::move(out));
  // The address holds the guest's key to the order: it must not travel on in the Referer header. "no-referrer" would
  // also hide where this page's own forms come from, and they would be refused as foreign.
  response.set("Referrer-Policy", "same-origin");
  return response;
}

namespace {

/// What is still to be paid of an order of the list.
struct Unpaid {
  bool can_pay = false;  ///< its page offers to: money that goes back leaves only a transfer that is awaited
  Money missing;         ///< of a transfer of which less has come than was asked for
};
struct ListLoaded {
  Page page;
  std::map<std::string, Unpaid, std::less<>> unpaid;  ///< by number
};

std::optional<Unpaid> unpaid_of(db::Tx& tx, const Summary& summary, const Services& shop, Time now) {
  if (summary.state != word(State::kPending) || !summary.hold_until || now >= *summary.hold_until) return std::nullopt;
  const auto order = find(tx, summary.number);
  if (!order) return std::nullopt;
  const auto transfer = shop.transfer(tx, *order);
  return Unpaid{.can_pay = shop.money(tx, *order).going_back == Money{} || transfer,
                .missing = transfer && transfer->received > Money{} ? std::max(transfer->missing(), Money{}) : Money{}};
}

}  // namespace

http::Response show_orders(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const std::int64_t page = text::parse_integer(request.query.value("page"), 1, 100'000).value_or(1);
  const Time now = shop.clock.now();
  auto [found, unpaid] = shop.db.read([&](db::Tx& tx) {
    ListLoaded loaded{.page = orders_of(tx, UserId{request.visitor.user->id}, page, kOrdersPerPage), .unpaid = {}};
    for (const Summary& order : loaded.page.orders)
      if (const auto rest = unpaid_of(tx, order, shop, now)) loaded.unpaid.emplace(order.number, *rest);
    return loaded;
  });

  OrdersPage view;
  view.frame = shop.frames.frame_for(request);
  view.frame.title = texts("orders.list_title");
  view.frame.indexable = false;
  for (const Summary& order : found.orders)
    view.orders.push_back({.number = order.number,
                           .url = "/orders/" + order.number,
                           .placed_at = date_and_time(order.placed_at, texts),
                           .status = order.state,
                           .status_word = std::string(status_word(state_from(order.state), order.is_pickup)),
                           .payment_status = order.payment_state,
                           .first_item = order.first_item,
                           .picture = picture(order.image_url),
                           .pieces = order.pieces,
                           .total = order.total,
                           .can_pay = unpaid[order.number].can_pay,
                           .missing = unpaid[order.number].missing,
                           .can_review = order.state == word(State::kDelivered)});
  view.pagination = layout::paginate(page, kOrdersPerPage, found.total,
                                     [](std::int64_t number) { return fmt::format("/orders?page={}", number); });
  std::string out;
  html::Writer writer(out, texts);
  views::orders(writer, view);
  return http::html(200, std::move(out));
}

}  // namespace hurtrock::orders
