#include "catalog/snapshot_builder.hpp"
#include "catalog/suppliers.hpp"

namespace hurtrock::catalog {
namespace {

constexpr std::string_view kColumns =
    "SELECT s.id, s.version, s.name, COALESCE(s.contact_name, ''), COALESCE(s.phone, ''), COALESCE(s.email, ''), "
    "COALESCE(s.address, ''), s.active, (SELECT COUNT(*) FROM products p WHERE p.supplier_id = s.id) FROM suppliers s ";

SupplierRecord record(const db::Rows& rows, std::size_t row) {
  return {.id = rows.get<SupplierId>(row, 0),
          .version = rows.get<std::int64_t>(row, 1),
          .supplier = {.name = rows.get<std::string>(row, 2),
                       .contact_name = rows.get<std::string>(row, 3),
                       .phone = rows.get<std::string>(row, 4),
                       .email = rows.get<std::string>(row, 5),
                       .address = rows.get<std::string>(row, 6),
                       .active = rows.get<bool>(row, 7)},
          .products = rows.get<std::int64_t>(row, 8)};
}

std::optional<std::string_view> or_null(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional{text};
}

/// Suppliers are named under the lock of the catalogue, like everything else in it.
bool is_taken(db::Tx& tx, std::string_view name, SupplierId by_other_than) {
  return tx.one<std::int64_t>("SELECT COUNT(*) FROM suppliers WHERE lower(name) = lower($1) AND id <> $2", name,
                              by_other_than) > 0;
}

}  // namespace

std::optional<SupplierRecord> find_supplier(db::Tx& tx, SupplierId supplier) {
  const auto rows = tx.query(std::string(kColumns) + "WHERE s.id = $1", supplier);
  return rows.empty() ? std::nullopt : std::optional{record(rows, 0)};
}

std::expected<SupplierId, SupplierRefusal> create_supplier(db::Tx& tx, const SupplierDraft& draft, Time now) {
  lock_catalogue(tx);
  if (is_taken(tx, draft.name, SupplierId{})) return std::unexpected(SupplierRefusal::kNameTaken);
  return tx.one<SupplierId>(
      "INSERT INTO suppliers (name, contact_name, phone, email, address, active, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
      draft.name, or_null(draft.contact_name), or_null(draft.phone), or_null(draft.email), or_null(draft.address),
      draft.active, now);
}

std::expected<void, SupplierRefusal> update_supplier(db::Tx& tx, SupplierId supplier, std::int64_t seen,
                                                     const SupplierDraft& draft) {
  lock_catalogue(tx);
  const auto version = tx.maybe_value<std::int64_t>("SELECT version FROM suppliers WHERE id = $1", supplier);
  if (!version) return std::unexpected(SupplierRefusal::kNoSuchSupplier);
  if (*version != seen) return std::unexpected(SupplierRefusal::kChanged);
  if (is_taken(tx, draft.name, supplier)) return std::unexpected(SupplierRefusal::kNameTaken);
  tx.send(
      "UPDATE suppliers SET name = $1, contact_name = $2, phone = $3, email = $4, address = $5, active = $6, "
      "version = version + 1 WHERE id = $7",
      draft.name, or_null(draft.contact_name), or_null(draft.phone), or_null(draft.email), or_null(draft.address),
      draft.active, supplier);
  return {};
}

}  // namespace hurtrock::catalog
