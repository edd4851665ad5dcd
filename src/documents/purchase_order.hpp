#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/core/money.hpp"
#include "platform/i18n/texts.hpp"

/// Orders to suppliers on A4. Dates are formatted already.
namespace hurtrock::documents {

struct PurchaseLine {
  std::string sku, name, options;
  std::int64_t quantity = 1;
  Money unit_cost;  ///< 0: not agreed upon; the supplier fills it in
};

struct PurchaseOrder {
  std::string shop_name;
  std::vector<std::string> shop_lines;  ///< address, telephone, mailbox; where the goods go
  std::string number, dated;
  std::string expected_on;                  ///< empty: not said
  std::vector<std::string> supplier_lines;  ///< the first is the name; empty ones are left out
  std::string note;                         ///< may be empty
  bool is_draft = false, is_cancelled = false;
  std::vector<PurchaseLine> lines;
  Money total;
  Time made_at;
};

std::string purchase_order_pdf(const PurchaseOrder& order, const i18n::Texts& texts);

}  // namespace hurtrock::documents
