#include <fmt/format.h>

#include <algorithm>

#include "admin/audit.hpp"
#include "admin/handlers.hpp"
#include "admin/picture_page.hpp"
#include "admin/product_edit_page.hpp"
#include "admin/product_form.hpp"
#include "catalog/gallery.hpp"
#include "platform/core/text.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::string_view kNotices[] = {"created", "saved", "archived", "restored"};

http::Response refused(const http::Request& request, Services& shop, std::optional<ProductId> product,
                       std::vector<http::FieldError> errors) {
  ProductEditState state{.status = 422, .fields = request.form, .errors = std::move(errors)};
  return product ? product_page(request, shop, *product, std::move(state))
                 : new_product_page(request, shop, std::move(state));
}

std::string notice_of(const http::Request& request) {
  const std::string_view notice = request.query.value("notice");
  if (std::ranges::find(kNotices, notice) == std::end(kNotices)) return {};
  return std::string(request.visitor.texts()(fmt::format("admin.edit.notice.{}", notice)));
}

void record(db::Tx& tx, const StaffMember& staff, std::string_view action, ProductId product,
            const std::optional<ProductAndStock>& before, Time now) {
  const auto definitions = catalog::spec_definitions(tx);
  audit(tx, staff, action, "product", std::to_string(product.value()),
        before ? as_json(*before, definitions) : boost::json::object{},
        as_json(*find_product_and_stock(tx, product), definitions), now);
}

/// Stock of the variants that are new, limits of those that were there. Answers the places of variants of which more is
/// promised than their new limit allows.
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

/// What stands in the way of saving: rules of the catalogue, or goods that are promised.
struct NotStored {
  catalog::Refusals refusals;
  std::vector<std::size_t> promised;
};
using Stored = std::expected<ProductId, NotStored>;

Stored store_new(Services& shop, const StaffMember& staff, const ProductForm& form) {
  return shop.db.write([&](db::Tx& tx) -> Stored {
    const Time now = shop.clock.now();
    const auto saved = catalog::create_product(tx, form.product, now);
    if (!saved) return std::unexpected(NotStored{.refusals = saved.error(), .promised = {}});
    write_stock(tx, staff, form, *saved, now);
    if (form.copied) catalog::copy_images(tx, *form.copied, saved->id);
    record(tx, staff, "product.created", saved->id, std::nullopt, now);
    return saved->id;
  });
}

Stored store_changes(Services& shop, const StaffMember& staff, ProductId product, std::int64_t seen,
                     const ProductForm& form) {
  return shop.db.write([&](db::Tx& tx) -> Stored {
    const Time now = shop.clock.now();
    const auto before = find_product_and_stock(tx, product);
    const auto saved = catalog::update_product(tx, product, seen, form.product, now);
    if (!saved) return std::unexpected(NotStored{.refusals = saved.error(), .promised = {}});
    if (auto promised = write_stock(tx, staff, form, *saved, now); !promised.empty())
      return std::unexpected(NotStored{.refusals = {}, .promised = std::move(promised)});
    record(tx, staff, "product.changed", product, before, now);
    return product;
  });
}

std::vector<http::FieldError> worded(const ProductForm& form, const NotStored& why, const i18n::Texts& texts) {
  auto errors = worded_refusals(form, why.refusals, texts);
  for (const std::size_t i : why.promised)
    errors.push_back(
        {row_field(form.shape.rows[i], "backorder"), "promised", std::string(texts("admin.edit.error.promised"))});
  return errors;
}

bool is_refused_for(const NotStored& why, catalog::NotSaved reason) {
  return std::ranges::find(why.refusals, reason, &catalog::Refused::why) != why.refusals.end();
}

}  // namespace

http::Response show_new_product(const http::Request& request, Services& shop) {
  const auto pattern = text::parse_integer(request.query.value("from"), 1, INT64_MAX);
  if (!pattern) return new_product_page(request, shop, {.fields = fields_of_new_product()});
  const auto found = shop.db.read([&](db::Tx& tx) { return find_product_and_stock(tx, ProductId{*pattern}); });
  if (!found) return missing_product_page(request, shop);
  auto fields = fields_of_copy(found->record.product, found->levels, request.visitor.language).pairs();
  fields.emplace_back("copy_of", std::to_string(*pattern));
  fields.emplace_back("copy_pictures", std::to_string(*pattern));
  return new_product_page(request, shop, {.fields = http::Fields(std::move(fields))});
}

http::Response show_product(const http::Request& request, Services& shop) {
  const auto product = product_of(request);
  return product ? product_page(request, shop, *product, notice_of(request)) : missing_product_page(request, shop);
}

http::Response create_product(const http::Request& request, Services& shop) {
  if (auto fields = with_button_pressed(request.form))
    return new_product_page(request, shop, {.fields = std::move(*fields)});
  const auto& texts = request.visitor.texts();
  const auto form = read_product_form(request.form, texts);
  if (!form) return refused(request, shop, std::nullopt, form.error());
  const auto stored = store_new(shop, staff_of(request), *form);
  if (!stored) return refused(request, shop, std::nullopt, worded(*form, stored.error(), texts));
  log::info("admin.edit_product.created", {{"product", stored->value()}});
  shop.images.catalogue_changed();
  return http::see_other(fmt::format("/admin/products/{}?notice=created", stored->value()));
}

http::Response update_product(const http::Request& request, Services& shop) {
  const auto product = product_of(request);
  if (!product) return missing_product_page(request, shop);
  if (auto fields = with_button_pressed(request.form))
    return product_page(request, shop, *product, {.fields = std::move(*fields)});
  const auto& texts = request.visitor.texts();
  const auto form = read_product_form(request.form, texts);
  if (!form) return refused(request, shop, product, form.error());
  // A form without a version has seen nothing, and version 0 is no product's.
  const auto seen = text::parse_integer(request.form.value("version"), 1, INT64_MAX).value_or(0);
  const auto stored = store_changes(shop, staff_of(request), *product, seen, *form);
  if (!stored && is_refused_for(stored.error(), catalog::NotSaved::kNoSuchProduct))
    return missing_product_page(request, shop);
  if (!stored && is_refused_for(stored.error(), catalog::NotSaved::kChanged))
    return product_page(request, shop, *product, {.status = 409, .fields = request.form, .conflict = true});
  if (!stored) return refused(request, shop, product, worded(*form, stored.error(), texts));
  shop.images.catalogue_changed();
  return http::see_other(fmt::format("/admin/products/{}?notice=saved", product->value()));
}

}  // namespace hurtrock::admin
