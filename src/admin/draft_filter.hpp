#pragma once

#include <optional>
#include <string>

#include "checkout/ids.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::admin {

/// Which drafts the list shows, as its address says it: newest first, one screenful from a cursor on.
struct DraftFilter {
  bool placed = false;  ///< those that have become an order, rather than the open ones
  std::string search;   ///< part of a name, mailbox or phone number; at most 100 characters, trimmed
  std::optional<DraftOrderId> before;

  /// From the query; what cannot be read counts as not said.
  static DraftFilter read(const http::Fields& query);
  /// "/admin/drafts?state=placed&…", without the cursor.
  [[nodiscard]] std::string address() const;
  [[nodiscard]] std::string address_before(DraftOrderId draft) const;
};

}  // namespace hurtrock::admin
