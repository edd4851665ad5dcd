#include "admin/draft_order_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "admin/audit.hpp"
#include "admin/dates.hpp"
#include "admin/draft_order_form.hpp"
#include "admin/edit_form.hpp"
#include "admin/form_key.hpp"
#include "admin/frame.hpp"
#include "admin/restock_form.hpp"
#include "admin/views/draft_order_edit.html.hpp"
#include "admin/views/missing.html.hpp"
#include "admin/views/placed_draft.html.hpp"
#include "checkout/answer.hpp"
#include "checkout/area_choice.hpp"
#include "checkout/articles.hpp"
#include "checkout/choices.hpp"
#include "checkout/service_name.hpp"
#include "payments/payments.hpp"
#include "platform/core/text.hpp"
#include "pricing/pricing.hpp"
#include "shipping/areas.hpp"
#include "shipping/services.hpp"
#include "shipping/shipping.hpp"

namespace hurtrock::admin {
namespace {

/// What the form's fields come to today, from one snapshot.
struct Reckoned {
  std::vector<catalog::Offer> offers;  ///< of all rows, also where the quantity cannot be read
  cart::Cart cart;                     ///< the lines that can be reckoned with
  std::vector<shipping::Quote> quotes;
  std::vector<payments::Method> methods;
  std::optional<checkout::AccountData> account;
  std::vector<catalog::Offer> found;
  std::vector<HistoryRow> history;
  /// With a conflict: of the stored draft.
  std::vector<catalog::Offer> stored_offers;
  std::optional<checkout::AccountData> stored_account;
  std::string stored_service;  ///< its name, or the code of one that is gone
};

std::optional<UserId> account_in(const http::Fields& fields) {
  const auto id = text::parse_integer(fields.value("account"), 1, INT64_MAX);
  return id ? std::optional{UserId{*id}} : std::nullopt;
}

Reckoned reckon(db::Tx& tx, const http::Fields& fields, const std::vector<VariantId>& found,
                const std::optional<checkout::DraftOrder>& draft, const i18n::Texts& texts) {
  const auto language = texts.language();
  Reckoned reckoned;
  reckoned.offers = catalog::find_offers(tx, rows_of(fields), language);
  reckoned.cart = checkout::cart_of(tx, lines_in(fields), language);
  reckoned.found = catalog::find_offers(tx, found, language);
  const auto area = shipping::find_area(fields.value("area_code"));
  if (area && !reckoned.cart.lines.empty())
    reckoned.quotes = shipping::quotes(tx, area->province_code.value_or(""), checkout::articles_of(reckoned.cart),
                                       reckoned.cart.subtotal());
  reckoned.methods = payments::methods(tx);
  if (const auto account = account_in(fields)) reckoned.account = customer_data(tx, *account);
  if (draft) reckoned.history = history_of(tx, "draft_order", std::to_string(draft->id.value()), kHistoryShown, texts);
  return reckoned;
}

/// What the stored draft holds and the form may know nothing of.
void reckon_stored(db::Tx& tx, Reckoned& reckoned, const checkout::DraftContents& stored, const i18n::Texts& texts) {
  std::vector<VariantId> variants;
  for (const auto& line : stored.lines) variants.push_back(line.variant);
  reckoned.stored_offers = catalog::find_offers(tx, variants, texts.language());
  if (stored.account) reckoned.stored_account = customer_data(tx, *stored.account);
  reckoned.stored_service = stored.request.shipping_service;
  // Not among the quotes, which are for what was typed.
  for (const auto& [id, version, service] : shipping::all_services(tx))
    if (service.code == stored.request.shipping_service)
      reckoned.stored_service = checkout::service_name(service.name, service.is_pickup, texts);
}

/// Why the order cannot be placed with this line.
std::string problem_with(const cart::Line& line, const i18n::Texts& texts) {
  if (!line.offer.on_sale) return std::string(texts("admin.draft.not_sold"));
  if (line.offer.available == 0) return std::string(texts("admin.draft.sold_out"));
  if (line.offer.available < line.quantity) return texts("admin.draft.only_left", {{"n", line.offer.available}});
  return {};
}

void add_draft_lines(DraftOrderEditPage& view, const http::Fields& fields, const Reckoned& reckoned,
                     const i18n::Texts& texts) {
  for (const VariantId variant : rows_of(fields)) {
    const auto offer = std::ranges::find(reckoned.offers, variant, &catalog::Offer::variant);
    // Of a variant that is gone; it does not come back with the form.
    if (offer == reckoned.offers.end()) continue;
    DraftOrderLine row{.variant = variant.value(),
                       .name = offer->name,
                       .options = offer->options,
                       .sku = offer->sku,
                       .url = fmt::format("/admin/stock/{}", variant.value()),
                       .stock = offered_text(*offer, texts),
                       .price = offer->price,
                       .quantity_field = draft_quantity_field(variant),
                       .price_field = draft_price_field(variant)};
    const auto line =
        std::ranges::find(reckoned.cart.lines, variant, [](const cart::Line& each) { return each.offer.variant; });
    if (line != reckoned.cart.lines.end()) {
      row.problem = problem_with(*line, texts);
      row.total = format_rupiah(line->total());
      if (line->price_seen != offer->price) view.price_changes.push_back({offer->name, line->price_seen, offer->price});
    }
    view.label_texts.emplace_back(row.quantity_field, fmt::format("{} ({})", texts("admin.restock.quantity"), row.sku));
    view.lines.push_back(std::move(row));
  }
}

void add_draft_area(DraftOrderEditPage& view, const http::Fields& fields, bool search, const Services& shop) {
  const auto area = shipping::find_area(fields.value("area_code"));
  if (area) view.area = checkout::AreaChoice{.code = area->code, .label = checkout::label_of(*area), .selected = true};
  if (!search) return;
  view.area_searched = true;
  const std::string_view query = text::trim(fields.value("area_query"));
  if (text::length(query) < 2 || text::length(query) > 100) return;
  const auto found = shipping::search_areas(query, shop.checkout.own_place(), checkout::kMostAreas);
  view.more_areas = found.more;
  for (const auto& each : found.areas)
    view.area_results.push_back(
        {.code = each.code, .label = checkout::label_of(each), .selected = area && each.code == area->code});
}

void add_sums(DraftOrderEditPage& view, const http::Fields& fields, const Reckoned& reckoned, const Services& shop,
              const i18n::Texts& texts) {
  view.goods = reckoned.cart.subtotal();
  view.count = reckoned.cart.count();
  view.shipping = checkout::shipping_choices(reckoned.quotes, fields.value("shipping_service"), texts);
  const auto chosen = std::ranges::find_if(view.shipping, &checkout::ShippingChoice::selected);
  if (chosen != view.shipping.end()) {
    view.shipping_price = chosen->price;
    view.summed_service = chosen->code;
  }
  view.total = view.goods + view.shipping_price.value_or(Money{});
  view.tax = pricing::included_tax(view.total).tax;
  view.payments =
      checkout::payment_choices(reckoned.methods, shop.checkout, view.total, fields.value("payment_method"), texts);
  const checkout::Settings& settings = shop.checkout.settings;
  view.hours_to_pay = std::chrono::floor<std::chrono::hours>(settings.time_to_pay("midtrans")).count();
  view.minutes_for_cards = settings.time_to_pay("stripe").count();
}

constexpr std::pair<std::string_view, std::string_view> kDraftLabels[] = {
    {"add_sku", "admin.draft.add"},
    {"account", "admin.draft.account"},
    {"account_query", "admin.draft.account_query"},
    {"name", "checkout.name"},
    {"phone", "checkout.phone"},
    {"email", "checkout.email"},
    {"language", "admin.draft.language"},
    {"area_code", "checkout.area"},
    {"street", "checkout.street"},
    {"postal_code", "checkout.postal_code"},
    {"note", "admin.draft.note"},
    {"shipping_service", "checkout.shipping"},
    {"payment_method", "checkout.payment"},
    {"staff_note", "admin.draft.staff_note"}};

void add_draft_labels(DraftOrderEditPage& view, const i18n::Texts& texts) {
  for (const auto& [field, text] : kDraftLabels) view.label_texts.emplace_back(field, std::string(texts(text)));
}

/// How a stored value of a field reads.
std::string stored_words(std::string_view field, std::string value, const i18n::Texts& texts) {
  if (field == "payment_method" && !value.empty()) return std::string(texts(fmt::format("checkout.method.{}", value)));
  if (field == "language") return std::string(texts(fmt::format("admin.order.language.{}", value)));
  return value;
}

std::string account_words(const std::optional<checkout::AccountData>& account) {
  return account ? fmt::format("{} ({})", account->name, account->email) : std::string{};
}

/// Whose order the stored draft becomes.
std::string stored_owner(const checkout::DraftContents& stored, const Reckoned& reckoned, const i18n::Texts& texts) {
  if (!stored.account) return std::string(texts("admin.draft.account_remove"));
  if (!reckoned.stored_account) return std::string(texts("admin.draft.account_gone"));
  return texts("admin.draft.account_is", {{"account", account_words(reckoned.stored_account)}});
}

std::string stored_line(const checkout::DraftLine& line, const Reckoned& reckoned, const i18n::Texts& texts) {
  const auto offer = std::ranges::find(reckoned.stored_offers, line.variant, &catalog::Offer::variant);
  if (offer == reckoned.stored_offers.end()) return texts("admin.draft.line_gone", {{"n", line.quantity}});
  return fmt::format("{} × {} {}", line.quantity, offer->sku, offer->name);
}

void set_conflict(DraftOrderEditPage& view, const http::Fields& fields, const checkout::DraftOrder& draft,
                  const Reckoned& reckoned, const i18n::Texts& texts) {
  set_beside(view.form, fields, fields_of(draft),
             {"name", "phone", "email", "language", "street", "postal_code", "note", "staff_note"}, texts,
             [&](std::string_view field, std::string value) { return stored_words(field, std::move(value), texts); });
  for (const auto& line : draft.contents.lines) view.stored_lines.push_back(stored_line(line, reckoned, texts));
  if (draft.contents.account != account_in(fields))
    view.stored_lines.push_back(stored_owner(draft.contents, reckoned, texts));
  if (const auto area = shipping::find_area(draft.contents.request.address.area_code))
    view.stored_lines.push_back(checkout::label_of(*area));
  if (!reckoned.stored_service.empty()) view.stored_lines.push_back(reckoned.stored_service);
  if (const auto& method = draft.contents.request.payment_method; !method.empty())
    view.stored_lines.push_back(stored_words("payment_method", method, texts));
}

http::Response draft_answer(const http::Request& request, int status, const DraftOrderEditPage& view) {
  std::string out;
  html::Writer writer(out, request.visitor.texts());
  views::draft_order_edit(writer, view);
  return http::html(status, std::move(out));
}

std::string draft_title(const std::optional<checkout::DraftOrder>& draft, const i18n::Texts& texts) {
  return draft ? texts("admin.draft.title_of", {{"id", draft->id.value()}}) : std::string(texts("admin.draft.new"));
}

}  // namespace

std::string offered_text(const catalog::Offer& offer, const i18n::Texts& texts) {
  std::string text = texts("admin.products.free", {{"n", offer.available}});
  // Some of them have to arrive first.
  if (offer.in_stock < offer.available) text += ", " + texts("admin.draft.here", {{"n", offer.in_stock}});
  return text;
}

http::Response draft_order_page(const http::Request& request, Services& shop,
                                const std::optional<checkout::DraftOrder>& draft, DraftOrderPageState state) {
  const auto& texts = request.visitor.texts();
  const bool as_stored = state.fields.pairs().empty();
  if (as_stored) state.fields = draft ? fields_of(*draft) : empty_draft();
  const http::Fields& fields = state.fields;
  DraftOrderEditPage view{.frame = frame_for(request, shop, Section::kOrders, draft_title(draft, texts))};
  view.title = view.frame.shop.title;
  view.is_new = !draft;
  view.conflict = state.conflict;
  // Also after a refused POST.
  view.frame.shop.path = draft ? fmt::format("/admin/drafts/{}", draft->id.value()) : "/admin/drafts/new";
  view.frame.shop.notice = std::move(state.notice);
  view.frame.shop.notice_is_error = state.notice_is_error;
  view.action = draft ? view.frame.shop.path : "/admin/drafts";
  view.form_key = form_key_for_page(fields, texts);
  add_draft_labels(view, texts);

  Reckoned reckoned;
  shop.db.read([&](db::Tx& tx) {
    reckoned = reckon(tx, fields, state.found, draft, texts);
    if (draft && state.conflict) reckon_stored(tx, reckoned, draft->contents, texts);
  });
  if (draft) {
    view.id = draft->id.value();
    view.version = as_stored || state.conflict ? draft->version
                                               : text::parse_integer(fields.value("version"), 1, INT64_MAX).value_or(0);
    if (state.conflict) set_conflict(view, fields, *draft, reckoned, texts);
  }
  add_draft_lines(view, fields, reckoned, texts);
  view.may_add = std::ssize(view.lines) < cart::kMostLines;
  for (const auto& offer : reckoned.found)
    view.found.push_back(
        {.id = offer.variant.value(),
         .name = orders::name_with_options(offer.name, offer.options),
         .detail = fmt::format("{} · {} · {}", offer.sku, format_rupiah(offer.price), offered_text(offer, texts))});
  view.account = account_in(fields) ? fields.value("account") : "";
  view.account_text = account_words(reckoned.account);
  view.accounts = std::move(state.accounts);
  for (const std::string_view language : {"id", "en"})
    view.languages.push_back({std::string(language), stored_words("language", std::string(language), texts),
                              fields.value("language") == language});
  add_draft_area(view, fields, state.search_areas, shop);
  add_sums(view, fields, reckoned, shop, texts);
  view.history = std::move(reckoned.history);
  view.form.form = {.values = fields.pairs(), .errors = std::move(state.errors)};
  return draft_answer(request, state.status, view);
}

http::Response placed_draft_page(const http::Request& request, Services& shop, const checkout::DraftOrder& draft,
                                 std::string notice) {
  const auto& texts = request.visitor.texts();
  PlacedDraftPage view{.frame = frame_for(request, shop, Section::kOrders, draft_title(draft, texts))};
  view.frame.shop.path = fmt::format("/admin/drafts/{}", draft.id.value());
  view.frame.shop.notice = std::move(notice);
  std::optional<orders::Order> order;
  shop.db.read([&](db::Tx& tx) {
    order = orders::find(tx, *draft.order);
    view.history = history_of(tx, "draft_order", std::to_string(draft.id.value()), kHistoryShown, texts);
  });
  view.number = order->number;
  view.url = fmt::format("/admin/orders/{}", order->number);
  view.total = format_rupiah(order->totals.total);
  view.customer = order->contact.name;
  view.placed_at = date_and_time(order->placed_at, texts);
  view.link = shop.checkout.settings.public_url + checkout::order_url(shop.checkout, order->number);
  view.waits_for_money = order->can_be_paid(shop.clock.now());
  if (order->contact.phone.starts_with('+'))
    view.whatsapp_url = fmt::format(
        "https://wa.me/{}?{}", order->contact.phone.substr(1),
        http::Fields({{"text", i18n::Texts::of(order->language)("admin.draft.message", {{"name", order->contact.name},
                                                                                        {"number", order->number},
                                                                                        {"total", view.total},
                                                                                        {"link", view.link}})}})
            .canonical());
  std::string out;
  html::Writer writer(out, texts);
  views::placed_draft(writer, view);
  return http::html(200, std::move(out));
}

http::Response missing_draft_page(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  std::string out;
  html::Writer writer(out, texts);
  views::missing(writer, frame_for(request, shop, Section::kOrders, texts("admin.missing.title")));
  return http::html(404, std::move(out));
}

}  // namespace hurtrock::admin
