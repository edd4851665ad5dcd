#include "admin/save_product.hpp"

#include <algorithm>

#include "admin/audit.hpp"
#include "admin/product_record.hpp"

namespace hurtrock::admin {
namespace {

void record(db::Tx& tx, const StaffMember& staff, std::string_view action, ProductId product,
            const std::optional<ProductAndStock>& before, Time now) {
  const auto definitions = catalog::spec_definitions(tx);
  audit(tx, staff, action, "product", std::to_string(product.value()),
        before ? as_json(*before, definitions) : boost::json::object{},
        as_json(*find_product_and_stock(tx, product), definitions), now);
}

/// Stock of the variants that are new, limits of those that were there.
std::vector<std::size_t> write_stock(db::Tx& tx, const StaffMember& staff, const ProductForm& form,
                                     const catalog::SavedProduct& saved, Time now) {
  std::vector<std::size_t> promised;
  const auto levels = inventory::levels_of(tx, saved.id);
  for (std::size_t i = 0; i < saved.variants.size(); ++i) {
    const VariantStock& stock = form.stock[i];
    const auto level = std::ranges::find(levels, saved.variants[i], &inventory::Level::variant);
    if (level == levels.end())
      inventory::open_stock(tx, saved.variants[i], stock.on_hand, stock.limits, staff.id, now);
    else if (level->limits != stock.limits && !inventory::set_limits(tx, saved.variants[i], stock.limits, now))
      promised.push_back(i);
  }
  return promised;
}

}  // namespace

std::expected<ProductId, NotStored> save_new_product(db::Tx& tx, const StaffMember& staff, const ProductForm& form,
                                                     Time now) {
  const auto saved = catalog::create_product(tx, form.product, now);
  if (!saved) return std::unexpected(NotStored{.refusals = saved.error(), .promised = {}});
  write_stock(tx, staff, form, *saved, now);
  record(tx, staff, "product.created", saved->id, std::nullopt, now);
  return saved->id;
}

std::expected<ProductId, NotStored> save_product_changes(db::Tx& tx, const StaffMember& staff, ProductId product,
                                                         std::int64_t seen, const ProductForm& form, Time now) {
  const auto before = find_product_and_stock(tx, product);
  const auto saved = catalog::update_product(tx, product, seen, form.product, now);
  if (!saved) return std::unexpected(NotStored{.refusals = saved.error(), .promised = {}});
  if (auto promised = write_stock(tx, staff, form, *saved, now); !promised.empty())
    return std::unexpected(NotStored{.refusals = {}, .promised = std::move(promised)});
  record(tx, staff, "product.changed", product, before, now);
  return product;
}

std::vector<http::FieldError> worded(const ProductForm& form, const NotStored& why, const i18n::Texts& texts) {
  auto errors = worded_refusals(form, why.refusals, texts);
  for (const std::size_t i : why.promised)
    errors.push_back(
        {row_field(form.shape.rows[i], "backorder"), "promised", std::string(texts("admin.edit.error.promised"))});
  return errors;
}

}  // namespace hurtrock::admin
