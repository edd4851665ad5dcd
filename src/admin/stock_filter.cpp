#include "admin/stock_filter.hpp"

#include <fmt/format.h>

#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::pair<StockSort, std::string_view> kStockSorts[] = {{StockSort::kFree, "free"},
                                                                  {StockSort::kMost, "most"},
                                                                  {StockSort::kName, "name"},
                                                                  {StockSort::kSku, "sku"},
                                                                  {StockSort::kChanged, "changed"}};
constexpr std::pair<StockAlert, std::string_view> kAlerts[] = {
    {StockAlert::kOut, "out"}, {StockAlert::kCritical, "critical"}, {StockAlert::kLow, "low"}};

bool is_by_text(StockSort sort) { return sort == StockSort::kName || sort == StockSort::kSku; }

/// "17:-3": the id, and what the list is sorted by.
std::optional<StockFilter::Cursor> read_cursor(std::string_view typed, StockSort sort) {
  const auto colon = typed.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto id = text::parse_integer(typed.substr(0, colon), 1, INT64_MAX);
  if (!id) return std::nullopt;
  StockFilter::Cursor cursor{.number = 0, .text = {}, .id = VariantId{*id}};
  std::string_view value = typed.substr(colon + 1);
  if (is_by_text(sort)) {
    cursor.text = value;
    return cursor;
  }
  // More may be promised than is there.
  const bool is_negative = value.starts_with('-');
  if (is_negative) value.remove_prefix(1);
  const auto number = text::parse_integer(value, 0, INT64_MAX);
  if (!number) return std::nullopt;
  cursor.number = is_negative ? -*number : *number;
  return cursor;
}

}  // namespace

std::string_view word(StockSort sort) { return word_in(kStockSorts, sort); }
std::string_view word(StockAlert alert) { return word_in(kAlerts, alert); }

std::optional<StockAlert> alert_of(std::int64_t free, std::int64_t minimum, std::int64_t low) {
  if (free > low) return std::nullopt;
  if (free <= 0) return StockAlert::kOut;
  return free <= minimum ? StockAlert::kCritical : StockAlert::kLow;
}

StockFilter StockFilter::read(const http::Fields& query) {
  StockFilter filter;
  const std::string_view typed = text::trim(query.value("q"));
  if (text::is_printable(typed)) filter.search = text::shorten(typed, kLongestSearch);
  filter.alert = find_word(kAlerts, query.value("alert"));
  filter.alerts = filter.alert || query.value("alert") == "any";
  filter.category = id_or_name_in<CategoryId>(query, "category", filter.in_vain);
  filter.brand = id_or_name_in<BrandId>(query, "brand", filter.in_vain);
  filter.supplier = id_or_name_in<SupplierId>(query, "supplier", filter.in_vain);
  filter.with_archive = query.value("archive") == "1";
  filter.sort = find_word(kStockSorts, query.value("sort")).value_or(StockSort::kFree);
  filter.after = read_cursor(query.value("after"), filter.sort);
  return filter;
}

std::string StockFilter::address() const {
  std::vector<std::pair<std::string, std::string>> fields;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) fields.emplace_back(name, value);
  };
  const auto add_id = [&](std::string_view name, const auto& id) {
    if (id) fields.emplace_back(name, std::to_string(id->value()));
  };
  add("q", search);
  add("alert", alert ? word(*alert) : alerts ? "any" : "");
  add_id("category", category);
  add_id("brand", brand);
  add_id("supplier", supplier);
  add("archive", with_archive ? "1" : "");
  add("sort", sort == StockSort::kFree ? "" : word(sort));
  fields.insert(fields.end(), in_vain.begin(), in_vain.end());
  return fields.empty() ? "/admin/stock" : "/admin/stock?" + http::Fields(std::move(fields)).canonical();
}

std::string StockFilter::address_after(const Cursor& cursor) const {
  const std::string value = is_by_text(sort) ? cursor.text : std::to_string(cursor.number);
  const std::string plain = address();
  return plain + (plain.contains('?') ? '&' : '?') +
         http::Fields({{"after", fmt::format("{}:{}", cursor.id.value(), value)}}).canonical();
}

bool StockFilter::is_narrowed() const {
  return !search.empty() || category || brand || supplier || !in_vain.empty() || with_archive;
}

StockFilter StockFilter::with_any_alert() const {
  StockFilter other = *this;
  other.alerts = true;
  other.alert.reset();
  other.after.reset();
  return other;
}

StockFilter StockFilter::with_alert(StockAlert kind) const {
  StockFilter other = with_any_alert();
  other.alert = kind;
  return other;
}

StockFilter StockFilter::without_alerts() const {
  StockFilter other = with_any_alert();
  other.alerts = false;
  return other;
}

}  // namespace hurtrock::admin
