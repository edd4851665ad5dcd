#include "admin/saved_filters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "admin/activity_filter.hpp"
#include "admin/draft_filter.hpp"
#include "admin/mail_filter.hpp"
#include "admin/order_filter.hpp"
#include "admin/payment_filter.hpp"
#include "admin/product_filter.hpp"
#include "admin/restock_filter.hpp"
#include "admin/saved_filter_store.hpp"
#include "admin/stock_filter.hpp"
#include "admin/user_filter.hpp"

namespace hurtrock::admin {
namespace {

template <class Filter>
std::string address_by(const http::Fields& query) {
  return Filter::read(query).address();
}

template <class Filter>
bool is_in_vain_by([[maybe_unused]] const http::Fields& query) {
  if constexpr (requires(Filter filter) { filter.in_vain; })
    return !Filter::read(query).in_vain.empty();
  else
    return false;
}

/// What is done with a list's filter.
struct FilterOf {
  std::string (*address)(const http::Fields& query);
  bool (*is_in_vain)(const http::Fields& query);
};
template <class Filter>
constexpr FilterOf kFilterOf = {&address_by<Filter>, &is_in_vain_by<Filter>};

struct FilteredListRow {
  FilteredList list;
  std::string_view word, title;
  Section section;
  http::Role least;  ///< who may see it
  FilterOf filter;
};

constexpr FilteredListRow kFilteredListRows[] = {
    {FilteredList::kOrders, "orders", "admin.orders.title", Section::kOrders, http::Role::kStaff,
     kFilterOf<OrderFilter>},
    {FilteredList::kDrafts, "drafts", "admin.draft.list", Section::kOrders, http::Role::kStaff, kFilterOf<DraftFilter>},
    {FilteredList::kProducts, "products", "admin.products.title", Section::kProducts, http::Role::kStaff,
     kFilterOf<ProductFilter>},
    {FilteredList::kStock, "stock", "admin.stock.title", Section::kStock, http::Role::kStaff, kFilterOf<StockFilter>},
    {FilteredList::kRestock, "restock", "admin.restock.title", Section::kStock, http::Role::kStaff,
     kFilterOf<RestockFilter>},
    {FilteredList::kPayments, "payments", "admin.payments.transactions", Section::kPayments, http::Role::kStaff,
     kFilterOf<PaymentFilter>},
    {FilteredList::kMails, "mail", "admin.mail.title", Section::kSettings, http::Role::kStaff, kFilterOf<MailFilter>},
    {FilteredList::kUsers, "users", "admin.users.title", Section::kPeople, http::Role::kAdmin, kFilterOf<UserFilter>},
    {FilteredList::kActivity, "activity", "admin.activity.title", Section::kPeople, http::Role::kAdmin,
     kFilterOf<ActivityFilter>},
};

const FilteredListRow& row_for(FilteredList list) {
  return *std::ranges::find(kFilteredListRows, list, &FilteredListRow::list);
}

/// The text of the notice; empty: it is none of these.
std::string_view text_of_saved_notice(std::string_view notice) {
  if (notice == "filter_saved") return "admin.saved.notice.saved";
  return notice == "filter_removed" ? "admin.saved.notice.removed" : std::string_view{};
}

}  // namespace

std::string_view word(FilteredList list) { return row_for(list).word; }
Section section_of(FilteredList list) { return row_for(list).section; }
std::string_view title_of(FilteredList list) { return row_for(list).title; }

std::optional<FilteredList> find_filtered_list(std::string_view word) {
  const auto* const found = std::ranges::find(kFilteredListRows, word, &FilteredListRow::word);
  return found == std::end(kFilteredListRows) ? std::nullopt : std::optional{found->list};
}

bool may_see(const http::Visitor& visitor, FilteredList list) {
  return visitor.user && visitor.user->role >= row_for(list).least;
}

std::string address_of(FilteredList list, const http::Fields& query) { return row_for(list).filter.address(query); }

std::optional<std::string> address_of(FilteredList list, std::string_view query) {
  const auto fields = http::Fields::decode(query);
  return fields ? std::optional{address_of(list, *fields)} : std::nullopt;
}

bool is_in_vain(FilteredList list, const http::Fields& query) { return row_for(list).filter.is_in_vain(query); }

std::string_view query_in(std::string_view address) {
  const auto mark = address.find('?');
  return mark == std::string_view::npos ? std::string_view{} : address.substr(mark + 1);
}

SavedFilters saved_filters(db::Tx& tx, const http::Request& request, FilteredList list) {
  const auto& user = *request.visitor.user;
  const auto& texts = request.visitor.texts();
  const std::string address = address_of(list, request.query);
  SavedFilters view{.form = {.list = std::string(word(list)), .filter = {}}};
  if (!is_in_vain(list, request.query)) view.form.filter = query_in(address);
  if (const auto text = text_of_saved_notice(request.query.value("notice")); !text.empty()) view.notice = texts(text);
  for (auto& kept : store::saved_filters(tx, view.form.list, UserId{user.id})) {
    const bool is_own = kept.owner == UserId{user.id};
    SavedFilterChip chip{.name = std::move(kept.name),
                         .owner = is_own ? std::string{} : std::move(kept.owner_name),
                         .url = address_of(list, kept.query).value_or(address_of(list, http::Fields{})),
                         .shared = kept.shared};
    chip.current = !view.form.filter.empty() && chip.url == address;
    if (chip.current && (is_own || user.role == http::Role::kAdmin))
      chip.removal = fmt::format("/admin/saved-filters/{}/removal", kept.id.value());
    if (chip.current && is_own) {
      view.is_kept = true;
      view.form.form.values = {{"name", chip.name}, {"shared", kept.shared ? "1" : ""}};
    }
    view.chips.push_back(std::move(chip));
  }
  return view;
}

}  // namespace hurtrock::admin
