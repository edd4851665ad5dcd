#include "admin/table_file.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "admin/counts.hpp"
#include "admin/frame.hpp"
#include "admin/table_file_page.hpp"
#include "admin/views/sheet_full.html.hpp"
#include "platform/http/one_answer.hpp"

namespace hurtrock::admin {
namespace {

struct WrittenAs {
  std::string_view ending, type;
};
constexpr WrittenAs kCsvFile{"csv", "text/csv; charset=utf-8"};
constexpr WrittenAs kXlsxFile{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"};

std::expected<std::int64_t, NotWritten> write_table(Services& shop, const ExportTable& table, const std::string& path,
                                                    FileKind kind) {
  try {
    if (kind == FileKind::kCsv) return write_csv(shop.db, table, path);
    return write_xlsx(shop.db, table, path, shop.images.scratch);
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    throw;
  }
}

std::string csv_address(const http::Request& request) {
  std::string address = request.path;
  if (address.ends_with(kXlsxFile.ending))
    address.replace(address.size() - kXlsxFile.ending.size(), std::string::npos, kCsvFile.ending);
  const std::string query = request.query.canonical();
  return query.empty() ? address : address + '?' + query;
}

http::Response sheet_full(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const SheetFullPage view{.frame = frame_for(request, shop, Section::kNone, texts("admin.sheet_full.title")),
                           .most = number_text(spreadsheet::kMostSheetRows, texts),
                           .csv_url = csv_address(request)};
  std::string out;
  html::Writer writer(out, texts);
  views::sheet_full(writer, view);
  return http::html(422, std::move(out));
}

}  // namespace

http::Response table_file(const http::Request& request, Services& shop, const ExportTable& table, std::string_view name,
                          FileKind kind) {
  const std::string path = http::path_for_one_answer(shop.images.scratch);
  if (!write_table(shop, table, path, kind)) return sheet_full(request, shop);
  const auto& [ending, type] = kind == FileKind::kCsv ? kCsvFile : kXlsxFile;
  http::Response response;
  response.file = path;
  response.set("Content-Type", std::string(type));
  response.set("Content-Disposition", fmt::format("attachment; filename=\"hurtrock-{}.{}\"", name, ending));
  response.set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace hurtrock::admin
