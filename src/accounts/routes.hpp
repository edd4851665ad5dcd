#pragma once

#include <functional>
#include <string>
#include <vector>

#include "accounts/sessions.hpp"
#include "layout/frame_source.hpp"
#include "layout/shop_name.hpp"
#include "platform/http/route.hpp"

namespace hurtrock::accounts {

/// An area of the country as the address form needs it; looked up by whoever owns areas.
struct KnownArea {
  std::string code, label;
};
struct KnownAreas {
  std::vector<KnownArea> areas;
  bool more = false;  ///< others fit too
};

/// What somebody of the staff did to their own account, for the audit log.
struct OwnChange {
  UserId user;
  std::string name;
  std::string_view action;         ///< "user.joined"
  std::string_view field;          ///< what it changed, of the account
  std::string_view before, after;  ///< empty: nothing
  std::string remote_address;
};

/// An order that keeps its buyer's account from being deleted.
struct OpenOrder {
  std::string number;
  bool waits_for_money = false;  ///< only money that has to go back is open of it
};

struct Services {
  db::Database& db;
  const Clock& clock;
  layout::FrameSource& frames;
  Sessions& sessions;
  std::string public_url;
  layout::ShopName shop_name;
  bool secure_cookies = false;
  /// Gives what a visitor's session holds (the cart) to the account that has just logged in, in that transaction.
  std::function<void(db::Tx&, SessionId, UserId)> adopt_session;
  /// Gives the account what was ordered as a guest with its mailbox, which it has proved; in that transaction.
  std::function<void(db::Tx&, UserId, std::string_view email)> claim_orders;
  std::function<std::int64_t(const http::Request&)> cart_count;
  std::function<KnownAreas(std::string_view query)> search_areas;
  std::function<std::optional<KnownArea>(std::string_view code)> find_area;
  std::function<void()> wake_jobs;
  /// Writes it down, in that transaction.
  std::function<void(db::Tx&, const OwnChange&)> record_own_change;
  /// The account's, newest first, as many as a page shows.
  std::function<std::vector<OpenOrder>(db::Tx&, UserId)> open_orders;
  /// Takes away what the rest of the shop holds of a person whose account goes, in that transaction.
  std::function<void(db::Tx&, const User&)> forget_person;
  /// Writes what the shop holds of the account's owner into a file that does not exist yet.
  std::function<void(UserId, i18n::Language, const std::string& path)> write_own_data;
  std::string scratch;    ///< folder of files that are made for one answer
  Secret session_secret;  ///< signs the chat's tokens
  /// The staff's pages are closed to whoever has no second step (app/gate.cpp).
  bool second_step_required = false;
  std::string chat_url;  ///< how the outside reaches the chat service
  /// Refuses new passwords that are easy to guess.
  bool refuses_easy_passwords = true;
};

std::vector<http::Route> routes(Services& shop);

}  // namespace hurtrock::accounts
