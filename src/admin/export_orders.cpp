#include <fmt/format.h>

#include <array>
#include <iterator>
#include <string_view>
#include <utility>

#include "admin/export_cells.hpp"
#include "admin/export_store.hpp"
#include "admin/export_table.hpp"
#include "admin/store.hpp"

namespace hurtrock::admin {
namespace {

using spreadsheet::Cell;

constexpr auto kOrderTitles = std::to_array<std::string_view>(
    {"number",           "placed_at", "state",    "payment_state", "payment_method", "paid_at",        "cancelled_at",
     "delivered_at",     "invoice",   "name",     "email",         "phone",          "street",         "kelurahan",
     "kecamatan",        "kota",      "provinsi", "postal_code",   "address_note",   "note",           "shipping",
     "tracking_numbers", "weight_g",  "items",    "pieces",        "goods_total",    "shipping_total", "fee_total",
     "discount_total",   "total",     "refunded"});

void add_line(std::string& lines, std::string_view line) {
  if (!lines.empty()) lines += '\n';
  lines += line;
}

std::vector<Cell> cells_of(const store::ExportedOrder& order) {
  std::string items, tracking_numbers;
  std::int64_t pieces = 0;
  for (const auto& item : order.items) {
    add_line(items, fmt::format("{} x {}", item.sku, item.quantity));
    pieces += item.quantity;
  }
  for (const auto& number : order.tracking_numbers) add_line(tracking_numbers, number);
  return {order.number,
          cell_of(std::optional{order.placed_at}),
          order.state,
          order.payment_state,
          order.payment_method,
          cell_of(order.paid_at),
          cell_of(order.cancelled_at),
          cell_of(order.delivered_at),
          order.invoice,
          order.name,
          order.email,
          order.phone,
          order.street,
          order.kelurahan,
          order.kecamatan,
          order.kota,
          order.provinsi,
          order.postal_code,
          order.address_note,
          order.note,
          order.shipping,
          std::move(tracking_numbers),
          order.weight_g,
          std::move(items),
          pieces,
          order.goods_total,
          order.shipping_total,
          order.fee_total,
          order.discount_total,
          order.total,
          order.refunded};
}

}  // namespace

ExportTable orders_table(const std::optional<Days>& days, std::int64_t per_page) {
  return {.titles = {kOrderTitles.begin(), kOrderTitles.end()},
          .rows = [days, per_page](db::Tx& tx, const RowSink& sink) {
            // What was placed in the moment in which the days begin has an id above 0.
            store::ExportPlace after{.placed_at = days ? days->from : from_micros(0), .id = {}};
            const Time before = days ? days->before : from_micros(INT64_MAX);
            for (std::int64_t written = 0;;) {
              const auto orders = store::orders_to_export(tx, after, before, per_page);
              for (const auto& order : orders) sink(cells_of(order));
              written += std::ssize(orders);
              if (std::ssize(orders) < per_page) return written;
              after = {orders.back().placed_at, orders.back().id};
            }
          }};
}

ExportTable listed_orders_table(const OrderFilter& listed, std::int64_t per_page) {
  ExportTable table{.titles = {kOrderTitles.begin(), kOrderTitles.end()},
                    .rows = [listed, per_page](db::Tx& tx, const RowSink& sink) {
                      OrderFilter filter = listed;
                      filter.older_than = filter.newer_than = std::nullopt;
                      for (std::int64_t written = 0;;) {
                        const auto rows = store::orders_from(tx, filter, static_cast<std::size_t>(per_page));
                        std::vector<OrderId> ids;
                        for (const auto& row : rows) ids.push_back(row.place.id);
                        for (const auto& order : store::orders_to_export(tx, ids)) sink(cells_of(order));
                        written += std::ssize(rows);
                        if (std::ssize(rows) < per_page) return written;
                        filter.older_than = rows.back().place;
                      }
                    }};
  table.has_more_than = [listed](db::Tx& tx, std::int64_t rows) { return store::has_more_than(tx, listed, rows); };
  return table;
}

}  // namespace hurtrock::admin
