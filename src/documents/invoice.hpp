#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/core/money.hpp"
#include "platform/i18n/texts.hpp"

/// Invoices on A4. Dates are formatted already; prices contain tax.
namespace hurtrock::documents {

struct InvoiceLine {
  std::string name, detail;  ///< detail: options and SKU
  std::int64_t quantity = 1;
  Money unit_price, total;
  Money tax;  ///< contained in what is paid for the line
};

/// Something the order costs beside its goods.
struct Charge {
  std::string label;
  Money amount, tax;
};

struct Refunded {
  std::string date, reason;
  Money amount;
};

struct Invoice {
  std::string shop_name, tax_number;    ///< tax_number (NPWP) may be empty
  std::vector<std::string> shop_lines;  ///< address, telephone, mailbox
  std::string number;                   ///< empty: there is none before the money has come
  std::string order_number, ordered_on;
  std::string paid_on;                        ///< empty: not yet
  std::vector<std::string> buyer_lines;       ///< the first is the name
  std::string shipping;                       ///< "JNE REG"
  std::string payment_method, payment_state;  ///< worded
  bool paid = false;

  std::vector<InvoiceLine> lines;
  Money goods, goods_tax;       ///< sums of the lines
  std::vector<Charge> charges;  ///< shipping, fee; those that are 0 may be left out
  Money discount;               ///< positive
  Money total, tax_base, tax;   ///< goods_tax and the charges' taxes add up to tax
  Money forgiven;               ///< of the total, what the shop bears; said where refunds are
  std::vector<Refunded> refunds;
  Time made_at;
};

std::string invoice_pdf(const Invoice& invoice, const i18n::Texts& texts);

}  // namespace hurtrock::documents
