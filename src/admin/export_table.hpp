#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "admin/days.hpp"
#include "admin/guest_filter.hpp"
#include "admin/order_filter.hpp"
#include "admin/stock_filter.hpp"
#include "admin/user_filter.hpp"
#include "platform/db/db.hpp"
#include "platform/spreadsheet/spreadsheet.hpp"

/// What leaves the shop as a table, for other programs: products, orders, customers and stock. Every table is read in
/// pages from one transaction, so it is as of one moment, and memory does not grow with it. Moments are in WIB, as
/// "2026-11-22 17:15:00"; states are the words of the database; money is whole rupiah.
namespace hurtrock::admin {

using RowSink = std::function<void(std::span<const spreadsheet::Cell>)>;

struct ExportTable {
  std::vector<std::string> titles;
  /// Hands every row to the sink; answers how many there were.
  std::function<std::int64_t(db::Tx&, const RowSink&)> rows;
  /// Whether there are more than so many, without reading them all; not there where nobody knows before the end.
  std::function<bool(db::Tx&, std::int64_t)> has_more_than = {};
};

constexpr std::int64_t kExportPage = 500;

/// Every order of those days (without any: of all), the oldest first; what was ordered stands in one cell, a line for
/// each SKU.
ExportTable orders_table(const std::optional<Days>& days, std::int64_t per_page = kExportPage);
/// Every mailbox that has ordered or has an account, by mailbox; with days: that has ordered in them, and its figures
/// are of them. What was given back is not counted as spent.
ExportTable customers_table(const std::optional<Days>& days, std::int64_t per_page = kExportPage);
/// Every variant with its level, in the order they were added, archived ones too; with days: those whose stock moved in
/// them, with their level of now.
ExportTable stock_table(const std::optional<Days>& days, std::int64_t per_page = kExportPage);

/// What the lists of the admin show, from their beginning and in their order. Users and guests are written as customers
/// are: with what their mailbox has ordered.
ExportTable listed_orders_table(const OrderFilter& listed, std::int64_t per_page = kExportPage);
ExportTable listed_users_table(const UserFilter& listed, std::int64_t per_page = kExportPage);
ExportTable listed_stock_table(const StockFilter& listed, std::int64_t per_page = kExportPage);
ExportTable listed_guests_table(const GuestFilter& listed, std::int64_t per_page = kExportPage);

/// As CSV into a file that must not exist; answers the number of rows. Throws std::runtime_error when it cannot be
/// written.
std::int64_t write_csv(db::Database& db, const ExportTable& table, const std::string& path);
/// The same as a sheet, which not every table fits into: then there is no file. `scratch` as xlsx_writer() has it.
enum class NotWritten : std::uint8_t { kTooManyRows };
std::expected<std::int64_t, NotWritten> write_xlsx(db::Database& db, const ExportTable& table, const std::string& path,
                                                   const std::string& scratch);

}  // namespace hurtrock::admin
