#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "admin/days.hpp"
#include "catalog/ids.hpp"
#include "platform/core/money.hpp"
#include "platform/db/db.hpp"

/// What was sold on which days in WIB. Revenue is what the ledger says that orders have earned: money that came for
/// them less money that went back, each on the day it moved, with shipping and PPN (docs/decisions/0032). Finished days
/// are added up once by count_a_day; what came since is added up from the rows on every reading, so that the answer is
/// right whether or not anybody has counted.
namespace hurtrock::admin::store {

struct Sales {
  std::int64_t placed = 0;      ///< orders that came in
  std::int64_t paid = 0;        ///< orders that were paid
  std::int64_t first_paid = 0;  ///< of them, the first that their mailbox has paid
  Money received, given_back;

  [[nodiscard]] Money revenue() const { return received - given_back; }
  Sales& operator+=(const Sales& other);
  bool operator==(const Sales&) const = default;
};

struct DaySales {
  Time day;
  Sales sales;
};
/// Each of the days, also those on which nothing happened; oldest first.
std::vector<DaySales> sales_by_day(db::Tx& tx, const Days& days);
/// Of the whole of the days that `all` has and that lie within `days`.
Sales sum_of(const std::vector<DaySales>& all, const Days& days);

/// Of all time.
std::int64_t orders_placed(db::Tx& tx);

struct SoldProduct {
  ProductId product;
  std::string name;
  std::int64_t pieces = 0;  ///< that were paid
  Money amount;             ///< their price
};
/// By pieces.
std::vector<SoldProduct> best_sellers(db::Tx& tx, const Days& days, std::int64_t limit);

/// Adds up the first day that is over and nobody has counted. False: there is none. A day is over for an hour before it
/// is counted: until then, a transaction that began on it may still commit.
bool count_a_day(db::Tx& tx, Time now);

}  // namespace hurtrock::admin::store
