#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/routes.hpp"
#include "orders/ids.hpp"
#include "platform/core/secret.hpp"
#include "platform/db/db.hpp"
#include "platform/fetch/fetch.hpp"
#include "platform/i18n/texts.hpp"
#include "platform/jobs/jobs.hpp"

/// What all features together hold of one person: handed over as a file, and taken away when the account goes (UU PDP;
/// docs/decisions/0058-deleted-accounts.md).
namespace hurtrock::app {

/// What the chat service has of an account.
struct OwnChat {
  boost::json::array rooms;
  bool complete = true;  ///< false: there is more than is worth waiting for
};

class OwnData {
 public:
  /// Where the chat service is, and what is shown to it.
  struct Chat {
    fetch::Client& client;
    std::string url;
    Secret session_secret;
  };
  OwnData(db::Database& db, const Clock& clock, Chat chat) : db_(db), clock_(clock), chat_(std::move(chat)) {}

  /// As readable JSON into a file that must not exist. The shop's part is as of one moment and read in pages, so that
  /// memory does not grow with it; the chat service is asked before. Throws std::runtime_error when the file cannot be
  /// written.
  void write(UserId user, i18n::Language language, const std::string& path);

  /// Everything but what accounts hold themselves. Leaves the job that takes the name out of the chat.
  void forget(db::Tx& tx, const accounts::User& user);

  static constexpr std::string_view kLeaveChat = "accounts.leave_chat";
  jobs::Outcome leave_chat(const jobs::Job& job);
  /// Letters that told people that their account is gone are forgotten in their turn.
  void forget_farewells();

 private:
  /// Nothing when the service cannot be reached.
  std::optional<OwnChat> read_chat(const accounts::User& user, i18n::Language language);
  std::optional<boost::json::object> ask_chat(const accounts::User& user, i18n::Language language,
                                              std::string_view path);

  db::Database& db_;
  const Clock& clock_;
  Chat chat_;
};

// own_data_store.cpp --------------------------------------------------------------------------------------------------

/// Orders that keep the account from being deleted, newest first: under way, or with money that has to go back.
std::vector<accounts::OpenOrder> open_orders(db::Tx& tx, UserId user);

/// A row of one's own data. `id` is its place in the list; `of` what it belongs to.
struct OwnRow {
  std::int64_t id = 0, of = 0;
  boost::json::object data;
};
boost::json::object own_account(db::Tx& tx, UserId user);
/// A kind of things that belong to an account, by their ids.
enum class OwnList : std::uint8_t {
  kAddresses,
  kSessions,
  kCart,
  kWishlist,
  kReviews,
  kVotes,
  kStockWishes,
  kMails,
  kOrders,
  kSavedFilters,
  kDraftOrders,
};
constexpr OwnList kOwnLists[] = {OwnList::kAddresses, OwnList::kSessions,     OwnList::kCart,        OwnList::kWishlist,
                                 OwnList::kReviews,   OwnList::kVotes,        OwnList::kStockWishes, OwnList::kMails,
                                 OwnList::kOrders,    OwnList::kSavedFilters, OwnList::kDraftOrders};
std::string_view word(OwnList list);
/// Those behind `after`, whole.
std::vector<OwnRow> own_rows(db::Tx& tx, OwnList list, UserId user, std::int64_t after, std::int64_t limit);

}  // namespace hurtrock::app
