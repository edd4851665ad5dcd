#include <fmt/format.h>

#include <algorithm>

#include "admin/handlers.hpp"
#include "admin/named_choice.hpp"
#include "admin/picture_page.hpp"
#include "admin/product_edit_page.hpp"
#include "admin/product_form.hpp"
#include "admin/save_product.hpp"
#include "catalog/gallery.hpp"
#include "platform/core/text.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::string_view kProductNotices[] = {"created", "saved", "archived", "restored"};

http::Response refused(const http::Request& request, Services& shop, std::optional<ProductId> product,
                       const http::Fields& sent, std::vector<http::FieldError> errors) {
  ProductEditState state{.status = 422, .fields = sent, .errors = std::move(errors)};
  return product ? product_page(request, shop, *product, std::move(state))
                 : new_product_page(request, shop, std::move(state));
}

struct SentProduct {
  http::Fields fields;  ///< with ids for the names of its category and supplier
  std::expected<ProductForm, std::vector<http::FieldError>> form;
};
SentProduct sent_product(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  auto [fields, misnamed] = shop.db.read([&](db::Tx& tx) {
    return read_names(tx, {store::Named::kCategory, store::Named::kSupplier}, request.form, texts);
  });
  auto form = read_product_form(fields, texts);
  if (!misnamed.empty()) {
    auto errors = form ? std::vector<http::FieldError>{} : std::move(form.error());
    // What was typed in vain has no id, which would be missed once more.
    std::erase_if(errors, [&](const auto& error) {
      return std::ranges::find(misnamed, error.field, &http::FieldError::field) != misnamed.end();
    });
    errors.insert(errors.end(), misnamed.begin(), misnamed.end());
    form = std::unexpected(std::move(errors));
  }
  return {.fields = std::move(fields), .form = std::move(form)};
}

std::string notice_of(const http::Request& request) {
  const std::string_view notice = request.query.value("notice");
  if (std::ranges::find(kProductNotices, notice) == std::end(kProductNotices)) return {};
  return std::string(request.visitor.texts()(fmt::format("admin.edit.notice.{}", notice)));
}

std::expected<ProductId, NotStored> store_new(Services& shop, const StaffMember& staff, const ProductForm& form) {
  return shop.db.write([&](db::Tx& tx) -> std::expected<ProductId, NotStored> {
    auto saved = save_new_product(tx, staff, form, shop.clock.now());
    if (saved && form.copied) catalog::copy_images(tx, *form.copied, *saved);
    return saved;
  });
}

std::expected<ProductId, NotStored> store_changes(Services& shop, const StaffMember& staff, ProductId product,
                                                  std::int64_t seen, const ProductForm& form) {
  return shop.db.write(
      [&](db::Tx& tx) { return save_product_changes(tx, staff, product, seen, form, shop.clock.now()); });
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
  if (auto pressed = with_button_pressed(request.form))
    return new_product_page(request, shop, {.fields = std::move(*pressed)});
  const auto& texts = request.visitor.texts();
  const auto [fields, form] = sent_product(request, shop);
  if (!form) return refused(request, shop, std::nullopt, fields, form.error());
  const auto stored = store_new(shop, staff_of(request), *form);
  if (!stored) return refused(request, shop, std::nullopt, fields, worded(*form, stored.error(), texts));
  log::info("admin.edit_product.created", {{"product", stored->value()}});
  shop.images.catalogue_changed();
  return http::see_other(fmt::format("/admin/products/{}?notice=created", stored->value()));
}

http::Response update_product(const http::Request& request, Services& shop) {
  const auto product = product_of(request);
  if (!product) return missing_product_page(request, shop);
  if (auto pressed = with_button_pressed(request.form))
    return product_page(request, shop, *product, {.fields = std::move(*pressed)});
  const auto& texts = request.visitor.texts();
  const auto [fields, form] = sent_product(request, shop);
  if (!form) return refused(request, shop, product, fields, form.error());
  // A form without a version has seen nothing, and version 0 is no product's.
  const auto seen = text::parse_integer(request.form.value("version"), 1, INT64_MAX).value_or(0);
  const auto stored = store_changes(shop, staff_of(request), *product, seen, *form);
  if (!stored && is_refused_for(stored.error(), catalog::NotSaved::kNoSuchProduct))
    return missing_product_page(request, shop);
  if (!stored && is_refused_for(stored.error(), catalog::NotSaved::kChanged))
    return product_page(request, shop, *product, {.status = 409, .fields = fields, .conflict = true});
  if (!stored) return refused(request, shop, product, fields, worded(*form, stored.error(), texts));
  shop.images.catalogue_changed();
  return http::see_other(fmt::format("/admin/products/{}?notice=saved", product->value()));
}

}  // namespace hurtrock::admin
