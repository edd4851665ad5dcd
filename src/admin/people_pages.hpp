#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "admin/pages.hpp"

/// What the pages about accounts and the log of activity show.
namespace hurtrock::admin {

enum class PeoplePart : std::uint8_t { kUsers, kGuests, kInvitations, kActivity };

struct UserListRow {
  std::string name, email, phone, url;
  std::string role;  ///< "buyer", "staff", "admin"
  std::string last_seen, joined_at;
  std::string orders;  ///< "3 pesanan"
  bool active = true;
};

/// GET /admin/users
struct UserListPage {
  Frame frame;
  std::string search, clear_url;  ///< clear_url empty: nothing was asked for
  std::vector<Choice> roles, states;
  SavedFilters saved;
  bool searched_newest_only = false;
  std::vector<UserListRow> users;
  ListExport files;
  std::string first_url, next_url;  ///< empty at the ends
};

struct GuestListRow {
  std::string name, email, phone;
  std::string orders_url, orders, last_order;
};

/// GET /admin/users/guests
struct GuestListPage {
  Frame frame;
  std::string search, clear_url;  ///< clear_url empty: nothing was asked for
  bool searched_newest_only = false;
  std::vector<GuestListRow> guests;
  ListExport files;
  std::string first_url, next_url;  ///< empty at the ends
};

struct UserSession {
  std::int64_t id = 0;
  std::string device, place, last_seen;
  bool current = false;  ///< the one this page is asked for with
};

struct UserOrder {
  std::string number, placed_at, state, state_text;  ///< state: a word of orders::State
  Money total;
};

/// One row of the log of activity.
struct ActivityRow {
  std::string actor, actor_url;  ///< actor_url: what else they did; empty: no account
  std::string text;              ///< "mengubah produk " or "mengirim paket · ": the thing follows
  std::string thing, thing_url;  ///< "Ibanez RG550", "Pesanan HRT-…"; thing_url empty: it has no page
  std::string at, address;
  std::vector<HistoryRow::Change> changes;
  std::int64_t more_changes = 0;  ///< that are not shown
};

/// GET /admin/users/:id, and every change that was refused.
struct UserPage {
  Frame frame;
  std::int64_t id = 0, version = 0;
  std::string name, email, phone, role, joined_at, last_login;
  bool active = true, verified = false, language_english = false;
  bool is_oneself = false;
  bool has_second_step = false;
  bool asks_password = false;  ///< changes want the admin's own password again
  layout::Form role_form, access_form, second_step_form;
  std::vector<Choice> roles;
  std::vector<UserSession> sessions;
  std::string orders_count, orders_url;
  Money paid_total;
  std::vector<UserOrder> orders;
  std::vector<ActivityRow> done;  ///< by them
  std::string done_url;
  std::vector<HistoryRow> history;
};

struct InvitationRow {
  std::int64_t id = 0;
  std::string name, email, role, sent_at, expires_at, invited_by;
  bool expired = false;
};

/// GET /admin/users/invitations, and what was sent there and refused.
struct InvitationsPage {
  Frame frame;
  layout::Form form;
  std::string existing_url;  ///< of the account that the mailbox has already; empty: none
  bool asks_password = false;
  std::vector<Choice> roles;
  std::vector<InvitationRow> invitations;
};

/// GET /admin/activity
struct ActivityPage {
  Frame frame;
  std::vector<Choice> people, kinds;
  std::string thing, from, to;
  std::string clear_url;  ///< empty: nothing was asked for
  SavedFilters saved;
  std::vector<ActivityRow> rows;
  std::string newest_url, older_url;  ///< empty at the ends
};

}  // namespace hurtrock::admin
