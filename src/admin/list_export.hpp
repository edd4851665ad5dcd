#pragma once

#include <string>
#include <string_view>

namespace hurtrock::admin {

/// The same list as files.
struct ListExport {
  std::string csv_url, xlsx_url;
};
/// Of "/admin/orders?state=paid": "/admin/orders/export.csv?state=paid".
ListExport list_export(std::string_view list_address);

}  // namespace hurtrock::admin
