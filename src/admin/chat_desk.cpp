#include "admin/chat_desk.hpp"

#include <boost/json.hpp>

#include "accounts/accounts.hpp"
#include "admin/chat_pages.hpp"
#include "admin/dates.hpp"
#include "admin/frame.hpp"
#include "admin/order_row.hpp"
#include "admin/store.hpp"
#include "admin/views/chat_customer.html.hpp"
#include "admin/views/chat_desk.html.hpp"
#include "admin/views/missing.html.hpp"
#include "cart/cart.hpp"
#include "orders/orders.hpp"
#include "platform/core/text.hpp"
#include "platform/http/percent.hpp"

namespace hurtrock::admin {
namespace {

namespace json = boost::json;

constexpr std::int64_t kChatOrdersShown = 5;
/// Texts of admin.chat that script fills in and shows.
constexpr std::string_view kTexts[] = {"assigned_to", "customer_gone", "customer_guest", "offline",      "online",
                                       "reopen",      "resolve",       "failed",         "unread",       "no_message",
                                       "attached",    "edit_reply",    "reply_guest",    "not_loaded",   "is_resolved",
                                       "is_archived", "done_open",     "done_resolved",  "done_archived"};

html::SafeJson desk_texts(const i18n::Texts& texts) {
  json::object words;
  for (const std::string_view key : kTexts) words.emplace(key, texts(std::string("admin.chat.").append(key)));
  return html::SafeJson(json::serialize(words));
}

ChatOrder row_of(const orders::Summary& order, const i18n::Texts& texts) {
  return {.number = order.number,
          .state = order.state,
          .state_text = order_state_text(orders::state_from(order.state), order.is_pickup, texts),
          .payment_state = order.payment_state,
          .placed_at = date_and_time(order.placed_at, texts),
          .first_item = order.first_item,
          .more_pieces = order.pieces - 1,
          .total = order.total};
}

ChatCartLine row_of(const cart::Line& line) {
  return {.name = line.offer.name,
          .option = line.offer.options,
          .url = "/product/" + line.offer.slug,
          .quantity = line.quantity,
          .price = line.offer.price,
          .sellable = line.sellable()};
}

}  // namespace

http::Response show_chat_desk(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  ChatDeskPage view{.frame = frame_for(request, shop, Section::kChat, texts("admin.chat.title")),
                    .conversation = {},
                    .texts = desk_texts(texts),
                    .staff = {}};
  view.conversation = chat::conversation_in(*view.frame.shop.shop, texts);
  shop.db.read([&](db::Tx& tx) {
    view.staff.clear();
    for (const auto& [id, name] : store::staff_names(tx))
      view.staff.push_back({.value = std::to_string(id.value()), .text = name});
  });
  std::string out;
  html::Writer writer(out, texts);
  views::chat_desk(writer, view);
  return http::html(200, std::move(out));
}

http::Response show_chat_customer(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const UserId id{text::parse_integer(request.param("id"), 1, INT64_MAX).value_or(0)};
  const auto view = shop.db.read([&](db::Tx& tx) -> std::optional<ChatCustomer> {
    const auto user = accounts::find_user(tx, id);
    if (!user || user->deleted) return std::nullopt;
    ChatCustomer customer{.name = user->name,
                          .email = user->email,
                          .phone = user->phone,
                          .orders_url = "/admin/orders?q=",
                          .verified = user->verified_at.has_value(),
                          .active = user->active};
    http::append_form_encoded(customer.orders_url, user->email);
    const auto page = orders::orders_of(tx, id, 1, kChatOrdersShown);
    customer.order_count = page.total;
    for (const auto& order : page.orders) customer.orders.push_back(row_of(order, texts));
    const auto held = cart::load(tx, {.user = id, .session = std::nullopt}, texts.language());
    for (const auto& line : held.lines) customer.cart.push_back(row_of(line));
    customer.subtotal = held.subtotal();
    return customer;
  });
  std::string out;
  html::Writer writer(out, texts);
  if (!view) {
    views::missing(writer, frame_for(request, shop, Section::kChat, texts("admin.missing.title")));
    return http::html(404, std::move(out));
  }
  views::chat_customer(writer, *view);
  return http::html(200, std::move(out));
}

}  // namespace hurtrock::admin
