#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/core/secret.hpp"
#include "platform/db/db.hpp"
#include "sample_data/paintings.hpp"

/// A shop to look at: the seeds of db/seeds with drawn pictures, and on request many more products for trying it at
/// full size.
namespace hurtrock::sample_data {

inline constexpr std::int64_t kMostProducts = 1'000'000;

struct Request {
  /// 0: the seeds only. More than the seeds hold: filled up to this number with generated editions of them.
  std::int64_t products = 0;
  /// Where the shop serves product pictures from; created if missing.
  std::string media_folder;
  Paintings paintings = {};  ///< of the seeds' pictures
  /// The well-known accounts of db/seeds/accounts.json. Never in production.
  bool with_accounts = true;
};

struct Loaded {
  bool was_empty = false;  ///< false: there were products, nothing was done
  std::int64_t products = 0;
  std::int64_t variants = 0;
  std::size_t picture_files = 0;
};

struct Login {
  std::string email;
  Secret password;
};
/// Of the well-known accounts: they stand in the documents, too.
std::vector<Login> published_logins();

/// Whether the database (migrated) holds no product.
bool is_empty(db::Database& database);

/// Fills an empty, migrated database; touches nothing in one that has products. Several processes may call it at once:
/// one loads. Calls crypto, so crypto::start() comes first. Throws std::invalid_argument for more than kMostProducts.
/// A load that was interrupted leaves whole products, and is not continued by the next one.
Loaded load(db::Database& database, const Request& request, const Clock& clock);

}  // namespace hurtrock::sample_data
