#include "admin/counts.hpp"
#include "admin/draft_filter.hpp"
#include "admin/draft_order_pages.hpp"
#include "admin/draft_row.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/saved_filters.hpp"
#include "admin/store.hpp"
#include "admin/views/draft_orders.html.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kDraftsPerPage = 50;

std::vector<Tab> draft_tabs(db::Tx& tx, const DraftFilter& filter, const i18n::Texts& texts) {
  std::vector<Tab> tabs;
  for (const bool placed : {false, true}) {
    DraftFilter other = filter;
    other.before.reset();
    other.placed = placed;
    tabs.push_back({std::string(texts(placed ? "admin.draft.state.placed" : "admin.draft.state.open")), other.address(),
                    count_text(store::count_drafts(tx, other), texts), placed == filter.placed});
  }
  return tabs;
}

}  // namespace

http::Response show_draft_orders(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const DraftFilter filter = DraftFilter::read(request.query);
  DraftOrderListPage view{.frame = frame_for(request, shop, Section::kOrders, texts("admin.draft.list"))};
  if (request.query.value("notice") == "removed") view.frame.shop.notice = texts("admin.draft.notice.removed");
  std::vector<store::DraftRow> rows;
  shop.db.read([&](db::Tx& tx) {
    // One more than fits says whether there are others.
    rows = store::drafts_matching(tx, filter, kDraftsPerPage + 1);
    view.tabs = draft_tabs(tx, filter, texts);
    view.saved = saved_filters(tx, request, FilteredList::kDrafts);
  });
  if (std::ssize(rows) > kDraftsPerPage) {
    rows.pop_back();
    view.next_url = filter.address_before(rows.back().id);
  }
  if (filter.before) view.first_url = filter.address();
  view.state = filter.placed ? "placed" : "";
  view.search = filter.search;
  if (!filter.search.empty()) view.clear_url = DraftFilter{.placed = filter.placed}.address();
  for (const auto& row : rows) view.rows.push_back(draft_row(row, texts));

  std::string out;
  html::Writer writer(out, texts);
  views::draft_orders(writer, view);
  return http::html(200, std::move(out));
}

}  // namespace hurtrock::admin
