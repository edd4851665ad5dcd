#pragma once

#include <optional>
#include <string>

#include "admin/filter_words.hpp"
#include "catalog/ids.hpp"
#include "platform/http/message.hpp"
#include "restock/restock.hpp"

namespace hurtrock::admin {

/// Which orders to suppliers the list shows, as its address says it: newest first, one screenful from a cursor on.
struct RestockFilter {
  std::string search;  ///< part of a number or a SKU; at most 100 characters, trimmed
  std::optional<restock::State> state;
  std::optional<SupplierId> supplier;
  InVain in_vain;  ///< names and numbers of which there is none
  std::optional<PurchaseOrderId> before;

  /// From the query; what cannot be read counts as not said.
  static RestockFilter read(const http::Fields& query);
  /// "/admin/restock?state=ordered&…", without the cursor.
  [[nodiscard]] std::string address() const;
  [[nodiscard]] std::string address_before(PurchaseOrderId order) const;
  [[nodiscard]] bool is_narrowed() const { return !search.empty() || supplier || !in_vain.empty(); }
};

}  // namespace hurtrock::admin
