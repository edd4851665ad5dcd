#include <fmt/format.h>

#include <algorithm>

#include "admin/audit.hpp"
#include "admin/category_page.hpp"
#include "admin/dates.hpp"
#include "admin/form_key.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/named_choice.hpp"
#include "admin/staff_action.hpp"
#include "admin/store.hpp"
#include "admin/take_page.hpp"
#include "admin/views/missing.html.hpp"
#include "admin/views/take_list.html.hpp"
#include "catalog/categories.hpp"
#include "catalog/suppliers.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

using http::Need;

constexpr std::int64_t kTakesPerPage = 30;

/// `name`: of the category or supplier; empty: it is gone.
std::string worded_scope(const inventory::Scope& scope, std::string_view name, const i18n::Texts& texts) {
  if (!scope.category && !scope.supplier) return std::string(texts("admin.take.scope.all"));
  return std::string(name.empty() ? texts("admin.take.scope.gone") : name);
}

TakeRow row_of(const store::TakeListRow& row, const i18n::Texts& texts) {
  const auto& take = row.take;
  return {.id = take.id.value(),
          .scope = worded_scope(take.scope, row.scope_name, texts),
          .note = take.note,
          .state = std::string(word(take.state)),
          .started = fmt::format("{} · {}", date_and_time(take.started_at, texts), row.started_by),
          .ended = take.ended_at ? fmt::format("{} · {}", date_and_time(*take.ended_at, texts), row.ended_by)
                                 : std::string{},
          .progress = texts("admin.take.progress", {{"variants", row.variants}, {"different", row.different}})};
}

http::Response takes_page(const http::Request& request, Services& shop, int status, layout::Form form) {
  const auto& texts = request.visitor.texts();
  TakeListPage view{.frame = frame_for(request, shop, Section::kStock, texts("admin.take.title")),
                    .form = std::move(form)};
  // Also after a refused POST.
  view.frame.shop.path = "/admin/stock/takes";
  if (request.query.value("notice") == "cancelled") view.frame.shop.notice = texts("admin.take.notice.cancelled");
  const http::Fields sent(view.form.values);
  const std::string_view scope = sent.value("scope");
  view.form_key = form_key_for_page(sent, texts);
  view.scope = scope.empty() ? "all" : std::string(scope);
  const auto before = text::parse_integer(request.query.value("before"), 1, INT64_MAX).value_or(0);
  shop.db.read([&](db::Tx& tx) {
    view.rows.clear();
    view.category = named_choice(tx, store::Named::kCategory, sent, {}, texts);
    view.supplier = named_choice(tx, store::Named::kSupplier, sent, {}, texts);
    for (const auto& row : store::stock_takes(tx, before, texts.language(), kTakesPerPage + 1))
      view.rows.push_back(row_of(row, texts));
  });
  if (std::ssize(view.rows) > kTakesPerPage) {
    view.rows.pop_back();
    view.next_url = fmt::format("/admin/stock/takes?before={}", view.rows.back().id);
  }
  if (before > 0) view.first_url = "/admin/stock/takes";
  std::string out;
  html::Writer writer(out, texts);
  views::take_list(writer, view);
  return http::html(status, std::move(out));
}

struct Start {
  inventory::Scope scope;
  std::string note, key;
};
Start read_start(const http::Fields& form, http::Input& input) {
  Start start;
  const std::string scope = input.word("scope", {"all", "category", "supplier"});
  if (scope == "category")
    if (const auto id = input.integer("category", 1, INT64_MAX)) start.scope.category = CategoryId{*id};
  if (scope == "supplier")
    if (const auto id = input.integer("supplier", 1, INT64_MAX)) start.scope.supplier = SupplierId{*id};
  start.note = input.line("note", 100, Need::kOptional);
  start.key = needed_form_key(form, input);
  return start;
}

}  // namespace

std::optional<StockTakeId> take_of(const http::Request& request) {
  const auto id = text::parse_integer(request.param("take"), 1, INT64_MAX);
  return id ? std::optional{StockTakeId{*id}} : std::nullopt;
}

std::string scope_text(db::Tx& tx, const inventory::Scope& scope, const i18n::Texts& texts) {
  if (scope.category) {
    const auto tree = catalog::uncounted_category_tree(tx);
    const auto* found = find_in(tree, scope.category);
    return worded_scope(scope, found ? name_in(*found, texts.language()) : "", texts);
  }
  const auto found =
      scope.supplier ? store::Names(tx, store::Named::kSupplier).of(scope.supplier->value()) : std::nullopt;
  return worded_scope(scope, found.value_or(""), texts);
}

http::Response missing_take_page(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  std::string out;
  html::Writer writer(out, texts);
  views::missing(writer, frame_for(request, shop, Section::kStock, texts("admin.missing.stock_title")));
  return http::html(404, std::move(out));
}

http::Response show_takes(const http::Request& request, Services& shop) { return takes_page(request, shop, 200, {}); }

http::Response create_take(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto [form, misnamed] = shop.db.read([&](db::Tx& tx) {
    return read_names(tx, {store::Named::kCategory, store::Named::kSupplier}, request.form, texts);
  });
  auto input = http::Input::of_fields(form, texts);
  // What was typed in vain has no id, which would be missed once more.
  if (std::ranges::find(misnamed, form.value("scope"), &http::FieldError::field) != misnamed.end())
    return takes_page(request, shop, 422, {form.pairs(), misnamed});
  const Start start = read_start(form, input);
  const auto refused = [&] { return takes_page(request, shop, 422, {form.pairs(), input.errors()}); };
  if (!input.ok()) return refused();
  const StaffMember staff = staff_of(request);
  const auto started = shop.db.write([&](db::Tx& tx) -> std::expected<StockTakeId, std::string_view> {
    const auto& [category, supplier] = start.scope;
    if (supplier && !catalog::find_supplier(tx, *supplier)) return std::unexpected("supplier");
    if (category && scope_text(tx, start.scope, texts) == texts("admin.take.scope.gone"))
      return std::unexpected("category");
    const Time now = shop.clock.now();
    const auto take = inventory::start_stock_take(tx, start.scope, start.note, start.key, staff.id, now);
    audit(tx, staff, "stock_take.started", "stock_take", std::to_string(take.value()), {},
          {{"scope", category || supplier ? scope_text(tx, start.scope, texts) : std::string{}}, {"note", start.note}},
          now);
    return take;
  });
  if (!started) {
    input.refuse(started.error(), "gone", std::string(texts("http.field.choice")));
    return refused();
  }
  return http::see_other(fmt::format("/admin/stock/takes/{}", started->value()));
}

}  // namespace hurtrock::admin
