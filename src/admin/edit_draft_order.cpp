#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "admin/audit.hpp"
#include "admin/draft_order_form.hpp"
#include "admin/draft_order_page.hpp"
#include "admin/edit_form.hpp"
#include "admin/filter_words.hpp"
#include "admin/form_key.hpp"
#include "admin/handlers.hpp"
#include "admin/restock_form.hpp"
#include "admin/staff_action.hpp"
#include "admin/store.hpp"
#include "checkout/transfer.hpp"
#include "platform/core/phone.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

namespace json = boost::json;

constexpr std::size_t kShortestDraftSearch = 3;
constexpr std::int64_t kMostFoundForDraft = 8;

http::FieldError draft_error(std::string_view field, std::string_view code, const i18n::Texts& texts) {
  return {std::string(field), std::string(code), std::string(texts(fmt::format("admin.draft.error.{}", code)))};
}

// The buttons that only change what the form holds --------------------------------------------------------------------

http::Fields without_fields(const http::Fields& form, std::initializer_list<std::string_view> names) {
  FieldPairs pairs = form.pairs();
  std::erase_if(pairs, [&](const auto& pair) { return std::ranges::find(names, pair.first) != names.end(); });
  return http::Fields(std::move(pairs));
}

/// As a button has made it.
DraftOrderPageState draft_fields(http::Fields fields) { return {.fields = std::move(fields)}; }
DraftOrderPageState draft_refused(const http::Fields& fields, int status, http::FieldError error) {
  return {.status = status, .fields = fields, .errors = {std::move(error)}};
}

/// `form` holds what was typed; the line takes its place.
DraftOrderPageState with_variant(db::Tx& tx, const http::Fields& form, VariantId variant, const i18n::Texts& texts) {
  const auto offer = catalog::find_offer(tx, variant, texts.language());
  if (!offer) return draft_refused(form, 422, draft_error("add_sku", "sku", texts));
  if (!offer->on_sale) return draft_refused(form, 422, draft_error("add_sku", "not_sold", texts));
  const auto rows = rows_of(form);
  const bool is_there = std::ranges::find(rows, variant) != rows.end();
  if (!is_there && std::ssize(rows) >= cart::kMostLines)
    return draft_refused(form, 422, draft_error("add_sku", "too_many", texts));
  return draft_fields(with_line(without_fields(form, {"add_sku"}), *offer));
}

/// A whole SKU is the variant itself; parts of names and SKUs may be several, to choose from.
DraftOrderPageState with_typed_variant(Services& shop, const http::Fields& form, const i18n::Texts& texts) {
  const std::string typed(text::shorten(text::trim(form.value("add_sku")), kLongestSearch));
  if (typed.empty()) return draft_refused(form, 422, draft_error("add_sku", "nothing_typed", texts));
  if (!text::is_printable(typed)) return draft_refused(form, 422, draft_error("add_sku", "sku", texts));
  return shop.db.read([&](db::Tx& tx) {
    if (const auto variant = store::variant_with_sku(tx, typed)) return with_variant(tx, form, *variant, texts);
    std::vector<VariantId> found;
    for (const auto& row :
         store::stock_matching(tx, {.search = typed, .sort = StockSort::kName}, texts.language(), kMostFoundForDraft))
      found.push_back(row.variant);
    // What is hidden in the shop has stock, too.
    const auto offers = catalog::find_offers(tx, found, texts.language());
    std::erase_if(found, [&](VariantId variant) {
      const auto offer = std::ranges::find(offers, variant, &catalog::Offer::variant);
      return offer == offers.end() || !offer->on_sale;
    });
    if (found.empty()) return draft_refused(form, 422, draft_error("add_sku", "sku", texts));
    if (found.size() == 1) return with_variant(tx, form, found.front(), texts);
    auto state = draft_fields(form);
    state.found = std::move(found);
    return state;
  });
}

DraftOrderPageState with_found_accounts(Services& shop, const http::Fields& form, const i18n::Texts& texts) {
  const std::string typed(text::shorten(text::trim(form.value("account_query")), kLongestSearch));
  if (!text::is_printable(typed) || text::length(typed) < kShortestDraftSearch)
    return draft_refused(form, 422, draft_error("account_query", "account_query", texts));
  const auto users = shop.db.read([&](db::Tx& tx) {
    return store::users_matching(tx, {.role = http::Role::kBuyer, .active = true, .search = typed}, kMostFoundForDraft)
        .users;
  });
  if (users.empty()) return draft_refused(form, 422, draft_error("account_query", "no_account", texts));
  auto state = draft_fields(form);
  for (const auto& user : users) {
    std::string detail = user.email;
    if (!user.phone.empty()) detail += " · " + text::national_phone(user.phone);
    state.accounts.push_back({.id = user.id.value(), .name = user.name, .detail = std::move(detail)});
  }
  return state;
}

DraftOrderPageState with_chosen_account(Services& shop, const http::Fields& form, std::string_view typed,
                                        const i18n::Texts& texts) {
  const UserId id{text::parse_integer(typed, 1, INT64_MAX).value_or(0)};
  const auto account = shop.db.read([&](db::Tx& tx) { return customer_data(tx, id); });
  if (!account) return draft_refused(form, 422, draft_error("account_query", "no_account", texts));
  return draft_fields(with_account(form, id, *account));
}

/// The form as a button has made it, or nothing when it is to be stored.
std::optional<DraftOrderPageState> with_draft_button(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const std::string_view pressed = request.form.value("do");
  const http::Fields form = without_fields(request.form, {"do"});
  const auto number_behind = [&](std::string_view word) {
    return text::parse_integer(pressed.substr(word.size()), 1, INT64_MAX).value_or(0);
  };
  if (pressed.starts_with("remove_row:"))
    return draft_fields(without_row(form, VariantId{number_behind("remove_row:")}));
  if (pressed.starts_with("add_variant:"))
    return shop.db.read(
        [&](db::Tx& tx) { return with_variant(tx, form, VariantId{number_behind("add_variant:")}, texts); });
  if (pressed == "remove_account") return draft_fields(without_account(form));
  if (pressed.starts_with("add_account:")) return with_chosen_account(shop, form, pressed.substr(12), texts);
  const auto is_typed = [&](std::string_view field) { return !text::trim(form.value(field)).empty(); };
  // Enter, in a field that is there to look something up, looks it up.
  const bool entered = pressed == "enter" && !is_typed("add_sku");
  if (pressed == "add_account" || (entered && is_typed("account_query"))) return with_found_accounts(shop, form, texts);
  if (pressed == "add_areas" || (entered && is_typed("area_query") && !is_typed("area_code"))) {
    auto state = draft_fields(form);
    state.search_areas = true;
    return state;
  }
  // Whoever has typed or scanned something wants it in the list, whichever button came with it.
  if (pressed == "add_row" || is_typed("add_sku")) return with_typed_variant(shop, form, texts);
  if (pressed == "add_quotes") return draft_fields(form);
  return std::nullopt;
}

// Storing and placing ------------------------------------------------------------------------------------------------

struct DraftFailure {
  enum class Why : std::uint8_t { kNoSuchDraft, kPlaced, kChanged, kNoAccount, kNoVariant, kNotPlaced };
  Why why;
  checkout::NotPlaced refused = {};  ///< with kNotPlaced
};
struct StoredDraft {
  DraftOrderId id;
  bool is_repeat = false;  ///< the form had been sent before: nothing has changed
};
using DraftStored = std::expected<StoredDraft, DraftFailure>;
using DraftWhy = DraftFailure::Why;

std::unexpected<DraftFailure> fail_draft(DraftWhy why) {
  return std::unexpected(DraftFailure{.why = why, .refused = {}});
}

std::unexpected<DraftFailure> fail_draft(checkout::DraftRefusal why) {
  switch (why) {
    case checkout::DraftRefusal::kNoSuchDraft:
      return fail_draft(DraftWhy::kNoSuchDraft);
    case checkout::DraftRefusal::kPlaced:
      return fail_draft(DraftWhy::kPlaced);
    case checkout::DraftRefusal::kChanged:
      break;
  }
  return fail_draft(DraftWhy::kChanged);
}

/// What the log tells of it: what is ordered and how, and nothing of the customer.
json::object draft_as_json(db::Tx& tx, const std::optional<checkout::DraftOrder>& draft) {
  if (!draft) return {};
  const checkout::DraftContents& contents = draft->contents;
  json::object object{{"version", draft->version},
                      {"shipping", contents.request.shipping_service},
                      {"payment_method", contents.request.payment_method}};
  // Its words are about the customer more often than not, and the log is kept for ever.
  if (!contents.staff_note.empty()) object["note"] = true;
  for (const auto& line : checkout::cart_of(tx, contents.lines, i18n::Language::kIndonesian).lines)
    object[fmt::format("lines/{}/quantity", line.offer.sku)] = line.quantity;
  if (draft->order) object["order"] = orders::find(tx, *draft->order)->number;
  return object;
}

void audit_draft(db::Tx& tx, const StaffMember& staff, std::string_view action,
                 const std::optional<checkout::DraftOrder>& before, DraftOrderId id, Time now) {
  audit(tx, staff, action, "draft_order", std::to_string(id.value()), draft_as_json(tx, before),
        draft_as_json(tx, checkout::find_draft(tx, id)), now);
}

/// Whether there is everything that the contents name. The account stays, a customer's, until the transaction ends.
std::expected<void, DraftFailure> check_draft(db::Tx& tx, const checkout::DraftContents& contents) {
  if (contents.account) {
    const auto user = accounts::lock_account(tx, *contents.account);
    if (!user || !is_customer(*user)) return fail_draft(DraftWhy::kNoAccount);
  }
  const auto cart = checkout::cart_of(tx, contents.lines, contents.language);
  if (cart.lines.size() != contents.lines.size()) return fail_draft(DraftWhy::kNoVariant);
  return {};
}

DraftStored place_draft_too(db::Tx& tx, Services& shop, const StaffMember& staff, DraftOrderId id,
                            const checkout::DraftContents& contents, Time now) {
  const auto before = checkout::find_draft(tx, id);
  const auto placed = checkout::place_draft(tx, shop.checkout, id, contents, staff.id);
  if (!placed) return std::unexpected(DraftFailure{.why = DraftWhy::kNotPlaced, .refused = placed.error()});
  audit_draft(tx, staff, "draft_order.placed", before, id, now);
  const auto order = orders::find(tx, *placed);
  audit(tx, staff, "order.placed", "order", order->number, {},
        {{"state", orders::word(order->state)}, {"total", format_rupiah(order->totals.total)}}, now);
  return StoredDraft{id};
}

DraftStored store_new_draft(Services& shop, const StaffMember& staff, const checkout::DraftContents& contents,
                            std::string_view key, bool place) {
  return checkout::with_free_code([&] {
    return shop.db.write([&](db::Tx& tx) -> DraftStored {
      const Time now = shop.clock.now();
      if (const auto checked = check_draft(tx, contents); !checked) return std::unexpected(checked.error());
      const auto [id, is_new] = checkout::create_draft(tx, contents, key, staff.id, now);
      if (!is_new) return StoredDraft{id, true};
      audit_draft(tx, staff, "draft_order.created", std::nullopt, id, now);
      return place ? place_draft_too(tx, shop, staff, id, contents, now) : StoredDraft{id};
    });
  });
}

DraftStored store_draft(Services& shop, const StaffMember& staff, const checkout::SeenDraft& seen,
                        const checkout::DraftContents& contents, bool place) {
  return checkout::with_free_code([&] {
    return shop.db.write([&](db::Tx& tx) -> DraftStored {
      const Time now = shop.clock.now();
      // Of two who place it at once the second hears that it is placed, not that its account has gone.
      const auto checked = check_draft(tx, contents);
      const auto before = checkout::lock_draft(tx, seen);
      if (!before) return fail_draft(before.error());
      if (!checked) return std::unexpected(checked.error());
      checkout::change_draft(tx, seen.id, contents, now);
      audit_draft(tx, staff, "draft_order.changed", *before, seen.id, now);
      return place ? place_draft_too(tx, shop, staff, seen.id, contents, now) : StoredDraft{seen.id};
    });
  });
}

// Answers ------------------------------------------------------------------------------------------------------------

DraftOrderPageState not_placed(const http::Fields& form, const checkout::NotPlaced& refused, const i18n::Texts& texts) {
  using Why = checkout::NotPlaced::Why;
  const auto at = [&](int status, std::string_view field, std::string_view code,
                      std::initializer_list<i18n::Arg> args) {
    return draft_refused(
        form, status,
        {std::string(field), std::string(code), texts(fmt::format("admin.draft.refused.{}", code), args)});
  };
  switch (refused.why) {
    case Why::kEmptyCart:
      return draft_refused(form, 422, draft_error("add_sku", "empty", texts));
    case Why::kPriceChanged:
      return at(409, "", "price_changed", {});
    case Why::kTotalChanged:
      return at(409, "", "total_changed", {{"total", format_rupiah(refused.total)}});
    case Why::kInsufficientStock:
      return at(409, "", "insufficient_stock", {{"product", refused.product}, {"n", refused.available}});
    case Why::kNotSold:
      return at(409, "", "not_sold", {{"product", refused.product}});
    case Why::kUnknownShipping:
      return at(422, "shipping_service", "unknown_shipping", {});
    case Why::kMethodNotAvailable:
      return at(422, "payment_method", "method_not_available", {});
    case Why::kKeyReused:
    case Why::kUnpaidOrders:
    case Why::kTooManyOrders:
      // Limits are for buyers, and keys for their browsers.
      break;
  }
  return at(409, "", "total_changed", {{"total", format_rupiah(refused.total)}});
}

http::Response to_draft(DraftOrderId id, std::string_view notice) {
  return http::see_other(fmt::format("/admin/drafts/{}?notice={}", id.value(), notice));
}

/// `id`: nothing: of a new one.
http::Response draft_failed(const http::Request& request, Services& shop, std::optional<DraftOrderId> id,
                            const DraftFailure& failure) {
  const auto& texts = request.visitor.texts();
  const auto draft = id ? shop.db.read([&](db::Tx& tx) { return checkout::find_draft(tx, *id); })
                        : std::optional<checkout::DraftOrder>{};
  if (id && !draft) return missing_draft_page(request, shop);
  if (draft && draft->order) return to_draft(*id, "already");
  const auto page = [&](DraftOrderPageState state) { return draft_order_page(request, shop, draft, std::move(state)); };
  switch (failure.why) {
    case DraftWhy::kNoAccount:
      return page(draft_refused(request.form, 422, draft_error("account", "account", texts)));
    case DraftWhy::kNoVariant:
      return page(draft_refused(request.form, 422, draft_error("", "variant", texts)));
    case DraftWhy::kNotPlaced:
      return page(not_placed(request.form, failure.refused, texts));
    case DraftWhy::kNoSuchDraft:
    case DraftWhy::kPlaced:
    case DraftWhy::kChanged:
      break;
  }
  return page({.status = 409, .fields = request.form, .conflict = true});
}

bool wants_to_place(const http::Request& request) { return request.form.value("do") == "place"; }

http::Need need_of(const http::Request& request) {
  return wants_to_place(request) ? http::Need::kRequired : http::Need::kOptional;
}

checkout::SeenDraft seen_draft(const http::Request& request) {
  return {.id = DraftOrderId{text::parse_integer(request.param("id"), 1, INT64_MAX).value_or(0)},
          .version = seen_version(request)};
}

http::Response stored_answer(const http::Request& request, Services& shop, const StoredDraft& stored) {
  if (!wants_to_place(request)) return to_draft(stored.id, "saved");
  shop.checkout.wake_jobs();
  return to_draft(stored.id, "placed");
}

bool is_same_draft(const checkout::DraftOrder& draft, const checkout::DraftContents& contents) {
  checkout::DraftOrder sent = draft;
  sent.contents = contents;
  return fields_of(sent).pairs() == fields_of(draft).pairs();
}

/// The form of a new draft came before: by a second click, or because somebody went back to it and put something right,
/// which is not lost.
http::Response repeat_answer(const http::Request& request, Services& shop, DraftOrderId id,
                             const checkout::DraftContents& contents) {
  const auto draft = shop.db.read([&](db::Tx& tx) { return checkout::find_draft(tx, id); });
  if (!draft) return missing_draft_page(request, shop);
  if (draft->order || is_same_draft(*draft, contents)) return to_draft(id, "already");
  return draft_order_page(request, shop, draft, {.status = 409, .fields = request.form, .conflict = true});
}

}  // namespace

http::Response show_new_draft_order(const http::Request& request, Services& shop) {
  return draft_order_page(request, shop, std::nullopt, {});
}

http::Response show_draft_order(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto draft = shop.db.read([&](db::Tx& tx) { return checkout::find_draft(tx, seen_draft(request).id); });
  if (!draft) return missing_draft_page(request, shop);
  const std::string_view notice = request.query.value("notice");
  std::string told;
  if (notice == "saved") told = texts("admin.edit.notice.saved");
  if (notice == "placed" || notice == "already") told = texts(fmt::format("admin.draft.notice.{}", notice));
  if (draft->order) return placed_draft_page(request, shop, *draft, std::move(told));
  return draft_order_page(request, shop, draft, {.notice = std::move(told)});
}

http::Response create_draft_order(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  if (auto changed = with_draft_button(request, shop))
    return draft_order_page(request, shop, std::nullopt, *std::move(changed));
  auto contents = read_draft_form(request.form, need_of(request), texts);
  const std::string key = form_key_of(request.form, texts);
  if (contents && key.empty()) contents = std::unexpected(std::vector{no_form_key(texts)});
  if (!contents)
    return draft_order_page(request, shop, std::nullopt,
                            {.status = 422, .fields = request.form, .errors = contents.error()});
  const auto stored = store_new_draft(shop, staff_of(request), *contents, key, wants_to_place(request));
  if (!stored) return draft_failed(request, shop, std::nullopt, stored.error());
  return stored->is_repeat ? repeat_answer(request, shop, stored->id, *contents)
                           : stored_answer(request, shop, *stored);
}

http::Response update_draft_order(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const checkout::SeenDraft seen = seen_draft(request);
  const auto draft = shop.db.read([&](db::Tx& tx) { return checkout::find_draft(tx, seen.id); });
  if (!draft) return missing_draft_page(request, shop);
  if (draft->order) return to_draft(seen.id, "already");
  if (auto changed = with_draft_button(request, shop))
    return draft_order_page(request, shop, draft, *std::move(changed));
  const auto contents = read_draft_form(request.form, need_of(request), texts);
  if (!contents)
    return draft_order_page(request, shop, draft, {.status = 422, .fields = request.form, .errors = contents.error()});
  const auto stored = store_draft(shop, staff_of(request), seen, *contents, wants_to_place(request));
  return stored ? stored_answer(request, shop, *stored) : draft_failed(request, shop, seen.id, stored.error());
}

http::Response create_draft_order_removal(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const checkout::SeenDraft seen = seen_draft(request);
  const auto removed = shop.db.write([&](db::Tx& tx) -> std::expected<void, checkout::DraftRefusal> {
    const auto draft = checkout::lock_draft(tx, seen);
    if (!draft) return std::unexpected(draft.error());
    audit(tx, staff_of(request), "draft_order.removed", "draft_order", std::to_string(seen.id.value()),
          draft_as_json(tx, *draft), {}, shop.clock.now());
    checkout::remove_draft(tx, seen.id);
    return {};
  });
  if (removed) return http::see_other("/admin/drafts?notice=removed");
  const auto draft = shop.db.read([&](db::Tx& tx) { return checkout::find_draft(tx, seen.id); });
  if (!draft) return missing_draft_page(request, shop);
  if (draft->order) return to_draft(seen.id, "already");
  return draft_order_page(
      request, shop, draft,
      {.status = 409, .notice = std::string(texts("admin.draft.error.changed")), .notice_is_error = true});
}

}  // namespace hurtrock::admin
