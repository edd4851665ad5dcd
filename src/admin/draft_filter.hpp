#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checkout/ids.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::admin {

/// Which drafts the list shows, as its address says it: newest first, one screenful from a cursor on.
struct DraftFilter {
  bool placed = false;  ///< those that have become an order, rather than the open ones
  std::string search;   ///< a number, part of a name, mailbox or phone number; at most 100 characters, trimmed
  std::optional<DraftOrderId> before;

  /// From the query; what cannot be read counts as not said.
  static DraftFilter read(const http::Fields& query);
  /// "/admin/drafts?state=placed&…", without the cursor.
  [[nodiscard]] std::string address() const;
  [[nodiscard]] std::string address_before(DraftOrderId draft) const;
};

/// What a text says of a draft's number.
struct DraftNumber {
  DraftOrderId id;
  bool is_named = false;  ///< it is what a draft is called, "Draf 17", rather than a number that may be of anything
};
/// Of "17", and of what pages call the draft in either language; nothing when it is no such text.
std::optional<DraftNumber> draft_number(std::string_view typed);

}  // namespace hurtrock::admin
