#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/accounts.hpp"
#include "platform/i18n/texts.hpp"

/// What admins do to accounts, and how people join the staff. Functions that take a Tx are part of the caller's
/// transaction.
namespace hurtrock::accounts {

// Role, and whether an account is switched on -------------------------------------------------------------------------

/// An account as its page showed it to the admin.
struct SeenUser {
  UserId id;
  std::int64_t version = 0;
};

enum class StaffRefusal : std::uint8_t {
  kNoSuchUser,
  kChanged,    ///< by somebody else, after the page was shown
  kOneself,    ///< nobody changes what they may do themselves
  kLastAdmin,  ///< nobody would be left who may
  kIsBuyer,    ///< joins the staff by an invitation only, which proves whose the mailbox is
};

/// What an account is, beside its user's own data.
struct Standing {
  UserId id;
  http::Role role = http::Role::kBuyer;
  bool active = true;
  std::int64_t version = 1;
};
/// Nothing for an account that its owner has deleted.
std::optional<Standing> find_standing(db::Tx& tx, UserId id);

/// Both end every session of the account. Admins are changed one after the other, so that of two who take the other's
/// role at once one is told that no admin would be left. A buyer is not made staff here: anybody may have registered
/// with that mailbox, and would know the password.
std::expected<void, StaffRefusal> set_role(db::Tx& tx, UserId by, const SeenUser& seen, http::Role role);
/// Switched off, it also loses the links that were mailed to it.
std::expected<void, StaffRefusal> set_active(db::Tx& tx, UserId by, const SeenUser& seen, bool active);

/// Whether anybody can do what only admins may.
bool has_admin(db::Tx& tx);

// Invitations ---------------------------------------------------------------------------------------------------------

constexpr std::chrono::hours kInvitationLife{72};

struct Invitation {
  std::int64_t id = 0;
  std::string email, name;
  http::Role role = http::Role::kStaff;
  i18n::Language language = i18n::Language::kIndonesian;  ///< of its mail
  std::optional<UserId> invited_by;                       ///< nobody: the command line
  Time sent_at, expires_at;
};

/// Who its mail comes from.
struct Inviting {
  std::string_view public_url, shop_name;
  std::string_view name;  ///< of whoever invites
};

enum class NotInvited : std::uint8_t {
  kIsStaff,      ///< already: the account's role can be changed
  kSwitchedOff,  ///< the mailbox's account, which no invitation brings back
  kInvited,      ///< already: that invitation can be sent again
};
struct Sent {
  std::int64_t id = 0;
  std::string url;  ///< the link that was mailed; nowhere else to be had
};
/// Writes the invitation and its mail. Of `wanted` its id and times do not matter. A buyer may be invited.
std::expected<Sent, NotInvited> invite(db::Tx& tx, const Inviting& from, const Invitation& wanted, Time now);
/// Another link by another mail; the former is worth nothing any more. Nothing when it is not open.
std::optional<Sent> invite_again(db::Tx& tx, const Inviting& from, std::int64_t id, Time now);
/// False when it is not open.
bool withdraw_invitation(db::Tx& tx, std::int64_t id, Time now);
/// All that the account has sent and nobody has taken: for whoever may not invite any more. They are answered.
std::vector<Invitation> withdraw_invitations_of(db::Tx& tx, UserId inviter, Time now);
/// Newest first, also those whose time is up.
std::vector<Invitation> open_invitations(db::Tx& tx, std::int64_t limit);
std::optional<Invitation> find_invitation(db::Tx& tx, std::int64_t id);
/// Nothing when the link is unknown, spent, withdrawn or too old, or whoever sent it is no active admin any more.
std::optional<Invitation> find_invitation(db::Tx& tx, std::string_view token, Time now);
/// The mailbox is proved by it. A buyer's account that the mailbox has becomes the staff member's, loses its
/// sessions and password, and goes on being an admin's if it is one: whoever registered it need not have had the
/// mailbox. Nothing when the link cannot be used, or that account is switched off.
std::optional<UserId> accept_invitation(db::Tx& tx, std::string_view token, std::string_view name,
                                        std::string_view password_hash, Time now);

}  // namespace hurtrock::accounts
