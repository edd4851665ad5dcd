#include "checkout/place_order.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkout/articles.hpp"
#include "checkout/buyer_limits.hpp"
#include "checkout/service_name.hpp"
#include "checkout/store.hpp"
#include "checkout/transfer.hpp"
#include "checkout/ways_to_pay.hpp"
#include "inventory/inventory.hpp"

namespace hurtrock::checkout {
namespace {

using Why = NotPlaced::Why;

std::unexpected<NotPlaced> refuse(Why why, std::string product = {}, std::int64_t available = 0) {
  return std::unexpected(NotPlaced{.why = why, .product = std::move(product), .available = available});
}

/// The buyer pays no more than was shown: either no line costs more than when it was last seen, or the total was agreed
/// to.
bool prices_are_accepted(const cart::Cart& cart, const PlaceRequest& request) {
  if (request.accepted_total && cart.subtotal() <= *request.accepted_total) return true;
  return std::ranges::all_of(cart.lines, [](const cart::Line& line) { return line.offer.price <= line.price_seen; });
}

std::expected<shipping::Quote, NotPlaced> chosen_shipping(db::Tx& tx, const cart::Cart& cart,
                                                          const PlaceRequest& request) {
  for (auto& quote : shipping::quotes(tx, request.province_code, articles_of(cart), cart.subtotal()))
    if (quote.service_code == request.shipping_service) return std::move(quote);
  return refuse(Why::kUnknownShipping);
}

/// The method, if it takes the total.
std::optional<payments::Method> method_for(db::Tx& tx, const Services& shop, std::string_view provider, Money total) {
  for (payments::Method& method : payments::methods(tx))
    if (method.provider == provider && method.takes(total) && is_ready(shop, method)) return std::move(method);
  return std::nullopt;
}

orders::NewOrder describe(const Buyer& buyer, const PlaceRequest& request, const cart::Cart& cart,
                          const shipping::Quote& quote, const pricing::Totals& totals) {
  orders::NewOrder order{.user = buyer.owner.user,
                         .session = buyer.owner.session,
                         .placed_by = buyer.placed_by,
                         .payment_method = request.payment_method,
                         .language = buyer.language,
                         .contact = request.contact,
                         .address = request.address,
                         .note = request.note,
                         .shipping = {.code = quote.service_code,
                                      .name = service_name(quote, i18n::Texts::of(buyer.language)),
                                      .courier = quote.courier,
                                      .min_days = quote.min_days,
                                      .max_days = quote.max_days,
                                      .chargeable_weight_g = quote.chargeable_weight_g,
                                      .is_pickup = quote.is_pickup},
                         .totals = totals,
                         .hold_until = {},
                         .lines = {}};
  for (const cart::Line& line : cart.lines)
    order.lines.push_back({.product = line.offer.product,
                           .variant = line.offer.variant,
                           .sku = line.offer.sku,
                           .name = line.offer.name,
                           .options = line.offer.options,
                           .quantity = line.quantity,
                           .unit_price = line.offer.price,
                           .weight_g = line.offer.weight_g});
  return order;
}

/// Sells the goods, or holds them for an order that is still to be paid. The lines, with what has to be awaited.
std::expected<std::vector<orders::Line>, NotPlaced> take_goods(db::Tx& tx, const orders::Placed& placed,
                                                               const orders::NewOrder& order, Time now) {
  std::vector<inventory::Wanted> wanted;
  for (std::size_t i = 0; i < order.lines.size(); ++i)
    wanted.push_back({placed.lines[i], order.lines[i].variant, order.lines[i].quantity});
  const auto refuse_for = [&](const inventory::Shortage& shortage) {
    const auto line = std::ranges::find(order.lines, shortage.variant, &orders::NewLine::variant);
    return refuse(Why::kInsufficientStock, line->name, shortage.available);
  };
  if (order.state == orders::State::kPending) {
    if (const auto held = inventory::reserve(tx, placed.id, wanted, now); !held) return refuse_for(held.error());
    return orders::lines_of(placed, order);
  }
  const auto all_lay_here = inventory::sell(tx, placed.id, wanted, now);
  if (!all_lay_here) return refuse_for(all_lay_here.error());
  return *all_lay_here ? orders::lines_of(placed, order) : orders::lines_of(tx, placed.id);
}

/// What the buyer has to know of the method besides the sum and the time.
std::vector<std::string> how_to_pay(const Services& shop, const payments::Method& method, i18n::Language language) {
  if (method.provider != "midtrans") return account_lines(method.accounts);
  return {i18n::Texts::of(language)("checkout.wallets_sooner", {{"minutes", shop.settings.wallet_time.count()}})};
}

std::expected<Placed, NotPlaced> place(db::Tx& tx, Services& shop, const Buyer& buyer, const PlaceRequest& request) {
  const Time now = shop.clock.now();
  // The cart's row is locked first: repeats of one request follow each other from here on, so that the second finds the
  // first one's order before it looks at stock the first one has taken.
  const CartId cart = cart::lock(tx, buyer.owner, now);
  if (const auto known = store::find_request(tx, buyer)) {
    if (known->body_hash != buyer.body_hash) return refuse(Why::kKeyReused);
    return Placed{known->order, true};
  }

  auto placed = place_lines(tx, shop, buyer, request, cart::load(tx, cart, buyer.language));
  if (!placed) return placed;
  cart::clear(tx, cart);
  const bool is_answered = placed->complete && buyer.answer_of;
  store::insert_request(tx, buyer, placed->order,
                        is_answered ? std::optional{buyer.answer_of(*placed->complete)} : std::nullopt, now);
  return placed;
}

}  // namespace

std::expected<Placed, NotPlaced> place_lines(db::Tx& tx, Services& shop, const Buyer& buyer,
                                             const PlaceRequest& request, const cart::Cart& cart) {
  const Time now = shop.clock.now();
  if (cart.lines.empty()) return refuse(Why::kEmptyCart);
  for (const cart::Line& line : cart.lines)
    if (!line.offer.on_sale) return refuse(Why::kNotSold, line.offer.name);
  if (!prices_are_accepted(cart, request)) return refuse(Why::kPriceChanged);

  const auto quote = chosen_shipping(tx, cart, request);
  if (!quote) return std::unexpected(quote.error());
  pricing::Totals totals = pricing::total_of(cart.subtotal(), quote->price);
  // The cart may have been changed in another tab since, or the price of the shipping.
  if (request.seen_total && *request.seen_total != totals.total)
    return std::unexpected(NotPlaced{.why = Why::kTotalChanged, .total = totals.total});
  const auto method = method_for(tx, shop, request.payment_method, totals.total);
  if (!method) return refuse(Why::kMethodNotAvailable);
  if (auto room = room_for_order(tx, shop, buyer, request.contact, now); !room)
    return std::unexpected(std::move(room.error()));
  const bool transfer = request.payment_method == "bank_transfer";
  if (transfer) {
    const auto code = payments::free_code(tx, totals.total, now);
    if (!code) return refuse(Why::kMethodNotAvailable);
    totals = pricing::total_of(cart.subtotal(), quote->price, *code);
  }

  const bool cash = request.payment_method == "cod";
  orders::NewOrder order = describe(buyer, request, cart, *quote, totals);
  // Cash is taken at the door: nothing is waited for, the goods are sold and packed at once.
  order.state = cash ? orders::State::kProcessing : orders::State::kPending;
  const Time pay_until = now + shop.settings.time_to_pay(request.payment_method);
  if (!cash) order.hold_until = pay_until + shop.settings.hold_grace;

  const orders::Placed placed = orders::place(tx, order, now);
  const auto lines = take_goods(tx, placed, order, now);
  if (!lines) return std::unexpected(lines.error());
  payments::create_attempt(
      tx,
      {.order = placed.id,
       .order_number = placed.number,
       .provider = request.payment_method,
       .amount = totals.total,
       // Nobody has to be asked for a page to pay on.
       .state = cash || transfer ? payments::AttemptState::kPending : payments::AttemptState::kOpening,
       .expires_at = cash ? std::nullopt : std::optional{pay_until}},
      now);
  std::optional<Complete> complete;
  if (cash || transfer) complete = Complete{.number = placed.number, .state = order.state, .total = totals.total};
  orders::send_mail(tx, shop.mails, orders::MailKind::kPlaced, orders::order_of(placed, order, now), *lines, now,
                    {.paragraphs = how_to_pay(shop, *method, buyer.language)});
  return Placed{.order = placed.id, .complete = std::move(complete)};
}

std::string Buyer::scope() const {
  return owner.user ? fmt::format("user:{}", owner.user->value()) : fmt::format("session:{}", owner.session->value());
}

std::string proved_email(const http::Visitor& visitor) {
  return visitor.user && visitor.user->verified ? visitor.user->email : std::string{};
}

std::expected<Placed, NotPlaced> place_order(Services& shop, const Buyer& buyer, const PlaceRequest& request) {
  auto placed =
      with_free_code([&] { return shop.db.write([&](db::Tx& tx) { return place(tx, shop, buyer, request); }); });
  if (placed) {
    shop.wake_jobs();
  } else if (placed.error().why == Why::kPriceChanged) {
    shop.db.write([&](db::Tx& tx) { cart::accept_prices(tx, buyer.owner); });
  }
  return placed;
}

}  // namespace hurtrock::checkout
