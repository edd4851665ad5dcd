#include <fmt/format.h>

#include <algorithm>

#include "admin/audit.hpp"
#include "admin/category_page.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/product_record.hpp"
#include "admin/views/bulk_edit.html.hpp"
#include "catalog/bulk_change.hpp"
#include "catalog/thousandths.hpp"
#include "catalog/typed_price.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"
#include "platform/http/redirect.hpp"

namespace hurtrock::admin {
namespace {

using catalog::BulkChange;
using BulkKind = BulkChange::Kind;
using BulkWhy = catalog::BulkRefusal::Why;

constexpr std::size_t kMostProducts = 50;
constexpr std::int64_t kLeastMilliPercent = -90'000, kMostMilliPercent = 900'000;
constexpr std::int64_t kRoundings[] = {1, 500, 1'000, 5'000, 10'000, 50'000, 100'000};

/// What the form asks for; the errors stand at its fields.
struct Wanted {
  BulkChange change;
  std::vector<catalog::SeenProduct> products;  ///< version 0: not said
  std::vector<http::FieldError> errors;
  bool complete = false;  ///< it can be shown what would come of it
};

std::optional<catalog::SeenProduct> seen_in(std::string_view value) {
  const auto colon = std::min(value.find(':'), value.size());
  const auto id = text::parse_integer(value.substr(0, colon), 1, INT64_MAX);
  if (!id) return std::nullopt;
  const auto version = text::parse_integer(value.substr(std::min(colon + 1, value.size())), 1, INT64_MAX);
  return catalog::SeenProduct{ProductId{*id}, version.value_or(0)};
}

Wanted read_wanted(const http::Fields& fields, const i18n::Texts& texts) {
  Wanted wanted;
  for (const auto value : fields.all("product"))
    if (const auto seen = seen_in(value); seen && wanted.products.size() < kMostProducts)
      if (std::ranges::find(wanted.products, seen->id, &catalog::SeenProduct::id) == wanted.products.end())
        wanted.products.push_back(*seen);
  wanted.change.kind = catalog::find_bulk_kind(fields.value("do")).value_or(BulkKind::kPercent);
  const auto refuse = [&](std::string_view field, std::string_view code) {
    wanted.errors.push_back(
        {std::string(field), std::string(code), std::string(texts(fmt::format("admin.bulk.error.{}", code)))});
  };
  const auto rounding = text::parse_integer(fields.value("rounding"), 1, INT64_MAX).value_or(1);
  wanted.change.rounding = std::ranges::find(kRoundings, rounding) == std::end(kRoundings) ? 1 : rounding;
  std::string_view typed = text::trim(fields.value("value"));
  const bool less = typed.starts_with('-');
  if (less || typed.starts_with('+')) typed = text::trim(typed.substr(1));
  switch (wanted.change.kind) {
    case BulkKind::kPercent: {
      if (typed.empty()) return wanted;
      const auto percent = catalog::read_thousandths(typed);
      const std::int64_t signed_percent = percent.value_or(0) * (less ? -1 : 1);
      if (!percent || *percent == 0 || signed_percent < kLeastMilliPercent || signed_percent > kMostMilliPercent)
        refuse("value", "percent");
      wanted.change.milli_percent = signed_percent;
      break;
    }
    case BulkKind::kAmount: {
      if (typed.empty()) return wanted;
      const auto amount = catalog::read_typed_price(typed);
      if (!amount || amount->rupiah() == 0) refuse("value", "amount");
      wanted.change.amount = less ? -amount.value_or(Money{}) : amount.value_or(Money{});
      break;
    }
    case BulkKind::kCategory: {
      const auto category = text::parse_integer(fields.value("category"), 1, INT64_MAX);
      if (!category) return wanted;
      wanted.change.category = CategoryId{*category};
      break;
    }
    default:
      break;
  }
  wanted.complete = wanted.errors.empty();
  return wanted;
}

std::string shown_price(const catalog::VariantDraft& variant) { return format_rupiah(variant.price); }

/// The lines of one product: what is, and what would be. A price that cannot be is said in words.
BulkRow row_of(const catalog::ProductRecord& record, const Wanted& wanted, std::string_view category,
               const i18n::Texts& texts) {
  BulkRow row{.seen = fmt::format("{}:{}", record.id.value(), record.version), .name = record.product.name};
  const auto word_of = [&](std::string_view state) {
    return std::string(texts(fmt::format("admin.history.value.{}", state)));
  };
  const auto flag = [&](bool on) { return std::string(texts(on ? "admin.history.yes" : "admin.history.no")); };
  const auto add = [&](std::string what, std::string before, std::string after, bool is_wrong = false) {
    row.lines.push_back({std::move(what), std::move(before), std::move(after), is_wrong});
  };
  switch (wanted.change.kind) {
    case BulkKind::kPercent:
    case BulkKind::kAmount:
      for (const auto& variant : record.product.variants) {
        if (!wanted.complete) {
          add(variant.sku, shown_price(variant), {});
          continue;
        }
        const auto price = catalog::changed_price(variant.price, wanted.change);
        std::string after = price ? format_rupiah(*price) : std::string(texts("admin.bulk.error.price"));
        if (price && variant.compare_at && *variant.compare_at <= *price)
          after += fmt::format(" ({})", texts("admin.bulk.compare_goes"));
        add(variant.sku, shown_price(variant), std::move(after), !price);
      }
      break;
    case BulkKind::kActive:
    case BulkKind::kHidden:
      add({}, word_of(catalog::word(record.product.state)), word_of(catalog::word(wanted.change.kind)));
      break;
    case BulkKind::kFeatured:
    case BulkKind::kUnfeatured:
      add({}, flag(record.product.featured), flag(wanted.change.kind == BulkKind::kFeatured));
      break;
    case BulkKind::kCategory:
      add({}, texts.language() == i18n::Language::kEnglish ? record.category_en : record.category_id,
          std::string(category));
      break;
  }
  return row;
}

std::string return_to(const http::Fields& fields) {
  const std::string url = http::local_path(fields.value("return"), "/admin/products");
  return url.starts_with("/admin/products") ? url : "/admin/products";
}

http::Response bulk_page(const http::Request& request, Services& shop, const http::Fields& fields, Wanted wanted,
                         int status, std::string refusal) {
  const auto& texts = request.visitor.texts();
  BulkEditPage view{.frame = frame_for(request, shop, Section::kProducts, texts("admin.bulk.title"))};
  // Also after a refused POST.
  view.frame.shop.path = "/admin/products";
  view.frame.shop.notice = std::move(refusal);
  view.frame.shop.notice_is_error = status >= 400;
  view.kind = catalog::word(wanted.change.kind);
  view.of_prices = wanted.change.is_of_prices();
  view.of_category = wanted.change.kind == BulkKind::kCategory;
  view.return_url = return_to(fields);
  shop.db.read([&](db::Tx& tx) {
    view.categories.clear();
    view.rows.clear();
    std::string category;
    for (const auto& row : catalog::category_tree(tx)) {
      std::string name;
      for (int level = 0; level < row.depth; ++level) name += "   ";
      const bool chosen = row.id == wanted.change.category;
      if (chosen) category = name_in(row, texts.language());
      view.categories.push_back({std::to_string(row.id.value()), name + name_in(row, texts.language()), chosen});
    }
    for (const auto& seen : wanted.products)
      if (const auto record = catalog::find_product_record(tx, seen.id);
          record && record->product.state != catalog::ProductState::kArchived)
        view.rows.push_back(row_of(*record, wanted, category, texts));
  });
  for (const std::int64_t rounding : kRoundings)
    view.roundings.push_back({std::to_string(rounding),
                              rounding == 1 ? std::string(texts("admin.bulk.no_rounding"))
                                            : texts("admin.bulk.rounded", {{"amount", Money{rounding}}}),
                              rounding == wanted.change.rounding});
  view.form = {.values = {{"value", std::string(fields.value("value"))}}, .errors = wanted.errors};
  view.rounding = std::to_string(wanted.change.rounding);
  view.category = wanted.change.category ? std::to_string(wanted.change.category.value()) : "";
  const bool is_possible = std::ranges::none_of(
      view.rows, [](const BulkRow& row) { return std::ranges::any_of(row.lines, &BulkRow::Line::is_wrong); });
  view.can_apply = wanted.complete && is_possible && !view.rows.empty();
  if (!wanted.errors.empty() && status == 200) status = 422;

  std::string out;
  html::Writer writer(out, texts);
  views::bulk_edit(writer, view);
  return http::html(status, std::move(out));
}

std::expected<void, catalog::BulkRefusal> change_all(Services& shop, const StaffMember& staff, const Wanted& wanted) {
  return shop.db.write([&](db::Tx& tx) -> std::expected<void, catalog::BulkRefusal> {
    const Time now = shop.clock.now();
    const auto definitions = catalog::spec_definitions(tx);
    std::vector<boost::json::object> before;
    for (const auto& seen : wanted.products) {
      const auto found = find_product_and_stock(tx, seen.id);
      before.push_back(found ? as_json(*found, definitions) : boost::json::object{});
    }
    if (auto changed = catalog::change_products(tx, wanted.products, wanted.change, now); !changed) return changed;
    for (std::size_t i = 0; i < wanted.products.size(); ++i)
      audit(tx, staff, "product.changed", "product", std::to_string(wanted.products[i].id.value()), before[i],
            as_json(*find_product_and_stock(tx, wanted.products[i].id), definitions), now);
    return {};
  });
}

std::string refusal_text(Services& shop, const catalog::BulkRefusal& refusal, const i18n::Texts& texts) {
  const auto record = shop.db.read([&](db::Tx& tx) { return catalog::find_product_record(tx, refusal.product); });
  const std::string name = record ? record->product.name : std::string{};
  switch (refusal.why) {
    case BulkWhy::kChanged:
      return texts("admin.bulk.refused.changed", {{"name", name}});
    case BulkWhy::kPrice:
      return texts("admin.bulk.refused.price", {{"name", name}});
    case BulkWhy::kNotReady:
      return texts("admin.bulk.refused.not_ready", {{"name", name}});
    case BulkWhy::kNoSuchCategory:
      return std::string(texts("admin.edit.error.category"));
  }
  return {};
}

}  // namespace

http::Response show_bulk_edit(const http::Request& request, Services& shop) {
  return bulk_page(request, shop, request.query, read_wanted(request.query, request.visitor.texts()), 200, {});
}

http::Response create_bulk_edit(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  Wanted wanted = read_wanted(request.form, texts);
  if (wanted.products.empty())
    return bulk_page(request, shop, request.form, std::move(wanted), 422, std::string(texts("admin.bulk.none")));
  if (!wanted.complete) return bulk_page(request, shop, request.form, std::move(wanted), 422, {});
  if (const auto changed = change_all(shop, staff_of(request), wanted); !changed)
    return bulk_page(request, shop, request.form, std::move(wanted), 409, refusal_text(shop, changed.error(), texts));
  shop.images.catalogue_changed();
  const std::string back = return_to(request.form);
  return http::see_other(back + (back.contains('?') ? "&" : "?") + "notice=changed");
}

}  // namespace hurtrock::admin
