#include <fmt/format.h>

#include "accounts/handlers.hpp"
#include "accounts/letters.hpp"
#include "accounts/own_page.hpp"
#include "accounts/pages.hpp"
#include "accounts/views/deletion.html.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::accounts {
namespace {

enum class NotDeleted : std::uint8_t {
  kAlready,
  kStaff,       ///< admins close the accounts of the staff, so that the shop is not left without one
  kOpenOrders,  ///< who is to be told of them has to be known
};

http::Response deletion_page(const http::Request& request, Services& shop, int status, layout::Form form) {
  const auto& texts = request.visitor.texts();
  const auto orders = shop.db.read([&](db::Tx& tx) { return shop.open_orders(tx, user_of(request)); });
  DeletionPage view{.frame = shop.frames.frame_for(request), .form = std::move(form), .open_orders = {}};
  view.frame.title = texts("accounts.deletion.title");
  view.frame.indexable = false;
  view.email = request.visitor.user->email;
  view.is_staff = request.visitor.is_staff();
  for (const OpenOrder& order : orders)
    view.open_orders.push_back({.number = order.number, .waits_for_money = order.waits_for_money});
  std::string out;
  html::Writer writer(out, texts);
  views::deletion(writer, view);
  return http::html(status, std::move(out));
}

/// Everything is decided under the account's lock: an order that is placed at this moment comes before or after it.
std::expected<void, NotDeleted> delete_own_account(db::Tx& tx, const http::Request& request, Services& shop) {
  const auto user = lock_account(tx, user_of(request));
  if (!user || user->deleted) return std::unexpected(NotDeleted::kAlready);
  if (user->role != http::Role::kBuyer) return std::unexpected(NotDeleted::kStaff);
  if (!shop.open_orders(tx, user->id).empty()) return std::unexpected(NotDeleted::kOpenOrders);
  const Time now = shop.clock.now();
  shop.forget_person(tx, *user);
  delete_account(tx, user->id, now);
  shop.record_own_change(tx, {.user = user->id,
                              .name = {},
                              .action = "user.deleted",
                              .field = "role",
                              .before = word(user->role),
                              .after = {},
                              .remote_address = {}});
  // The outbox has its own copy of the mailbox: after forget_person, which empties it.
  send_letter(tx, {.shop_name = shop.shop_name, .now = now}, "deleted", fmt::format("deleted:{}", user->id.value()),
              user->email, user->name, request.visitor.language, shop.public_url);
  return {};
}

http::Response to_goodbye(const http::Request& request, Services& shop) {
  auto response = http::see_other("/login?notice=deleted");
  // The session is gone with the account; this makes the browser forget its cookie too.
  response.add("Set-Cookie", shop.sessions.log_out(request));
  return response;
}

}  // namespace

http::Response show_deletion(const http::Request& request, Services& shop) {
  return deletion_page(request, shop, 200, {});
}

http::Response submit_deletion(const http::Request& request, Services& shop) {
  // Nobody learns here whether a guessed password is right: who may not delete the account is told so before.
  if (request.visitor.is_staff()) return deletion_page(request, shop, 409, {});
  const auto& texts = request.visitor.texts();
  auto input = http::Input::of_fields(request.form, texts);
  const Secret password{input.password("password", 1)};
  std::optional<std::chrono::seconds> wait;
  if (input.ok()) {
    const auto proved = check_login(shop.db, shop.clock, request.visitor.user->email, password, request.remote_address);
    if (!proved) {
      wait = proved.error().wait;
      input.refuse("password", "wrong",
                   wait ? texts("accounts.refused.wait", {{"n", wait->count()}})
                        : std::string(texts("accounts.refused.current_password")));
    }
  }
  if (!input.ok()) {
    auto response = deletion_page(request, shop, wait ? 429 : 422, {.values = {}, .errors = input.errors()});
    if (wait) response.set("Retry-After", std::to_string(wait->count()));
    return response;
  }
  const auto deleted = shop.db.write([&](db::Tx& tx) { return delete_own_account(tx, request, shop); });
  if (!deleted && deleted.error() != NotDeleted::kAlready) return deletion_page(request, shop, 409, {});
  if (deleted) {
    log::info("accounts.deletion.done", {{"user", request.visitor.user->id}});
    shop.wake_jobs();
  }
  return to_goodbye(request, shop);
}

}  // namespace hurtrock::accounts
