#include "admin/payment_filter.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "admin/dates.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

/// "1795342500000000-17": when it was begun, in microseconds, and its id.
std::optional<PaymentFilter::Cursor> read_payment_cursor(std::string_view text) {
  const auto parts = text::split(text, '-');
  if (parts.size() != 2) return std::nullopt;
  const auto micros = text::parse_integer(parts[0], 0, INT64_MAX);
  const auto id = text::parse_integer(parts[1], 1, INT64_MAX);
  if (!micros || !id) return std::nullopt;
  return PaymentFilter::Cursor{from_micros(*micros), PaymentId{*id}};
}

std::string address_with(const PaymentFilter& filter, const std::string& cursor) {
  std::vector<std::pair<std::string, std::string>> fields;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) fields.emplace_back(name, value);
  };
  add("provider", filter.provider);
  add("state", filter.state ? payments::word(*filter.state) : "");
  add("from", filter.from);
  add("to", filter.to);
  add("older", cursor);
  constexpr std::string_view kPath = "/admin/payments/transactions";
  return fields.empty() ? std::string(kPath) : fmt::format("{}?{}", kPath, http::Fields(std::move(fields)).canonical());
}

}  // namespace

PaymentFilter PaymentFilter::read(const http::Fields& query) {
  PaymentFilter filter;
  const std::string_view provider = query.value("provider");
  if (std::ranges::find(kPaymentProviders, provider) != std::end(kPaymentProviders)) filter.provider = provider;
  filter.state = payments::find_attempt_state(query.value("state"));
  const auto day = [&](std::string_view name) {
    const std::string_view text = query.value(name);
    return wib_midnight(text) ? std::string(text) : std::string{};
  };
  filter.from = day("from");
  filter.to = day("to");
  filter.older_than = read_payment_cursor(query.value("older"));
  return filter;
}

std::string PaymentFilter::address() const { return address_with(*this, {}); }

std::string PaymentFilter::address_older_than(const Cursor& cursor) const {
  return address_with(*this, fmt::format("{}-{}", to_micros(cursor.created_at), cursor.id.value()));
}

}  // namespace hurtrock::admin
