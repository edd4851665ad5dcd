#include "admin/order_filter.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "admin/dates.hpp"
#include "admin/tracking_number.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

using Cursor = OrderFilter::Cursor;

constexpr std::pair<OrderDay, std::string_view> kDays[] = {{OrderDay::kPlaced, "placed"}, {OrderDay::kPaid, "paid"}};
constexpr std::pair<BuyerKind, std::string_view> kBuyers[] = {{BuyerKind::kNew, "new"},
                                                              {BuyerKind::kReturning, "returning"}};
constexpr std::pair<Stuck, std::string_view> kStuck[] = {{Stuck::kUnsent, "unsent"},
                                                         {Stuck::kUndelivered, "undelivered"}};
constexpr std::string_view kMethods[] = {"stripe", "midtrans", "cod", "bank_transfer"};

std::optional<orders::PaymentState> find_payment_state(std::string_view word) {
  using enum orders::PaymentState;
  for (const auto state : {kUnpaid, kPending, kPaid, kFailed, kExpired, kPartiallyRefunded, kRefunded})
    if (orders::word(state) == word) return state;
  return std::nullopt;
}

std::string day_in(std::string_view text) { return wib_midnight(text) ? std::string(text) : std::string{}; }

std::string address_with(const OrderFilter& filter, std::string_view cursor_name, const std::string& cursor) {
  std::vector<std::pair<std::string, std::string>> fields;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) fields.emplace_back(name, value);
  };
  add("state", filter.state ? orders::word(*filter.state) : "");
  add("payment", filter.payment ? orders::word(*filter.payment) : "");
  add("q", filter.search);
  add("from", filter.from);
  add("to", filter.to);
  if (filter.day != OrderDay::kPlaced) add("day", word(filter.day));
  add("product", filter.product ? std::to_string(filter.product->value()) : "");
  add("refund", filter.refund_by_hand ? "by_hand" : "");
  add("goods", filter.awaits_goods ? "awaited" : "");
  add("stuck", filter.stuck ? word(*filter.stuck) : "");
  add("method", filter.method);
  add("province", filter.province);
  add("buyer", filter.buyer ? word(*filter.buyer) : "");
  fields.insert(fields.end(), filter.in_vain.begin(), filter.in_vain.end());
  add(cursor_name, cursor);
  return fields.empty() ? "/admin/orders" : "/admin/orders?" + http::Fields(std::move(fields)).canonical();
}

/// A label's QR code is the address of the page that follows the order.
constexpr std::string_view kTrackingPage = "/track/";

std::string_view number_in_link(std::string_view typed) {
  if (!is_label_code(typed)) return typed;
  typed.remove_prefix(typed.find(kTrackingPage) + kTrackingPage.size());
  return typed.substr(0, typed.find('?'));
}

std::string order_number(std::string_view typed) {
  std::string plain;
  for (const char c : typed) {
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if ((upper >= 'A' && upper <= 'Z') || (upper >= '0' && upper <= '9'))
      plain += upper;
    else if (c != '-' && c != ' ')
      return {};
  }
  if (plain.size() == 11 && plain.starts_with("HRT")) plain.erase(0, 3);
  return plain.size() == 8 ? fmt::format("HRT-{}-{}", plain.substr(0, 4), plain.substr(4)) : std::string{};
}

/// The part of a phone number that is written the same with 0, 62 or +62 before it, from four digits on: orders are
/// looked for by parts of numbers only, people by whole ones first.
std::string phone_digits(std::string_view typed) {
  std::string digits;
  for (const char c : typed) {
    if (c >= '0' && c <= '9')
      digits += c;
    else if (std::string_view{" -+.()"}.find(c) == std::string_view::npos)
      return {};
  }
  if (digits.starts_with("62")) digits.erase(0, 2);
  if (digits.starts_with('0')) digits.erase(0, 1);
  return digits.size() >= 4 ? digits : std::string{};
}

}  // namespace

OrderFilter OrderFilter::read(const http::Fields& query) {
  OrderFilter filter;
  filter.state = orders::find_state(query.value("state"));
  filter.payment = find_payment_state(query.value("payment"));
  const std::string_view typed = text::trim(query.value("q"));
  if (text::is_printable(typed)) filter.search = text::shorten(typed, kLongestSearch);
  filter.from = day_in(query.value("from"));
  filter.to = day_in(query.value("to"));
  filter.day = find_word(kDays, query.value("day")).value_or(OrderDay::kPlaced);
  filter.product = id_or_vain_in<ProductId>(query, "product", filter.in_vain);
  filter.refund_by_hand = query.value("refund") == "by_hand";
  filter.awaits_goods = query.value("goods") == "awaited";
  filter.stuck = find_word(kStuck, query.value("stuck"));
  // These have no index of their own: they look through the orders of some days.
  if (filter.day == OrderDay::kPaid && !filter.from.empty() && !filter.to.empty()) {
    if (std::ranges::find(kMethods, query.value("method")) != std::end(kMethods)) filter.method = query.value("method");
    const std::string_view province = text::trim(query.value("province"));
    if (text::is_printable(province)) filter.province = text::shorten(province, kLongestSearch);
    filter.buyer = find_word(kBuyers, query.value("buyer"));
  }
  filter.older_than = read_order_cursor(query.value("older"));
  if (!filter.older_than) filter.newer_than = read_order_cursor(query.value("newer"));
  return filter;
}

std::optional<OrderFilter::Cursor> read_order_cursor(std::string_view text) {
  const auto parts = text::split(text, '-');
  if (parts.size() != 2) return std::nullopt;
  const auto micros = text::parse_integer(parts[0], 0, INT64_MAX);
  const auto id = text::parse_integer(parts[1], 1, INT64_MAX);
  if (!micros || !id) return std::nullopt;
  return OrderFilter::Cursor{from_micros(*micros), OrderId{*id}};
}

std::string write_order_cursor(const OrderFilter::Cursor& cursor) {
  return fmt::format("{}-{}", to_micros(cursor.placed_at), cursor.id.value());
}

std::string OrderFilter::address() const { return address_with(*this, "", {}); }
std::string OrderFilter::address_older_than(const Cursor& cursor) const {
  return address_with(*this, "older", write_order_cursor(cursor));
}
std::string OrderFilter::address_newer_than(const Cursor& cursor) const {
  return address_with(*this, "newer", write_order_cursor(cursor));
}

bool OrderFilter::is_narrowed() const {
  return payment || !search.empty() || !from.empty() || !to.empty() || product || !in_vain.empty() || refund_by_hand ||
         awaits_goods || stuck;
}

std::optional<Time> OrderFilter::first_moment() const { return wib_midnight(from); }

std::optional<Time> OrderFilter::end() const {
  auto midnight = wib_midnight(to);
  if (midnight) *midnight += std::chrono::days{1};
  return midnight;
}

std::string_view word(OrderDay day) { return word_in(kDays, day); }
std::string_view word(BuyerKind kind) { return word_in(kBuyers, kind); }
std::string_view word(Stuck stuck) { return word_in(kStuck, stuck); }

bool is_label_code(std::string_view typed) { return typed.contains(kTrackingPage); }

SearchTerms SearchTerms::of(std::string_view typed) {
  SearchTerms terms{.order_number = admin::order_number(number_in_link(typed)),
                    .invoice_number = {},
                    .tracking_number = canonical_tracking_number(typed),
                    .email = {},
                    .part = text::lower(typed),
                    .digits = phone_digits(typed)};
  std::string capitals = terms.tracking_number;
  if (capitals.starts_with("INV/")) terms.invoice_number = std::move(capitals);
  if (!is_tracking_number(terms.tracking_number)) terms.tracking_number.clear();
  if (typed.find('@') != std::string_view::npos) terms.email = terms.part;
  return terms;
}

}  // namespace hurtrock::admin
