#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "accounts/accounts.hpp"
#include "admin/counts.hpp"
#include "admin/draft_filter.hpp"
#include "admin/draft_row.hpp"
#include "admin/filter_words.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/order_row.hpp"
#include "admin/search_pages.hpp"
#include "admin/store.hpp"
#include "admin/views/search.html.hpp"
#include "layout/picture_address.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

namespace json = boost::json;

constexpr std::size_t kShortestSearch = 2;
constexpr std::int64_t kOnThePage = 10, kSuggested = 4;

struct EverythingFound {
  store::OrdersFound orders;
  store::DraftsFound drafts;
  std::optional<ProductId> with_sku;
  std::vector<store::ProductRow> products;  ///< that with the SKU first
  std::vector<store::UserRow> users;
  /// The number of an order or a draft, or a mailbox: whatever else resembles it is not meant.
  [[nodiscard]] bool is_exact() const { return orders.is_exact || drafts.is_exact; }
};

/// At most 100 characters, trimmed; empty for what nobody types.
std::string search_text(const http::Request& request) {
  const std::string_view typed = text::trim(request.query.value("q"));
  return text::is_printable(typed) ? std::string(text::shorten(typed, kLongestSearch)) : std::string{};
}

bool may_see_users(const http::Request& request) {
  return request.visitor.user && request.visitor.user->role == http::Role::kAdmin;
}

/// A whole SKU first, then what the shop's own search finds, and behind it what is hidden there and has such a name, to
/// which up to half of the room belongs. Where neither knows anything, names decide.
void find_products(db::Tx& tx, const std::string& text, std::vector<ProductId> on_sale, std::int64_t limit,
                   EverythingFound& found) {
  std::vector<ProductId> ids;
  const auto add = [&](ProductId product, std::int64_t room) {
    if (std::ssize(ids) < room && std::ranges::find(ids, product) == ids.end()) ids.push_back(product);
  };
  found.with_sku = store::product_with_sku(tx, text);
  if (found.with_sku) add(*found.with_sku, limit);
  if (!found.is_exact()) {
    const auto hidden = store::hidden_products_named(tx, text, limit / 2);
    for (const ProductId product : on_sale) add(product, limit - std::ssize(hidden));
    for (const ProductId product : hidden) add(product, limit);
  }
  found.products = store::products_with(tx, ids);
  if (found.products.empty() && !found.is_exact())
    found.products = store::products_matching(tx, {.search = text}, limit);
}

EverythingFound find_everything(const http::Request& request, Services& shop, const std::string& text,
                                std::int64_t limit) {
  EverythingFound found;
  if (text::length(text) < kShortestSearch) return found;
  Services::ProductsFound on_sale;
  if (shop.find_products) on_sale = shop.find_products(text, static_cast<std::size_t>(limit));
  shop.db.read([&](db::Tx& tx) {
    found = {};
    found.orders = store::find_orders(tx, text, static_cast<std::size_t>(limit));
    found.drafts = store::find_drafts(tx, text, limit);
    if (may_see_users(request)) found.users = store::users_matching(tx, {.search = text}, limit).users;
    // A customer is called what was typed: nobody meant another word.
    const bool is_name = !found.orders.orders.empty() || !found.drafts.drafts.empty() || !found.users.empty();
    find_products(tx, text, on_sale.is_guess && is_name ? std::vector<ProductId>{} : on_sale.products, limit, found);
  });
  return found;
}

std::string order_url(std::string_view number) { return fmt::format("/admin/orders/{}", number); }
std::string draft_url(DraftOrderId draft) { return fmt::format("/admin/drafts/{}", draft.value()); }
std::string product_url(ProductId product) { return fmt::format("/admin/products/{}", product.value()); }
std::string user_url(UserId user) { return fmt::format("/admin/users/{}", user.value()); }
std::string list_url(std::string_view path, const std::string& text) {
  return fmt::format("{}?{}", path, http::Fields({{"q", text}}).canonical());
}

/// Whoever scans a label holds the parcel: the number that the courier gives it comes next, into the field that the
/// address names.
std::string url_of_scanned(const store::OrderRow& order) {
  const bool waits_for_number = !order.is_pickup && (order.state == orders::State::kProcessing ||
                                                     order.state == orders::State::kPartiallyShipped);
  return order_url(order.number) + (waits_for_number ? "#field-tracking_number" : "");
}

/// The page of the one thing that has this very number; empty when there is no such thing or more than one. A mailbox
/// is no such number: whoever has it may have orders as well as an account.
std::string page_of_number(const EverythingFound& found, std::string_view text) {
  const bool is_number = found.orders.is_exact && !text.contains('@');
  const std::size_t with_number = is_number ? found.orders.orders.size() : 0;
  if (with_number + (found.drafts.is_exact ? 1 : 0) + (found.with_sku ? 1 : 0) != 1) return {};
  if (found.with_sku) return product_url(*found.with_sku);
  if (found.drafts.is_exact) return draft_url(found.drafts.drafts.front().id);
  const store::OrderRow& order = found.orders.orders.front();
  return is_label_code(text) ? url_of_scanned(order) : order_url(order.number);
}

FoundProduct product_row(const store::ProductRow& product, const EverythingFound& found, const std::string& text,
                         const i18n::Texts& texts) {
  return {.name = product.name,
          .url = product_url(product.id),
          .thumbnail = product.picture.empty() ? std::string{} : layout::thumbnail_url(product.picture),
          .sku = found.with_sku == product.id ? text : std::string{},
          .price = product.lowest_price ? format_rupiah(*product.lowest_price) : std::string{},
          .stock = texts("admin.products.free", {{"n", product.free}}),
          .state = std::string(catalog::word(product.state))};
}

FoundUser user_row(const store::UserRow& user) {
  return {.name = user.name,
          .email = user.email,
          .phone = user.phone,
          .url = user_url(user.id),
          .role = std::string(accounts::word(user.role)),
          .active = user.active};
}

json::object suggestion(std::string_view group, std::string_view title, std::string_view detail, std::string_view url) {
  return {{"group", group}, {"title", title}, {"detail", detail}, {"url", url}};
}

}  // namespace

http::Response show_search(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  SearchPage view{.frame = frame_for(request, shop, Section::kNone, texts("admin.search.title"))};
  view.text = search_text(request);
  const EverythingFound found = find_everything(request, shop, view.text, kOnThePage);
  if (auto page = page_of_number(found, view.text); !page.empty()) return http::see_other(std::move(page));

  for (const auto& order : found.orders.orders) view.orders.push_back(order_row(order, texts));
  for (const auto& draft : found.drafts.drafts) view.drafts.push_back(draft_row(draft, texts));
  for (const auto& product : found.products) view.products.push_back(product_row(product, found, view.text, texts));
  for (const auto& user : found.users) view.users.push_back(user_row(user));
  view.orders_url = list_url("/admin/orders", view.text);
  // The list has a tab of those that have become an order; one of them is found by its number.
  const bool are_placed =
      std::ranges::none_of(found.drafts.drafts, [](const auto& draft) { return draft.order_number.empty(); });
  view.drafts_url = DraftFilter{.placed = are_placed, .search = view.text}.address();
  view.products_url = list_url("/admin/products", view.text);
  view.users_url = list_url("/admin/users", view.text);

  std::string out;
  html::Writer writer(out, texts);
  views::search(writer, view);
  return http::html(200, std::move(out));
}

http::Response show_search_suggestions(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const std::string text = search_text(request);
  const EverythingFound found = find_everything(request, shop, text, kSuggested);
  json::array items;
  for (const auto& order : found.orders.orders)
    items.push_back(
        suggestion(texts("admin.nav.orders"), order.number,
                   fmt::format("{} · {}", order.customer, order_state_text(order.state, order.is_pickup, texts)),
                   order_url(order.number)));
  for (const auto& draft : found.drafts.drafts) {
    const DraftOrderRow row = draft_row(draft, texts);
    items.push_back(suggestion(texts("admin.draft.list"), row.title,
                               row.number.empty() ? row.contents : fmt::format("{} · {}", row.number, row.contents),
                               row.url));
  }
  for (const auto& product : found.products) {
    const FoundProduct row = product_row(product, found, text, texts);
    json::object item = suggestion(texts("admin.nav.products"), row.name,
                                   row.sku.empty() ? row.stock : fmt::format("{} · {}", row.sku, row.stock), row.url);
    item["image"] = row.thumbnail;
    item["price"] = row.price;
    items.push_back(std::move(item));
  }
  for (const auto& user : found.users)
    items.push_back(suggestion(texts("admin.nav.users"), user.name, user.email, user_url(user.id)));
  return http::json(200, json::serialize(json::object{{"items", std::move(items)}}));
}

}  // namespace hurtrock::admin
