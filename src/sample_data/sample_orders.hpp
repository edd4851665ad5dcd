#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"
#include "sample_data/history.hpp"

/// What has been bought in the last two months, so that the overview and the reports of a new shop have something to
/// show.
namespace hurtrock::sample_data {

struct SampleOrder {
  struct Line {
    std::string sku;
    std::int64_t quantity = 1;
  };
  std::string buyer, street, area_code;
  int minute = 0;           ///< of the day, in WIB
  std::string shipping;     ///< the service's code
  std::string payment;      ///< "cod", "transfer", or the kind of payment at the provider: "qris"
  bool given_up = false;    ///< never paid
  std::vector<Line> lines;  ///< at least one
};

inline constexpr std::int64_t kDaysOfOrders = 60;

/// When each of `count` orders is placed: midnight in WIB of the days before `now`, the oldest first, up to yesterday.
/// More fall on weekends and on the days after wages have come. Pure.
std::vector<Time> days_of_orders(std::int64_t count, Time now);

/// After the products, shipping services and accounts. All of it is over by the end of yesterday, or, on its way
/// yesterday, still on its way: nothing waits for the staff.
void add_orders(db::Tx& tx, History& history, const std::vector<SampleOrder>& orders, Time now);

}  // namespace hurtrock::sample_data
