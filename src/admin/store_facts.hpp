#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "admin/days.hpp"
#include "platform/db/db.hpp"

/// What the sums of days are made of, as SELECTs that other statements are put together with. For stores only.
namespace hurtrock::admin::store {

/// Where the sums of counted days end; nothing while there are none.
std::optional<Time> counted_to(db::Tx& tx);

/// Which of the days are counted already, and which have to be added up from the rows.
struct Parts {
  Days counted, fresh;
};
Parts parts_of(db::Tx& tx, const Days& days);

/// A condition: the mailbox of an order o that was paid had paid for another before.
inline constexpr std::string_view kHadPaidBefore =
    "EXISTS (SELECT 1 FROM orders e WHERE e.email = o.email AND e.paid_at IS NOT NULL AND (e.paid_at, e.id) < "
    "(o.paid_at, o.id))";

/// An expression: the beginning in WIB of the day that a moment falls on.
std::string day_of_moment(std::string_view moment);

// `from` and `before` are placeholders of moments, "$1" and "$2".

/// day, method, province, paid, first_paid, received, given_back: a row of sales_days for each.
std::string sales_between(std::string_view from, std::string_view before);
/// day, product_id, pieces, amount, pieces_back, amount_back: a row of product_days for each.
std::string products_between(std::string_view from, std::string_view before);

}  // namespace hurtrock::admin::store
