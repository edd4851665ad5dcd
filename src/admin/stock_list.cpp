#include <fmt/format.h>

#include "admin/counts.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/named_choice.hpp"
#include "admin/saved_filters.hpp"
#include "admin/stock_list.hpp"
#include "admin/stock_pages.hpp"
#include "admin/views/stock_list.html.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kVariantsPerPage = 50;

StockListRow list_row(const store::StockRow& row) {
  const auto alert = alert_of(row.free(), row.minimum, row.low);
  return {.variant = row.variant.value(),
          .name = row.name,
          .sku = row.sku,
          .options = row.options,
          .url = fmt::format("/admin/stock/{}", row.variant.value()),
          .supplier = row.supplier_name,
          .supplier_url = row.supplier ? fmt::format("/admin/suppliers/{}", row.supplier->value()) : std::string{},
          .alert = alert ? std::string(word(*alert)) : std::string{},
          .on_hand = row.on_hand,
          .reserved = row.reserved,
          .free = row.free(),
          .minimum = row.minimum,
          .low = row.low,
          .waiting = row.waiting,
          .archived = row.archived};
}

void fill_tabs(const StockFilter& filter, const store::StockCounts& counts, const i18n::Texts& texts,
               StockListPage& view) {
  view.tabs = {{.text = std::string(texts("admin.stock.alert.all")),
                .url = filter.without_alerts().address(),
                .count = {},
                .current = !filter.alerts}};
  const auto add = [&](std::string_view name, const StockFilter& other, const store::Count& count, bool current) {
    view.tabs.push_back({.text = std::string(texts(fmt::format("admin.stock.alert.{}", name))),
                         .url = other.address(),
                         .count = count_text(count, texts),
                         .current = current});
  };
  add("any", filter.with_any_alert(), counts.any, filter.alerts && !filter.alert);
  for (const auto alert : {StockAlert::kOut, StockAlert::kCritical, StockAlert::kLow})
    add(word(alert), filter.with_alert(alert), counts.of(alert), filter.alert == alert);
}

void fill_names(db::Tx& tx, const http::Fields& query, const i18n::Texts& texts, StockListPage& view) {
  using store::Named;
  view.category = named_filter(tx, Named::kCategory, query, texts("admin.products.any_category"), texts);
  view.brand = named_filter(tx, Named::kBrand, query, texts("admin.products.any_brand"), texts);
  view.supplier = named_filter(tx, Named::kSupplier, query, texts("admin.stock.any_supplier"), texts);
}

}  // namespace

StockFilter::Cursor stock_place(const store::StockRow& row, StockSort sort) {
  return {.number = sort == StockSort::kChanged ? to_micros(row.changed_at) : row.free(),
          .text = sort == StockSort::kSku ? row.sku : row.name,
          .id = row.variant};
}

http::Response show_stock(const http::Request& request, Services& shop) {
  if (auto by_id = address_by_id(request, shop, kNamedInProducts)) return http::see_other(*std::move(by_id));
  const auto& texts = request.visitor.texts();
  StockFilter filter = StockFilter::read(request.query);
  StockListPage view{.frame = frame_for(request, shop, Section::kStock, texts("admin.stock.title"))};
  std::vector<store::StockRow> rows;
  shop.db.read([&](db::Tx& tx) {
    fill_names(tx, request.query, texts, view);
    const auto counts = store::count_alerts(tx, filter);
    // One more than fits says whether there are others.
    rows = store::stock_matching(tx, filter, texts.language(), kVariantsPerPage + 1);
    fill_tabs(filter, counts, texts, view);
    view.total = texts("admin.stock.total", {{"count", count_text(filter.alert    ? counts.of(*filter.alert)
                                                                  : filter.alerts ? counts.any
                                                                                  : counts.all,
                                                                  texts)}});
    view.saved = saved_filters(tx, request, FilteredList::kStock);
  });
  if (std::ssize(rows) > kVariantsPerPage) {
    rows.pop_back();
    view.next_url = filter.address_after(stock_place(rows.back(), filter.sort));
  }
  if (filter.after) view.first_url = filter.address();
  for (const auto sort : {StockSort::kFree, StockSort::kMost, StockSort::kName, StockSort::kSku, StockSort::kChanged})
    view.sorts.push_back({std::string(word(sort)), std::string(texts(fmt::format("admin.stock.sort.{}", word(sort)))),
                          filter.sort == sort});
  view.alert = filter.alert ? word(*filter.alert) : filter.alerts ? "any" : "";
  view.search = filter.search;
  view.with_archive = filter.with_archive;
  if (filter.is_narrowed()) {
    StockFilter plain{.alerts = filter.alerts, .alert = filter.alert, .sort = filter.sort};
    view.clear_url = plain.address();
  }
  view.files = list_export(filter.address());
  for (const auto& row : rows) view.rows.push_back(list_row(row));

  std::string out;
  html::Writer writer(out, texts);
  views::stock_list(writer, view);
  return http::html(200, std::move(out));
}

}  // namespace hurtrock::admin
