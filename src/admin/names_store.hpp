#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/db/db.hpp"

/// Questions about what is chosen by its name.
namespace hurtrock::admin::store {

enum class Named : std::uint8_t { kBrand, kSupplier };
enum class Offered : std::uint8_t {
  kAll,
  kInUse,  ///< suppliers that are bought from; all brands
};
/// Its id and its name.
using NamedRow = std::pair<std::int64_t, std::string>;

/// Those whose name holds `part` (in small letters; empty: all): what is in use first, then by name.
std::vector<NamedRow> named(db::Tx& tx, Named what, Offered which, std::string_view part, std::int64_t limit);
/// Those of these ids, likewise.
std::vector<NamedRow> named(db::Tx& tx, Named what, Offered which, std::span<const std::int64_t> ids);
/// The one of that whole name, in capitals or not.
std::optional<NamedRow> find_named(db::Tx& tx, Named what, std::string_view name);
std::optional<std::string> name_with_id(db::Tx& tx, Named what, std::int64_t id);

}  // namespace hurtrock::admin::store
