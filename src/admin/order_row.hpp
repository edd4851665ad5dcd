#pragma once

#include "admin/pages.hpp"
#include "admin/store.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// The order's state in a few words; of one that the customer fetches those that its own page has.
std::string order_state_text(orders::State state, bool is_pickup, const i18n::Texts& texts);

/// An order as a list shows it, in the staff member's language.
OrderListRow order_row(const store::OrderRow& order, const i18n::Texts& texts);

}  // namespace hurtrock::admin
