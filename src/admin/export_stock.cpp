#include <array>
#include <iterator>
#include <string_view>

#include "admin/export_cells.hpp"
#include "admin/export_store.hpp"
#include "admin/export_table.hpp"
#include "admin/product_columns.hpp"
#include "admin/stock_list.hpp"

namespace hurtrock::admin {
namespace {

using spreadsheet::Cell;

constexpr auto kStockTitles = std::to_array<std::string_view>(
    {"sku", "product", "options", "brand", "category", "supplier", "state", "active", "on_hand", "reserved", "free",
     "backorder_limit", "minimum_stock", "low_stock", "price", "unit_cost", "changed_at"});

std::vector<Cell> cells_of(const store::ExportedLevel& level, const CategoryNames& categories) {
  return {level.sku,
          level.product,
          level.options,
          level.brand,
          categories.of(level.category),
          level.supplier,
          level.state,
          cell_of(level.active),
          level.on_hand,
          level.reserved,
          level.on_hand - level.reserved,
          level.backorder_limit,
          level.minimum_stock,
          level.low_stock_threshold,
          level.price,
          cell_of(level.unit_cost),
          cell_of(level.changed_at)};
}

}  // namespace

ExportTable stock_table(const std::optional<Days>& days, std::int64_t per_page) {
  return {.titles = {kStockTitles.begin(), kStockTitles.end()},
          .rows = [days, per_page](db::Tx& tx, const RowSink& sink) {
            const CategoryNames categories(catalog::uncounted_category_tree(tx));
            VariantId after;
            for (std::int64_t written = 0;;) {
              const auto levels = store::stock_to_export(tx, after, days, per_page);
              for (const auto& level : levels) sink(cells_of(level, categories));
              written += std::ssize(levels);
              if (std::ssize(levels) < per_page) return written;
              after = levels.back().variant;
            }
          }};
}

ExportTable listed_stock_table(const StockFilter& listed, std::int64_t per_page) {
  ExportTable table{.titles = {kStockTitles.begin(), kStockTitles.end()},
                    .rows = [listed, per_page](db::Tx& tx, const RowSink& sink) {
                      const CategoryNames categories(catalog::uncounted_category_tree(tx));
                      StockFilter filter = listed;
                      filter.after.reset();
                      for (std::int64_t written = 0;;) {
                        const auto rows = store::stock_matching(tx, filter, i18n::Language::kIndonesian, per_page);
                        std::vector<VariantId> variants;
                        for (const auto& row : rows) variants.push_back(row.variant);
                        for (const auto& level : store::stock_to_export(tx, variants))
                          sink(cells_of(level, categories));
                        written += std::ssize(rows);
                        if (std::ssize(rows) < per_page) return written;
                        filter.after = stock_place(rows.back(), filter.sort);
                      }
                    }};
  table.has_more_than = [listed](db::Tx& tx, std::int64_t rows) { return store::has_more_than(tx, listed, rows); };
  return table;
}

}  // namespace hurtrock::admin
