#pragma once

#include "admin/draft_order_pages.hpp"
#include "admin/store.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// A draft as a list shows it, in the staff member's language.
DraftOrderRow draft_row(const store::DraftRow& row, const i18n::Texts& texts);

}  // namespace hurtrock::admin
