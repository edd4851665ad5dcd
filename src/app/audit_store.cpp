#include "app/audit.hpp"

#include <span>

namespace hurtrock::app {
namespace {

/// A query whose every row contradicts a truth; its only column says how, for people.
struct TruthCheck {
  std::string_view truth, contradictions;
};

/// The beginning in WIB of the day that a moment falls on.
#define DAY_OF(moment) "(" moment " - (" moment " + 25200000000) % 86400000000)"

constexpr TruthCheck kTruthChecks[] = {
    {"stock: on hand and reserved are within their bounds",
     "SELECT 'variant ' || variant_id || ': on hand ' || on_hand || ', reserved ' || reserved FROM stock_levels "
     "WHERE on_hand < 0 OR reserved < 0 OR reserved > on_hand + backorder_limit LIMIT 5"},
    {"stock: the sum of movements is what is on hand",
     "SELECT 'variant ' || s.variant_id || ': on hand ' || s.on_hand || ', movements ' || COALESCE(m.total, 0) "
     "FROM stock_levels s LEFT JOIN (SELECT variant_id, CAST(SUM(delta) AS BIGINT) AS total FROM stock_movements "
     "GROUP BY variant_id) m ON m.variant_id = s.variant_id WHERE s.on_hand <> COALESCE(m.total, 0) LIMIT 5"},
    {"stock: what is reserved is what open orders hold and paid ones await",
     "SELECT 'variant ' || s.variant_id || ': reserved ' || s.reserved || ', held ' || COALESCE(r.total, 0) "
     "FROM stock_levels s LEFT JOIN (SELECT variant_id, CAST(SUM(CASE state WHEN 'held' "
     "THEN quantity ELSE awaited END) AS BIGINT) AS total FROM reservations "
     "WHERE state = 'held' OR awaited > 0 GROUP BY variant_id) r ON r.variant_id = s.variant_id "
     "WHERE s.reserved <> COALESCE(r.total, 0) LIMIT 5"},
    {"purchases: every line has received what its receptions say",
     "SELECT 'purchase line ' || l.id || ': received ' || l.received || ', in receptions ' || COALESCE(r.total, 0) "
     "FROM purchase_order_lines l LEFT JOIN (SELECT order_line_id, CAST(SUM(quantity) AS BIGINT) AS total "
     "FROM purchase_reception_lines GROUP BY order_line_id) r ON r.order_line_id = l.id "
     "WHERE l.received <> COALESCE(r.total, 0) LIMIT 5"},
    {"purchases: what was received raised the stock of its variant once",
     "SELECT 'reception line ' || r.id || ': ' || r.quantity || ' of variant ' || l.variant_id || ', moved ' || "
     "COALESCE(m.total, 0) FROM purchase_reception_lines r JOIN purchase_order_lines l ON l.id = r.order_line_id "
     "LEFT JOIN (SELECT reception_line_id, variant_id, CAST(SUM(delta) AS BIGINT) AS total FROM stock_movements "
     "WHERE reception_line_id IS NOT NULL GROUP BY reception_line_id, variant_id) m "
     "ON m.reception_line_id = r.id AND m.variant_id = l.variant_id WHERE r.quantity <> COALESCE(m.total, 0) LIMIT 5"},
    {"purchases: every order's state says how much of it has come",
     "SELECT 'purchase order ' || o.number || ': ' || o.state || ', ' || COALESCE(l.received, 0) || ' of ' || "
     "COALESCE(l.total, 0) FROM purchase_orders o LEFT JOIN (SELECT purchase_order_id, CAST(SUM(quantity) AS BIGINT) "
     "AS total, CAST(SUM(received) AS BIGINT) AS received, CAST(SUM(CASE WHEN received < quantity THEN 1 ELSE 0 END) "
     "AS BIGINT) AS owed FROM purchase_order_lines GROUP BY purchase_order_id) l ON l.purchase_order_id = o.id "
     "WHERE CASE o.state WHEN 'received' THEN COALESCE(l.received, 0) = 0 "
     "WHEN 'partially_received' THEN COALESCE(l.received, 0) = 0 OR l.owed = 0 ELSE COALESCE(l.received, 0) > 0 END "
     "LIMIT 5"},
    {"stock-takes: every line has counted what its counts say",
     "SELECT 'stock-take line ' || l.id || ': counted ' || l.counted || ', in counts ' || COALESCE(c.total, 0) "
     "FROM stock_take_lines l LEFT JOIN (SELECT stock_take_line_id, CAST(SUM(pieces) AS BIGINT) AS total "
     "FROM stock_take_counts GROUP BY stock_take_line_id) c ON c.stock_take_line_id = l.id "
     "WHERE l.counted <> COALESCE(c.total, 0) LIMIT 5"},
    {"stock-takes: each difference moved the stock once when it was applied, and never before",
     "SELECT 'stock-take ' || t.id || ': ' || t.state || ', line ' || l.id || ' differs by ' || "
     "(l.counted - l.expected) || ', moved ' || COALESCE(m.total, 0) FROM stock_take_lines l "
     "JOIN stock_takes t ON t.id = l.stock_take_id LEFT JOIN (SELECT stock_take_line_id, variant_id, "
     "CAST(SUM(delta) AS BIGINT) AS total FROM stock_movements WHERE stock_take_line_id IS NOT NULL "
     "GROUP BY stock_take_line_id, variant_id) m ON m.stock_take_line_id = l.id AND m.variant_id = l.variant_id "
     "WHERE COALESCE(m.total, 0) <> CASE WHEN t.state = 'applied' THEN l.counted - l.expected ELSE 0 END LIMIT 5"},
    {"orders: the lines add up to the goods' total",
     "SELECT 'order ' || o.number || ': goods ' || o.goods_total || ', lines ' || COALESCE(l.total, 0) FROM orders o "
     "LEFT JOIN (SELECT order_id, CAST(SUM(line_total) AS BIGINT) AS total FROM order_lines GROUP BY order_id) l "
     "ON l.order_id = o.id WHERE o.goods_total <> COALESCE(l.total, 0) LIMIT 5"},
    {"orders: goods, shipping and fees less discounts are the total",
     "SELECT 'order ' || number || ': total ' || total FROM orders "
     "WHERE total <> goods_total + shipping_total + fee_total - discount_total LIMIT 5"},
    {"orders: every payment that counts asks for the order's total",
     "SELECT 'payment ' || p.reference || ': asked ' || p.amount || ', order ' || o.total FROM payments p "
     "JOIN orders o ON o.id = p.order_id WHERE p.amount <> o.total AND (p.settles_order = 1 OR p.state IN "
     "('opening', 'open', 'pending', 'challenge')) LIMIT 5"},
    {"payments: every paid order has exactly one payment that settles it, of its total less what was forgiven",
     "SELECT 'order ' || o.number || ': paid by ' || COUNT(p.id) || ' payments' FROM orders o "
     "LEFT JOIN payments p ON p.order_id = o.id AND p.settles_order = 1 AND p.captured + p.forgiven = o.total "
     "WHERE o.payment_state IN ('paid', 'partially_refunded', 'refunded') GROUP BY o.id, o.number "
     "HAVING COUNT(p.id) <> 1 LIMIT 5"},
    // What is promised back has refunds that follow it.
    {"payments: every captured payment settles an order that goes on, goes back, or is on the staff's list",
     "SELECT 'payment ' || p.reference || ': ' || (p.captured - p.refunded) || ' captured for nothing' FROM payments p "
     "JOIN orders o ON o.id = p.order_id WHERE p.captured > p.refunded AND NOT (p.settles_order = 1 AND "
     "o.state <> 'cancelled' AND o.payment_state IN ('paid', 'partially_refunded', 'refunded')) AND NOT EXISTS "
     "(SELECT 1 FROM staff_tasks t WHERE t.payment_id = p.id AND t.resolved_at IS NULL AND t.kind IN "
     "('payment_must_go_back', 'payment_mismatch', 'payment_withdrawn', 'chargeback', 'refund_failed')) LIMIT 5"},
    {"payments: every notification that was received has a job until it is processed",
     "SELECT 'notification ' || e.id || ' of ' || e.provider || ': no job' FROM payment_events e "
     "WHERE e.state = 'received' AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.kind = 'payments.event' "
     "AND j.payload = CAST(e.id AS TEXT) AND j.state <> 'done') LIMIT 5"},
    {"refunds: every payment has promised back what its refunds say, and no more than it captured",
     "SELECT 'payment ' || p.reference || ': captured ' || p.captured || ', promised ' || p.refunded || ', refunds ' "
     "|| "
     "COALESCE(r.total, 0) FROM payments p LEFT JOIN (SELECT payment_id, CAST(SUM(amount) AS BIGINT) AS total "
     "FROM refunds WHERE state <> 'failed' GROUP BY payment_id) r ON r.payment_id = p.id "
     "WHERE p.refunded <> COALESCE(r.total, 0) OR p.refunded > p.captured LIMIT 5"},
    {"refunds: every payment's state says how much of it has gone back",
     "SELECT 'payment ' || p.reference || ': ' || p.state || ', ' || COALESCE(r.total, 0) || ' of ' || p.captured "
     "FROM payments p LEFT JOIN (SELECT payment_id, CAST(SUM(amount) AS BIGINT) AS total FROM refunds "
     "WHERE state = 'succeeded' GROUP BY payment_id) r ON r.payment_id = p.id WHERE p.state <> 'disputed' "
     "AND p.state <> CASE WHEN COALESCE(r.total, 0) > 0 AND r.total >= p.captured THEN 'refunded' "
     "WHEN COALESCE(r.total, 0) > 0 THEN 'partially_refunded' "
     "WHEN p.state IN ('refunded', 'partially_refunded') THEN 'paid' ELSE p.state END LIMIT 5"},
    {"refunds: every order's payment state says how much of its payment has gone back",
     "SELECT 'order ' || o.number || ': ' || o.payment_state || ', ' || COALESCE(r.total, 0) || ' of ' || p.captured "
     "FROM orders o JOIN payments p ON p.order_id = o.id AND p.settles_order = 1 LEFT JOIN (SELECT payment_id, "
     "CAST(SUM(amount) AS BIGINT) AS total FROM refunds WHERE state = 'succeeded' GROUP BY payment_id) r "
     "ON r.payment_id = p.id WHERE o.payment_state <> CASE WHEN COALESCE(r.total, 0) = 0 THEN 'paid' "
     "WHEN r.total < p.captured THEN 'partially_refunded' ELSE 'refunded' END LIMIT 5"},
    {"refunds: their lines add up to what they give back for goods",
     "SELECT 'refund ' || r.refund_key || ': goods ' || r.goods || ', lines ' || COALESCE(l.total, 0) FROM refunds r "
     "LEFT JOIN (SELECT refund_id, CAST(SUM(amount) AS BIGINT) AS total FROM refund_lines GROUP BY refund_id) l "
     "ON l.refund_id = r.id WHERE r.goods <> COALESCE(l.total, 0) LIMIT 5"},
    {"refunds: no more pieces than were bought, and every line knows how many",
     "SELECT 'order line ' || l.id || ': bought ' || l.quantity || ', refunded ' || l.refunded || ', in refunds ' || "
     "COALESCE(r.total, 0) FROM order_lines l LEFT JOIN (SELECT i.order_line_id, CAST(SUM(i.quantity) AS BIGINT) AS "
     "total FROM refund_lines i JOIN refunds f ON f.id = i.refund_id WHERE f.state <> 'failed' GROUP BY "
     "i.order_line_id) r ON r.order_line_id = l.id "
     "WHERE l.refunded <> COALESCE(r.total, 0) OR l.refunded > l.quantity LIMIT 5"},
    {"refunds: pieces that came back came back once, and their price has gone back or was never paid",
     "SELECT 'order line ' || l.id || ': returned ' || r.returned || ', in refunds ' || COALESCE(b.total, 0) || "
     "', refunded ' || l.refunded FROM order_lines l JOIN reservations r ON r.order_line_id = l.id LEFT JOIN "
     "(SELECT i.order_line_id, CAST(SUM(i.restocked) AS BIGINT) AS total, CAST(SUM(CASE f.state WHEN 'failed' THEN "
     "i.restocked ELSE 0 END) AS BIGINT) AS unpaid FROM refund_lines i JOIN refunds f ON f.id = i.refund_id GROUP BY "
     "i.order_line_id) b ON b.order_line_id = l.id JOIN orders o ON o.id = l.order_id WHERE COALESCE(b.total, 0) + "
     "l.came_back NOT BETWEEN r.returned AND r.returned + r.dropped "
     "OR r.returned > l.refunded + l.came_back + COALESCE(b.unpaid, 0) "
     "OR (l.came_back > 0 AND o.returned_at IS NULL) LIMIT 5"},
    {"orders: nothing was paid for goods that came back untaken",
     "SELECT 'order ' || number || ': ' || state || ', payment ' || payment_state FROM orders WHERE returned_at IS NOT "
     "NULL AND (state <> 'shipped' OR payment_state <> 'failed' OR paid_at IS NOT NULL) LIMIT 5"},
    {"refunds: the buyer has a mail about each that went back",
     "SELECT 'refund ' || r.refund_key || ': no mail' FROM refunds r WHERE r.state = 'succeeded' AND NOT EXISTS "
     "(SELECT 1 FROM outbox_mails m WHERE m.event_key = 'order:' || r.order_id || ':refunded:' || r.id) LIMIT 5"},
    {"ledger: every payment is booked once, for what it captured",
     "SELECT 'payment ' || p.reference || ': captured ' || p.captured || ', booked ' || COALESCE(e.total, 0) "
     "FROM payments p LEFT JOIN (SELECT payment_id, CAST(SUM(CASE kind WHEN 'captured' THEN amount ELSE -amount END) "
     "AS BIGINT) AS total FROM ledger_entries WHERE kind IN ('captured', 'capture_undone') GROUP BY payment_id) e "
     "ON e.payment_id = p.id WHERE p.captured <> COALESCE(e.total, 0) LIMIT 5"},
    // What was taken back had come for nobody; it may have come anew since.
    {"ledger: what came is booked where it came, and for whom",
     "SELECT 'payment ' || reference || ': ' || total || ' booked, ' || there || ' of it where it came, ' || earned || "
     "' for orders' FROM (SELECT p.reference, p.settles_order, "
     "CAST(SUM(CASE e.kind WHEN 'captured' THEN e.amount ELSE -e.amount END) AS BIGINT) AS total, "
     "CAST(SUM(CASE CASE p.provider WHEN 'cod' THEN 'cash' WHEN 'bank_transfer' THEN 'bank' ELSE p.provider END "
     "WHEN e.debit THEN e.amount WHEN e.credit THEN -e.amount ELSE 0 END) AS BIGINT) AS there, "
     "CAST(SUM(CASE 'orders' WHEN e.credit THEN e.amount WHEN e.debit THEN -e.amount ELSE 0 END) AS BIGINT) AS earned "
     "FROM ledger_entries e JOIN payments p ON p.id = e.payment_id WHERE e.kind IN ('captured', 'capture_undone') "
     "GROUP BY p.id, p.reference, p.settles_order) booked WHERE there <> total "
     "OR earned <> CASE settles_order WHEN 1 THEN total ELSE 0 END LIMIT 5"},
    {"ledger: what was forgiven is booked once, as a loss",
     "SELECT 'payment ' || p.reference || ': forgiven ' || p.forgiven || ', booked ' || COALESCE(e.total, 0) "
     "FROM payments p LEFT JOIN (SELECT payment_id, CAST(SUM(CASE WHEN debit = 'losses' AND credit = 'orders' THEN "
     "amount ELSE -1 END) AS BIGINT) AS total FROM ledger_entries WHERE kind = 'forgiven' GROUP BY payment_id) e "
     "ON e.payment_id = p.id WHERE p.forgiven <> COALESCE(e.total, 0) LIMIT 5"},
    {"ledger: every refund that went back is booked, and no other",
     "SELECT 'refund ' || r.refund_key || ': ' || r.state || ' of ' || r.amount || ', booked ' || COALESCE(e.total, 0) "
     "FROM refunds r LEFT JOIN (SELECT refund_id, CAST(SUM(CASE kind WHEN 'refunded' THEN amount ELSE -amount END) AS "
     "BIGINT) AS total FROM ledger_entries WHERE refund_id IS NOT NULL GROUP BY refund_id) e ON e.refund_id = r.id "
     "WHERE COALESCE(e.total, 0) <> CASE WHEN r.state = 'succeeded' THEN r.amount ELSE 0 END LIMIT 5"},
    {"ledger: the balances counted so far are what the entries add up to",
     "SELECT 'account ' || b.account || ': counted ' || b.balance FROM ledger_balances b WHERE b.balance <> "
     "COALESCE((SELECT SUM(amount) FROM ledger_entries WHERE debit = b.account AND id <= b.counted_to), 0) - "
     "COALESCE((SELECT SUM(amount) FROM ledger_entries WHERE credit = b.account AND id <= b.counted_to), 0) LIMIT 5"},
    {"reservations: a cancelled order holds and keeps nothing",
     "SELECT 'order ' || o.number || ': ' || r.quantity || ' of variant ' || r.variant_id || ' ' || r.state FROM "
     "orders o "
     "JOIN reservations r ON r.order_id = o.id WHERE o.state = 'cancelled' AND r.state <> 'released' LIMIT 5"},
    {"reservations: an order that goes on has released nothing",
     "SELECT 'order ' || o.number || ': variant ' || r.variant_id || ' released' FROM orders o "
     "JOIN reservations r ON r.order_id = o.id WHERE o.state <> 'cancelled' AND r.state = 'released' LIMIT 5"},
    {"reservations: every order line has one",
     "SELECT 'order ' || o.number || ': line ' || l.position || ' has no reservation' FROM order_lines l "
     "JOIN orders o ON o.id = l.order_id LEFT JOIN reservations r ON r.order_line_id = l.id "
     "WHERE r.order_line_id IS NULL LIMIT 5"},
    {"reservations: goods sold left the stock once, goods given back came back once",
     "SELECT 'order line ' || r.order_line_id || ' is ' || r.state || ', its movements add up to ' || "
     "COALESCE(m.total, 0) "
     "FROM reservations r LEFT JOIN (SELECT order_line_id, CAST(SUM(delta) AS BIGINT) AS total FROM stock_movements "
     "WHERE order_line_id IS NOT NULL GROUP BY order_line_id) m ON m.order_line_id = r.order_line_id "
     "WHERE COALESCE(m.total, 0) <> CASE WHEN r.state = 'committed' THEN r.returned + r.dropped + r.awaited - "
     "r.quantity ELSE 0 END LIMIT 5"},
    {"events: every order tells how it began and where it stands",
     "SELECT 'order ' || o.number || ': state ' || o.state || ' has no event' FROM orders o WHERE NOT EXISTS "
     "(SELECT 1 FROM order_events e WHERE e.order_id = o.id AND e.state_after = o.state) LIMIT 5"},
    {"mails: every order has its confirmation in the outbox",
     "SELECT 'order ' || o.number || ': no confirmation' FROM orders o WHERE NOT EXISTS "
     "(SELECT 1 FROM outbox_mails m WHERE m.order_id = o.id AND m.kind = 'order_placed') LIMIT 5"},
    // Cash that was recorded by an older version has no mail. Nobody is told of the sample data's orders: their mails
    // are empty.
    {"mails: every payment that came for an order has its confirmation in the outbox",
     "SELECT 'payment ' || p.reference || ': no confirmation' FROM payments p WHERE p.settles_order = 1 "
     "AND p.provider <> 'cod' AND NOT EXISTS (SELECT 1 FROM outbox_mails m WHERE m.order_id = p.order_id "
     "AND (m.kind = 'order_paid' OR (m.kind = 'order_placed' AND m.body_html = ''))) LIMIT 5"},
    {"back in stock: whoever was told has one mail about it, and nobody else has any",
     "SELECT 'stock wish ' || w.id || ': ' || w.state || ', ' || COUNT(m.id) || ' mails' FROM stock_wishes w "
     "LEFT JOIN outbox_mails m ON m.event_key = 'back_in_stock:' || w.id GROUP BY w.id, w.state "
     "HAVING COUNT(m.id) <> CASE w.state WHEN 'told' THEN 1 ELSE 0 END LIMIT 5"},
    {"invoices: every paid order has one, of its total",
     "SELECT 'order ' || o.number || ': no invoice' FROM orders o LEFT JOIN invoices i ON i.order_id = o.id "
     "AND i.total = o.total AND i.tax_base + i.tax = i.total WHERE o.paid_at IS NOT NULL AND i.id IS NULL LIMIT 5"},
    {"invoices: numbers are gapless within each year",
     "SELECT 'year ' || year || ': ' || COUNT(*) || ' invoices, last ' || MAX(sequence) FROM invoices GROUP BY year "
     "HAVING COUNT(*) <> MAX(sequence) OR MIN(sequence) <> 1 LIMIT 5"},
    {"invoices: each is numbered by its year and its place in it",
     "SELECT 'invoice ' || number || ': ' || sequence || ' of ' || year FROM invoices WHERE number <> "
     "'INV/' || year || '/' || CASE WHEN sequence < 1000000 THEN SUBSTR(CAST(1000000 + sequence AS TEXT), 2) "
     "ELSE CAST(sequence AS TEXT) END LIMIT 5"},
    {"reviews: what a product says of its stars is what its published reviews give",
     "SELECT 'product ' || p.id || ': ' || (p.rated_1 + p.rated_2 + p.rated_3 + p.rated_4 + p.rated_5) || ' rated' "
     "FROM products p LEFT JOIN (SELECT product_id, "
     "CAST(SUM(CASE WHEN rating = 1 THEN 1 ELSE 0 END) AS BIGINT) AS r1, "
     "CAST(SUM(CASE WHEN rating = 2 THEN 1 ELSE 0 END) AS BIGINT) AS r2, "
     "CAST(SUM(CASE WHEN rating = 3 THEN 1 ELSE 0 END) AS BIGINT) AS r3, "
     "CAST(SUM(CASE WHEN rating = 4 THEN 1 ELSE 0 END) AS BIGINT) AS r4, "
     "CAST(SUM(CASE WHEN rating = 5 THEN 1 ELSE 0 END) AS BIGINT) AS r5 "
     "FROM reviews WHERE state = 'published' GROUP BY product_id) r ON r.product_id = p.id "
     "WHERE p.rated_1 <> COALESCE(r.r1, 0) OR p.rated_2 <> COALESCE(r.r2, 0) OR p.rated_3 <> COALESCE(r.r3, 0) "
     "OR p.rated_4 <> COALESCE(r.r4, 0) OR p.rated_5 <> COALESCE(r.r5, 0) LIMIT 5"},
    {"reviews: each is as helpful as it has votes",
     "SELECT 'review ' || r.id || ': ' || r.helpful_count || ' counted, ' || COALESCE(v.votes, 0) || ' votes' "
     "FROM reviews r LEFT JOIN (SELECT review_id, COUNT(*) AS votes FROM review_votes GROUP BY review_id) v "
     "ON v.review_id = r.id WHERE r.helpful_count <> COALESCE(v.votes, 0) LIMIT 5"},
    {"reviews: everybody who wrote one has bought the product and received it",
     "SELECT 'review ' || r.id || ': not delivered in order ' || r.order_id FROM reviews r "
     "WHERE NOT EXISTS (SELECT 1 FROM orders o JOIN order_lines l ON l.order_id = o.id "
     "WHERE o.id = r.order_id AND o.state = 'delivered' AND l.product_id = r.product_id) LIMIT 5"},
    {"days: those that were counted follow one another",
     "SELECT 'counted days: ' || counted || ' of ' || span FROM (SELECT COUNT(*) AS counted, "
     "(MAX(day) - MIN(day)) / 86400000000 + 1 AS span FROM counted_days) days WHERE counted <> span LIMIT 5"},
    {"days: each that was counted has the orders that were placed on it",
     "SELECT 'day ' || c.day || ': counted ' || c.placed || ', placed ' || COALESCE(o.placed, 0) FROM counted_days c "
     "LEFT JOIN (SELECT " DAY_OF("placed_at") " AS day, COUNT(*) AS placed FROM orders GROUP BY " DAY_OF(
         "placed_at") ") o ON o.day = c.day WHERE c.placed <> COALESCE(o.placed, 0) LIMIT 5"},
    {"days: each that was counted has what was paid and what went back on it",
     "SELECT 'day ' || c.day || ': counted ' || COALESCE(s.paid, 0) || ' orders, ' || COALESCE(s.received, 0) || "
     "' received, ' || COALESCE(s.given_back, 0) || ' given back' FROM counted_days c LEFT JOIN (SELECT day, "
     "SUM(paid) AS paid, SUM(received) AS received, SUM(given_back) AS given_back FROM sales_days GROUP BY day) s "
     "ON s.day = c.day LEFT JOIN (SELECT " DAY_OF(
         "paid_at") " AS day, COUNT(*) AS paid FROM orders WHERE paid_at IS "
                    "NOT NULL GROUP BY " DAY_OF("paid_at") ") o ON o.day = c.day LEFT JOIN (SELECT " DAY_OF(
                        "created_at") " AS day, "
                                      "SUM(CASE WHEN kind = 'captured' THEN amount ELSE 0 END) AS received, SUM(CASE "
                                      "kind WHEN 'refunded' THEN amount "
                                      "WHEN 'refund_came_back' THEN -amount ELSE 0 END) AS given_back FROM "
                                      "ledger_entries WHERE debit = 'orders' OR "
                                      "credit = 'orders' GROUP BY " DAY_OF(
                                          "created_at") ") e ON e.day = c.day WHERE COALESCE(s.paid, 0) <> "
                                                        "COALESCE(o.paid, 0) OR COALESCE(s.received, 0) <> "
                                                        "COALESCE(e.received, 0) OR COALESCE(s.given_back, 0) <> "
                                                        "COALESCE(e.given_back, 0) LIMIT 5"},
    {"days: each first purchase was paid on its day",
     "SELECT 'order ' || f.order_id || ': not paid on day ' || f.day FROM first_purchases f JOIN orders o ON o.id = "
     "f.order_id WHERE o.paid_at IS NULL OR " DAY_OF("o.paid_at") " <> f.day LIMIT 5"},
    {"days: who bought for the first time is written down",
     "SELECT 'first purchases: counted ' || counted || ', none written down' FROM (SELECT COALESCE(SUM(first_paid), 0) "
     "AS counted FROM sales_days) sums WHERE counted > 0 AND NOT EXISTS (SELECT 1 FROM first_purchases)"},
    {"days: each that was counted has the pieces that were paid on it, and those whose price went back",
     "SELECT 'day ' || c.day || ': counted ' || COALESCE(p.pieces, 0) || ' pieces, ' || COALESCE(p.pieces_back, 0) || "
     "' back' FROM counted_days c LEFT JOIN (SELECT day, SUM(pieces) AS pieces, SUM(amount) AS amount, "
     "SUM(pieces_back) AS pieces_back FROM product_days GROUP BY day) p ON p.day = c.day LEFT JOIN (SELECT " DAY_OF(
         "o.paid_at") " AS day, SUM(l.quantity) AS pieces, SUM(l.line_total) AS amount FROM orders o JOIN order_lines "
                      "l ON l.order_id = o.id WHERE o.paid_at IS NOT NULL GROUP BY " DAY_OF(
                          "o.paid_at") ") o ON o.day = c.day "
                                       "LEFT JOIN (SELECT " DAY_OF(
                                           "e.created_at") " AS day, SUM(CASE e.kind WHEN 'refunded' THEN 1 ELSE -1 "
                                                           "END * CASE "
                                                           "r.reason WHEN 'order_cancelled' THEN (SELECT "
                                                           "SUM(l.quantity) FROM order_lines l WHERE l.order_id = "
                                                           "r.order_id) - "
                                                           "COALESCE((SELECT SUM(b.quantity) FROM refund_lines b JOIN "
                                                           "refunds x ON x.id = b.refund_id WHERE x.order_id = "
                                                           "r.order_id AND x.id < r.id), 0) ELSE COALESCE((SELECT "
                                                           "SUM(b.quantity) FROM refund_lines b WHERE b.refund_id = "
                                                           "r.id), 0) END) AS pieces FROM ledger_entries e JOIN "
                                                           "refunds r ON r.id = e.refund_id WHERE e.debit = 'orders' "
                                                           "OR "
                                                           "e.credit = 'orders' GROUP BY " DAY_OF(
                                                               "e.created_at") ") b ON b.day = c.day WHERE "
                                                                               "COALESCE(p.pieces, 0) <> "
                                                                               "COALESCE(o.pieces, 0) OR "
                                                                               "COALESCE(p.amount, 0) <> "
                                                                               "COALESCE(o.amount, 0) OR "
                                                                               "COALESCE(p.pieces_back, 0) <> "
                                                                               "COALESCE(b.pieces, 0) LIMIT 5"},
};
#undef DAY_OF

constexpr TruthCheck kChatTruthChecks[] = {
    {"chat: the messages of every room are numbered from 1 to its last, without gaps",
     "SELECT 'room ' || r.id || ': ' || COALESCE(m.counted, 0) || ' messages, last ' || r.last_seq FROM rooms r "
     "LEFT JOIN (SELECT room_id, COUNT(*) AS counted, MAX(seq) AS highest FROM messages GROUP BY room_id) m "
     "ON m.room_id = r.id WHERE COALESCE(m.counted, 0) <> r.last_seq OR COALESCE(m.highest, 0) <> r.last_seq LIMIT 5"},
};

std::vector<Truth> look_for_contradictions(db::Tx& tx, std::span<const TruthCheck> checks) {
  std::vector<Truth> truths;
  for (const TruthCheck& check : checks) {
    Truth truth{.name = std::string(check.truth), .violations = {}};
    for (auto& [violation] : tx.all<std::string>(check.contradictions))
      truth.violations.push_back(std::move(violation));
    truths.push_back(std::move(truth));
  }
  return truths;
}

}  // namespace

std::vector<Truth> audit(db::Tx& tx) { return look_for_contradictions(tx, kTruthChecks); }

std::vector<Truth> audit_chat(db::Tx& tx) { return look_for_contradictions(tx, kChatTruthChecks); }

}  // namespace hurtrock::app
