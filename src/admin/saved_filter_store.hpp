#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/ids.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"

/// The table of saved filters. Every function is part of the caller's transaction.
namespace hurtrock::admin::store {

using SavedFilterId = Id<struct SavedFilterTag>;

/// Of one list: as many of one's own as are still found at a glance, and as many that somebody shares with all.
inline constexpr std::int64_t kMostSavedFilters = 20, kMostSharedFilters = 20;

struct SavedFilter {
  SavedFilterId id;
  UserId owner;
  std::string owner_name;
  std::string name, query;  ///< query: "state=paid&to=2026-11-22"
  bool shared = false;
};
/// On the list of that word: the reader's own, then those that colleagues share; in the order in which they were made.
std::vector<SavedFilter> saved_filters(db::Tx& tx, std::string_view list, UserId reader);
std::optional<SavedFilter> find_saved_filter(db::Tx& tx, SavedFilterId id);

struct NewSavedFilter {
  UserId owner;
  std::string list, name, query;  ///< name: 1 to 60 characters
  bool shared = false;
  SavedFilterId replaces;  ///< the one of the same name that its owner gives up for this; none: there should be none
};

struct NotSaved {
  enum class Why : std::uint8_t {
    kTaken,  ///< the owner has another filter of that name
    kTooMany,
    kTooManyShared,
  };
  Why why = Why::kTaken;
  SavedFilter taken;  ///< that other one
};
/// The same filter under the same name may be saved again: it is then shared or not as was said last.
std::expected<void, NotSaved> save_filter(db::Tx& tx, const NewSavedFilter& filter, Time now);
void remove_saved_filter(db::Tx& tx, SavedFilterId id);
/// All of theirs, with the account.
void forget_saved_filters(db::Tx& tx, UserId owner);

}  // namespace hurtrock::admin::store
