#include "admin/mail_filter.hpp"

#include "platform/core/text.hpp"

namespace hurtrock::admin {

MailFilter MailFilter::read(const http::Fields& query) {
  MailFilter filter;
  for (const auto state : kMailStates)
    if (query.value("state") == mail::word(state)) filter.state = state;
  const std::string_view typed = text::trim(query.value("q"));
  if (text::is_printable(typed)) filter.search = text::shorten(typed, kLongestMailSearch);
  filter.before = text::parse_integer(query.value("before"), 1, INT64_MAX).value_or(0);
  return filter;
}

std::string MailFilter::address() const { return address_before(0); }

std::string MailFilter::address_before(std::int64_t id) const {
  std::vector<std::pair<std::string, std::string>> fields;
  if (state) fields.emplace_back("state", mail::word(*state));
  if (!search.empty()) fields.emplace_back("q", search);
  if (id > 0) fields.emplace_back("before", std::to_string(id));
  return fields.empty() ? "/admin/mail" : "/admin/mail?" + http::Fields(std::move(fields)).canonical();
}

}  // namespace hurtrock::admin
