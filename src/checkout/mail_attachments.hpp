#pragma once

#include <vector>

#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"
#include "platform/mail/outbox.hpp"

namespace hurtrock::checkout {

/// The files that go with a mail: the invoice with the news that an order is paid.
std::vector<mail::Attachment> attachments_of(const mail::OutboxMail& mail, db::Database& db, const Clock& clock);

}  // namespace hurtrock::checkout
