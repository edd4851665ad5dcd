#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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
  std::string name;      ///< of a category with those above it, "Gitar > Gitar Akustik", in the reader's language
  std::string indented;  ///< of a category: as a select shows it among the others; otherwise empty
};

/// Those whose name holds `part` (in small letters; empty: all): what is in use first, then by name; categories in the
/// shop's order.
std::vector<NamedRow> named(db::Tx& tx, Named what, Offered which, std::string_view part, std::int64_t limit,
                            i18n::Language language = i18n::Language::kIndonesian);
/// Suppliers of these ids, likewise.
std::vector<NamedRow> suppliers_with(db::Tx& tx, Offered which, std::span<const std::int64_t> ids);
/// The one of that whole name, in capitals or not; a category by its own name alone where no other has it, in either
/// language.
std::optional<std::int64_t> find_named(db::Tx& tx, Named what, std::string_view name);
std::optional<std::string> name_with_id(db::Tx& tx, Named what, std::int64_t id,
                                        i18n::Language language = i18n::Language::kIndonesian);

}  // namespace hurtrock::admin::store
