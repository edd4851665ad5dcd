#pragma once

#include "admin/pages.hpp"
#include "orders/orders.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// A line of the order's history in the staff member's language. Kinds it does not know appear as they are stored.
EventRow event_row(const orders::Event& event, bool is_pickup, const i18n::Texts& texts);

}  // namespace hurtrock::admin
