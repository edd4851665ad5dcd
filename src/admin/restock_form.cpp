#include "admin/restock_form.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "admin/dates.hpp"
#include "catalog/typed_price.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

using http::Need;

bool has_row(std::span<const VariantId> rows, VariantId variant) {
  return std::ranges::find(rows, variant) != rows.end();
}

}  // namespace

std::string restock_quantity_field(VariantId variant) { return fmt::format("quantity_{}", variant.value()); }
std::string restock_cost_field(VariantId variant) { return fmt::format("cost_{}", variant.value()); }

std::vector<VariantId> rows_of(const http::Fields& form) {
  std::vector<VariantId> rows;
  for (const auto value : form.all("row"))
    if (const auto id = text::parse_integer(value, 1, INT64_MAX); id && rows.size() < restock::kMostLines)
      if (!has_row(rows, VariantId{*id})) rows.emplace_back(*id);
  return rows;
}

void put_field(FieldPairs& pairs, std::string_view field, std::string value) {
  const auto known = std::ranges::find(pairs, field, &FieldPairs::value_type::first);
  if (known == pairs.end())
    pairs.emplace_back(field, std::move(value));
  else
    known->second = std::move(value);
}

http::Fields fields_of(const restock::Order& order) {
  FieldPairs pairs{{"supplier", std::to_string(order.supplier.value())},
                   {"expected", order.expected_at ? wib_timestamp(*order.expected_at).substr(0, 10) : std::string{}},
                   {"note", order.note}};
  for (const auto& line : order.lines) {
    const auto& [variant, sku, name, options, quantity, cost] = line.ordered;
    pairs.emplace_back("row", std::to_string(variant.value()));
    pairs.emplace_back(restock_quantity_field(variant), std::to_string(quantity));
    pairs.emplace_back(restock_cost_field(variant), cost > Money{} ? catalog::without_currency(cost) : std::string{});
  }
  return http::Fields(std::move(pairs));
}

http::Fields with_rows(const http::Fields& form, std::span<const store::StockRow> variants,
                       std::span<const restock::Supply> supplies) {
  auto pairs = form.pairs();
  auto rows = rows_of(form);
  for (std::size_t i = 0; i < variants.size() && rows.size() < restock::kMostLines; ++i) {
    const store::StockRow& row = variants[i];
    if (has_row(rows, row.variant)) continue;
    rows.push_back(row.variant);
    pairs.emplace_back("row", std::to_string(row.variant.value()));
    // The form may still have the fields of a row that was taken out before.
    put_field(pairs, restock_quantity_field(row.variant),
              std::to_string(restock::suggested_quantity(row.free(), row.low, supplies[i].on_order)));
    const auto& cost = supplies[i].last_cost;
    put_field(pairs, restock_cost_field(row.variant), cost ? catalog::without_currency(*cost) : std::string{});
  }
  return http::Fields(std::move(pairs));
}

http::Fields without_row(const http::Fields& form, VariantId variant) {
  auto pairs = form.pairs();
  const std::string id = std::to_string(variant.value());
  std::erase_if(pairs, [&](const auto& pair) { return pair.first == "row" && pair.second == id; });
  return http::Fields(std::move(pairs));
}

std::expected<restock::Draft, std::vector<http::FieldError>> read_restock_form(const http::Fields& form,
                                                                               const i18n::Texts& texts) {
  auto input = http::Input::of_fields(form, texts);
  restock::Draft draft;
  draft.supplier = SupplierId{input.integer("supplier", 1, INT64_MAX).value_or(0)};
  if (const std::string day = input.line("expected", 10, Need::kOptional); !day.empty()) {
    draft.expected_at = wib_midnight(day);
    if (!draft.expected_at) input.refuse("expected", "day", std::string(texts("admin.restock.error.day")));
  }
  draft.note = input.text("note", 500, Need::kOptional);
  for (const VariantId variant : rows_of(form)) {
    const std::string cost_field = restock_cost_field(variant);
    restock::LineDraft line{.variant = variant, .sku = {}, .name = {}, .options = {}, .quantity = 1, .unit_cost = {}};
    line.quantity = input.integer(restock_quantity_field(variant), 1, restock::kMostPieces).value_or(1);
    if (const std::string typed = input.line(cost_field, 30, Need::kOptional); !typed.empty()) {
      const auto cost = catalog::read_typed_price(typed);
      if (!cost || *cost > restock::kHighestCost)
        input.refuse(cost_field, "cost", std::string(texts("admin.restock.error.cost")));
      line.unit_cost = cost.value_or(Money{});
    }
    draft.lines.push_back(std::move(line));
  }
  if (!input.ok()) return std::unexpected(input.errors());
  return draft;
}

}  // namespace hurtrock::admin
