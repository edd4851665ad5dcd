#pragma once

#include "admin/pages.hpp"
#include "admin/store.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// An order as a list shows it, in the staff member's language.
OrderListRow order_row(const store::OrderRow& order, const i18n::Texts& texts);

}  // namespace hurtrock::admin
