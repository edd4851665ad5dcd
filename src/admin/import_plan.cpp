#include "admin/import_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hurtrock::admin {

std::expected<ProductPlan, CellErrors> ImportPlanner::plan(db::Tx& tx, const std::vector<FileRow>& rows) const {
  auto filled = fill_product_form(tx, settings_, titles_, lookups_, rows);
  if (!filled) return std::unexpected(std::move(filled.error()));
  ProductPlan plan{std::move(*filled)};
  const auto first = rows.front().place.number;
  const auto& indonesian = i18n::Texts::of(i18n::Language::kIndonesian);
  const auto& english = i18n::Texts::of(i18n::Language::kEnglish);
  auto form = read_product_form(plan.fields, indonesian);
  if (!form)
    return std::unexpected(
        at_cells(form.error(), read_product_form(plan.fields, english).error(), plan.file_rows, first));
  plan.form = std::move(*form);

  // What saving would refuse.
  NotStored refused;
  const auto& draft = plan.form.product;
  const ProductId own = plan.before ? plan.before->record.id : ProductId{};
  if (!draft.slug.empty())
    if (const auto owner = store::present_or_former_owner_of_slug(tx, draft.slug); owner && *owner != own)
      refused.refusals.push_back({catalog::NotSaved::kSlugTaken});
  bool limits_differ = false;
  for (std::size_t i = 0; i < draft.variants.size(); ++i) {
    if (!plan.before || !draft.variants[i].id) continue;
    const auto level = std::ranges::find(plan.before->levels, draft.variants[i].id, &inventory::Level::variant);
    if (level == plan.before->levels.end() || level->limits == plan.form.stock[i].limits) continue;
    limits_differ = true;
    if (level->reserved > level->on_hand + plan.form.stock[i].limits.backorder_limit) refused.promised.push_back(i);
  }
  if (!refused.refusals.empty() || !refused.promised.empty())
    return std::unexpected(
        at_cells(worded(plan.form, refused, indonesian), worded(plan.form, refused, english), plan.file_rows, first));
  if (plan.before) {
    const bool same = draft == plan.before->record.product && !limits_differ && plan.stock.empty();
    plan.only_pictures = same;
    plan.kind = same && plan.pictures.empty() ? ProductPlan::Kind::kKeep : ProductPlan::Kind::kChange;
  }
  return plan;
}

CellErrors ImportPlanner::at_cells(const std::vector<http::FieldError>& indonesian,
                                   const std::vector<http::FieldError>& english,
                                   const std::map<int, std::int64_t>& file_rows, std::int64_t first_row) const {
  CellErrors errors;
  for (std::size_t i = 0; i < indonesian.size(); ++i) {
    const auto [row, meanings] = cell_behind(indonesian[i].field);
    CellError error{.row = first_row, .column = {}, .text = {indonesian[i].message, english[i].message}};
    if (const auto found = file_rows.find(row); found != file_rows.end()) error.row = found->second;
    for (const auto meaning : meanings)
      if (const auto column = settings_.column_of(meaning); column && error.column.empty())
        error.column = titles_[*column];
    // A field that no column of the file fills.
    if (error.column.empty() && !meanings.empty()) error.column = meanings.front();
    errors.push_back(std::move(error));
  }
  return errors;
}

boost::json::object ImportPlanner::after(const ProductPlan& plan) const {
  ProductAndStock product;
  product.record.product = plan.form.product;
  product.record.category_id = lookups_.categories.short_name(plan.form.product.category);
  if (const auto& supplier = plan.form.product.supplier)
    if (const auto name = lookups_.supplier_names.find(*supplier); name != lookups_.supplier_names.end())
      product.record.supplier = name->second;
  for (std::size_t i = 0; i < plan.form.stock.size(); ++i) {
    // New variants have no id yet; as_json() tells them apart by it.
    auto& id = product.record.product.variants[i].id;
    if (!id) id = VariantId{-1 - static_cast<std::int64_t>(i)};
    product.levels.push_back({id, 0, 0, plan.form.stock[i].limits});
  }
  auto object = as_json(product, lookups_.definitions);
  if (!plan.stock.empty()) {
    for (const auto& stock : plan.stock) {
      const auto variant = std::ranges::find(plan.form.product.variants, stock.variant, &catalog::VariantDraft::id);
      if (variant != plan.form.product.variants.end())
        object[fmt::format("variants/{}/stock", variant->sku)] = stock.on_hand;
    }
  }
  if (!plan.pictures.empty()) object["pictures"] = fmt::format("+{}", plan.pictures.size());
  return object;
}

}  // namespace hurtrock::admin
