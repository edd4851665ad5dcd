#include "admin/export_table.hpp"

#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>

namespace hurtrock::admin {
namespace {

using spreadsheet::Cell;

constexpr std::size_t kBuffered = 256UZ * 1024;

/// By the reason of the system's last refusal. The file has a name of its own until it is whole, which says nothing.
[[noreturn]] void not_written() {
  throw std::runtime_error("the export could not be written: " + std::generic_category().message(errno));
}

}  // namespace

std::int64_t write_csv(db::Database& db, const ExportTable& table, const std::string& path) {
  // A transaction that is run again writes the file again from its beginning.
  return db.read([&](db::Tx& tx) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    std::string buffer(spreadsheet::kCsvMark);
    const auto flush = [&] {
      file.write(buffer.data(), std::ssize(buffer));
      buffer.clear();
    };
    spreadsheet::append_csv_row(buffer, std::vector<Cell>(table.titles.begin(), table.titles.end()));
    const auto rows = table.rows(tx, [&](std::span<const Cell> cells) {
      spreadsheet::append_csv_row(buffer, cells);
      if (buffer.size() < kBuffered) return;
      flush();
      // A full disk is not written to for the rest of a long table.
      if (!file) not_written();
    });
    flush();
    file.close();
    if (!file) not_written();
    return rows;
  });
}

std::expected<std::int64_t, NotWritten> write_xlsx(db::Database& db, const ExportTable& table, const std::string& path,
                                                   const std::string& scratch) {
  return db.read([&](db::Tx& tx) -> std::expected<std::int64_t, NotWritten> {
    // A million rows take minutes to write in vain.
    if (table.has_more_than && table.has_more_than(tx, spreadsheet::kMostSheetRows))
      return std::unexpected(NotWritten::kTooManyRows);
    try {
      const auto writer = spreadsheet::xlsx_writer(table.titles, path, scratch);
      const auto rows = table.rows(tx, [&](std::span<const Cell> cells) { writer->add_row(cells); });
      writer->finish();
      return rows;
    } catch (const spreadsheet::SheetIsFull&) {
      return std::unexpected(NotWritten::kTooManyRows);
    }
  });
}

}  // namespace hurtrock::admin
