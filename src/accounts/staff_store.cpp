#include <fmt/format.h>

#include "accounts/letters.hpp"
#include "accounts/second_step.hpp"
#include "accounts/staff.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::accounts {
namespace {

i18n::Language language_from(std::string_view code) {
  return code == "en" ? i18n::Language::kEnglish : i18n::Language::kIndonesian;
}

/// From here to the end of the transaction nobody else changes who is an admin. In the order of their ids, as everybody
/// does it.
void lock_admins(db::Tx& tx) {
  tx.send("SELECT id FROM users WHERE role = 'admin' AND active = 1 ORDER BY id FOR UPDATE");
}

#define ANOTHER_ADMIN \
  "EXISTS (SELECT 1 FROM users other WHERE other.role = 'admin' AND other.active = 1 AND other.id <> users.id)"

StaffRefusal why_not(db::Tx& tx, const SeenUser& seen) {
  const auto now = find_standing(tx, seen.id);
  if (!now) return StaffRefusal::kNoSuchUser;
  return now->version != seen.version ? StaffRefusal::kChanged : StaffRefusal::kLastAdmin;
}

/// Who invites others to the staff goes on vouching for them until they have come.
#define INVITER_MAY_STILL                                                                                     \
  "(invited_by IS NULL OR EXISTS (SELECT 1 FROM users inviter WHERE inviter.id = invitations.invited_by AND " \
  "inviter.role = 'admin' AND inviter.active = 1))"

#define INVITATION_COLUMNS "id, email, name, role, language, invited_by, sent_at, expires_at "

Invitation invitation_in(const db::Rows& rows, std::size_t row) {
  return {.id = rows.get<std::int64_t>(row, 0),
          .email = rows.get<std::string>(row, 1),
          .name = rows.get<std::string>(row, 2),
          .role = role_from(rows.get<std::string>(row, 3)),
          .language = language_from(rows.get<std::string>(row, 4)),
          .invited_by = rows.get<std::optional<UserId>>(row, 5),
          .sent_at = rows.get<Time>(row, 6),
          .expires_at = rows.get<Time>(row, 7)};
}

std::optional<Invitation> only_one(const db::Rows& rows) {
  return rows.empty() ? std::nullopt : std::optional{invitation_in(rows, 0)};
}

std::vector<Invitation> all_in(const db::Rows& rows) {
  std::vector<Invitation> found;
  for (std::size_t row = 0; row < rows.size(); ++row) found.push_back(invitation_in(rows, row));
  return found;
}

std::string mail(db::Tx& tx, const Inviting& from, const Invitation& invitation, const std::string& token, Time now) {
  std::string url = fmt::format("{}/invitation?token={}", from.public_url, token);
  const auto& texts = i18n::Texts::of(invitation.language);
  send_letter(tx, {.shop_name = std::string(from.shop_name), .now = now}, "invitation",
              fmt::format("invitation:{}:{}", invitation.id, crypto::sha256_hex(token).substr(0, 16)), invitation.email,
              invitation.name, invitation.language, url,
              {{"inviter", from.name},
               {"shop", from.shop_name},
               {"role", texts(fmt::format("accounts.role.{}", word(invitation.role)))}});
  return url;
}

}  // namespace

std::optional<Standing> find_standing(db::Tx& tx, UserId id) {
  const auto row = tx.maybe<std::string, bool, std::int64_t>(
      "SELECT role, active, version FROM users WHERE id = $1 AND deleted_at IS NULL", id);
  if (!row) return std::nullopt;
  const auto& [role, active, version] = *row;
  return Standing{id, role_from(role), active, version};
}

std::expected<void, StaffRefusal> set_role(db::Tx& tx, UserId by, const SeenUser& seen, http::Role role) {
  if (by == seen.id) return std::unexpected(StaffRefusal::kOneself);
  lock_admins(tx);
  if (const auto now = find_standing(tx, seen.id); now && now->version == seen.version) {
    if (now->role == role) return {};
    if (now->role == http::Role::kBuyer) return std::unexpected(StaffRefusal::kIsBuyer);
  }
  const bool changed =
      tx.execute(
          "UPDATE users SET role = $1, version = version + 1 WHERE id = $2 AND version = $3 AND deleted_at IS NULL "
          "AND ($1 = 'admin' OR role <> 'admin' OR active = 0 OR " ANOTHER_ADMIN ")",
          word(role), seen.id, seen.version) == 1;
  if (!changed) return std::unexpected(why_not(tx, seen));
  delete_other_sessions(tx, seen.id, std::nullopt);
  // Buyers have no page to switch it off at.
  if (role == http::Role::kBuyer) remove_second_step(tx, seen.id);
  return {};
}

std::expected<void, StaffRefusal> set_active(db::Tx& tx, UserId by, const SeenUser& seen, bool active) {
  if (by == seen.id) return std::unexpected(StaffRefusal::kOneself);
  lock_admins(tx);
  if (const auto now = find_standing(tx, seen.id); now && now->version == seen.version && now->active == active)
    return {};
  const bool changed =
      tx.execute(
          "UPDATE users SET active = $1, version = version + 1 WHERE id = $2 AND version = $3 AND deleted_at IS NULL "
          "AND ($1 = 1 OR role <> 'admin' OR active = 0 OR " ANOTHER_ADMIN ")",
          active, seen.id, seen.version) == 1;
  if (!changed) return std::unexpected(why_not(tx, seen));
  delete_other_sessions(tx, seen.id, std::nullopt);
  if (!active) tx.send("DELETE FROM account_tokens WHERE user_id = $1", seen.id);
  return {};
}

bool has_admin(db::Tx& tx) {
  return tx.maybe_value<std::int64_t>("SELECT 1 FROM users WHERE role = 'admin' AND active = 1 LIMIT 1").has_value();
}

std::expected<Sent, NotInvited> invite(db::Tx& tx, const Inviting& from, const Invitation& wanted, Time now) {
  if (const auto known = find_user(tx, wanted.email)) {
    if (!known->active) return std::unexpected(NotInvited::kSwitchedOff);
    if (known->role != http::Role::kBuyer) return std::unexpected(NotInvited::kIsStaff);
  }
  const std::string token = crypto::random_token();
  const auto id = tx.maybe_value<std::int64_t>(
      "INSERT INTO invitations (email, name, role, language, token_hash, invited_by, created_at, sent_at, expires_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8) ON CONFLICT (email) WHERE state = 'open' DO NOTHING RETURNING id",
      wanted.email, wanted.name, word(wanted.role), i18n::code(wanted.language), crypto::sha256_hex(token),
      wanted.invited_by, now, now + kInvitationLife);
  if (!id) return std::unexpected(NotInvited::kInvited);
  Invitation written = wanted;
  written.id = *id;
  return Sent{*id, mail(tx, from, written, token, now)};
}

std::optional<Sent> invite_again(db::Tx& tx, const Inviting& from, std::int64_t id, Time now) {
  const std::string token = crypto::random_token();
  const auto invitation = only_one(
      tx.query("UPDATE invitations SET token_hash = $1, sent_at = $2, expires_at = $3 WHERE id = $4 AND state = 'open' "
               "RETURNING " INVITATION_COLUMNS,
               crypto::sha256_hex(token), now, now + kInvitationLife, id));
  if (!invitation) return std::nullopt;
  return Sent{id, mail(tx, from, *invitation, token, now)};
}

bool withdraw_invitation(db::Tx& tx, std::int64_t id, Time now) {
  return tx.execute("UPDATE invitations SET state = 'withdrawn', ended_at = $1 WHERE id = $2 AND state = 'open'", now,
                    id) == 1;
}

std::vector<Invitation> withdraw_invitations_of(db::Tx& tx, UserId inviter, Time now) {
  return all_in(
      tx.query("UPDATE invitations SET state = 'withdrawn', ended_at = $1 WHERE invited_by = $2 AND state = 'open' "
               "RETURNING " INVITATION_COLUMNS,
               now, inviter));
}

std::vector<Invitation> open_invitations(db::Tx& tx, std::int64_t limit) {
  return all_in(
      tx.query("SELECT " INVITATION_COLUMNS "FROM invitations WHERE state = 'open' ORDER BY id DESC LIMIT $1", limit));
}

std::optional<Invitation> find_invitation(db::Tx& tx, std::int64_t id) {
  return only_one(tx.query("SELECT " INVITATION_COLUMNS "FROM invitations WHERE id = $1", id));
}

std::optional<Invitation> find_invitation(db::Tx& tx, std::string_view token, Time now) {
  return only_one(tx.query("SELECT " INVITATION_COLUMNS
                           "FROM invitations WHERE token_hash = $1 AND state = 'open' AND expires_at > $2 "
                           "AND " INVITER_MAY_STILL,
                           crypto::sha256_hex(token), now));
}

std::optional<UserId> accept_invitation(db::Tx& tx, std::string_view token, std::string_view name,
                                        std::string_view password_hash, Time now) {
  const std::string hash = crypto::sha256_hex(token);
  // Two who follow one link come here one after the other.
  const auto invitation =
      only_one(tx.query("SELECT " INVITATION_COLUMNS "FROM invitations WHERE token_hash = $1 AND state = 'open' AND "
                        "expires_at > $2 AND " INVITER_MAY_STILL " FOR UPDATE",
                        hash, now));
  if (!invitation) return std::nullopt;
  const auto user = tx.maybe_value<UserId>(
      "INSERT INTO users (email, name, password_hash, role, active, language, email_verified_at, created_at) "
      "VALUES ($1, $2, $3, $4, 1, $5, $6, $6) ON CONFLICT (email) DO UPDATE SET name = excluded.name, "
      "password_hash = excluded.password_hash, role = CASE users.role WHEN 'admin' THEN 'admin' ELSE excluded.role "
      "END, version = users.version + 1, "
      "email_verified_at = COALESCE(users.email_verified_at, excluded.email_verified_at) WHERE users.active = 1 "
      "RETURNING id",
      invitation->email, name, password_hash, word(invitation->role), i18n::code(invitation->language), now);
  if (!user) return std::nullopt;
  delete_other_sessions(tx, *user, std::nullopt);
  tx.send("DELETE FROM account_tokens WHERE user_id = $1", *user);
  tx.send("UPDATE invitations SET state = 'accepted', ended_at = $1, user_id = $2 WHERE id = $3", now, *user,
          invitation->id);
  return user;
}

}  // namespace hurtrock::accounts
