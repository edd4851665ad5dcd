#include "admin/user_filter.hpp"

#include <fmt/format.h>

#include "accounts/accounts.hpp"
#include "admin/filter_words.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::pair<http::Role, std::string_view> kRoleWords[] = {
    {http::Role::kBuyer, "buyer"}, {http::Role::kStaff, "staff"}, {http::Role::kAdmin, "admin"}};
constexpr std::pair<bool, std::string_view> kUserStates[] = {{true, "active"}, {false, "inactive"}};

/// A whole phone number to be looked up as http::Input::phone() has kept it, "+628211555803"; "" when it is none. From
/// eight digits on, fewer than are kept, for what is not found whole is looked for as a part.
std::string as_phone(std::string_view typed) {
  std::string digits;
  for (const char c : typed) {
    if (c >= '0' && c <= '9')
      digits += c;
    else if (c != ' ' && c != '-' && c != '.' && c != '+')
      return {};
  }
  if (digits.size() < 8) return {};
  if (digits.starts_with('0'))
    digits.replace(0, 1, "62");
  else if (digits.starts_with('8'))
    digits.insert(0, "62");
  return '+' + digits;
}

}  // namespace

UserFilter UserFilter::read(const http::Fields& query) {
  UserFilter filter{.role = find_word(kRoleWords, query.value("role")),
                    .active = find_word(kUserStates, query.value("state"))};
  const std::string_view typed = text::trim(query.value("q"));
  if (text::is_printable(typed)) filter.search = text::shorten(typed, kLongestSearch);
  filter.before = text::parse_integer(query.value("before"), 1, INT64_MAX).value_or(0);
  return filter;
}

std::string UserFilter::address() const { return address_before(0); }

std::string UserFilter::address_before(std::int64_t id) const {
  std::vector<std::pair<std::string, std::string>> fields;
  if (role) fields.emplace_back("role", word_in(kRoleWords, *role));
  if (active) fields.emplace_back("state", word_in(kUserStates, *active));
  if (!search.empty()) fields.emplace_back("q", search);
  if (id > 0) fields.emplace_back("before", std::to_string(id));
  constexpr std::string_view kPath = "/admin/users";
  return fields.empty() ? std::string(kPath) : fmt::format("{}?{}", kPath, http::Fields(std::move(fields)).canonical());
}

PersonTerms PersonTerms::of(std::string_view typed) {
  PersonTerms terms{.part = text::lower(typed), .phone = as_phone(typed), .digits = {}};
  if (!terms.phone.empty()) terms.digits = terms.phone.substr(3);
  return terms;
}

}  // namespace hurtrock::admin
