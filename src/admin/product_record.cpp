#include "admin/product_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "catalog/thousandths.hpp"

namespace hurtrock::admin {
namespace {

namespace json = boost::json;

std::string options_text(const catalog::VariantDraft& variant) {
  std::string text;
  for (const auto& option : variant.options)
    text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", option.name_id, option.value_id);
  return text;
}

void add_variant(json::object& object, const catalog::VariantDraft& variant, const inventory::Level& level) {
  const auto put = [&](std::string_view name, const auto& value) {
    object[fmt::format("variants/{}/{}", variant.sku, name)] = value;
  };
  put("options", options_text(variant));
  put("price", format_rupiah(variant.price));
  put("compare", variant.compare_at ? format_rupiah(*variant.compare_at) : std::string{});
  put("weight", fmt::format("{} g", variant.weight_g));
  put("size", fmt::format("{} × {} × {} mm", variant.length_mm, variant.width_mm, variant.height_mm));
  put("minimum", level.limits.minimum_stock);
  put("low", level.limits.low_stock_threshold);
  put("backorder", level.limits.backorder_limit);
  put("active", variant.active);
}

}  // namespace

std::optional<ProductAndStock> find_product_and_stock(db::Tx& tx, ProductId product) {
  auto record = catalog::find_product_record(tx, product);
  if (!record) return std::nullopt;
  return ProductAndStock{.record = std::move(*record), .levels = inventory::levels_of(tx, product)};
}

json::object as_json(const ProductAndStock& product, const std::vector<catalog::SpecDefinition>& definitions) {
  const auto& [id, version, draft, category_id, supplier] = product.record;
  json::object object{{"name", draft.name},
                      {"model", draft.model},
                      {"brand", draft.brand},
                      {"category", category_id},
                      {"supplier", supplier},
                      {"description_id", draft.description_id},
                      {"description_en", draft.description_en},
                      {"seo_title_id", draft.seo_title_id},
                      {"seo_title_en", draft.seo_title_en},
                      {"seo_description_id", draft.seo_description_id},
                      {"seo_description_en", draft.seo_description_en},
                      {"state", catalog::word(draft.state)},
                      {"featured", draft.featured},
                      {"slug", draft.slug}};
  for (const auto& variant : draft.variants) {
    const auto level = std::ranges::find(product.levels, variant.id, &inventory::Level::variant);
    add_variant(object, variant, level == product.levels.end() ? inventory::Level{} : *level);
  }
  for (const auto& spec : draft.specs) {
    const auto definition = std::ranges::find(definitions, spec.definition, &catalog::SpecDefinition::id);
    if (definition == definitions.end()) continue;
    const std::string text =
        spec.number_milli
            ? fmt::format("{} {}", catalog::thousandths(*spec.number_milli, i18n::Language::kIndonesian),
                          definition->unit)
            : (spec.text_id == spec.text_en ? spec.text_id : fmt::format("{} / {}", spec.text_id, spec.text_en));
    object[fmt::format("specs/{}", definition->name_id)] = text;
  }
  return object;
}

}  // namespace hurtrock::admin
