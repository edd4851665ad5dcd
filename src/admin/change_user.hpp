#pragma once

#include <expected>

#include "accounts/staff.hpp"
#include "admin/routes.hpp"
#include "admin/staff_action.hpp"

/// What admins do to an account. Each is one transaction with its row of the audit log.
namespace hurtrock::admin {

std::expected<void, accounts::StaffRefusal> change_role(Services& shop, const StaffMember& staff,
                                                        const accounts::SeenUser& seen, http::Role role);
std::expected<void, accounts::StaffRefusal> change_activity(Services& shop, const StaffMember& staff,
                                                            const accounts::SeenUser& seen, bool active);
/// What an account has invited to ends with its right to invite, each with a row of the log. Does nothing for an active
/// admin.
void end_invitations(db::Tx& tx, const StaffMember& staff, UserId inviter, Time now);
/// All sessions, or that one; their number is answered.
std::int64_t end_sessions(Services& shop, const StaffMember& staff, UserId user, std::optional<SessionId> session);

/// For whoever has lost device and recovery codes; ends their sessions, too. False when there was none.
bool remove_second_step(Services& shop, const StaffMember& staff, UserId user);

}  // namespace hurtrock::admin
