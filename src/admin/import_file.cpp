#include "admin/import_file.hpp"

#include <sstream>
#include <stdexcept>

#include "platform/core/text.hpp"
#include "platform/spreadsheet/spreadsheet.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::size_t kHeadBytes = 64UZ * 1024;
constexpr spreadsheet::CsvLimits kLimits{.row_bytes = 1024UZ * 1024, .cells = 2 * kMostImportColumns};

std::string_view word(spreadsheet::CsvFault fault) {
  switch (fault) {
    case spreadsheet::CsvFault::kUnclosedQuote:
      return "unclosed_quote";
    case spreadsheet::CsvFault::kTextBehindQuote:
      return "text_behind_quote";
    case spreadsheet::CsvFault::kRowTooLong:
      return "row_too_long";
    case spreadsheet::CsvFault::kTooManyCells:
      return "too_many_columns";
  }
  return {};
}

std::ifstream open(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("the file of an import is gone");
  return in;
}

/// Reads all rows; `on_row` gets each but the first, which are the titles.
template <class OnRow>
std::expected<std::vector<std::string>, FileFault> read_all(const std::string& path, char delimiter, OnRow&& on_row) {
  auto in = open(path);
  spreadsheet::CsvReader reader(in, delimiter, kLimits);
  spreadsheet::CsvRow row;
  std::vector<std::string> titles;
  for (std::int64_t rows = 0;; ++rows) {
    const auto next = reader.next(row);
    if (!next) return std::unexpected(FileFault{std::string(word(next.error())), row.number});
    if (!*next && rows < 2) return std::unexpected(FileFault{rows == 0 ? "empty" : "only_titles"});
    if (!*next) return titles;
    if (rows > kMostImportRows) return std::unexpected(FileFault{"too_many_rows"});
    if (rows > 0) {
      on_row(row);
      continue;
    }
    titles = row.cells;
    if (titles.size() > kMostImportColumns) return std::unexpected(FileFault{"too_many_columns", 1});
    if (titles.size() < 2) return std::unexpected(FileFault{"one_column", 1});
    for (auto& title : titles) title = text::trim(title);
  }
}

/// What brings rows together. A variable product of WooCommerce is named by its id or its SKU, and either may be what
/// its variations call it; they may even stand above it.
class Groups {
 public:
  explicit Groups(const ImportSettings& settings)
      : settings_(settings),
        slug_(settings.column_of("slug")),
        sku_(settings.column_of("sku")),
        parent_(settings.column_of("parent")),
        id_(settings.column_of("external_id")),
        type_(settings.column_of("type")) {}

  std::size_t group_of(const spreadsheet::CsvRow& row) {
    if (settings_.set == ColumnSet::kWooCommerce) {
      if (const auto parent = cell(row, parent_); !parent.empty()) return group_called({parent});
      if (text::lower(cell(row, type_)) == "variable") {
        const auto id = cell(row, id_), sku = cell(row, sku_);
        return group_called({id.empty() ? id : "id:" + id, sku});
      }
      return groups_++;
    }
    const auto slug = cell(row, slug_);
    return slug.empty() ? groups_++ : group_called({slug});
  }

  /// The row above that has the same SKU.
  std::int64_t same_sku(const spreadsheet::CsvRow& row) {
    std::string sku = text::lower(cell(row, sku_));
    if (sku.empty()) return 0;
    const auto [place, is_new] = skus_.try_emplace(std::move(sku), row.number);
    return is_new ? 0 : place->second;
  }

 private:
  static std::string cell(const spreadsheet::CsvRow& row, std::optional<std::size_t> column) {
    if (!column || *column >= row.cells.size()) return {};
    return std::string(text::trim(row.cells[*column]));
  }
  std::size_t group_called(std::initializer_list<std::string> names) {
    std::optional<std::size_t> group;
    for (const auto& name : names)
      if (const auto found = by_name_.find(name); !name.empty() && found != by_name_.end()) group = found->second;
    if (!group) group = groups_++;
    for (const auto& name : names)
      if (!name.empty()) by_name_.emplace(name, *group);
    return *group;
  }

  const ImportSettings& settings_;
  const std::optional<std::size_t> slug_, sku_, parent_, id_, type_;
  std::unordered_map<std::string, std::size_t> by_name_;
  std::unordered_map<std::string, std::int64_t> skus_;
  std::size_t groups_ = 0;
};

}  // namespace

std::expected<CopiedFile, FileFault> copy_import(const std::string& from, const std::string& to) {
  const auto encoding = spreadsheet::copy_as_utf8(from, to);
  if (!encoding) return std::unexpected(FileFault{std::string(spreadsheet::word(encoding.error()))});
  CopiedFile file{.encoding = *encoding, .titles = {}};
  std::string head(kHeadBytes, '\0');
  auto in = open(to);
  in.read(head.data(), std::ssize(head));
  head.resize(static_cast<std::size_t>(in.gcount()));
  file.delimiter = spreadsheet::guess_delimiter(head);
  auto titles = read_all(to, file.delimiter, [&](const spreadsheet::CsvRow&) { ++file.rows; });
  if (!titles) return std::unexpected(titles.error());
  file.titles = std::move(*titles);
  return file;
}

std::expected<ImportIndex, FileFault> ImportIndex::of(const std::string& path, char delimiter,
                                                      const ImportSettings& settings) {
  ImportIndex index;
  Groups groups(settings);
  auto titles = read_all(path, delimiter, [&](const spreadsheet::CsvRow& row) {
    const auto group = groups.group_of(row);
    if (group >= index.rows_of_.size()) index.rows_of_.resize(group + 1);
    index.rows_of_[group].push_back({row.number, row.offset, row.length, groups.same_sku(row)});
  });
  if (!titles) return std::unexpected(titles.error());
  index.titles_ = std::move(*titles);
  return index;
}

ImportRows::ImportRows(const std::string& path, char delimiter) : in_(open(path)), delimiter_(delimiter) {}

FileRow ImportRows::read(const RowPlace& place) {
  std::string bytes(place.length, '\0');
  in_.seekg(static_cast<std::streamoff>(place.offset));
  in_.read(bytes.data(), std::ssize(bytes));
  if (!in_) throw std::runtime_error("the file of an import is shorter than it was");
  std::istringstream one(std::move(bytes));
  spreadsheet::CsvReader reader(one, delimiter_, kLimits);
  spreadsheet::CsvRow row;
  if (!reader.next(row).value_or(false)) throw std::runtime_error("the file of an import is not what it was");
  return {place, std::move(row.cells)};
}

}  // namespace hurtrock::admin
