#include "admin/draft_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "admin/audit.hpp"
#include "admin/edit_form.hpp"
#include "admin/form_key.hpp"
#include "admin/frame.hpp"
#include "admin/restock_form.hpp"
#include "admin/store.hpp"
#include "admin/views/restock_edit.html.hpp"
#include "catalog/suppliers.hpp"
#include "catalog/typed_price.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

/// What the rows come to as they are typed; what cannot be read does not count.
Money total_of(const http::Fields& fields, const std::vector<VariantId>& rows) {
  Money total;
  for (const VariantId variant : rows) {
    const auto quantity =
        text::parse_integer(text::trim(fields.value(restock_quantity_field(variant))), 0, restock::kMostPieces);
    const auto cost = catalog::read_typed_price(fields.value(restock_cost_field(variant)));
    if (quantity && cost && *cost <= restock::kHighestCost) total += *cost * *quantity;
  }
  return total;
}

/// What there is of it, what is on its way, and how many people wait for it.
std::string stock_text(const store::StockRow& row, std::int64_t on_order, const i18n::Texts& texts) {
  std::string text = on_order > 0 ? texts("admin.restock.free_and_coming", {{"free", row.free()}, {"coming", on_order}})
                                  : texts("admin.products.free", {{"n", row.free()}});
  if (row.waiting > 0) text += ", " + texts("admin.stock.waiting", {{"n", row.waiting}});
  return text;
}

void add_rows(RestockEditPage& view, const http::Fields& fields, const std::vector<store::StockRow>& variants,
              const std::vector<restock::Supply>& supplies, const i18n::Texts& texts) {
  for (const VariantId id : rows_of(fields)) {
    const auto row = std::ranges::find(variants, id, &store::StockRow::variant);
    // Of a variant that is gone; it does not come back with the form.
    if (row == variants.end()) continue;
    const auto& supply = supplies[static_cast<std::size_t>(row - variants.begin())];
    view.rows.push_back({.variant = id.value(),
                         .name = row->name,
                         .options = row->options,
                         .sku = row->sku,
                         .url = fmt::format("/admin/stock/{}", id.value()),
                         .stock = stock_text(*row, supply.on_order, texts),
                         .quantity_field = restock_quantity_field(id),
                         .cost_field = restock_cost_field(id)});
    view.label_texts.emplace_back(view.rows.back().quantity_field,
                                  fmt::format("{} ({})", texts("admin.restock.quantity"), row->sku));
    view.label_texts.emplace_back(view.rows.back().cost_field,
                                  fmt::format("{} ({})", texts("admin.restock.cost"), row->sku));
  }
}

}  // namespace

http::Response draft_page(const http::Request& request, Services& shop, const std::optional<restock::Order>& order,
                          DraftPageState state) {
  const auto& texts = request.visitor.texts();
  const bool as_stored = state.fields.pairs().empty();
  if (as_stored && order) state.fields = fields_of(*order);
  RestockEditPage view{.frame = frame_for(request, shop, Section::kStock,
                                          order ? std::string_view(order->number) : texts("admin.restock.new"))};
  view.title = view.frame.shop.title;
  view.is_new = !order;
  view.conflict = state.conflict;
  // Also after a refused POST.
  view.frame.shop.path = order ? fmt::format("/admin/restock/{}", order->number) : "/admin/restock/new";
  view.frame.shop.notice = std::move(state.notice);
  view.frame.shop.notice_is_error = state.notice_is_error;
  view.action = order ? view.frame.shop.path : "/admin/restock";
  view.supplier = state.fields.value("supplier");
  view.form_key = form_key_for_page(state.fields, texts);
  view.label_texts = {{"expected", std::string(texts("admin.restock.expected"))},
                      {"note", std::string(texts("admin.stock.note"))},
                      {"add_sku", std::string(texts("admin.restock.add_sku"))}};
  if (order) {
    view.number = order->number;
    view.version = as_stored || state.conflict
                       ? order->version
                       : text::parse_integer(state.fields.value("version"), 1, INT64_MAX).value_or(0);
    if (state.conflict) {
      set_beside(view.form, state.fields, fields_of(*order), {"expected", "note"}, texts,
                 [](std::string_view, std::string value) { return value; });
      for (const auto& line : order->lines)
        view.stored_lines.push_back(
            fmt::format("{} × {} {}", line.ordered.quantity, line.ordered.sku, line.ordered.name));
    }
  }
  const auto rows = rows_of(state.fields);
  shop.db.read([&](db::Tx& tx) {
    const auto variants = store::stock_of(tx, rows, texts.language());
    std::vector<VariantId> ids;
    for (const auto& row : variants) ids.push_back(row.variant);
    view.rows.clear();
    add_rows(view, state.fields, variants, restock::supply_of(tx, ids), texts);
    const auto supplier = text::parse_integer(view.supplier, 1, INT64_MAX);
    if (const auto found = supplier ? catalog::find_supplier(tx, SupplierId{*supplier}) : std::nullopt)
      view.supplier_name = found->supplier.name;
    if (order) view.history = history_of(tx, "purchase_order", order->number, kHistoryShown, texts);
  });
  view.may_add = view.rows.size() < restock::kMostLines;
  view.total = total_of(state.fields, rows);
  view.form.form = {.values = state.fields.pairs(), .errors = std::move(state.errors)};

  std::string out;
  html::Writer writer(out, texts);
  views::restock_edit(writer, view);
  return http::html(state.status, std::move(out));
}

}  // namespace hurtrock::admin
