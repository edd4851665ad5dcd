#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "admin/days.hpp"
#include "admin/export_table.hpp"
#include "admin/handlers.hpp"
#include "admin/list_export.hpp"
#include "platform/http/one_answer.hpp"

namespace hurtrock::admin {
namespace {

enum class FileKind : std::uint8_t { kCsv, kXlsx };

/// Written to a file of its own and sent from there: memory does not grow with the list.
http::Response table_file(Services& shop, const ExportTable& table, std::string_view name, FileKind kind) {
  const std::string path = http::path_for_one_answer(shop.images.scratch);
  if (kind == FileKind::kCsv)
    write_csv(shop.db, table, path);
  else
    write_xlsx(shop.db, table, path, shop.images.scratch);
  http::Response response;
  response.file = path;
  response.set("Content-Type", kind == FileKind::kCsv
                                   ? "text/csv; charset=utf-8"
                                   : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  response.set("Content-Disposition", fmt::format("attachment; filename=\"hurtrock-{}-{}.{}\"", name,
                                                  iso_day(shop.clock.now()), kind == FileKind::kCsv ? "csv" : "xlsx"));
  response.set("Cache-Control", "private, no-store");
  return response;
}

http::Response orders_file(const http::Request& request, Services& shop, FileKind kind) {
  OrderFilter filter = OrderFilter::read(request.query);
  filter.at = shop.clock.now();
  return table_file(shop, listed_orders_table(filter), "orders", kind);
}
http::Response users_file(const http::Request& request, Services& shop, FileKind kind) {
  return table_file(shop, listed_users_table(UserFilter::read(request.query)), "users", kind);
}
http::Response stock_file(const http::Request& request, Services& shop, FileKind kind) {
  return table_file(shop, listed_stock_table(StockFilter::read(request.query)), "stock", kind);
}

}  // namespace

ListExport list_export(std::string_view list_address) {
  const std::size_t query = std::min(list_address.find('?'), list_address.size());
  const auto address = [&](std::string_view ending) {
    return fmt::format("{}/export.{}{}", list_address.substr(0, query), ending, list_address.substr(query));
  };
  return {.csv_url = address("csv"), .xlsx_url = address("xlsx")};
}

http::Response show_orders_csv(const http::Request& request, Services& shop) {
  return orders_file(request, shop, FileKind::kCsv);
}
http::Response show_orders_xlsx(const http::Request& request, Services& shop) {
  return orders_file(request, shop, FileKind::kXlsx);
}
http::Response show_users_csv(const http::Request& request, Services& shop) {
  return users_file(request, shop, FileKind::kCsv);
}
http::Response show_users_xlsx(const http::Request& request, Services& shop) {
  return users_file(request, shop, FileKind::kXlsx);
}
http::Response show_stock_csv(const http::Request& request, Services& shop) {
  return stock_file(request, shop, FileKind::kCsv);
}
http::Response show_stock_xlsx(const http::Request& request, Services& shop) {
  return stock_file(request, shop, FileKind::kXlsx);
}

}  // namespace hurtrock::admin
