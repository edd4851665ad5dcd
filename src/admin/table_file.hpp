#pragma once

#include <cstdint>
#include <string_view>

#include "admin/export_table.hpp"
#include "admin/routes.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::admin {

enum class FileKind : std::uint8_t { kCsv, kXlsx };

/// The table as a file to be saved as "hurtrock-NAME.csv" or ".xlsx". It is written to a file of its own and sent from
/// there, so that memory does not grow with the table; it is gone once it is being sent, or could not be written. Of
/// more rows than a sheet holds a page (422) that offers the CSV, which has the address of the request but for the
/// ending.
http::Response table_file(const http::Request& request, Services& shop, const ExportTable& table, std::string_view name,
                          FileKind kind);

}  // namespace hurtrock::admin
