#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "admin/draft_page.hpp"
#include "admin/form_key.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/named_choice.hpp"
#include "admin/restock_form.hpp"
#include "admin/restock_page.hpp"
#include "admin/staff_action.hpp"
#include "admin/store.hpp"
#include "admin/views/supplier_choice.html.hpp"
#include "catalog/suppliers.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

/// Suppliers read Indonesian, whoever writes to them.
constexpr auto kSuppliersLanguage = i18n::Language::kIndonesian;
constexpr std::size_t kLongestTypedSku = 100;

std::vector<store::StockRow> low_of(db::Tx& tx, SupplierId supplier, i18n::Language language) {
  StockFilter filter{.alerts = true, .supplier = supplier};
  return store::stock_matching(tx, filter, language, static_cast<std::int64_t>(restock::kMostLines));
}

http::Fields filled(db::Tx& tx, const http::Fields& form, const std::vector<store::StockRow>& variants) {
  std::vector<VariantId> ids;
  for (const auto& row : variants) ids.push_back(row.variant);
  return with_rows(form, variants, restock::supply_of(tx, ids));
}

// Choosing a supplier ------------------------------------------------------------------------------------------------

std::vector<VariantId> chosen_variants(const http::Fields& query) {
  std::vector<VariantId> chosen;
  for (const auto value : query.all("variant"))
    if (const auto id = text::parse_integer(value, 1, INT64_MAX); id && chosen.size() < restock::kMostLines)
      if (std::ranges::find(chosen, VariantId{*id}) == chosen.end()) chosen.emplace_back(*id);
  return chosen;
}

/// The supplier that all of them come from.
std::optional<SupplierId> only_supplier(const std::vector<store::StockRow>& variants) {
  if (variants.empty() || !variants.front().supplier) return std::nullopt;
  const auto& first = variants.front().supplier;
  return std::ranges::all_of(variants, [&](const auto& row) { return row.supplier == first; }) ? first : std::nullopt;
}

/// Where there are too many for a page: those of the chosen variants, or those of what is low.
std::vector<store::NamedRow> suppliers_to_choose(db::Tx& tx, bool are_many, const std::vector<store::StockRow>& chosen,
                                                 const std::map<SupplierId, std::int64_t>& low) {
  constexpr auto kInUse = store::Offered::kInUse;
  if (!are_many) return store::Names(tx, store::Named::kSupplier).with_part(kInUse, "", kNamesOffered);
  std::vector<std::int64_t> ids;
  for (const auto& row : chosen)
    if (row.supplier) ids.push_back(row.supplier->value());
  for (const auto& [supplier, alerts] : low)
    if (std::ssize(ids) < kNamesOffered) ids.push_back(supplier.value());
  return store::suppliers_with(tx, kInUse, ids);
}

http::Response supplier_choice_page(const http::Request& request, Services& shop,
                                    const std::vector<store::StockRow>& chosen) {
  const auto& texts = request.visitor.texts();
  SupplierChoicePage view{.frame = frame_for(request, shop, Section::kStock, texts("admin.restock.new"))};
  const auto of_nobody = std::ranges::count_if(chosen, [](const auto& row) { return !row.supplier; });
  if (of_nobody > 0) view.note = texts("admin.restock.of_nobody", {{"n", of_nobody}});
  for (const auto& row : chosen) view.variants.push_back(row.variant.value());
  shop.db.read([&](db::Tx& tx) {
    view.suppliers.clear();
    const auto low = chosen.empty() ? store::alerts_by_supplier(tx) : std::map<SupplierId, std::int64_t>{};
    view.named = named_choice(tx, store::Named::kSupplier, request.query, {}, texts, store::Offered::kInUse);
    for (const auto& known : suppliers_to_choose(tx, view.named.is_typed, chosen, low)) {
      const SupplierId supplier{known.id};
      SupplierChoice choice{
          .name = known.name, .url = fmt::format("/admin/restock/new?supplier={}", supplier.value()), .note = {}};
      std::int64_t own = 0;
      for (const auto& row : chosen) {
        own += row.supplier == supplier ? 1 : 0;
        // What belongs to nobody goes along with whoever is chosen.
        if (row.supplier == supplier || !row.supplier) choice.url += fmt::format("&variant={}", row.variant.value());
      }
      if (!chosen.empty() && own == 0 && of_nobody == 0) continue;
      const auto of_supplier = low.find(supplier);
      const std::int64_t n = !chosen.empty() ? own : of_supplier == low.end() ? 0 : of_supplier->second;
      if (n > 0)
        choice.note = texts(chosen.empty() ? "admin.restock.low_here" : "admin.restock.chosen_here", {{"n", n}});
      view.suppliers.push_back(std::move(choice));
    }
  });
  std::string out;
  html::Writer writer(out, texts);
  views::supplier_choice(writer, view);
  return http::html(200, std::move(out));
}

// The buttons that only change the rows ------------------------------------------------------------------------------

/// The form as a button has made it, or nothing when it is to be stored.
struct ChangedForm {
  http::Fields fields;
  std::vector<http::FieldError> errors = {};
};
std::optional<ChangedForm> with_button_pressed(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const std::string_view pressed = request.form.value("do");
  const std::string typed(text::shorten(text::trim(request.form.value("add_sku")), kLongestTypedSku));
  auto pairs = request.form.pairs();
  std::erase_if(pairs, [](const auto& pair) { return pair.first == "add_sku" || pair.first == "do"; });
  const http::Fields form(std::move(pairs));
  if (pressed.starts_with("remove_row:")) {
    const auto id = text::parse_integer(pressed.substr(11), 1, INT64_MAX);
    return ChangedForm{without_row(form, VariantId{id.value_or(0)})};
  }
  if (pressed == "add_low") {
    const auto supplier = text::parse_integer(form.value("supplier"), 1, INT64_MAX);
    return shop.db.read([&](db::Tx& tx) {
      return ChangedForm{filled(tx, form, low_of(tx, SupplierId{supplier.value_or(0)}, texts.language()))};
    });
  }
  // Whoever has typed or scanned a SKU wants it in the list, whichever button came with it.
  if (pressed != "add_row" && typed.empty()) return std::nullopt;
  const auto refused = [&](std::string_view code) {
    auto kept = form.pairs();
    kept.emplace_back("add_sku", typed);
    return ChangedForm{
        http::Fields(std::move(kept)),
        {{"add_sku", std::string(code), std::string(texts(fmt::format("admin.restock.error.{}", code)))}}};
  };
  if (typed.empty()) return refused("no_sku");
  if (!text::is_printable(typed)) return refused("sku");
  return shop.db.read([&](db::Tx& tx) {
    const auto variant = store::variant_with_sku(tx, typed);
    if (!variant) return refused("sku");
    const auto rows = rows_of(form);
    if (std::ranges::find(rows, *variant) != rows.end()) return refused("sku_twice");
    if (rows.size() >= restock::kMostLines) return refused("too_many");
    return ChangedForm{filled(tx, form, {*store::stock_of(tx, *variant, texts.language())})};
  });
}

// Storing ------------------------------------------------------------------------------------------------------------

enum class DraftNotStored : std::uint8_t {
  kNoSupplier,
  kNoVariant,
  kEmpty,
  kChanged,
  kAlready,
  kNotAllowed,
  kNoSuchOrder
};
using Stored = std::expected<std::string, DraftNotStored>;  ///< the order's number

DraftNotStored as_not_stored(restock::Refusal why) {
  switch (why) {
    case restock::Refusal::kNoSuchOrder:
      return DraftNotStored::kNoSuchOrder;
    case restock::Refusal::kEmpty:
      return DraftNotStored::kEmpty;
    case restock::Refusal::kAlready:
      return DraftNotStored::kAlready;
    case restock::Refusal::kNotAllowed:
      return DraftNotStored::kNotAllowed;
    default:
      return DraftNotStored::kChanged;
  }
}

/// Puts the words of its lines into the draft.
std::expected<void, DraftNotStored> describe(db::Tx& tx, restock::Draft& draft) {
  if (!catalog::find_supplier(tx, draft.supplier)) return std::unexpected(DraftNotStored::kNoSupplier);
  std::vector<VariantId> ids;
  for (const auto& line : draft.lines) ids.push_back(line.variant);
  const auto rows = store::stock_of(tx, ids, kSuppliersLanguage);
  for (auto& line : draft.lines) {
    const auto row = std::ranges::find(rows, line.variant, &store::StockRow::variant);
    if (row == rows.end()) return std::unexpected(DraftNotStored::kNoVariant);
    line.sku = row->sku;
    line.name = row->name;
    line.options = row->options;
  }
  return {};
}

Stored place_too(db::Tx& tx, const StaffMember& staff, const std::string& number, Time now) {
  const auto before = restock::find(tx, number);
  const auto placed = restock::place(tx, {number, before->version}, now);
  if (!placed) return std::unexpected(as_not_stored(placed.error()));
  audit_restock(tx, staff, "restock.ordered", before, number, now);
  return number;
}

Stored store_new(Services& shop, const StaffMember& staff, restock::Draft draft, std::string_view key, bool place) {
  return shop.db.write([&](db::Tx& tx) -> Stored {
    const Time now = shop.clock.now();
    if (const auto described = describe(tx, draft); !described) return std::unexpected(described.error());
    auto [number, is_new] = restock::create(tx, draft, key, staff.id, now);
    if (!is_new) return number;
    audit_restock(tx, staff, "restock.created", std::nullopt, number, now);
    return place ? place_too(tx, staff, number, now) : Stored{std::move(number)};
  });
}

Stored store_changes(Services& shop, const StaffMember& staff, const restock::Seen& seen, restock::Draft draft,
                     bool place) {
  return shop.db.write([&](db::Tx& tx) -> Stored {
    const Time now = shop.clock.now();
    const auto before = restock::find(tx, seen.number);
    if (!before) return std::unexpected(DraftNotStored::kNoSuchOrder);
    draft.supplier = before->supplier;
    if (const auto described = describe(tx, draft); !described) return std::unexpected(described.error());
    if (const auto changed = restock::change(tx, seen, draft); !changed)
      return std::unexpected(as_not_stored(changed.error()));
    audit_restock(tx, staff, "restock.changed", before, seen.number, now);
    return place ? place_too(tx, staff, seen.number, now) : Stored{seen.number};
  });
}

http::FieldError error_at(std::string_view field, std::string_view code, const i18n::Texts& texts) {
  return {std::string(field), std::string(code), std::string(texts(fmt::format("admin.restock.error.{}", code)))};
}

DraftPageState refused(const http::Request& request, DraftNotStored why) {
  const auto& texts = request.visitor.texts();
  switch (why) {
    case DraftNotStored::kNoSupplier:
      return {.status = 422, .fields = request.form, .errors = {error_at("", "supplier", texts)}};
    case DraftNotStored::kNoVariant:
      return {.status = 422, .fields = request.form, .errors = {error_at("", "variant", texts)}};
    case DraftNotStored::kEmpty:
      return {.status = 422, .fields = request.form, .errors = {error_at("add_sku", "empty", texts)}};
    default:
      return {.status = 409, .fields = request.form, .conflict = true};
  }
}

bool wants_to_order(const http::Request& request) { return request.form.value("do") == "place"; }

}  // namespace

http::Response show_new_restock(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto chosen = chosen_variants(request.query);
  auto variants = shop.db.read([&](db::Tx& tx) { return store::stock_of(tx, chosen, texts.language()); });
  const auto [query, misnamed] =
      shop.db.read([&](db::Tx& tx) { return read_names(tx, {store::Named::kSupplier}, request.query, texts); });
  if (!misnamed.empty()) return supplier_choice_page(request, shop, variants);
  auto supplier = only_supplier(variants);
  if (const auto named = text::parse_integer(query.value("supplier"), 1, INT64_MAX)) supplier = SupplierId{*named};
  // A name was typed beside all that had been chosen; links name a supplier's own. Without one all of it stays.
  if (supplier && request.query.get("supplier_name"))
    std::erase_if(variants, [&](const auto& row) { return row.supplier && row.supplier != supplier; });
  const bool is_known =
      supplier && shop.db.read([&](db::Tx& tx) { return catalog::find_supplier(tx, *supplier).has_value(); });
  if (!is_known) return supplier_choice_page(request, shop, variants);
  const http::Fields empty({{"supplier", std::to_string(supplier->value())}});
  auto fields = shop.db.read([&](db::Tx& tx) {
    auto form = filled(tx, empty, variants);
    if (request.query.value("fill") == "low") form = filled(tx, form, low_of(tx, *supplier, texts.language()));
    return form;
  });
  return draft_page(request, shop, std::nullopt, {.fields = std::move(fields)});
}

http::Response create_restock(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  if (auto changed = with_button_pressed(request, shop))
    return draft_page(request, shop, std::nullopt,
                      {.status = changed->errors.empty() ? 200 : 422,
                       .fields = std::move(changed->fields),
                       .errors = std::move(changed->errors)});
  auto draft = read_restock_form(request.form, texts);
  const std::string key = form_key_of(request.form, texts);
  if (draft && key.empty()) draft = std::unexpected(std::vector{no_form_key(texts)});
  if (!draft)
    return draft_page(request, shop, std::nullopt, {.status = 422, .fields = request.form, .errors = draft.error()});
  const auto stored = store_new(shop, staff_of(request), *std::move(draft), key, wants_to_order(request));
  if (!stored) return draft_page(request, shop, std::nullopt, refused(request, stored.error()));
  return to_restock(*stored, wants_to_order(request) ? "ordered" : "saved");
}

http::Response update_restock(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const restock::Seen seen = seen_restock(request);
  const auto current = [&] { return shop.db.read([&](db::Tx& tx) { return restock::find(tx, seen.number); }); };
  const auto order = current();
  if (!order) return missing_restock_page(request, shop);
  if (order->state != restock::State::kDraft)
    return refused_restock(request, shop,
                           wants_to_order(request) ? restock::Refusal::kAlready : restock::Refusal::kNotAllowed);
  if (auto changed = with_button_pressed(request, shop))
    return draft_page(request, shop, order,
                      {.status = changed->errors.empty() ? 200 : 422,
                       .fields = std::move(changed->fields),
                       .errors = std::move(changed->errors)});
  auto draft = read_restock_form(request.form, texts);
  if (!draft) return draft_page(request, shop, order, {.status = 422, .fields = request.form, .errors = draft.error()});
  const auto stored = store_changes(shop, staff_of(request), seen, *std::move(draft), wants_to_order(request));
  if (stored) return to_restock(*stored, wants_to_order(request) ? "ordered" : "saved");
  switch (stored.error()) {
    case DraftNotStored::kNotAllowed:
      return refused_restock(request, shop, restock::Refusal::kNotAllowed);
    case DraftNotStored::kAlready:
      return to_restock(seen.number, "already");
    default:
      return draft_page(request, shop, current(), refused(request, stored.error()));
  }
}

}  // namespace hurtrock::admin
