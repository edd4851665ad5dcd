#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "payments/payments.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::admin {

inline constexpr std::string_view kPaymentProviders[] = {"midtrans", "stripe", "bank_transfer", "cod"};

/// Which payments the list shows, as its address says it. Newest first, one screenful from a cursor on.
struct PaymentFilter {
  struct Cursor {
    Time created_at;
    PaymentId id;
  };

  std::string provider;  ///< empty: all
  std::optional<payments::AttemptState> state;
  std::string from, to;  ///< days in WIB, "2026-11-22", both included; empty: no bound
  std::optional<Cursor> older_than;

  /// From the query; what cannot be read counts as not said.
  static PaymentFilter read(const http::Fields& query);
  /// Without the cursor.
  [[nodiscard]] std::string address() const;
  [[nodiscard]] std::string address_older_than(const Cursor& cursor) const;
  [[nodiscard]] bool is_narrowed() const { return !provider.empty() || state || !from.empty() || !to.empty(); }
};

}  // namespace hurtrock::admin
