#include <fmt/format.h>

#include <algorithm>

#include "admin/days.hpp"
#include "admin/handlers.hpp"
#include "admin/list_export.hpp"
#include "admin/named_choice.hpp"
#include "admin/table_file.hpp"

namespace hurtrock::admin {
namespace {

http::Response list_file(const http::Request& request, Services& shop, const ExportTable& table, std::string_view what,
                         FileKind kind) {
  return table_file(request, shop, table, fmt::format("{}-{}", what, iso_day(shop.clock.now())), kind);
}

http::Response orders_file(const http::Request& request, Services& shop, FileKind kind) {
  OrderFilter filter = OrderFilter::read(request.query);
  filter.at = shop.clock.now();
  return list_file(request, shop, listed_orders_table(filter), "orders", kind);
}
http::Response users_file(const http::Request& request, Services& shop, FileKind kind) {
  return list_file(request, shop, listed_users_table(UserFilter::read(request.query)), "users", kind);
}
http::Response guests_file(const http::Request& request, Services& shop, FileKind kind) {
  return list_file(request, shop, listed_guests_table(GuestFilter::read(request.query)), "guests", kind);
}
http::Response stock_file(const http::Request& request, Services& shop, FileKind kind) {
  const auto [query, misnamed] = shop.db.read(
      [&](db::Tx& tx) { return read_listed_names(tx, kNamedInProducts, request.query, request.visitor.texts()); });
  if (misnamed.empty()) return list_file(request, shop, listed_stock_table(StockFilter::read(query)), "stock", kind);
  // The list says which name nobody has; without it the file would be of everything.
  auto list = show_stock(request, shop);
  list.status = 422;
  return list;
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
http::Response show_guests_csv(const http::Request& request, Services& shop) {
  return guests_file(request, shop, FileKind::kCsv);
}
http::Response show_guests_xlsx(const http::Request& request, Services& shop) {
  return guests_file(request, shop, FileKind::kXlsx);
}
http::Response show_stock_csv(const http::Request& request, Services& shop) {
  return stock_file(request, shop, FileKind::kCsv);
}
http::Response show_stock_xlsx(const http::Request& request, Services& shop) {
  return stock_file(request, shop, FileKind::kXlsx);
}

}  // namespace hurtrock::admin
