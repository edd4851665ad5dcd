#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/message.hpp"

namespace hurtrock::admin {

/// Which accounts the list shows, as its address says it. Newest first, one screenful from a cursor on.
struct UserFilter {
  std::optional<http::Role> role;
  std::optional<bool> active;
  std::string search;  ///< of a name, a mailbox or a phone; at most 100 characters, trimmed
  std::int64_t before = 0;

  /// From the query; what cannot be read counts as not said.
  static UserFilter read(const http::Fields& query);
  /// From the beginning of the list.
  [[nodiscard]] std::string address() const;
  [[nodiscard]] std::string address_before(std::int64_t id) const;
};

/// What a search for people may mean.
struct PersonTerms {
  std::string part;    ///< of a name or mailbox, or a whole mailbox: in small letters
  std::string phone;   ///< as the tables have it, "+628211555803"; empty: it is none
  std::string digits;  ///< of the phone, without the country's
  static PersonTerms of(std::string_view typed);
};

}  // namespace hurtrock::admin
