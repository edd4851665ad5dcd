#include "admin/table_file.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "platform/http/one_answer.hpp"

namespace hurtrock::admin {
namespace {

struct WrittenAs {
  std::string_view ending, type;
};
constexpr WrittenAs kCsvFile{"csv", "text/csv; charset=utf-8"};
constexpr WrittenAs kXlsxFile{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"};

void write_table(Services& shop, const ExportTable& table, const std::string& path, FileKind kind) {
  try {
    if (kind == FileKind::kCsv)
      write_csv(shop.db, table, path);
    else
      write_xlsx(shop.db, table, path, shop.images.scratch);
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    throw;
  }
}

}  // namespace

http::Response table_file(Services& shop, const ExportTable& table, std::string_view name, FileKind kind) {
  const std::string path = http::path_for_one_answer(shop.images.scratch);
  write_table(shop, table, path, kind);
  const auto& [ending, type] = kind == FileKind::kCsv ? kCsvFile : kXlsxFile;
  http::Response response;
  response.file = path;
  response.set("Content-Type", std::string(type));
  response.set("Content-Disposition", fmt::format("attachment; filename=\"hurtrock-{}.{}\"", name, ending));
  response.set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace hurtrock::admin
