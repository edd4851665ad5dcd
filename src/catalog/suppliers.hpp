#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include "catalog/ids.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"

/// Who the shop buys from. Every function is part of the caller's transaction.
namespace hurtrock::catalog {

struct SupplierDraft {
  std::string name;  ///< unlike any other's
  std::string contact_name, phone, email, address;
  bool active = true;  ///< false: kept for what was bought there, and not offered for new products
};

struct SupplierRecord {
  SupplierId id;
  std::int64_t version = 0;
  SupplierDraft supplier;
  std::int64_t products = 0;  ///< that come from there, in any state
};
std::optional<SupplierRecord> find_supplier(db::Tx& tx, SupplierId supplier);

enum class SupplierRefusal : std::uint8_t {
  kNoSuchSupplier,
  kChanged,  ///< it is not what its editor was shown
  kNameTaken,
};
std::expected<SupplierId, SupplierRefusal> create_supplier(db::Tx& tx, const SupplierDraft& draft, Time now);
std::expected<void, SupplierRefusal> update_supplier(db::Tx& tx, SupplierId supplier, std::int64_t seen,
                                                     const SupplierDraft& draft);

}  // namespace hurtrock::catalog
