#pragma once

#include <cstddef>
#include <expected>
#include <vector>

#include "admin/product_form.hpp"
#include "admin/staff_action.hpp"
#include "catalog/products.hpp"
#include "platform/db/db.hpp"

/// What staff have written of a product becomes the product: with its stock, and the row of the audit log. Each is part
/// of the caller's transaction, which must not be committed when it is refused.
namespace hurtrock::admin {

/// What stands in the way: rules of the catalogue, or goods that are promised.
struct NotStored {
  catalog::Refusals refusals;
  std::vector<std::size_t> promised;  ///< places of variants of which more is promised than their new limit allows
};

/// Pictures are not copied here.
std::expected<ProductId, NotStored> save_new_product(db::Tx& tx, const StaffMember& staff, const ProductForm& form,
                                                     Time now);
/// `seen` is the version that its editor was shown.
std::expected<ProductId, NotStored> save_product_changes(db::Tx& tx, const StaffMember& staff, ProductId product,
                                                         std::int64_t seen, const ProductForm& form, Time now);

/// At the fields of the form.
std::vector<http::FieldError> worded(const ProductForm& form, const NotStored& why, const i18n::Texts& texts);

}  // namespace hurtrock::admin
