#include <fmt/format.h>

#include <utility>

#include "admin/audit.hpp"
#include "admin/category_page.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/views/category_list.html.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

/// The button that was pressed: what to do, with which category, as it was seen: "up:17:3".
struct CategoryMove {
  catalog::Step step = catalog::Step::kUp;
  CategoryId category;
  std::int64_t seen = 0;

  static std::optional<CategoryMove> read(std::string_view value) {
    const auto parts = text::split(value, ':');
    if (parts.size() != 3 || (parts[0] != "up" && parts[0] != "down")) return std::nullopt;
    const auto category = text::parse_integer(parts[1], 1, INT64_MAX);
    const auto seen = text::parse_integer(parts[2], 1, INT64_MAX);
    if (!category || !seen) return std::nullopt;
    return CategoryMove{parts[0] == "up" ? catalog::Step::kUp : catalog::Step::kDown, CategoryId{*category}, *seen};
  }
};

/// A category, or none in an empty field.
struct CategoryField {
  std::optional<CategoryId> id;

  /// Nothing when it is neither.
  static std::optional<CategoryField> read(std::string_view value) {
    if (value.empty()) return CategoryField{};
    const auto id = text::parse_integer(value, 1, INT64_MAX);
    return id ? std::optional{CategoryField{CategoryId{*id}}} : std::nullopt;
  }
};

/// What the list behind the link has, which follows the branches down.
std::string worded_count(const catalog::CategoryRecord& category, const i18n::Texts& texts) {
  if (category.products == category.products_in_all)
    return texts("admin.categories.products", {{"n", category.products_in_all}});
  return texts("admin.categories.products_below", {{"n", category.products_in_all}, {"own", category.products}});
}

CategoryRow list_row(const catalog::CategoryRecord& category, const i18n::Texts& texts) {
  return {.id = category.id.value(),
          .version = category.version,
          .depth = category.depth,
          .name = name_in(category, texts.language()),
          .products = worded_count(category, texts),
          .products_url = fmt::format("/admin/products?category={}", category.id.value()),
          .hidden = !category.active};
}

/// The first and the last of every row of siblings cannot be moved further.
void mark_ends(const std::vector<catalog::CategoryRecord>& tree, std::vector<CategoryRow>& rows) {
  for (std::size_t i = 0; i < tree.size(); ++i) {
    const auto is_sibling = [&](std::size_t other) { return tree[other].parent == tree[i].parent; };
    rows[i].first = rows[i].last = true;
    for (std::size_t other = 0; other < tree.size(); ++other) {
      if (other < i && is_sibling(other)) rows[i].first = false;
      if (other > i && is_sibling(other)) rows[i].last = false;
    }
  }
}

http::Response category_list(const http::Request& request, Services& shop, int status, std::string notice) {
  const auto& texts = request.visitor.texts();
  const auto [tree, shape] =
      shop.db.read([](db::Tx& tx) { return std::pair{catalog::category_tree(tx), catalog::tree_shape(tx)}; });
  CategoryListPage view{.frame = frame_for(request, shop, Section::kProducts, texts("admin.categories.title"))};
  // Also after a refused POST, whose own address has no page.
  view.frame.shop.path = "/admin/categories";
  view.frame.shop.notice = std::move(notice);
  view.frame.shop.notice_is_error = status >= 400;
  view.shape = shape;
  view.deepest = catalog::kDeepestCategory;
  for (const auto& category : tree) view.rows.push_back(list_row(category, texts));
  mark_ends(tree, view.rows);
  std::string out;
  html::Writer writer(out, texts);
  views::category_list(writer, view);
  return http::html(status, std::move(out));
}

/// Below what and behind which sibling, by name, for the audit log.
boost::json::object whereabouts(db::Tx& tx, CategoryId category) {
  const auto tree = catalog::uncounted_category_tree(tx);
  return {{"parent", parent_of(tree, category)}, {"place", place_of(tree, category)}};
}

using Moved = std::expected<void, catalog::CategoryRefusal>;

/// `change` in a transaction, with its entry in the audit log.
template <class Change>
Moved recorded(Services& shop, const StaffMember& staff, CategoryId category, const Change& change) {
  return shop.db.write([&](db::Tx& tx) -> Moved {
    const auto before = whereabouts(tx, category);
    if (const Moved moved = change(tx); !moved) return moved;
    audit(tx, staff, "category.moved", "category", std::to_string(category.value()), before, whereabouts(tx, category),
          shop.clock.now());
    return {};
  });
}

http::Response answer(const http::Request& request, Services& shop, CategoryId category, const Moved& moved) {
  using enum catalog::CategoryRefusal;
  if (!moved) {
    const bool is_too_late = moved.error() == kChanged || moved.error() == kTreeChanged ||
                             moved.error() == kNoSuchCategory || moved.error() == kNoSuchParent;
    return category_list(request, shop, is_too_late ? 409 : 422,
                         worded_refusal(moved.error(), request.visitor.texts()));
  }
  shop.images.catalogue_changed();
  return http::see_other(fmt::format("/admin/categories#category-{}", category.value()));
}

}  // namespace

http::Response show_categories(const http::Request& request, Services& shop) {
  const std::string_view notice = request.query.value("notice");
  const auto& texts = request.visitor.texts();
  return category_list(request, shop, 200,
                       notice == "deleted" ? std::string(texts("admin.categories.notice.deleted")) : std::string{});
}

http::Response create_category_move(const http::Request& request, Services& shop) {
  const auto wanted = CategoryMove::read(request.form.value("do"));
  if (!wanted) return category_list(request, shop, 422, std::string(request.visitor.texts()("http.field.choice")));
  return answer(request, shop, wanted->category, recorded(shop, staff_of(request), wanted->category, [&](db::Tx& tx) {
                  return catalog::move_category(tx, wanted->category, wanted->seen, wanted->step);
                }));
}

http::Response create_category_place(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto category = text::parse_integer(request.param("id"), 1, INT64_MAX);
  if (!category) return category_list(request, shop, 404, std::string(texts("admin.categories.missing")));
  const CategoryId moved{*category};
  const auto parent = CategoryField::read(request.form.value("parent"));
  const auto before = CategoryField::read(request.form.value("before"));
  if (!parent || !before) return category_list(request, shop, 422, std::string(texts("http.field.choice")));
  const std::string_view seen = request.form.value("seen");
  return answer(request, shop, moved, recorded(shop, staff_of(request), moved, [&](db::Tx& tx) {
                  return catalog::place_category(tx, moved, {.parent = parent->id, .before = before->id}, seen);
                }));
}

}  // namespace hurtrock::admin
