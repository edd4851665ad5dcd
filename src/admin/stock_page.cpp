#include "admin/stock_page.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "admin/dates.hpp"
#include "admin/form_key.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/stock_filter.hpp"
#include "admin/store.hpp"
#include "admin/views/missing.html.hpp"
#include "admin/views/stock.html.hpp"
#include "inventory/inventory.hpp"
#include "orders/dates.hpp"
#include "platform/core/text.hpp"
#include "restock/restock.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kMovementsPerPage = 50, kHoldingsShown = 20;

/// Pieces that arrived after they had been sold.
std::string sold_later(const store::MovementRow& row, const i18n::Texts& texts) {
  return row.reference.empty() ? std::string{} : std::string(texts("admin.stock.sold_later"));
}

MovementLine movement_line(const store::MovementRow& row, const i18n::Texts& texts) {
  const std::string cause = fmt::format("admin.stock.cause.{}", row.cause);
  const std::string reason = fmt::format("admin.stock.reason.{}", row.reason);
  MovementLine line{.what = std::string(!row.cause.empty() && texts.has(cause) ? texts(cause)
                                        : texts.has(reason)                    ? texts(reason)
                                                                               : std::string_view(row.reason)),
                    .detail = row.reason == "sold" ? sold_later(row, texts)
                              : row.note.empty()   ? row.reference
                                                   : row.note,
                    .link = {},
                    .link_text = {},
                    .actor = row.actor,
                    .at = date_and_time(row.at, texts),
                    .change = fmt::format("{}{}", row.delta < 0 ? "−" : "+", std::abs(row.delta)),
                    .balance = row.balance,
                    .is_less = row.delta < 0};
  if (row.reason == "received" && row.reference.starts_with("PO-")) {
    line.detail.clear();
    line.link = fmt::format("/admin/restock/{}", row.reference);
    line.link_text = row.reference;
  }
  if (row.reason == "stock_take" && row.reference.starts_with("SO-")) {
    line.detail.clear();
    line.link = fmt::format("/admin/stock/takes/{}/review", row.reference.substr(3));
    line.link_text = row.reference;
  }
  if (!row.order_number.empty()) {
    line.link = fmt::format("/admin/orders/{}", row.order_number);
    line.link_text = row.order_number;
  }
  return line;
}

/// What the form of a correction holds before anybody has typed.
void fill_form(VariantStockPage& view, const i18n::Texts& texts) {
  const std::string_view mode = view.form.value("mode");
  view.form_key = form_key_for_page(http::Fields(view.form.values), texts);
  view.mode = mode.empty() ? "less" : std::string(mode);
  for (const auto cause : inventory::kCauses)
    view.causes.push_back({std::string(word(cause)),
                           std::string(texts(fmt::format("admin.stock.cause.{}", word(cause)))),
                           view.form.value("cause") == word(cause)});
}

}  // namespace

http::Response missing_stock_page(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  std::string out;
  html::Writer writer(out, texts);
  views::missing(writer, frame_for(request, shop, Section::kStock, texts("admin.missing.stock_title")));
  return http::html(404, std::move(out));
}

std::optional<VariantId> variant_of(const http::Request& request) {
  const auto id = text::parse_integer(request.param("variant"), 1, INT64_MAX);
  return id ? std::optional{VariantId{*id}} : std::nullopt;
}

http::Response stock_page(const http::Request& request, Services& shop, VariantId variant, StockPageState state) {
  const auto& texts = request.visitor.texts();
  const auto before = text::parse_integer(request.query.value("before"), 1, INT64_MAX).value_or(0);
  std::optional<store::StockRow> row;
  std::vector<store::MovementRow> movements;
  std::vector<store::HoldingRow> holdings;
  std::vector<store::WaitedForRow> coming;
  restock::Supply supply;
  shop.db.read([&](db::Tx& tx) {
    row = store::stock_of(tx, variant, texts.language());
    if (!row) return;
    movements = store::movements_of(tx, variant, before, kMovementsPerPage + 1);
    holdings = store::holdings_of(tx, variant, kHoldingsShown);
    coming = store::waited_for(tx, variant, kHoldingsShown);
    supply = restock::supply_of(tx, std::span(&variant, 1)).front();
  });
  if (!row) return missing_stock_page(request, shop);

  const auto alert = alert_of(row->free(), row->minimum, row->low);
  const std::string url = fmt::format("/admin/stock/{}", variant.value());
  VariantStockPage view{
      .frame = frame_for(request, shop, Section::kStock, row->name),
      .form = std::move(state.form),
      .variant = variant.value(),
      .product = row->product.value(),
      .name = row->name,
      .sku = row->sku,
      .options = row->options,
      .supplier = row->supplier_name,
      .supplier_url = row->supplier ? fmt::format("/admin/suppliers/{}", row->supplier->value()) : std::string{},
      .alert = alert ? std::string(word(*alert)) : std::string{},
      .on_hand = row->on_hand,
      .reserved = row->reserved,
      .free = row->free(),
      .minimum = row->minimum,
      .low = row->low,
      .waiting = row->waiting,
      .archived = row->archived};
  // Also after a refused POST.
  view.frame.shop.path = url;
  view.frame.shop.notice = std::move(state.notice);
  view.frame.shop.notice_is_error = state.notice_is_error;
  if (state.changed)
    view.changed =
        texts("admin.stock.changed", {{"seen", std::string(view.form.value("seen"))}, {"now", row->on_hand}});
  // Whoever is only told of a mistake has not looked at the level again.
  const auto seen = text::parse_integer(view.form.value("seen"), 0, INT64_MAX);
  view.seen = state.status == 422 && seen ? *seen : row->on_hand;
  fill_form(view, texts);
  for (const auto& waited : coming)
    view.coming.push_back({.number = waited.number,
                           .quantity = waited.left,
                           .note = waited.expected_at ? orders::date(*waited.expected_at, texts) : std::string{}});
  if (supply.last_cost) view.last_cost = format_rupiah(*supply.last_cost);
  view.restock_url = fmt::format("/admin/restock/new?variant={}", variant.value());
  view.more_held = row->reserved;
  for (const auto& holding : holdings) {
    view.holdings.push_back({.number = holding.order_number, .quantity = holding.quantity});
    view.more_held -= holding.quantity;
  }
  if (std::ssize(movements) > kMovementsPerPage) {
    movements.pop_back();
    view.next_url = fmt::format("{}?before={}#movements", url, movements.back().id);
  }
  if (before > 0) view.first_url = url + "#movements";
  for (const auto& movement : movements) view.movements.push_back(movement_line(movement, texts));

  std::string out;
  html::Writer writer(out, texts);
  views::stock(writer, view);
  return http::html(state.status, std::move(out));
}

http::Response show_variant_stock(const http::Request& request, Services& shop) {
  const auto variant = variant_of(request);
  if (!variant) return missing_stock_page(request, shop);
  const bool corrected = request.query.value("notice") == "corrected";
  return stock_page(
      request, shop, *variant,
      {.notice = corrected ? std::string(request.visitor.texts()("admin.stock.notice.corrected")) : std::string{}});
}

}  // namespace hurtrock::admin
