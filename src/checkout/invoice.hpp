#pragma once

#include <string>

#include "documents/invoice.hpp"
#include "orders/orders.hpp"
#include "platform/db/db.hpp"
#include "platform/http/message.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::checkout {

/// What the invoice of an order says, for which orders::has_invoice holds.
documents::Invoice invoice_of(db::Tx& tx, const orders::Order& order, const i18n::Texts& texts, Time now);

/// "invoice-HRT-7K3M-9XQ2.pdf"
std::string invoice_file_name(const orders::Order& order);

}  // namespace hurtrock::checkout
