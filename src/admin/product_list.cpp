#include <fmt/format.h>

#include <algorithm>

#include "admin/bulk_run_store.hpp"
#include "admin/counts.hpp"
#include "admin/dates.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/named_choice.hpp"
#include "admin/product_filter.hpp"
#include "admin/saved_filters.hpp"
#include "admin/store.hpp"
#include "admin/views/product_list.html.hpp"
#include "catalog/suppliers.hpp"
#include "layout/picture_address.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kProductsPerPage = 50;

std::string prices(const store::ProductRow& product) {
  if (!product.lowest_price) return {};
  if (product.lowest_price == product.highest_price) return format_rupiah(*product.lowest_price);
  return fmt::format("{} – {}", format_rupiah(*product.lowest_price), format_rupiah(*product.highest_price));
}

ProductListRow list_row(const store::ProductRow& product, const i18n::Texts& texts) {
  return {.id = product.id.value(),
          .version = product.version,
          .name = product.name,
          .brand = product.brand,
          .url = fmt::format("/admin/products/{}", product.id.value()),
          .pictures_url = fmt::format("/admin/products/{}/images", product.id.value()),
          .thumbnail = product.picture.empty() ? std::string{} : layout::thumbnail_url(product.picture),
          .pictures = texts("admin.products.pictures", {{"n", product.pictures}}),
          .price = prices(product),
          .stock = texts("admin.products.free", {{"n", product.free}}),
          .changed_at = date_and_time(product.updated_at, texts),
          .state = std::string(catalog::word(product.state)),
          .failed = product.failed_pictures > 0,
          .featured = product.featured,
          .none_left = product.free <= 0};
}

template <class Word>
Choice choice(const Word& value, std::string_view words, bool selected) {
  return {std::string(value), std::string(words), selected};
}

void fill_names(db::Tx& tx, const http::Fields& query, const ProductFilter& filter, const i18n::Texts& texts,
                ProductListPage& view) {
  using store::Named;
  view.category = named_filter(tx, Named::kCategory, query, texts("admin.products.any_category"), texts);
  view.brand = named_filter(tx, Named::kBrand, query, texts("admin.products.any_brand"), texts);
  view.in_vain = view.category.error.empty() ? view.brand.error : view.category.error;
  const std::string_view typed = query.value("supplier_name");
  view.supplier = typed.empty() ? query.value("supplier") : typed;
  view.supplier_name.clear();
  const auto supplier = filter.supplier ? catalog::find_supplier(tx, *filter.supplier) : std::nullopt;
  if (supplier)
    view.supplier_name = supplier->supplier.name;
  else if (view.in_vain.empty() && !view.supplier.empty())
    view.in_vain = named_filter(tx, Named::kSupplier, query, {}, texts).error;
}

void fill_choices(const ProductFilter& filter, const i18n::Texts& texts, ProductListPage& view) {
  view.states.push_back(choice("", texts("admin.products.any_state"), !filter.state));
  for (const auto state :
       {catalog::ProductState::kActive, catalog::ProductState::kHidden, catalog::ProductState::kArchived})
    view.states.push_back(choice(catalog::word(state),
                                 texts(fmt::format("admin.products.state.{}", catalog::word(state))),
                                 filter.state == state));
  view.levels.push_back(choice("", texts("admin.products.any_stock"), !filter.stock));
  for (const auto level : {StockLevel::kOut, StockLevel::kCritical, StockLevel::kLow})
    view.levels.push_back(
        choice(word(level), texts(fmt::format("admin.products.stock.{}", word(level))), filter.stock == level));
  for (const auto sort : {ProductSort::kNewest, ProductSort::kName, ProductSort::kChanged, ProductSort::kSold})
    view.sorts.push_back(
        choice(word(sort), texts(fmt::format("admin.products.sort.{}", word(sort))), filter.sort == sort));
}

void tell_of_run(db::Tx& tx, const i18n::Texts& texts, ProductListPage& view) {
  view.run_text.clear();
  const auto run = store::unfinished_bulk_run(tx);
  if (!run) return;
  view.run_text = texts(fmt::format("admin.bulk.run.{}_at", run->state),
                        {{"done", number_text(run->done, texts)}, {"all", number_text(run->products, texts)}});
  view.run_url = fmt::format("/admin/products/bulk/{}", run->id.value());
}

ProductFilter::Cursor behind(const store::ProductRow& product, ProductSort sort) {
  return {.number = sort == ProductSort::kChanged ? to_micros(product.updated_at) : product.units_sold,
          .name = product.name,
          .id = product.id};
}

}  // namespace

http::Response show_products(const http::Request& request, Services& shop) {
  if (auto by_id = address_by_id(request, shop, kNamedInProducts)) return http::see_other(*std::move(by_id));
  const auto& texts = request.visitor.texts();
  const ProductFilter filter = ProductFilter::read(request.query);
  ProductListPage view{.frame = frame_for(request, shop, Section::kProducts, texts("admin.products.title"))};
  if (request.query.value("notice") == "deleted") view.frame.shop.notice = texts("admin.products.notice.deleted");
  if (request.query.value("notice") == "changed") view.frame.shop.notice = texts("admin.products.notice.changed");
  std::vector<store::ProductRow> products;
  shop.db.read([&](db::Tx& tx) {
    fill_names(tx, request.query, filter, texts, view);
    // One more than fits says whether there are others.
    auto slice = store::products_on(tx, filter, kProductsPerPage + 1);
    products = std::move(slice.products);
    const std::string count = count_text(slice.total, texts);
    view.total = texts("admin.products.total", {{"count", count}});
    // What is archived is not changed; of one page the boxes say it all.
    view.all_found =
        filter.state == catalog::ProductState::kArchived || (!slice.total.more && slice.total.value <= kProductsPerPage)
            ? std::string{}
            : texts("admin.bulk.all_found", {{"count", count}});
    tell_of_run(tx, texts, view);
    view.saved = saved_filters(tx, request, FilteredList::kProducts);
  });
  if (std::ssize(products) > kProductsPerPage) {
    products.pop_back();
    view.next_url = filter.address_after(behind(products.back(), filter.sort));
  }
  if (filter.after) view.first_url = filter.address();
  fill_choices(filter, texts, view);
  view.search = filter.search;
  view.without_pictures = filter.without_pictures;
  if (filter.is_narrowed()) view.clear_url = ProductFilter{.sort = filter.sort}.address();
  view.list_url = filter.address();
  for (const auto& product : products) view.products.push_back(list_row(product, texts));

  std::string out;
  html::Writer writer(out, texts);
  views::product_list(writer, view);
  return http::html(200, std::move(out));
}

}  // namespace hurtrock::admin
