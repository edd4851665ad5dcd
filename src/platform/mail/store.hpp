#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "platform/db/db.hpp"
#include "platform/mail/outbox.hpp"

/// The sender's SQL.
namespace hurtrock::mail {

/// A row taken for one attempt. Its lease_until, exact to the microsecond, says that it is ours.
struct ClaimedMail {
  std::int64_t id = 0;
  int attempt = 1;  ///< 1 for the first
  Time created_at, lease_until;
  OutboxMail mail;
};

/// Whether a mail could be claimed. Lets an idle sender poll without a write transaction.
bool is_any_mail_due(db::Tx& tx, Time now);
/// Leases the mail that has waited longest and counts the attempt.
std::optional<ClaimedMail> claim_mail(db::Tx& tx, Time now, Time lease_until);

// None of these does anything when the lease is not ours any more.
void mark_sent(db::Tx& tx, const ClaimedMail& claimed, Time now);
void mark_waiting(db::Tx& tx, const ClaimedMail& claimed, Time next_attempt, std::string_view error);
void mark_dead(db::Tx& tx, const ClaimedMail& claimed, std::string_view error);

}  // namespace hurtrock::mail
