#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "admin/pages.hpp"
#include "platform/db/db.hpp"
#include "platform/http/message.hpp"

/// Filters of the staff's lists that are kept under a name: one's own, and those that colleagues share. A list's filter
/// is the query of its address; what is kept, and what is opened again, is that query as the list's own filter reads
/// and writes it, and nothing else.
namespace hurtrock::admin {

/// A list whose filters can be kept.
enum class FilteredList : std::uint8_t {
  kOrders,
  kDrafts,
  kProducts,
  kStock,
  kRestock,
  kPayments,
  kMails,
  kUsers,
  kActivity,
};
inline constexpr FilteredList kFilteredLists[] = {
    FilteredList::kOrders, FilteredList::kDrafts,  FilteredList::kProducts,
    FilteredList::kStock,  FilteredList::kRestock, FilteredList::kPayments,
    FilteredList::kMails,  FilteredList::kUsers,   FilteredList::kActivity};

/// As forms and the table have it: "orders".
std::string_view word(FilteredList list);
std::optional<FilteredList> find_filtered_list(std::string_view word);
Section section_of(FilteredList list);
/// The key of the text that names it.
std::string_view title_of(FilteredList list);
/// Whether the visitor may see the list: as its route says.
bool may_see(const http::Visitor& visitor, FilteredList list);

/// The list's address from its beginning, with what it understands of the query.
std::string address_of(FilteredList list, const http::Fields& query);
/// The same of a query as an address has it; nothing when it cannot be read.
std::optional<std::string> address_of(FilteredList list, std::string_view query);
/// Whether it asks for a name or a number of which there is none. That is no filter to keep: without it more would be
/// found than was asked for.
bool is_in_vain(FilteredList list, const http::Fields& query);
/// Behind the question mark; empty: nothing is asked for.
std::string_view query_in(std::string_view address);

/// What stands above the list that the request shows: what is kept, and the form that keeps the present filter.
SavedFilters saved_filters(db::Tx& tx, const http::Request& request, FilteredList list);

}  // namespace hurtrock::admin
