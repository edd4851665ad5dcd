#include <fmt/format.h>

#include "admin/counts.hpp"
#include "admin/dates.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/people_pages.hpp"
#include "admin/saved_filters.hpp"
#include "admin/store.hpp"
#include "admin/user_filter.hpp"
#include "admin/views/user_list.html.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kUsersPerPage = 25;
constexpr std::optional<http::Role> kChoices[] = {std::nullopt, http::Role::kBuyer, http::Role::kStaff,
                                                  http::Role::kAdmin};

Choice role_choice(std::optional<http::Role> role, const store::Count& count, const UserFilter& filter,
                   const i18n::Texts& texts) {
  const std::string_view word = role ? accounts::word(*role) : std::string_view{};
  const std::string_view text =
      role ? texts(fmt::format("admin.users.role_of.{}", word)) : texts("admin.users.any_role");
  return {std::string(word), fmt::format("{} ({})", text, count_text(count, texts)), role == filter.role};
}

UserListRow row_of(const store::UserRow& row, const i18n::Texts& texts) {
  return {.name = row.name,
          .email = row.email,
          .phone = row.phone,
          .url = fmt::format("/admin/users/{}", row.id.value()),
          .role = std::string(accounts::word(row.role)),
          .last_seen = row.last_login_at
                           ? texts("admin.users.last_login", {{"at", date_and_time(*row.last_login_at, texts)}})
                           : std::string(texts("admin.users.never_logged_in")),
          .joined_at = date_and_time(row.created_at, texts),
          .orders = row.orders == 0 ? std::string{} : texts("admin.users.orders", {{"n", row.orders}}),
          .active = row.active};
}

}  // namespace

http::Response show_users(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const UserFilter filter = UserFilter::read(request.query);
  UserListPage view{.frame = frame_for(request, shop, Section::kPeople, texts("admin.users.title"))};
  store::UserSlice slice;
  shop.db.read([&](db::Tx& tx) {
    view.roles.clear();
    view.saved = saved_filters(tx, request, FilteredList::kUsers);
    for (const auto role : kChoices)
      view.roles.push_back(role_choice(role, store::count_users(tx, role), filter, texts));
    // One more than fits says whether there are others.
    slice = store::users_matching(tx, filter, kUsersPerPage + 1);
  });
  if (std::ssize(slice.users) > kUsersPerPage) {
    slice.users.pop_back();
    view.next_url = filter.address_before(slice.users.back().id.value());
  }
  if (filter.before > 0) view.first_url = filter.address();
  view.search = filter.search;
  view.states = {{"", std::string(texts("admin.users.any_state")), !filter.active},
                 {"active", std::string(texts("admin.users.active")), filter.active == true},
                 {"inactive", std::string(texts("admin.users.inactive")), filter.active == false}};
  if (!filter.search.empty() || filter.active || filter.role) view.clear_url = UserFilter{}.address();
  view.files = list_export(filter.address());
  view.searched_newest_only = slice.searched_newest_only;
  for (const auto& row : slice.users) view.users.push_back(row_of(row, texts));

  std::string out;
  html::Writer writer(out, texts);
  views::user_list(writer, view);
  return http::html(200, std::move(out));
}

}  // namespace hurtrock::admin
