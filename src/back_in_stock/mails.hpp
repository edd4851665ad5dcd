#pragma once

#include "back_in_stock/store.hpp"
#include "platform/mail/outbox.hpp"

namespace hurtrock::back_in_stock {

/// That the variant is there again, once for each wish.
mail::OutboxMail mail_about(const Mails& mails, const store::Waiter& waiter, const catalog::Offer& offer);

}  // namespace hurtrock::back_in_stock
