#include <fmt/format.h>

#include "admin/audit.hpp"
#include "admin/edit_form.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/store.hpp"
#include "admin/views/supplier_edit.html.hpp"
#include "admin/views/supplier_list.html.hpp"
#include "catalog/suppliers.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

using catalog::SupplierDraft;
using catalog::SupplierRefusal;
using http::Need;

struct SupplierPageState {
  int status = 200;
  std::string notice = {};
  http::Fields fields = {};
  std::vector<http::FieldError> errors = {};
  bool conflict = false;
};

std::optional<SupplierId> supplier_of(const http::Request& request) {
  const auto id = text::parse_integer(request.param("id"), 1, INT64_MAX);
  return id ? std::optional{SupplierId{*id}} : std::nullopt;
}

http::Fields supplier_fields(const SupplierDraft& supplier) {
  return http::Fields({{"name", supplier.name},
                       {"contact_name", supplier.contact_name},
                       {"phone", supplier.phone},
                       {"email", supplier.email},
                       {"address", supplier.address},
                       {"active", supplier.active ? "1" : ""}});
}

boost::json::object as_json(const std::optional<catalog::SupplierRecord>& found) {
  if (!found) return {};
  const SupplierDraft& supplier = found->supplier;
  return {{"name", supplier.name},   {"contact_name", supplier.contact_name}, {"phone", supplier.phone},
          {"email", supplier.email}, {"address", supplier.address},           {"active", supplier.active}};
}

http::Response supplier_page(const http::Request& request, Services& shop, std::optional<SupplierId> supplier,
                             SupplierPageState state) {
  const auto& texts = request.visitor.texts();
  std::optional<catalog::SupplierRecord> stored;
  std::vector<HistoryRow> history;
  if (supplier)
    shop.db.read([&](db::Tx& tx) {
      stored = catalog::find_supplier(tx, *supplier);
      history = history_of(tx, "supplier", std::to_string(supplier->value()), kHistoryShown, texts);
    });
  const bool is_missing = supplier && !stored;
  const bool as_stored = state.fields.pairs().empty();
  if (as_stored && stored) state.fields = supplier_fields(stored->supplier);

  SupplierEditPage view{.frame = frame_for(request, shop, Section::kProducts,
                                           is_missing ? texts("admin.suppliers.missing")
                                           : stored   ? std::string_view(stored->supplier.name)
                                                      : texts("admin.suppliers.new"))};
  view.name = view.frame.shop.title;
  view.is_new = !supplier;
  // Also after a refused POST.
  view.frame.shop.path = supplier ? fmt::format("/admin/suppliers/{}", supplier->value()) : "/admin/suppliers/new";
  view.action = supplier ? view.frame.shop.path : "/admin/suppliers";
  view.frame.shop.notice = std::move(state.notice);
  view.form.form = {.values = state.fields.pairs(), .errors = std::move(state.errors)};
  view.active = state.fields.value("active") == "1";
  view.history = std::move(history);
  if (stored) {
    view.id = stored->id.value();
    view.version = as_stored || state.conflict
                       ? stored->version
                       : text::parse_integer(state.fields.value("version"), 1, INT64_MAX).value_or(0);
    view.conflict = state.conflict;
    if (state.conflict)
      set_beside(view.form, state.fields, supplier_fields(stored->supplier),
                 {"name", "contact_name", "phone", "email", "address", "active"}, texts,
                 [&](std::string_view field, std::string value) -> std::string {
                   if (field != "active") return value;
                   return std::string(texts(value == "1" ? "admin.history.yes" : "admin.history.no"));
                 });
  }
  std::string out;
  html::Writer writer(out, texts);
  views::supplier_edit(writer, view);
  return http::html(is_missing ? 404 : state.status, std::move(out));
}

std::expected<SupplierDraft, std::vector<http::FieldError>> read_supplier(const http::Fields& form,
                                                                          const i18n::Texts& texts) {
  auto input = http::Input::of_fields(form, texts);
  SupplierDraft draft{.name = input.line("name", 100),
                      .contact_name = input.line("contact_name", 100, Need::kOptional),
                      .phone = input.phone("phone", Need::kOptional),
                      .email = {},
                      .address = {},
                      .active = form.value("active") == "1"};
  if (!text::trim(form.value("email")).empty()) draft.email = input.email("email");
  draft.address = input.text("address", 500, Need::kOptional);
  if (!input.ok()) return std::unexpected(input.errors());
  return draft;
}

SupplierPageState supplier_refused(const http::Request& request, SupplierRefusal why) {
  if (why == SupplierRefusal::kChanged) return {.status = 409, .fields = request.form, .conflict = true};
  return {.status = 422,
          .fields = request.form,
          .errors = {{"name", "taken", std::string(request.visitor.texts()("admin.suppliers.error.name_taken"))}}};
}

SupplierRow list_row(const store::SupplierListRow& row, const i18n::Texts& texts) {
  return {.name = row.name,
          .url = fmt::format("/admin/suppliers/{}", row.id.value()),
          .contact = row.contact,
          .phone = row.phone,
          .products = texts("admin.categories.products", {{"n", row.products}}),
          .products_url = fmt::format("/admin/products?supplier={}", row.id.value()),
          .active = row.active};
}

}  // namespace

http::Response show_suppliers(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  SupplierListPage view{.frame = frame_for(request, shop, Section::kProducts, texts("admin.suppliers.title"))};
  const SearchedPage asked = SearchedPage::read(request.query);
  auto rows = shop.db.read([&](db::Tx& tx) { return store::suppliers_on(tx, asked); });
  view.list = turned(asked, "/admin/suppliers", rows);
  for (const auto& row : rows) view.rows.push_back(list_row(row, texts));
  std::string out;
  html::Writer writer(out, texts);
  views::supplier_list(writer, view);
  return http::html(200, std::move(out));
}

http::Response show_new_supplier(const http::Request& request, Services& shop) {
  return supplier_page(request, shop, std::nullopt, {.fields = http::Fields({{"active", "1"}})});
}

http::Response show_supplier(const http::Request& request, Services& shop) {
  const bool saved = request.query.value("notice") == "saved";
  return supplier_page(
      request, shop, supplier_of(request).value_or(SupplierId{}),
      {.notice = saved ? std::string(request.visitor.texts()("admin.edit.notice.saved")) : std::string{}});
}

http::Response create_supplier(const http::Request& request, Services& shop) {
  const auto draft = read_supplier(request.form, request.visitor.texts());
  if (!draft)
    return supplier_page(request, shop, std::nullopt, {.status = 422, .fields = request.form, .errors = draft.error()});
  const StaffMember staff = staff_of(request);
  const auto created = shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    auto id = catalog::create_supplier(tx, *draft, now);
    if (id)
      audit(tx, staff, "supplier.created", "supplier", std::to_string(id->value()), {},
            as_json(catalog::find_supplier(tx, *id)), now);
    return id;
  });
  if (!created) return supplier_page(request, shop, std::nullopt, supplier_refused(request, created.error()));
  return http::see_other(fmt::format("/admin/suppliers/{}?notice=saved", created->value()));
}

http::Response update_supplier(const http::Request& request, Services& shop) {
  const SupplierId supplier = supplier_of(request).value_or(SupplierId{});
  const auto draft = read_supplier(request.form, request.visitor.texts());
  if (!draft)
    return supplier_page(request, shop, supplier, {.status = 422, .fields = request.form, .errors = draft.error()});
  const StaffMember staff = staff_of(request);
  const auto seen = text::parse_integer(request.form.value("version"), 1, INT64_MAX).value_or(0);
  const auto updated = shop.db.write([&](db::Tx& tx) {
    const auto before = as_json(catalog::find_supplier(tx, supplier));
    auto done = catalog::update_supplier(tx, supplier, seen, *draft);
    if (done)
      audit(tx, staff, "supplier.changed", "supplier", std::to_string(supplier.value()), before,
            as_json(catalog::find_supplier(tx, supplier)), shop.clock.now());
    return done;
  });
  if (!updated) return supplier_page(request, shop, supplier, supplier_refused(request, updated.error()));
  return http::see_other(fmt::format("/admin/suppliers/{}?notice=saved", supplier.value()));
}

}  // namespace hurtrock::admin
