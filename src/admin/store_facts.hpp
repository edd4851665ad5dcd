#pragma once

#include <string>
#include <string_view>

#include "admin/days.hpp"
#include "platform/db/db.hpp"

/// What the sums of days are made of, as SELECTs that other statements are put together with. For stores only.
namespace hurtrock::admin::store {

/// Which of the days are counted already, and which have to be added up from the rows.
struct Parts {
  Days counted, fresh;
};
Parts parts_of(db::Tx& tx, const Days& days);

/// An expression: the beginning in WIB of the day that a moment falls on.
std::string day_of_moment(std::string_view moment);

// `from` and `before` are placeholders of moments, "$1" and "$2".

/// day, method, province, paid, first_paid, received, given_back: a row of sales_days for each.
std::string sales_between(std::string_view from, std::string_view before);
/// day, product_id, pieces, amount, pieces_back, amount_back: a row of product_days for each.
std::string products_between(std::string_view from, std::string_view before);

}  // namespace hurtrock::admin::store
