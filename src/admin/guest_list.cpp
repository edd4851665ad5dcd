#include "admin/dates.hpp"
#include "admin/frame.hpp"
#include "admin/guest_filter.hpp"
#include "admin/guests_store.hpp"
#include "admin/handlers.hpp"
#include "admin/people_pages.hpp"
#include "admin/views/guest_list.html.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::size_t kGuestsPerPage = 25;

GuestListRow guest_row(const store::GuestRow& guest, const i18n::Texts& texts) {
  return {.name = guest.name,
          .email = guest.email,
          .phone = guest.phone,
          .orders_url = OrderFilter{.search = guest.email}.address(),
          .orders = texts("admin.users.orders", {{"n", guest.orders}}),
          .last_order = texts("admin.guests.last_order", {{"at", date_and_time(guest.last_order.placed_at, texts)}})};
}

}  // namespace

http::Response show_guests(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const GuestFilter filter = GuestFilter::read(request.query);
  GuestListPage view{.frame = frame_for(request, shop, Section::kPeople, texts("admin.guests.title"))};
  const auto slice = shop.db.read([&](db::Tx& tx) { return store::guests_from(tx, filter, kGuestsPerPage); });
  for (const auto& guest : slice.guests) view.guests.push_back(guest_row(guest, texts));
  view.search = filter.search;
  if (!filter.search.empty()) view.clear_url = GuestFilter{}.address();
  view.searched_newest_only = slice.searched_newest_only;
  view.files = list_export(filter.address());
  if (filter.after) view.first_url = filter.address();
  if (slice.end) view.next_url = filter.address_after(*slice.end);

  std::string out;
  html::Writer writer(out, texts);
  views::guest_list(writer, view);
  return http::html(200, std::move(out));
}

}  // namespace hurtrock::admin
