#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"
#include "sample_data/catalogue.hpp"
#include "sample_data/gallery.hpp"
#include "sample_data/shop.hpp"

/// The sample shop's SQL. It fills the tables of every feature, before any of them has data of its own.
namespace hurtrock::sample_data {

/// Database keys of what products refer to.
struct References {
  std::unordered_map<std::string, std::int64_t> brands;  ///< by name
  std::unordered_map<std::string, std::optional<std::int64_t>> supplier_of_brand;
  std::unordered_map<std::string, std::int64_t> categories;  ///< by slug
  struct Definition {
    std::int64_t id;
    bool is_number;
  };
  std::unordered_map<std::string, Definition> definitions;  ///< by key
};

struct AccountRow {
  Account account;
  std::string password_hash;
};

struct ProductRow {
  Product product;
  std::vector<Image> images;
};

bool has_products(db::Tx& tx);
/// Two programs loading at once: the second waits here and then sees the first one's products.
void wait_for_other_loaders(db::Tx& tx);

/// Leaves alone what is there already.
void insert_shop(db::Tx& tx, const Shop& shop, Time now);
void insert_accounts(db::Tx& tx, std::span<const AccountRow> accounts, Time now);

References insert_references(db::Tx& tx, const Catalogue& catalogue, Time now);
/// Products with all that belongs to them. Stock enters as the movement 'initial'.
void insert_products(db::Tx& tx, std::span<const ProductRow> rows, const References& references, Time now);
void raise_catalogue_version(db::Tx& tx);

}  // namespace hurtrock::sample_data
