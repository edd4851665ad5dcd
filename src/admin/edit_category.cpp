#include <fmt/format.h>

#include <algorithm>

#include "admin/audit.hpp"
#include "admin/category_page.hpp"
#include "admin/edit_form.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/named_choice.hpp"
#include "admin/views/category_edit.html.hpp"
#include "catalog/slugs.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

using catalog::CategoryRecord;
using catalog::CategoryRefusal;

constexpr std::size_t kLongestCategoryName = 60;

struct CategoryPageState {
  int status = 200;
  std::string notice = {};
  bool notice_is_error = false;
  http::Fields fields = {};
  std::vector<http::FieldError> errors = {};
  bool conflict = false;
};

std::optional<CategoryId> category_of(const http::Request& request) {
  const auto id = text::parse_integer(request.param("id"), 1, INT64_MAX);
  return id ? std::optional{CategoryId{*id}} : std::nullopt;
}

http::Fields category_fields(const CategoryRecord& category) {
  return http::Fields({{"name_id", category.name_id},
                       {"name_en", category.name_en},
                       {"slug", category.slug},
                       {"parent", category.parent ? std::to_string(category.parent->value()) : ""},
                       {"active", category.active ? "1" : ""}});
}

constexpr NamedField kParent{store::Named::kCategory, "parent"};

/// Where it may stand: everywhere but at itself and below itself. Of a name that is typed that is said afterwards.
NamedChoice parent_choice(db::Tx& tx, const std::vector<CategoryRecord>& tree, std::optional<CategoryId> category,
                          const http::Fields& fields, const i18n::Texts& texts) {
  NamedChoice choice = named_choice(tx, kParent, fields, texts("admin.categories.no_parent"), texts);
  if (choice.is_typed) return choice;
  choice.choices.resize(1);
  int below = INT_MAX;  // deeper rows belong to the category itself
  for (const auto& row : tree) {
    if (row.depth <= below) below = INT_MAX;
    if (row.id == category) below = row.depth;
    if (below != INT_MAX || row.depth + 1 >= catalog::kDeepestCategory) continue;
    const std::string value = std::to_string(row.id.value());
    choice.choices.push_back({value, indented_name(row, texts.language()), value == fields.value(kParent.id)});
  }
  return choice;
}

http::Response missing(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  CategoryEditPage view{.frame = frame_for(request, shop, Section::kProducts, texts("admin.categories.missing"))};
  view.name = texts("admin.categories.missing");
  std::string out;
  html::Writer writer(out, texts);
  views::category_edit(writer, view);
  return http::html(404, std::move(out));
}

http::Response category_form_page(const http::Request& request, Services& shop, std::optional<CategoryId> category,
                                  CategoryPageState state) {
  const auto& texts = request.visitor.texts();
  std::vector<CategoryRecord> tree;
  std::vector<HistoryRow> history;
  shop.db.read([&](db::Tx& tx) {
    tree = catalog::category_tree(tx);
    if (category) history = history_of(tx, "category", std::to_string(category->value()), kHistoryShown, texts);
  });
  const CategoryRecord* stored = find_in(tree, category);
  if (category && stored == nullptr) return missing(request, shop);
  const bool as_stored = state.fields.pairs().empty();
  if (as_stored && stored != nullptr) state.fields = category_fields(*stored);

  CategoryEditPage view{.frame = frame_for(request, shop, Section::kProducts,
                                           stored != nullptr ? std::string_view(name_in(*stored, texts.language()))
                                                             : texts("admin.categories.new"))};
  view.name = view.frame.shop.title;
  view.frame.shop.notice = std::move(state.notice);
  view.frame.shop.notice_is_error = state.notice_is_error;
  view.form.form = {.values = state.fields.pairs(), .errors = std::move(state.errors)};
  view.parent = shop.db.read([&](db::Tx& tx) { return parent_choice(tx, tree, category, state.fields, texts); });
  view.active = state.fields.value("active") == "1";
  view.is_new = stored == nullptr;
  view.history = std::move(history);
  // Also after a refused POST.
  view.frame.shop.path = view.is_new ? "/admin/categories/new" : fmt::format("/admin/categories/{}", category->value());
  view.action = view.is_new ? "/admin/categories" : view.frame.shop.path;
  if (stored != nullptr) {
    view.id = stored->id.value();
    view.version = as_stored || state.conflict
                       ? stored->version
                       : text::parse_integer(state.fields.value("version"), 1, INT64_MAX).value_or(0);
    view.conflict = state.conflict;
    const bool has_children =
        std::ranges::any_of(tree, [&](const CategoryRecord& row) { return row.parent == stored->id; });
    if (stored->products > 0 || has_children) view.not_empty = texts("admin.categories.error.not_empty");
    if (stored->active) view.shop_url = "/categories/" + stored->slug;
    if (state.conflict)
      set_beside(view.form, state.fields, category_fields(*stored), {"name_id", "name_en", "slug", "parent", "active"},
                 texts, [&](std::string_view field, std::string value) -> std::string {
                   if (field == "active")
                     return std::string(texts(value == "1" ? "admin.history.yes" : "admin.history.no"));
                   if (field != "parent") return value;
                   return stored->parent ? CategoryNames(tree, texts.language()).of(*stored->parent)
                                         : std::string(texts("admin.categories.no_parent"));
                 });
  }
  std::string out;
  html::Writer writer(out, texts);
  views::category_edit(writer, view);
  return http::html(state.status, std::move(out));
}

struct SentCategory {
  http::Fields fields;  ///< with the parent's id for its name
  std::expected<catalog::CategoryDraft, std::vector<http::FieldError>> draft;
};
SentCategory sent_category(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  auto [form, misnamed] = shop.db.read([&](db::Tx& tx) { return read_names(tx, {kParent}, request.form, texts); });
  auto input = http::Input::of_fields(form, texts);
  catalog::CategoryDraft draft{.name_id = input.line("name_id", kLongestCategoryName),
                               .name_en = input.line("name_en", kLongestCategoryName),
                               .slug = input.line("slug", catalog::kLongestSlug, http::Need::kOptional),
                               .parent = {},
                               .active = form.value("active") == "1"};
  if (!draft.slug.empty() && !catalog::is_slug(draft.slug))
    input.refuse("slug", "invalid", std::string(texts("admin.edit.error.slug")));
  if (const auto parent = input.integer("parent", 1, INT64_MAX, http::Need::kOptional))
    draft.parent = CategoryId{*parent};
  auto errors = input.errors();
  errors.insert(errors.end(), misnamed.begin(), misnamed.end());
  if (!errors.empty()) return {.fields = std::move(form), .draft = std::unexpected(std::move(errors))};
  return {.fields = std::move(form), .draft = std::move(draft)};
}

std::string_view field_of(CategoryRefusal why) {
  using enum CategoryRefusal;
  if (why == kSlugTaken) return "slug";
  return why == kNoSuchParent || why == kBelowItself || why == kTooDeep ? "parent" : "";
}

CategoryPageState category_refused(const http::Fields& sent, CategoryRefusal why, const i18n::Texts& texts) {
  if (why == CategoryRefusal::kChanged) return {.status = 409, .fields = sent, .conflict = true};
  return {
      .status = 422, .fields = sent, .errors = {{std::string(field_of(why)), "refused", worded_refusal(why, texts)}}};
}

boost::json::object category_json(db::Tx& tx, CategoryId category) {
  const auto tree = catalog::uncounted_category_tree(tx);
  const auto* row = find_in(tree, category);
  if (row == nullptr) return {};
  return {{"name_id", row->name_id},
          {"name_en", row->name_en},
          {"slug", row->slug},
          {"parent", parent_of(tree, category)},
          {"active", row->active}};
}

}  // namespace

std::string indented_name(const CategoryRecord& category, i18n::Language language) {
  std::string name;
  // Other spaces would not be shown.
  for (int level = 0; level < category.depth; ++level) name += "\u00a0\u00a0\u00a0";
  return name + name_in(category, language);
}

const CategoryRecord* find_in(const std::vector<CategoryRecord>& tree, std::optional<CategoryId> category) {
  const auto found = std::ranges::find_if(tree, [&](const CategoryRecord& row) { return row.id == category; });
  return found == tree.end() ? nullptr : &*found;
}

std::string parent_of(const std::vector<CategoryRecord>& tree, CategoryId category) {
  const auto* row = find_in(tree, category);
  const auto* parent = row == nullptr ? nullptr : find_in(tree, row->parent);
  return parent == nullptr ? std::string{} : parent->name_id;
}

std::string place_of(const std::vector<CategoryRecord>& tree, CategoryId category) {
  const auto* row = find_in(tree, category);
  std::string above;
  for (const auto& sibling : tree) {
    if (row == nullptr || sibling.id == category) break;
    if (sibling.parent == row->parent) above = sibling.name_id;
  }
  return above;
}

std::string worded_refusal(CategoryRefusal why, const i18n::Texts& texts) {
  using enum CategoryRefusal;
  switch (why) {
    case kNoSuchCategory:
      return std::string(texts("admin.categories.missing"));
    case kChanged:
      return std::string(texts("admin.categories.error.changed"));
    case kTreeChanged:
      return std::string(texts("admin.categories.error.tree_changed"));
    case kSlugTaken:
      return std::string(texts("admin.categories.error.slug_taken"));
    case kNoSuchParent:
      return std::string(texts("admin.edit.error.category"));
    case kBelowItself:
      return std::string(texts("admin.categories.error.below_itself"));
    case kTooDeep:
      return texts("admin.categories.error.too_deep", {{"most", catalog::kDeepestCategory}});
    case kNotEmpty:
      return std::string(texts("admin.categories.error.not_empty"));
  }
  return {};
}

http::Response show_new_category(const http::Request& request, Services& shop) {
  return category_form_page(
      request, shop, std::nullopt,
      {.fields = http::Fields({{"parent", std::string(request.query.value("parent"))}, {"active", "1"}})});
}

http::Response show_category(const http::Request& request, Services& shop) {
  const auto category = category_of(request);
  if (!category) return missing(request, shop);
  const bool saved = request.query.value("notice") == "saved";
  return category_form_page(
      request, shop, category,
      {.notice = saved ? std::string(request.visitor.texts()("admin.edit.notice.saved")) : std::string{}});
}

http::Response create_category(const http::Request& request, Services& shop) {
  const auto [sent, draft] = sent_category(request, shop);
  if (!draft)
    return category_form_page(request, shop, std::nullopt, {.status = 422, .fields = sent, .errors = draft.error()});
  const StaffMember staff = staff_of(request);
  const auto created = shop.db.write([&](db::Tx& tx) {
    auto id = catalog::create_category(tx, *draft);
    if (id)
      audit(tx, staff, "category.created", "category", std::to_string(id->value()), {}, category_json(tx, *id),
            shop.clock.now());
    return id;
  });
  if (!created)
    return category_form_page(request, shop, std::nullopt,
                              category_refused(sent, created.error(), request.visitor.texts()));
  shop.images.catalogue_changed();
  return http::see_other(fmt::format("/admin/categories#category-{}", created->value()));
}

http::Response update_category(const http::Request& request, Services& shop) {
  const auto category = category_of(request);
  if (!category) return missing(request, shop);
  const auto [sent, draft] = sent_category(request, shop);
  if (!draft)
    return category_form_page(request, shop, category, {.status = 422, .fields = sent, .errors = draft.error()});
  const StaffMember staff = staff_of(request);
  const auto updated = shop.db.write([&](db::Tx& tx) {
    const auto before = category_json(tx, *category);
    auto done = catalog::update_category(tx, *category, seen_version(request), *draft);
    if (done)
      audit(tx, staff, "category.changed", "category", std::to_string(category->value()), before,
            category_json(tx, *category), shop.clock.now());
    return done;
  });
  if (!updated)
    return category_form_page(request, shop, category,
                              category_refused(sent, updated.error(), request.visitor.texts()));
  shop.images.catalogue_changed();
  return http::see_other(fmt::format("/admin/categories/{}?notice=saved", category->value()));
}

http::Response create_category_removal(const http::Request& request, Services& shop) {
  const auto category = category_of(request);
  if (!category) return missing(request, shop);
  const StaffMember staff = staff_of(request);
  const auto deleted = shop.db.write([&](db::Tx& tx) {
    const auto before = category_json(tx, *category);
    auto done = catalog::delete_category(tx, *category, seen_version(request));
    if (done)
      audit(tx, staff, "category.deleted", "category", std::to_string(category->value()), before, {}, shop.clock.now());
    return done;
  });
  if (!deleted)
    return category_form_page(
        request, shop, category,
        {.status = 409, .notice = worded_refusal(deleted.error(), request.visitor.texts()), .notice_is_error = true});
  shop.images.catalogue_changed();
  return http::see_other("/admin/categories?notice=deleted");
}

}  // namespace hurtrock::admin
