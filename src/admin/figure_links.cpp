#include "admin/figure_links.hpp"

#include <fmt/format.h>

namespace hurtrock::admin {

OrderFilter orders_on(const Days& days, OrderDay by) {
  return {.from = iso_day(days.from), .to = iso_day(days.before - std::chrono::days{1}), .day = by};
}

std::string ledger_url(const Days& days) {
  return fmt::format("/admin/payments/ledger?account=orders&{}", query_of(days));
}

}  // namespace hurtrock::admin
