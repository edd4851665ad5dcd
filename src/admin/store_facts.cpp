#include "admin/store_facts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hurtrock::admin::store {

std::optional<Time> counted_to(db::Tx& tx) {
  const auto last = tx.one<std::optional<Time>>("SELECT MAX(day) FROM counted_days");
  return last ? std::optional{*last + std::chrono::days{1}} : std::nullopt;
}

Parts parts_of(db::Tx& tx, const Days& days) {
  const Time border = std::clamp(counted_to(tx).value_or(days.from), days.from, days.before);
  return {{days.from, border}, {border, days.before}};
}

std::string day_of_moment(std::string_view moment) {
  return fmt::format("({0} - ({0} + 25200000000) % 86400000000)", moment);
}

/// Entries are found by their day, so what is asked of their accounts is put as no index answers it: SQLite would go
/// through all that the accounts ever had.
std::string sales_between(std::string_view from, std::string_view before) {
  return fmt::format(
      "SELECT day, method, province, CAST(SUM(paid) AS BIGINT) AS paid, CAST(SUM(first_paid) AS BIGINT) AS first_paid, "
      "CAST(SUM(received) AS BIGINT) AS received, CAST(SUM(given_back) AS BIGINT) AS given_back FROM ("
      "SELECT {day_paid} AS day, COALESCE(p.provider, o.payment_method) AS method, o.provinsi AS province, 1 AS paid, "
      "CASE WHEN {had_paid_before} THEN 0 ELSE 1 END AS first_paid, CAST(0 AS BIGINT) AS received, "
      "CAST(0 AS BIGINT) AS given_back FROM orders o LEFT JOIN payments p ON p.order_id = o.id AND p.settles_order = 1 "
      "WHERE o.paid_at >= {from} AND o.paid_at < {before} "
      "UNION ALL SELECT {day_moved}, p.provider, o.provinsi, 0, 0, "
      "CASE e.kind WHEN 'captured' THEN e.amount ELSE 0 END, "
      "CASE e.kind WHEN 'refunded' THEN e.amount WHEN 'refund_came_back' THEN -e.amount ELSE 0 END "
      "FROM ledger_entries e JOIN payments p ON p.id = e.payment_id JOIN orders o ON o.id = p.order_id "
      "WHERE e.created_at >= {from} AND e.created_at < {before} AND 'orders' IN (e.debit, e.credit)"
      ") facts GROUP BY day, method, province",
      fmt::arg("day_paid", day_of_moment("o.paid_at")), fmt::arg("day_moved", day_of_moment("e.created_at")),
      fmt::arg("had_paid_before", kHadPaidBefore), fmt::arg("from", from), fmt::arg("before", before));
}

std::string products_between(std::string_view from, std::string_view before) {
  return fmt::format(
      "SELECT day, product_id, CAST(SUM(pieces) AS BIGINT) AS pieces, CAST(SUM(amount) AS BIGINT) AS amount, "
      "CAST(SUM(pieces_back) AS BIGINT) AS pieces_back, CAST(SUM(amount_back) AS BIGINT) AS amount_back FROM ("
      "SELECT {day_paid} AS day, l.product_id, l.quantity AS pieces, l.line_total AS amount, "
      "CAST(0 AS BIGINT) AS pieces_back, CAST(0 AS BIGINT) AS amount_back "
      "FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE o.paid_at >= {from} AND o.paid_at < {before} "
      // The price of pieces went back; a bank may send it back to us.
      "UNION ALL SELECT {day_moved}, l.product_id, 0, 0, {sign} * b.quantity, {sign} * b.amount FROM ledger_entries e "
      "JOIN refund_lines b ON b.refund_id = e.refund_id JOIN order_lines l ON l.id = b.order_line_id "
      "WHERE e.created_at >= {from} AND e.created_at < {before} "
      // A cancelled order's money goes back in one sum that names no lines: for all pieces that no earlier refund is
      // for.
      "UNION ALL SELECT {day_moved}, l.product_id, 0, 0, {sign} * (l.quantity - COALESCE((SELECT SUM(b.quantity) FROM "
      "refund_lines b WHERE b.order_line_id = l.id AND b.refund_id < e.refund_id), 0)), "
      "{sign} * (l.line_total - COALESCE((SELECT SUM(b.amount) FROM refund_lines b WHERE b.order_line_id = l.id AND "
      "b.refund_id < e.refund_id), 0)) FROM ledger_entries e JOIN refunds r ON r.id = e.refund_id "
      "JOIN order_lines l ON l.order_id = r.order_id WHERE e.created_at >= {from} AND e.created_at < {before} "
      "AND r.reason = 'order_cancelled' AND 'orders' IN (e.debit, e.credit)"
      ") facts GROUP BY day, product_id",
      fmt::arg("day_paid", day_of_moment("o.paid_at")), fmt::arg("day_moved", day_of_moment("e.created_at")),
      fmt::arg("sign", "CASE e.kind WHEN 'refunded' THEN 1 ELSE -1 END"), fmt::arg("from", from),
      fmt::arg("before", before));
}

}  // namespace hurtrock::admin::store
