#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "back_in_stock/back_in_stock.hpp"

/// The wishes' rows.
namespace hurtrock::back_in_stock::store {

bool is_waiting(db::Tx& tx, std::string_view email, VariantId variant);
/// With those that have ended and are still kept.
std::int64_t count_of(db::Tx& tx, std::string_view email);
/// Nothing happens when the mailbox waits for it already.
void add(db::Tx& tx, const Wish& wish, Time now);
std::vector<std::pair<StockWishId, VariantId>> waiting_of(db::Tx& tx, std::string_view email);
bool withdraw(db::Tx& tx, std::string_view email, StockWishId wish, Time now);
void withdraw_all(db::Tx& tx, std::string_view email, Time now);
void delete_of(db::Tx& tx, std::string_view email);

/// Pieces that are there and promised to nobody, of a level that is locked until the transaction ends.
std::int64_t lock_free_pieces(db::Tx& tx, VariantId variant);
std::int64_t told_since(db::Tx& tx, VariantId variant, Time since);
std::vector<VariantId> variants_to_tell(db::Tx& tx, Time told_since, std::int64_t limit);
struct Waiter {
  StockWishId id;
  std::string email;
  i18n::Language language = i18n::Language::kIndonesian;
};
/// Those who have waited longest.
std::vector<Waiter> first_waiters(db::Tx& tx, VariantId variant, std::int64_t limit);
/// False when the wish was withdrawn meanwhile.
bool mark_told(db::Tx& tx, StockWishId wish, Time now);

void delete_unsold(db::Tx& tx);
void delete_asked_before(db::Tx& tx, Time before);
void delete_ended_before(db::Tx& tx, Time before);

}  // namespace hurtrock::back_in_stock::store
