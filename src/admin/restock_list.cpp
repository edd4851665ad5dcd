#include <fmt/format.h>

#include <algorithm>

#include "admin/dates.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/named_choice.hpp"
#include "admin/restock_filter.hpp"
#include "admin/restock_pages.hpp"
#include "admin/saved_filters.hpp"
#include "admin/store.hpp"
#include "admin/views/restock_list.html.hpp"
#include "orders/dates.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kRestocksPerPage = 50;

RestockListRow list_row(const store::RestockRow& row, Time now, const i18n::Texts& texts) {
  const bool is_open = row.state == restock::State::kOrdered || row.state == restock::State::kPartiallyReceived;
  return {.number = row.number,
          .supplier = row.supplier,
          .state = std::string(word(row.state)),
          .created_on = orders::date(row.created_at, texts),
          .expected_on = row.expected_at ? orders::date(*row.expected_at, texts) : std::string{},
          .contents = texts("admin.restock.contents", {{"lines", row.lines}, {"pieces", row.pieces}}),
          .progress = is_open ? texts("admin.restock.progress", {{"received", row.received}, {"pieces", row.pieces}})
                              : std::string{},
          .total = row.total,
          .is_short = row.is_short,
          .is_late = is_open && row.expected_at && *row.expected_at < start_of_wib_day(now)};
}

}  // namespace

http::Response show_restock_list(const http::Request& request, Services& shop) {
  if (auto by_id = address_by_id(request, shop, {store::Named::kSupplier})) return http::see_other(*std::move(by_id));
  const auto& texts = request.visitor.texts();
  const RestockFilter filter = RestockFilter::read(request.query);
  RestockListPage view{.frame = frame_for(request, shop, Section::kStock, texts("admin.restock.title"))};
  const std::string_view notice = request.query.value("notice");
  if (notice == "cancelled") view.frame.shop.notice = texts("admin.restock.notice.cancelled");
  std::vector<store::RestockRow> rows;
  std::vector<std::pair<restock::State, std::int64_t>> counts;
  shop.db.read([&](db::Tx& tx) {
    view.supplier = named_filter(tx, store::Named::kSupplier, request.query, texts("admin.stock.any_supplier"), texts);
    view.saved = saved_filters(tx, request, FilteredList::kRestock);
    // One more than fits says whether there are others.
    rows = store::restock_matching(tx, filter, kRestocksPerPage + 1);
    counts = store::restock_counts(tx, filter);
  });
  if (std::ssize(rows) > kRestocksPerPage) {
    rows.pop_back();
    view.next_url = filter.address_before(rows.back().id);
  }
  if (filter.before) view.first_url = filter.address();

  RestockFilter other = filter;
  other.before.reset();
  other.state.reset();
  view.tabs.push_back({std::string(texts("admin.restock.state.all")), other.address(), {}, !filter.state});
  for (const auto state : restock::kStates) {
    other.state = state;
    const auto counted = std::ranges::find(counts, state, &std::pair<restock::State, std::int64_t>::first);
    view.tabs.push_back({std::string(texts(fmt::format("admin.restock.state.{}", word(state)))), other.address(),
                         std::to_string(counted == counts.end() ? 0 : counted->second), filter.state == state});
  }
  view.state = filter.state ? word(*filter.state) : "";
  view.search = filter.search;
  if (filter.is_narrowed()) {
    other = {};
    other.state = filter.state;
    view.clear_url = other.address();
  }
  const Time now = shop.clock.now();
  for (const auto& row : rows) view.rows.push_back(list_row(row, now, texts));

  std::string out;
  html::Writer writer(out, texts);
  views::restock_list(writer, view);
  return http::html(200, std::move(out));
}

}  // namespace hurtrock::admin
