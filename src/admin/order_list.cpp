#include <fmt/format.h>

#include <algorithm>

#include "admin/counts.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/order_list.hpp"
#include "admin/order_row.hpp"
#include "admin/saved_filters.hpp"
#include "admin/views/order_list.html.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::size_t kOrdersPerPage = 25;

constexpr orders::State kTabs[] = {
    orders::State::kPending, orders::State::kPaid,      orders::State::kProcessing, orders::State::kPartiallyShipped,
    orders::State::kShipped, orders::State::kDelivered, orders::State::kCancelled};

constexpr orders::PaymentState kPayments[] = {orders::PaymentState::kUnpaid,  orders::PaymentState::kPending,
                                              orders::PaymentState::kPaid,    orders::PaymentState::kFailed,
                                              orders::PaymentState::kExpired, orders::PaymentState::kPartiallyRefunded,
                                              orders::PaymentState::kRefunded};

/// Another state of what is asked for.
std::string tab_url(OrderFilter filter, std::optional<orders::State> state) {
  filter.state = state;
  return filter.address();
}

std::vector<Tab> tabs(db::Tx& tx, const OrderFilter& filter, const i18n::Texts& texts) {
  // How many of a state there are is no answer to how many the tab would show of what is asked for.
  const bool is_counted = !filter.is_narrowed();
  std::vector<Tab> tabs{{std::string(texts("admin.tab.all")), tab_url(filter, std::nullopt), {}, !filter.state}};
  for (const auto state : kTabs)
    tabs.push_back({std::string(texts(fmt::format("admin.tab.{}", orders::word(state)))), tab_url(filter, state),
                    is_counted ? count_text(store::orders_in(tx, state), texts) : std::string{},
                    filter.state == state});
  return tabs;
}

std::vector<Choice> payment_choices(const OrderFilter& filter, const i18n::Texts& texts) {
  std::vector<Choice> choices{{"", std::string(texts("admin.orders.any_payment")), !filter.payment}};
  for (const auto state : kPayments)
    choices.push_back({std::string(orders::word(state)),
                       std::string(texts(fmt::format("orders.payment.{}", orders::word(state)))),
                       filter.payment == state});
  return choices;
}

std::vector<Choice> day_choices(const OrderFilter& filter, const i18n::Texts& texts) {
  std::vector<Choice> choices;
  for (const auto day : {OrderDay::kPlaced, OrderDay::kPaid})
    choices.push_back(
        {std::string(word(day)), std::string(texts(fmt::format("admin.orders.day.{}", word(day)))), filter.day == day});
  return choices;
}

std::vector<Chip> chips_of(db::Tx& tx, const OrderFilter& filter, const i18n::Texts& texts) {
  std::vector<Chip> chips;
  const auto add = [&](std::string_view field, std::string value, std::string text, auto OrderFilter::* without) {
    OrderFilter others = filter;
    others.*without = {};
    chips.push_back({std::string(field), std::move(value), std::move(text), others.address()});
  };
  if (filter.product)
    add("product", std::to_string(filter.product->value()),
        texts("admin.orders.with_product", {{"name", store::product_name(tx, *filter.product)}}),
        &OrderFilter::product);
  for (const auto& [field, typed] : filter.in_vain)
    add(field, typed, texts("admin.orders.with_product", {{"name", typed}}), &OrderFilter::in_vain);
  if (filter.refund_by_hand)
    add("refund", "by_hand", std::string(texts("admin.orders.refund_by_hand")), &OrderFilter::refund_by_hand);
  if (filter.awaits_goods)
    add("goods", "awaited", std::string(texts("admin.orders.awaits_goods")), &OrderFilter::awaits_goods);
  if (filter.stuck)
    add("stuck", std::string(word(*filter.stuck)),
        std::string(texts(fmt::format("admin.orders.stuck.{}", word(*filter.stuck)))), &OrderFilter::stuck);
  if (!filter.method.empty())
    add("method", filter.method, std::string(texts(fmt::format("admin.provider.{}", filter.method))),
        &OrderFilter::method);
  if (!filter.province.empty()) add("province", filter.province, filter.province, &OrderFilter::province);
  if (filter.buyer)
    add("buyer", std::string(word(*filter.buyer)),
        std::string(texts(fmt::format("admin.orders.buyer.{}", word(*filter.buyer)))), &OrderFilter::buyer);
  return chips;
}

/// The first screenful again when there was nothing newer any more, so that it is always a full one.
store::OrderSlice slice_of(db::Tx& tx, OrderFilter& filter) {
  auto slice = store::orders_matching(tx, filter, kOrdersPerPage);
  if (!filter.newer_than || slice.has_newer) return slice;
  filter.newer_than.reset();
  return store::orders_matching(tx, filter, kOrdersPerPage);
}

}  // namespace

std::expected<std::vector<std::string_view>, std::string> chosen_in_list(const std::vector<std::string_view>& values,
                                                                         const i18n::Texts& texts) {
  std::vector<std::string_view> chosen;
  for (const std::string_view value : values)
    if (std::ranges::find(chosen, value) == chosen.end()) chosen.push_back(value);
  if (chosen.empty()) return std::unexpected(std::string(texts("admin.print.nothing_chosen")));
  if (chosen.size() > kMostChosenOrders)
    return std::unexpected(texts("admin.print.too_many", {{"n", static_cast<std::int64_t>(kMostChosenOrders)}}));
  return chosen;
}

http::Response show_orders(const http::Request& request, Services& shop) { return order_list(request, shop); }

http::Response order_list(const http::Request& request, Services& shop, int status, std::string refusal) {
  const auto& texts = request.visitor.texts();
  OrderFilter filter = OrderFilter::read(request.query);
  filter.at = shop.clock.now();
  OrderListPage view{.frame = frame_for(request, shop, Section::kOrders, texts("admin.orders.title"))};
  // Also after a refused choice, whose own address is no page.
  view.frame.shop.path = "/admin/orders";
  view.frame.shop.notice_is_error = !refusal.empty();
  view.frame.shop.notice = std::move(refusal);
  store::OrderSlice slice;
  shop.db.read([&](db::Tx& tx) {
    view.tabs = tabs(tx, filter, texts);
    view.chips = chips_of(tx, filter, texts);
    view.saved = saved_filters(tx, request, FilteredList::kOrders);
    slice = slice_of(tx, filter);
  });

  if (filter.state) view.state = orders::word(*filter.state);
  view.search = filter.search;
  view.from = filter.from;
  view.to = filter.to;
  view.payments = payment_choices(filter, texts);
  view.days = day_choices(filter, texts);
  view.narrowed = filter.is_narrowed();
  view.clear_url = OrderFilter{.state = filter.state}.address();
  view.files = list_export(filter.address());
  view.total = count_text(slice.total, texts);
  if (slice.searched_newest_only) view.searched_note = texts("admin.orders.searched_newest");
  for (const auto& order : slice.orders) view.orders.push_back(order_row(order, texts));
  if (slice.has_newer && !slice.orders.empty()) view.newer_url = filter.address_newer_than(slice.orders.front().place);
  if (slice.has_older && !slice.orders.empty()) view.older_url = filter.address_older_than(slice.orders.back().place);

  std::string out;
  html::Writer writer(out, texts);
  views::order_list(writer, view);
  return http::html(status, std::move(out));
}

}  // namespace hurtrock::admin
