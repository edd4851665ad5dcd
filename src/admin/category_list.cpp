#include <fmt/format.h>

#include "admin/audit.hpp"
#include "admin/category_page.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/views/category_list.html.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

/// The button that was pressed: what to do, with which category, as it was seen: "up:17:3".
struct Move {
  catalog::Step step = catalog::Step::kUp;
  CategoryId category;
  std::int64_t seen = 0;

  static std::optional<Move> read(std::string_view value) {
    const auto parts = text::split(value, ':');
    if (parts.size() != 3 || (parts[0] != "up" && parts[0] != "down")) return std::nullopt;
    const auto category = text::parse_integer(parts[1], 1, INT64_MAX);
    const auto seen = text::parse_integer(parts[2], 1, INT64_MAX);
    if (!category || !seen) return std::nullopt;
    return Move{parts[0] == "up" ? catalog::Step::kUp : catalog::Step::kDown, CategoryId{*category}, *seen};
  }
};

CategoryRow list_row(const catalog::CategoryRecord& category, const i18n::Texts& texts) {
  return {.id = category.id.value(),
          .version = category.version,
          .depth = category.depth,
          .name = name_in(category, texts.language()),
          .products = texts("admin.categories.products", {{"n", category.products}}),
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
  const auto tree = shop.db.read([](db::Tx& tx) { return catalog::category_tree(tx); });
  CategoryListPage view{.frame = frame_for(request, shop, Section::kProducts, texts("admin.categories.title"))};
  // Also after a refused POST, whose own address has no page.
  view.frame.shop.path = "/admin/categories";
  view.frame.shop.notice = std::move(notice);
  view.frame.shop.notice_is_error = status >= 400;
  for (const auto& category : tree) view.rows.push_back(list_row(category, texts));
  mark_ends(tree, view.rows);
  std::string out;
  html::Writer writer(out, texts);
  views::category_list(writer, view);
  return http::html(status, std::move(out));
}

std::expected<void, catalog::CategoryRefusal> move(Services& shop, const StaffMember& staff, const Move& wanted) {
  return shop.db.write([&](db::Tx& tx) -> std::expected<void, catalog::CategoryRefusal> {
    const auto place = [&] { return place_of(tx, wanted.category); };
    const auto before = place();
    if (const auto moved = catalog::move_category(tx, wanted.category, wanted.seen, wanted.step); !moved) return moved;
    audit(tx, staff, "category.moved", "category", std::to_string(wanted.category.value()), {{"place", before}},
          {{"place", place()}}, shop.clock.now());
    return {};
  });
}

}  // namespace

http::Response show_categories(const http::Request& request, Services& shop) {
  const std::string_view notice = request.query.value("notice");
  const auto& texts = request.visitor.texts();
  return category_list(request, shop, 200,
                       notice == "deleted" ? std::string(texts("admin.categories.notice.deleted")) : std::string{});
}

http::Response create_category_move(const http::Request& request, Services& shop) {
  const auto wanted = Move::read(request.form.value("do"));
  if (!wanted) return category_list(request, shop, 422, std::string(request.visitor.texts()("http.field.choice")));
  if (const auto moved = move(shop, staff_of(request), *wanted); !moved)
    return category_list(request, shop, 409, worded_refusal(moved.error(), request.visitor.texts()));
  shop.images.catalogue_changed();
  return http::see_other(fmt::format("/admin/categories#category-{}", wanted->category.value()));
}

}  // namespace hurtrock::admin
