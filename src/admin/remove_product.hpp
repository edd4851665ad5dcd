#pragma once

#include <expected>

#include "admin/routes.hpp"
#include "admin/staff_action.hpp"
#include "catalog/products.hpp"

namespace hurtrock::admin {

enum class Removal : std::uint8_t {
  kDeleted,   ///< nothing referred to it: it is gone, with its pictures' rows and its first stock
  kArchived,  ///< orders, carts, wish lists, reviews or stock movements go on referring to it
};
/// Each is one transaction with its row of the audit log. `seen` is the version that was shown.
std::expected<Removal, catalog::NotSaved> remove_product(Services& shop, const StaffMember& staff, ProductId product,
                                                         std::int64_t seen);
/// Back from the archive, hidden.
std::expected<void, catalog::NotSaved> restore_product(Services& shop, const StaffMember& staff, ProductId product,
                                                       std::int64_t seen);

}  // namespace hurtrock::admin
