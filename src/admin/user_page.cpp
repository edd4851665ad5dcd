#include "admin/user_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "accounts/device.hpp"
#include "accounts/second_step.hpp"
#include "accounts/staff.hpp"
#include "admin/activity_rows.hpp"
#include "admin/audit.hpp"
#include "admin/counts.hpp"
#include "admin/dates.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/order_row.hpp"
#include "admin/own_password.hpp"
#include "admin/store.hpp"
#include "admin/views/missing.html.hpp"
#include "admin/views/user.html.hpp"
#include "platform/core/text.hpp"
#include "platform/http/percent.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kUserOrdersShown = 10;
constexpr std::int64_t kActivityShown = 15;
constexpr std::size_t kMostUserChanges = 6;
constexpr std::string_view kUserNotices[] = {"role_changed",  "deactivated",    "activated",
                                             "session_ended", "sessions_ended", "second_step_removed"};
constexpr http::Role kRolesToGive[] = {http::Role::kBuyer, http::Role::kStaff, http::Role::kAdmin};

/// What is read of the account, in one transaction.
struct UserFound {
  accounts::User user;
  accounts::Standing standing;
  store::UserFacts facts;
  bool has_second_step = false;
  std::vector<accounts::SessionInfo> sessions;
  std::vector<store::UserOrderRow> orders;
  std::vector<store::ActivityLogRow> done;
  std::vector<HistoryRow> history;
};

std::optional<UserFound> find(db::Tx& tx, UserId id, Time now, const i18n::Texts& texts) {
  auto user = accounts::find_user(tx, id);
  if (!user || user->deleted) return std::nullopt;
  return UserFound{.user = *std::move(user),
                   .standing = *accounts::find_standing(tx, id),
                   .facts = *store::user_facts(tx, id),
                   .has_second_step = accounts::has_second_step(tx, id),
                   .sessions = accounts::sessions_of(tx, id, now),
                   .orders = store::orders_of_user(tx, id, kUserOrdersShown),
                   .done = store::activity(tx, {.person = id}, texts.language(), kActivityShown),
                   .history = history_of(tx, "user", std::to_string(id.value()), kHistoryShown, texts)};
}

std::string orders_url(const std::string& email) {
  std::string url = "/admin/orders?q=";
  http::append_form_encoded(url, email);
  return url;
}

void fill(UserPage& view, const UserFound& found, const http::Request& request, const i18n::Texts& texts) {
  const accounts::User& user = found.user;
  view.id = user.id.value();
  view.version = found.standing.version;
  view.name = user.name;
  view.email = user.email;
  view.phone = user.phone;
  view.role = accounts::word(user.role);
  view.active = user.active;
  view.has_second_step = found.has_second_step;
  view.verified = user.verified_at.has_value();
  view.language_english = found.facts.language == "en";
  view.joined_at = date_and_time(found.facts.created_at, texts);
  if (found.facts.last_login_at) view.last_login = date_and_time(*found.facts.last_login_at, texts);
  view.is_oneself = user.id.value() == request.visitor.user->id;
  for (const auto& session : found.sessions)
    view.sessions.push_back({.id = session.id.value(),
                             .device = accounts::device_name(session.user_agent),
                             .place = session.remote_address,
                             .last_seen = date_and_time(session.last_seen_at, texts),
                             .current = session.id.value() == request.visitor.session->id});
  view.orders_count = count_text(found.facts.orders, texts);
  view.orders_url = orders_url(user.email);
  view.paid_total = found.facts.paid;
  for (const auto& order : found.orders)
    view.orders.push_back({.number = order.number,
                           .placed_at = date_and_time(order.placed_at, texts),
                           .state = std::string(orders::word(order.state)),
                           .state_text = order_state_text(order.state, order.is_pickup, texts),
                           .total = order.total});
  for (const auto& row : found.done) view.done.push_back(activity_row(row, kMostUserChanges, texts));
  view.done_url = fmt::format("/admin/activity?person={}", view.id);
  view.history = found.history;
}

}  // namespace

UserId user_in_path(const http::Request& request) {
  return UserId{text::parse_integer(request.param("id"), 1, INT64_MAX).value_or(0)};
}

http::Response user_page(const http::Request& request, Services& shop, UserId id, UserPageState state) {
  const auto& texts = request.visitor.texts();
  const auto found = shop.db.read([&](db::Tx& tx) { return find(tx, id, shop.clock.now(), texts); });
  std::string out;
  html::Writer writer(out, texts);
  if (!found) {
    views::missing(writer, frame_for(request, shop, Section::kPeople, texts("admin.missing.user_title")));
    return http::html(404, std::move(out));
  }
  UserPage view{.frame = frame_for(request, shop, Section::kPeople, found->user.name)};
  // Also after a refused POST, whose own address has no page.
  view.frame.shop.path = fmt::format("/admin/users/{}", id.value());
  view.frame.shop.notice = std::move(state.notice);
  view.frame.shop.notice_is_error = state.notice_is_error;
  fill(view, *found, request, texts);
  view.asks_password = asks_own_password(request, shop);
  view.role_form.errors = std::move(state.role_errors);
  view.access_form.errors = std::move(state.access_errors);
  view.second_step_form.errors = std::move(state.second_step_errors);
  const std::string chosen = state.wanted_role.empty() ? view.role : state.wanted_role;
  for (const auto role : kRolesToGive) {
    const std::string word(accounts::word(role));
    view.roles.push_back({word, std::string(texts(fmt::format("admin.users.role_choice.{}", word))), word == chosen});
  }
  views::user(writer, view);
  return http::html(state.status, std::move(out));
}

http::Response show_user(const http::Request& request, Services& shop) {
  UserPageState state;
  const std::string_view notice = request.query.value("notice");
  if (std::ranges::find(kUserNotices, notice) != std::end(kUserNotices))
    state.notice = request.visitor.texts()(fmt::format("admin.users.notice.{}", notice));
  return user_page(request, shop, user_in_path(request), std::move(state));
}

}  // namespace hurtrock::admin
