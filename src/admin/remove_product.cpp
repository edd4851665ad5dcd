#include <fmt/format.h>

#include "admin/audit.hpp"
#include "admin/edit_form.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/picture_page.hpp"
#include "admin/product_edit_page.hpp"
#include "admin/remove_product.hpp"
#include "admin/store.hpp"
#include "admin/views/product_removal.html.hpp"
#include "platform/core/text.hpp"
#include "platform/db/error.hpp"

namespace hurtrock::admin {
namespace {

boost::json::object state_of(const ProductAndStock& product) {
  return {{"state", catalog::word(product.record.product.state)}};
}

/// False: something refers to it after all, and nothing was changed.
std::expected<bool, catalog::NotSaved> delete_for_good(Services& shop, const StaffMember& staff, ProductId product,
                                                       std::int64_t seen) {
  try {
    return shop.db.write([&](db::Tx& tx) -> std::expected<bool, catalog::NotSaved> {
      const auto before = find_product_and_stock(tx, product);
      if (!before) return std::unexpected(catalog::NotSaved::kNoSuchProduct);
      if (store::is_referred_to(tx, product)) return false;
      for (const auto& level : before->levels)
        if (!inventory::close_stock(tx, level.variant)) {
          tx.abandon();
          return false;
        }
      if (const auto deleted = catalog::delete_product(tx, product, seen); !deleted)
        return std::unexpected(deleted.error());
      audit(tx, staff, "product.deleted", "product", std::to_string(product.value()),
            as_json(*before, catalog::spec_definitions(tx)), {}, shop.clock.now());
      return true;
    });
  } catch (const db::Error& error) {
    // Whatever it is that refers to it, the database knows.
    if (error.kind() == db::ErrorKind::kCheck) return false;
    throw;
  }
}

using ProductChange = std::expected<void, catalog::NotSaved> (*)(db::Tx&, ProductId, std::int64_t, Time);

std::expected<void, catalog::NotSaved> change_state(Services& shop, const StaffMember& staff, std::string_view action,
                                                    ProductId product, std::int64_t seen, ProductChange change) {
  return shop.db.write([&](db::Tx& tx) -> std::expected<void, catalog::NotSaved> {
    const Time now = shop.clock.now();
    const auto before = find_product_and_stock(tx, product);
    if (const auto changed = change(tx, product, seen, now); !changed) return changed;
    audit(tx, staff, action, "product", std::to_string(product.value()), state_of(*before),
          state_of(*find_product_and_stock(tx, product)), now);
    return {};
  });
}

http::Response answered(const http::Request& request, Services& shop, ProductId product, catalog::NotSaved why) {
  if (why == catalog::NotSaved::kNoSuchProduct) return missing_product_page(request, shop);
  return product_page(request, shop, product, std::string(request.visitor.texts()("admin.edit.error.changed")), true,
                      409);
}

}  // namespace

std::expected<Removal, catalog::NotSaved> remove_product(Services& shop, const StaffMember& staff, ProductId product,
                                                         std::int64_t seen) {
  const auto deleted = delete_for_good(shop, staff, product, seen);
  if (!deleted) return std::unexpected(deleted.error());
  if (*deleted) return Removal::kDeleted;
  const auto archived = change_state(shop, staff, "product.archived", product, seen, catalog::archive_product);
  if (!archived) return std::unexpected(archived.error());
  return Removal::kArchived;
}

std::expected<void, catalog::NotSaved> restore_product(Services& shop, const StaffMember& staff, ProductId product,
                                                       std::int64_t seen) {
  return change_state(shop, staff, "product.restored", product, seen, catalog::restore_product);
}

http::Response show_removal(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto product = product_of(request);
  if (!product) return missing_product_page(request, shop);
  std::optional<catalog::ProductRecord> record;
  bool referred = false;
  shop.db.read([&](db::Tx& tx) {
    record = catalog::find_product_record(tx, *product);
    referred = store::is_referred_to(tx, *product);
  });
  if (!record) return missing_product_page(request, shop);
  ProductRemovalPage view{.frame = frame_for(request, shop, Section::kProducts,
                                             texts("admin.remove.title", {{"name", record->product.name}}))};
  view.id = product->value();
  view.version = record->version;
  view.name = record->product.name;
  view.is_deleted = !referred;
  std::string out;
  html::Writer writer(out, texts);
  views::product_removal(writer, view);
  return http::html(200, std::move(out));
}

http::Response create_removal(const http::Request& request, Services& shop) {
  const auto product = product_of(request);
  if (!product) return missing_product_page(request, shop);
  const auto removed = remove_product(shop, staff_of(request), *product, seen_version(request));
  if (!removed) return answered(request, shop, *product, removed.error());
  shop.images.catalogue_changed();
  if (*removed == Removal::kDeleted) return http::see_other("/admin/products?notice=deleted");
  return http::see_other(fmt::format("/admin/products/{}?notice=archived", product->value()));
}

http::Response create_restoration(const http::Request& request, Services& shop) {
  const auto product = product_of(request);
  if (!product) return missing_product_page(request, shop);
  const auto restored = restore_product(shop, staff_of(request), *product, seen_version(request));
  if (!restored) return answered(request, shop, *product, restored.error());
  shop.images.catalogue_changed();
  return http::see_other(fmt::format("/admin/products/{}?notice=restored", product->value()));
}

}  // namespace hurtrock::admin
