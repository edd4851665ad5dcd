#include "admin/guest_filter.hpp"

#include "admin/filter_words.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

std::string guests_address(const std::string& search, std::string cursor) {
  std::vector<std::pair<std::string, std::string>> fields;
  if (!search.empty()) fields.emplace_back("q", search);
  if (!cursor.empty()) fields.emplace_back("older", std::move(cursor));
  return fields.empty() ? "/admin/users/guests" : "/admin/users/guests?" + http::Fields(std::move(fields)).canonical();
}

}  // namespace

GuestFilter GuestFilter::read(const http::Fields& query) {
  GuestFilter filter;
  const std::string_view typed = text::trim(query.value("q"));
  if (text::is_printable(typed)) filter.search = text::shorten(typed, kLongestSearch);
  filter.after = read_order_cursor(query.value("older"));
  return filter;
}

std::string GuestFilter::address() const { return guests_address(search, {}); }
std::string GuestFilter::address_after(const OrderFilter::Cursor& order) const {
  return guests_address(search, write_order_cursor(order));
}

}  // namespace hurtrock::admin
