#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wishlist/ids.hpp"
#include "wishlist/wishlist.hpp"

/// The wish list's rows.
namespace hurtrock::wishlist::store {

struct Item {
  VariantId variant;
  Money price_then;
  Time added_at;
};

std::optional<WishlistId> find_list(db::Tx& tx, const Owner& owner);
std::optional<WishlistId> find_shared(db::Tx& tx, std::string_view token);
/// Locks the list until the transaction ends, so that two changes of one list follow each other.
WishlistId open_list(db::Tx& tx, const Owner& owner, Time now);

/// Newest first.
std::vector<Item> items(db::Tx& tx, WishlistId list);
std::int64_t item_count(db::Tx& tx, WishlistId list);
/// Nothing happens when it is there already.
void add_item(db::Tx& tx, WishlistId list, const Item& item);
void delete_item(db::Tx& tx, WishlistId list, VariantId variant);
/// Those of `source` that `target` does not have.
void copy_items(db::Tx& tx, WishlistId source, WishlistId target);
void keep_newest(db::Tx& tx, WishlistId list, std::int64_t kept);
void delete_list(db::Tx& tx, WishlistId list);

std::optional<std::string> share_token(db::Tx& tx, WishlistId list);
/// Nothing: nobody else may see it.
void set_share_token(db::Tx& tx, WishlistId list, const std::optional<std::string>& token);

}  // namespace hurtrock::wishlist::store
