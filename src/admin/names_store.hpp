#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "admin/product_columns.hpp"
#include "platform/db/db.hpp"
#include "platform/i18n/texts.hpp"

/// Questions about what is chosen by its name.
namespace hurtrock::admin::store {

enum class Named : std::uint8_t { kBrand, kSupplier, kCategory };
/// "brand"
constexpr std::string_view word(Named what) {
  return what == Named::kBrand ? "brand" : what == Named::kSupplier ? "supplier" : "category";
}
enum class Offered : std::uint8_t {
  kAll,
  kInUse,  ///< suppliers that are bought from; all of the others
};
struct NamedRow {
  std::int64_t id = 0;
  std::string name;  ///< it alone is found by this; of a category the path, "Gitar > Gitar Akustik", in the reader's
                     ///< language, or the slug where the path is another's, too
  std::string indented;  ///< of a category: as a select shows it among the others; otherwise empty
};

/// What one choice is made among. Of categories there are as many as somebody has arranged by hand: all of them are
/// read, once.
class Names {
 public:
  Names(db::Tx& tx, Named what, i18n::Language language = i18n::Language::kIndonesian);
  /// Those whose name holds `part` (in small letters; empty: all): what is in use first, then by name; categories in
  /// the shop's order, also by what they are called in the other language.
  [[nodiscard]] std::vector<NamedRow> with_part(Offered which, std::string_view part, std::int64_t limit) const;
  /// The one of that whole name, in capitals or not; a category by its own name alone where no other has it, in either
  /// language.
  [[nodiscard]] std::optional<std::int64_t> find(std::string_view name) const;
  [[nodiscard]] std::optional<std::string> of(std::int64_t id) const;

 private:
  Names(db::Tx& tx, Named what, i18n::Language language, const std::vector<catalog::CategoryRecord>& tree);
  db::Tx& tx_;
  Named what_;
  std::vector<NamedRow> categories_;  ///< empty: it is a choice of others
  CategoryNames category_names_;
};
/// Suppliers of these ids, in the same order.
std::vector<NamedRow> suppliers_with(db::Tx& tx, Offered which, std::span<const std::int64_t> ids);

}  // namespace hurtrock::admin::store
