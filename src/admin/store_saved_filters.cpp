#include "accounts/accounts.hpp"
#include "admin/saved_filter_store.hpp"

namespace hurtrock::admin::store {
namespace {

constexpr std::string_view kSavedFilterColumns =
    "SELECT f.id, f.owner_id, u.name, f.name, f.query, f.shared FROM saved_filters f JOIN users u ON u.id = "
    "f.owner_id ";

std::vector<SavedFilter> saved_filters_in(const db::Rows& rows) {
  std::vector<SavedFilter> found(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    found[row] = {.id = rows.get<SavedFilterId>(row, 0),
                  .owner = rows.get<UserId>(row, 1),
                  .owner_name = rows.get<std::string>(row, 2),
                  .name = rows.get<std::string>(row, 3),
                  .query = rows.get<std::string>(row, 4),
                  .shared = rows.get<bool>(row, 5)};
  return found;
}

std::optional<SavedFilter> first_of(std::vector<SavedFilter> found) {
  return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::optional<SavedFilter> find_named(db::Tx& tx, const NewSavedFilter& filter) {
  return first_of(saved_filters_in(
      tx.query(std::string(kSavedFilterColumns) + "WHERE f.owner_id = $1 AND f.list = $2 AND lower(f.name) = lower($3)",
               filter.owner, filter.list, filter.name)));
}

/// Two colleagues who share the last one at the same moment make one too many, which harms nobody.
bool has_room_for_shared(db::Tx& tx, std::string_view list) {
  return tx.one<std::int64_t>("SELECT COUNT(*) FROM saved_filters WHERE list = $1 AND shared = 1", list) <
         kMostSharedFilters;
}

}  // namespace

std::vector<SavedFilter> saved_filters(db::Tx& tx, std::string_view list, UserId reader) {
  constexpr std::string_view kSeen =
      "WHERE f.list = $1 AND (f.owner_id = $2 OR f.shared = 1) "
      "ORDER BY CASE WHEN f.owner_id = $2 THEN 0 ELSE 1 END, f.id";
  return saved_filters_in(tx.query(std::string(kSavedFilterColumns).append(kSeen), list, reader));
}

std::optional<SavedFilter> find_saved_filter(db::Tx& tx, SavedFilterId id) {
  return first_of(saved_filters_in(tx.query(std::string(kSavedFilterColumns) + "WHERE f.id = $1", id)));
}

std::expected<void, NotSaved> save_filter(db::Tx& tx, const NewSavedFilter& filter, Time now) {
  using enum NotSaved::Why;
  // Of two tabs that save at the same moment, the second finds what the first has saved.
  accounts::lock_account(tx, filter.owner);
  auto taken = find_named(tx, filter);
  if (taken && taken->query != filter.query && taken->id != filter.replaces)
    return std::unexpected(NotSaved{.why = kTaken, .taken = *std::move(taken)});
  const bool becomes_shared = filter.shared && !(taken && taken->shared);
  if (becomes_shared && !has_room_for_shared(tx, filter.list)) return std::unexpected(NotSaved{.why = kTooManyShared});
  if (taken) {
    tx.send("UPDATE saved_filters SET name = $1, query = $2, shared = $3 WHERE id = $4", filter.name, filter.query,
            filter.shared, taken->id);
    return {};
  }
  if (tx.one<std::int64_t>("SELECT COUNT(*) FROM saved_filters WHERE owner_id = $1 AND list = $2", filter.owner,
                           filter.list) >= kMostSavedFilters)
    return std::unexpected(NotSaved{.why = kTooMany});
  tx.send("INSERT INTO saved_filters (owner_id, list, name, query, shared, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
          filter.owner, filter.list, filter.name, filter.query, filter.shared, now);
  return {};
}

void remove_saved_filter(db::Tx& tx, SavedFilterId id) { tx.send("DELETE FROM saved_filters WHERE id = $1", id); }

void forget_saved_filters(db::Tx& tx, UserId owner) { tx.send("DELETE FROM saved_filters WHERE owner_id = $1", owner); }

}  // namespace hurtrock::admin::store
