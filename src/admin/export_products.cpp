#include "admin/export_products.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "admin/days.hpp"
#include "admin/exchange_store.hpp"
#include "admin/handlers.hpp"
#include "admin/import_pictures.hpp"
#include "admin/product_columns.hpp"
#include "admin/product_form.hpp"
#include "admin/table_file.hpp"

namespace hurtrock::admin {
namespace {

using spreadsheet::Cell;

std::string flag(bool on) { return on ? "1" : "0"; }

/// The same in both languages is written once.
std::string if_other(const std::string& english, const std::string& indonesian) {
  return english == indonesian ? std::string{} : english;
}

class Rows {
 public:
  Rows(db::Tx& tx, std::string_view public_url)
      : categories_(catalog::uncounted_category_tree(tx)),
        definitions_(catalog::spec_definitions(tx)),
        media_(media_address(public_url)) {}

  std::int64_t add(const store::ExportedProduct& exported, const RowSink& sink) {
    const auto& product = exported.product.record.product;
    const std::string category = categories_.of(product.category);
    const std::string specs = specifications_cell(product.specs, definitions_);
    std::string pictures;
    for (const auto& file : exported.pictures)
      pictures += fmt::format("{}{}{}", pictures.empty() ? "" : "\n", media_, file);
    for (const auto& variant : product.variants) {
      const auto level = std::ranges::find(exported.product.levels, variant.id, &inventory::Level::variant);
      cells_.assign({product.slug, product.name, product.model, product.brand, category,
                     exported.product.record.supplier, std::string(catalog::word(product.state)),
                     flag(product.featured), product.description_id, product.description_en, product.seo_title_id,
                     product.seo_title_en, product.seo_description_id, product.seo_description_en, specs});
      for (std::size_t i = 0; i < kMostOptions; ++i) {
        const auto option = option_of(variant, i);
        add_all({option.name_id, if_other(option.name_en, option.name_id)});
      }
      add_all({variant.sku, flag(variant.active)});
      for (std::size_t i = 0; i < kMostOptions; ++i) {
        const auto option = option_of(variant, i);
        add_all({option.value_id, if_other(option.value_en, option.value_id)});
      }
      add_all({variant.price, variant.compare_at ? Cell(*variant.compare_at) : Cell(std::string{}), level->on_hand,
               variant.weight_g, variant.length_mm, variant.width_mm, variant.height_mm, level->limits.minimum_stock,
               level->limits.low_stock_threshold, level->limits.backorder_limit, pictures});
      sink(cells_);
    }
    return std::ssize(product.variants);
  }

 private:
  static catalog::OptionDraft option_of(const catalog::VariantDraft& variant, std::size_t which) {
    return which < variant.options.size() ? variant.options[which] : catalog::OptionDraft{};
  }
  void add_all(std::initializer_list<Cell> cells) { cells_.insert(cells_.end(), cells); }

  const CategoryNames categories_;
  const std::vector<catalog::SpecDefinition> definitions_;
  const std::string media_;
  std::vector<Cell> cells_;
};

}  // namespace

ExportTable products_table(std::string_view public_url, const std::optional<Days>& days) {
  return {.titles = {kOwnColumns.begin(), kOwnColumns.end()},
          .rows = [url = std::string(public_url), days](db::Tx& tx, const RowSink& sink) {
            Rows rows(tx, url);
            std::int64_t written = 0;
            for (ProductId after;;) {
              const auto products = store::products_to_export(tx, after, kExportPage);
              for (const auto& product : products)
                if (!days || days->has(product.changed_at)) written += rows.add(product, sink);
              if (std::ssize(products) < kExportPage) return written;
              after = products.back().product.record.id;
            }
          }};
}

http::Response show_product_export(const http::Request& request, Services& shop) {
  return table_file(request, shop, products_table(shop.checkout.settings.public_url),
                    fmt::format("products-{}", iso_day(shop.clock.now())), FileKind::kCsv);
}

}  // namespace hurtrock::admin
