#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/ids.hpp"
#include "admin/filter_words.hpp"
#include "platform/core/clock.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::admin {

/// What things the log of activity is about. The texts "admin.activity.kind.KIND" name them.
constexpr std::string_view kActivityKinds[] = {
    "order",          "draft_order",      "payment",       "product",          "category", "supplier",   "variant",
    "purchase_order", "stock_take",       "review",        "payment_settings", "ledger",   "staff_task", "user",
    "invitation",     "shipping_service", "store_profile", "synonyms",         "mail",     "job"};

/// Which rows of the log the page shows, as its address says it. Newest first, one screenful from a cursor on.
struct ActivityFilter {
  struct Cursor {
    Time at;
    std::int64_t id = 0;
  };

  std::optional<UserId> person;
  InVain in_vain;        ///< somebody who cannot be
  std::string kind;      ///< one of kActivityKinds; empty: any
  std::string thing;     ///< its number, id, SKU or mailbox, whole; at most 100 characters, trimmed
  std::string from, to;  ///< days in WIB, "2026-11-22", both included; empty: no bound
  std::optional<Cursor> older_than;

  /// From the query; what cannot be read counts as not said.
  static ActivityFilter read(const http::Fields& query);
  /// Without the cursor.
  [[nodiscard]] std::string address() const;
  [[nodiscard]] std::string address_older_than(const Cursor& cursor) const;
  [[nodiscard]] bool is_narrowed() const {
    return person || !in_vain.empty() || !kind.empty() || !thing.empty() || !from.empty() || !to.empty();
  }
};

}  // namespace hurtrock::admin
