#include "app/audit.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "admin/sales.hpp"
#include "platform/core/crypto.hpp"
#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::app {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// One way to make a truth false, and no other.
struct Breach {
  const char *truth, *sql;
  const char* constraint = "";  ///< "table.name" of what the database itself has against it
};

/// The day of all that happens here, counted as it should be.
#define COUNTED_DAY                                                                         \
  "INSERT INTO counted_days (day, placed) VALUES (-25200000000, 4);"                        \
  "INSERT INTO sales_days (day, method, province, paid, first_paid, received, given_back) " \
  "VALUES (-25200000000, 'midtrans', '', 2, 1, 3040000, 50000);"                            \
  "INSERT INTO product_days (day, product_id, pieces, amount, pieces_back, amount_back) "   \
  "VALUES (-25200000000, 1, 3, 3000000, 1, 40000);"                                         \
  "INSERT INTO first_purchases (order_id, day) VALUES (1, -25200000000);"

#define KEPT_MONEY \
  "payments: every captured payment settles an order that goes on, goes back, or is on the staff's list"
/// The cancelled order's payment has come after all.
#define CAPTURED_FOR_NOTHING                                                                     \
  "UPDATE payments SET captured = amount, state = 'paid' WHERE order_id = 3;"                    \
  "INSERT INTO ledger_entries (entry_key, kind, debit, credit, amount, payment_id, created_at) " \
  "SELECT 'c3', 'captured', 'midtrans', 'buyers', amount, id, 0 FROM payments WHERE order_id = 3;"
#define RECEIVED_EVENT                                                                                        \
  "INSERT INTO payment_events (id, provider, event_identity, reference, payload, state, received_at) VALUES " \
  "(9, 'midtrans', 'e', 'HRT-1-1', '{}', 'received', 0);"
#define EVENT_JOB(state)                                                                                 \
  "INSERT INTO jobs (kind, payload, state, run_at, max_attempts, created_at) VALUES ('payments.event', " \
  "'9', " state ", 0, 12, 0);"

constexpr Breach kBreaches[] = {
    {"stock: on hand and reserved are within their bounds",
     "UPDATE stock_levels SET on_hand = 0 WHERE variant_id = 2;"
     "INSERT INTO stock_movements (variant_id, delta, reason, created_at) VALUES (2, -5, 'correction', 0)",
     "stock_levels.stock_not_oversold"},
    {"stock: the sum of movements is what is on hand", "UPDATE stock_levels SET on_hand = 99 WHERE variant_id = 1"},
    {"stock: the sum of movements is what is on hand",
     "DELETE FROM stock_movements WHERE variant_id = 2 AND reason = 'initial'"},
    {"stock: what is reserved is what open orders hold and paid ones await",
     "UPDATE stock_levels SET reserved = 0 WHERE variant_id = 2"},
    {"purchases: every line has received what its receptions say",
     "UPDATE purchase_order_lines SET received = 1 WHERE id = 1"},
    {"purchases: what was received raised the stock of its variant once",
     "UPDATE stock_movements SET reception_line_id = NULL"},
    {"purchases: what was received raised the stock of its variant once",
     "UPDATE stock_movements SET delta = 1 WHERE reception_line_id = 1;"
     "INSERT INTO stock_movements (variant_id, delta, reason, created_at) VALUES (1, 1, 'correction', 0)"},
    {"purchases: every order's state says how much of it has come",
     "UPDATE purchase_orders SET state = 'ordered' WHERE id = 1"},
    {"purchases: every order's state says how much of it has come",
     "UPDATE purchase_orders SET state = 'received', closed_at = 0 WHERE id = 2"},
    {"stock-takes: every line has counted what its counts say", "UPDATE stock_take_counts SET pieces = 6 WHERE id = 1"},
    {"stock-takes: each difference moved the stock once when it was applied, and never before",
     "UPDATE stock_movements SET stock_take_line_id = NULL"},
    {"stock-takes: each difference moved the stock once when it was applied, and never before",
     "UPDATE stock_takes SET state = 'cancelled' WHERE id = 1"},
    {"orders: the lines add up to the goods' total",
     "UPDATE order_lines SET unit_price = unit_price + 1, line_total = quantity * (unit_price + 1) WHERE order_id = 2"},
    {"orders: goods, shipping and fees less discounts are the total",
     "UPDATE orders SET shipping_total = 1 WHERE id = 2", "orders.orders_total_adds_up"},
    {"orders: every payment that counts asks for the order's total",
     "UPDATE payments SET amount = amount - 1 WHERE order_id = 2"},
    {"refunds: every payment has promised back what its refunds say, and no more than it captured",
     "UPDATE payments SET refunded = 50001 WHERE order_id = 4"},
    {"refunds: every payment's state says how much of it has gone back",
     "UPDATE payments SET state = 'paid' WHERE order_id = 4"},
    {"refunds: every payment's state says how much of it has gone back",
     "UPDATE payments SET state = 'refunded' WHERE order_id = 1"},
    {"refunds: every order's payment state says how much of its payment has gone back",
     "UPDATE orders SET payment_state = 'refunded' WHERE id = 4"},
    {"refunds: their lines add up to what they give back for goods", "UPDATE refunds SET goods = 30000"},
    {"refunds: no more pieces than were bought, and every line knows how many",
     "UPDATE order_lines SET refunded = 1 WHERE order_id = 1"},
    {"refunds: pieces that came back came back once, and their price has gone back or was never paid",
     "UPDATE refund_lines SET restocked = 0"},
    {"refunds: pieces that came back came back once, and their price has gone back or was never paid",
     "UPDATE order_lines SET came_back = 1 WHERE order_id = 1"},
    {"orders: nothing was paid for goods that came back untaken", "UPDATE orders SET returned_at = 1 WHERE id = 1"},
    {"refunds: the buyer has a mail about each that went back",
     "DELETE FROM outbox_mails WHERE kind = 'order_refunded'"},
    {"payments: every paid order has exactly one payment that settles it, of its total less what was forgiven",
     "DELETE FROM ledger_entries WHERE payment_id = 1; DELETE FROM payments WHERE order_id = 1"},
    {"payments: every paid order has exactly one payment that settles it, of its total less what was forgiven",
     "UPDATE payments SET captured = captured - 1 WHERE order_id = 1;"
     "UPDATE ledger_entries SET amount = amount - 1 WHERE payment_id = 1"},
    {KEPT_MONEY, CAPTURED_FOR_NOTHING},
    {KEPT_MONEY,
     CAPTURED_FOR_NOTHING "INSERT INTO staff_tasks (task_key, kind, order_id, payment_id, detail, created_at) "
                          "VALUES ('challenge:3', 'payment_challenge', 3, 3, '', 0)"},
    {KEPT_MONEY, CAPTURED_FOR_NOTHING
     "INSERT INTO staff_tasks (task_key, kind, order_id, payment_id, detail, created_at, resolved_at, resolved_by) "
     "VALUES ('late:3', 'payment_must_go_back', 3, 3, '', 0, 1, 1)"},
    {KEPT_MONEY,
     "UPDATE orders SET payment_state = 'paid', paid_at = 1 WHERE id = 3;"
     "UPDATE payments SET captured = amount, state = 'paid', settles_order = 1 WHERE order_id = 3;"
     "INSERT INTO ledger_entries (entry_key, kind, debit, credit, amount, payment_id, created_at) "
     "SELECT 'c3', 'captured', 'midtrans', 'orders', amount, id, 0 FROM payments WHERE order_id = 3;"
     "INSERT INTO invoices (order_id, year, sequence, number, total, tax_base, tax, issued_at) "
     "SELECT id, 2026, 3, 'INV/2026/000003', total, total - 100, 100, 0 FROM orders WHERE id = 3;"
     "INSERT INTO outbox_mails (kind, event_key, order_id, to_address, to_name, language, subject, body_html, "
     "body_text, next_attempt_at, created_at) VALUES ('order_paid', 'order:3:paid', 3, '', '', 'id', '', '<p>', '', 0, "
     "0)"},
    {"payments: every notification that was received has a job until it is processed", RECEIVED_EVENT},
    {"payments: every notification that was received has a job until it is processed",
     RECEIVED_EVENT EVENT_JOB("'done'")},
    {"ledger: every payment is booked once, for what it captured", "DELETE FROM ledger_entries WHERE payment_id = 1"},
    {"ledger: what came is booked where it came, and for whom",
     "UPDATE ledger_entries SET debit = 'bank' WHERE payment_id = 1"},
    {"ledger: what came is booked where it came, and for whom",
     "UPDATE ledger_entries SET credit = 'buyers' WHERE payment_id = 1"},
    {"ledger: what came is booked where it came, and for whom",
     "INSERT INTO ledger_entries (entry_key, kind, debit, credit, amount, payment_id, created_at) SELECT 'u', "
     "'capture_undone', 'orders', 'bank', 1, id, 0 FROM payments WHERE order_id = 1;"
     "INSERT INTO ledger_entries (entry_key, kind, debit, credit, amount, payment_id, created_at) SELECT 'c', "
     "'captured', 'midtrans', 'orders', 1, id, 0 FROM payments WHERE order_id = 1"},
    {"ledger: what was forgiven is booked once, as a loss",
     "UPDATE payments SET captured = captured - 1, forgiven = 1 WHERE order_id = 1;"
     "UPDATE ledger_entries SET amount = amount - 1 WHERE payment_id = 1"},
    {"ledger: every refund that went back is booked, and no other",
     "DELETE FROM ledger_entries WHERE refund_id IS NOT NULL"},
    {"ledger: the balances counted so far are what the entries add up to",
     "UPDATE ledger_balances SET balance = balance + 1 WHERE account = 'midtrans'"},
    {"reservations: a cancelled order holds and keeps nothing",
     "UPDATE reservations SET state = 'committed' WHERE order_id = 3;"
     "INSERT INTO stock_movements (variant_id, delta, reason, order_line_id, created_at) VALUES (1, -1, 'sold', 3, 0);"
     "INSERT INTO stock_movements (variant_id, delta, reason, created_at) VALUES (1, 1, 'correction', 0)"},
    {"reservations: an order that goes on has released nothing",
     "UPDATE reservations SET state = 'released' WHERE order_id = 1;"
     "INSERT INTO stock_movements (variant_id, delta, reason, order_line_id, created_at) VALUES (1, 2, 'returned', 1, "
     "0);"
     "INSERT INTO stock_movements (variant_id, delta, reason, created_at) VALUES (1, -2, 'correction', 0)"},
    {"reservations: every order line has one", "DELETE FROM reservations WHERE order_id = 3"},
    {"reservations: goods sold left the stock once, goods given back came back once",
     "UPDATE stock_movements SET order_line_id = NULL WHERE order_line_id = 1"},
    {"events: every order tells how it began and where it stands", "DELETE FROM order_events WHERE order_id = 2"},
    {"mails: every order has its confirmation in the outbox", "DELETE FROM outbox_mails WHERE order_id = 2"},
    {"invoices: every paid order has one, of its total", "DELETE FROM invoices WHERE order_id = 4"},
    {"invoices: every paid order has one, of its total", "UPDATE invoices SET tax = tax + 1 WHERE order_id = 1"},
    {"mails: every payment that came for an order has its confirmation in the outbox",
     "DELETE FROM outbox_mails WHERE kind = 'order_paid' AND order_id = 1"},
    {"back in stock: whoever was told has one mail about it, and nobody else has any",
     "DELETE FROM outbox_mails WHERE event_key = 'back_in_stock:1'"},
    {"back in stock: whoever was told has one mail about it, and nobody else has any",
     "UPDATE stock_wishes SET state = 'waiting', ended_at = NULL WHERE id = 1"},
    {"invoices: numbers are gapless within each year",
     "UPDATE invoices SET sequence = 3, number = 'INV/2026/000003' WHERE order_id = 4"},
    {"invoices: each is numbered by its year and its place in it",
     "UPDATE invoices SET number = 'INV/2026/000003' WHERE order_id = 4"},
    {"invoices: each is numbered by its year and its place in it",
     "UPDATE invoices SET number = 'INV/2025/000002' WHERE order_id = 4"},
    {"reviews: what a product says of its stars is what its published reviews give",
     "UPDATE products SET rated_4 = 0, rated_5 = 1"},
    {"reviews: what a product says of its stars is what its published reviews give",
     "UPDATE reviews SET state = 'pending'"},
    {"reviews: each is as helpful as it has votes", "DELETE FROM review_votes"},
    {"reviews: everybody who wrote one has bought the product and received it", "UPDATE reviews SET order_id = 1"},
    {"days: those that were counted follow one another",
     "INSERT INTO counted_days (day, placed) VALUES (-198000000000, 0), (-370800000000, 0)"},
    {"days: each that was counted has the orders that were placed on it",
     COUNTED_DAY "UPDATE counted_days SET placed = 3"},
    {"days: each that was counted has what was paid and what went back on it",
     COUNTED_DAY "UPDATE sales_days SET paid = 3"},
    {"days: each that was counted has what was paid and what went back on it",
     COUNTED_DAY "UPDATE sales_days SET received = received + 1"},
    {"days: each that was counted has what was paid and what went back on it",
     COUNTED_DAY "UPDATE sales_days SET given_back = 0"},
    {"days: each first purchase was paid on its day",
     COUNTED_DAY "INSERT INTO first_purchases (order_id, day) VALUES (2, -25200000000)"},
    {"days: each first purchase was paid on its day",
     COUNTED_DAY "INSERT INTO counted_days (day, placed) VALUES (-111600000000, 0); UPDATE first_purchases SET day = "
                 "-111600000000"},
    {"days: who bought for the first time is written down", COUNTED_DAY "DELETE FROM first_purchases"},
    {"days: each that was counted has the pieces that were paid on it, and those whose price went back",
     COUNTED_DAY "UPDATE product_days SET amount = amount - 1"},
    {"days: each that was counted has the pieces that were paid on it, and those whose price went back",
     COUNTED_DAY "UPDATE product_days SET pieces_back = 0"},
};

/// A small shop whose books are right: order 1 is paid, 2 waits for its payment, 3 was cancelled, 4 was paid and partly
/// refunded. Every line has the number of its order. Variant 1 has 8 units left, variant 2 has 5 of which one is held.
class AuditTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  void SetUp() override { db_->write(keep_books); }

  static void keep_books(db::Tx& tx) {
    tx.run_script(
        "INSERT INTO brands (id, slug, name) VALUES (1, 'b', 'B');"
        "INSERT INTO categories (id, slug, name_id, name_en) VALUES (1, 'c', 'C', 'C');"
        "INSERT INTO products (id, slug, name, model, brand_id, category_id, description_id, description_en, "
        "created_at, "
        "updated_at) VALUES (1, 'p', 'P', 'M', 1, 1, '', '', 0, 0);"
        "INSERT INTO variants (id, product_id, sku, price, weight_g, length_mm, width_mm, height_mm, created_at) "
        "VALUES "
        "(1, 1, 'A', 1000000, 1, 1, 1, 1, 0), (2, 1, 'B', 1000000, 1, 1, 1, 1, 0);"
        "INSERT INTO stock_levels (variant_id, on_hand, reserved, changed_at) VALUES (1, 7, 0, 0), (2, 5, 1, 0);"
        "INSERT INTO stock_movements (variant_id, delta, reason, created_at) VALUES (1, 10, 'initial', 0), (2, 5, "
        "'initial', 0)");
    add_order(tx, 1, "processing", "paid", 1, 2, "committed");
    add_order(tx, 2, "pending", "pending", 2, 1, "held");
    add_order(tx, 3, "cancelled", "expired", 1, 1, "released");
    add_order(tx, 4, "delivered", "partially_refunded", 1, 1, "committed");
    add_payment(tx, 1, "paid", true);
    add_payment(tx, 2, "pending", false);
    add_payment(tx, 3, "expired", false);
    add_payment(tx, 4, "partially_refunded", true);
    add_invoice(tx, 1, 1);
    add_invoice(tx, 4, 2);
    tx.run_script(
        "INSERT INTO refunds (id, order_id, payment_id, refund_key, amount, goods, state, reason, created_at, "
        "settled_at) "
        "VALUES (1, 4, 4, 'r', 50000, 40000, 'succeeded', '', 0, 0);"
        "INSERT INTO refund_lines (refund_id, order_line_id, quantity, amount, restock, restocked) "
        "VALUES (1, 4, 1, 40000, 1, 1);"
        "UPDATE payments SET refunded = 50000 WHERE id = 4;"
        "INSERT INTO ledger_entries (entry_key, kind, debit, credit, amount, payment_id, created_at) "
        "SELECT 'c' || id, 'captured', 'midtrans', 'orders', captured, id, 0 FROM payments WHERE captured > 0;"
        "INSERT INTO ledger_entries (entry_key, kind, debit, credit, amount, payment_id, refund_id, created_at) "
        "VALUES ('r1', 'refunded', 'orders', 'midtrans', 50000, 4, 1, 0);"
        "UPDATE order_lines SET refunded = 1 WHERE id = 4;"
        "UPDATE reservations SET returned = 1 WHERE order_line_id = 4;"
        "INSERT INTO stock_movements (variant_id, delta, reason, order_line_id, created_at) "
        "VALUES (1, 1, 'returned', 4, 0);"
        "UPDATE stock_levels SET on_hand = 8 WHERE variant_id = 1;"
        "INSERT INTO outbox_mails (kind, event_key, order_id, to_address, to_name, language, subject, body_html, "
        "body_text, next_attempt_at, created_at) VALUES ('order_refunded', 'order:4:refunded:1', 4, '', '', 'id', '', "
        "'', '', 0, 0)");
    tx.run_script(
        "INSERT INTO users (id, email, name, created_at) VALUES (1, 'a@b.id', 'A', 0), (2, 'c@d.id', 'C', 0);"
        "INSERT INTO reviews (id, product_id, variant_id, user_id, order_id, rating, title, body, state, written_at, "
        "helpful_count) VALUES (1, 1, 1, 1, 4, 4, '', 'bagus', 'published', 0, 1);"
        "INSERT INTO review_votes (review_id, user_id, created_at) VALUES (1, 2, 0);"
        "UPDATE products SET rated_4 = 1");
    tx.run_script(
        "INSERT INTO stock_wishes (id, variant_id, email, language, state, asked_at, ended_at) VALUES "
        "(1, 1, 'a@b.id', 'id', 'told', 0, 0), (2, 1, 'c@d.id', 'en', 'waiting', 0, NULL), "
        "(3, 1, 'e@f.id', 'id', 'withdrawn', 0, 0);"
        "INSERT INTO outbox_mails (kind, event_key, to_address, to_name, language, subject, body_html, body_text, "
        "next_attempt_at, created_at) VALUES ('back_in_stock', 'back_in_stock:1', 'a@b.id', '', 'id', '', '', '', 0, "
        "0)");
    // Two of three have come of the first, nothing of the second.
    tx.run_script(
        "INSERT INTO suppliers (id, name, created_at) VALUES (1, 'S', 0);"
        "INSERT INTO purchase_orders (id, number, supplier_id, state, request_key, created_by, created_at, ordered_at) "
        "VALUES (1, 'PO-1', 1, 'partially_received', 'a', 1, 0, 0), (2, 'PO-2', 1, 'ordered', 'b', 1, 0, 0);"
        "INSERT INTO purchase_order_lines (id, purchase_order_id, position, variant_id, sku, name, options, quantity, "
        "unit_cost, received) VALUES (1, 1, 1, 1, 'A', 'P', '', 3, 0, 2), (2, 2, 1, 1, 'A', 'P', '', 3, 0, 0);"
        "INSERT INTO purchase_receptions (id, purchase_order_id, request_key, received_by, received_at) "
        "VALUES (1, 1, 'c', 1, 0);"
        "INSERT INTO purchase_reception_lines (id, reception_id, order_line_id, quantity) VALUES (1, 1, 1, 2);"
        "INSERT INTO stock_movements (variant_id, delta, reason, reception_line_id, created_at) "
        "VALUES (1, 2, 'received', 1, 0);"
        "UPDATE stock_levels SET on_hand = 10 WHERE variant_id = 1");
    // Of variant 2 there was one less than expected; the second take goes on.
    tx.run_script(
        "INSERT INTO stock_takes (id, state, request_key, started_by, started_at, ended_by, ended_at) VALUES "
        "(1, 'applied', 'd', 1, 0, 1, 0), (2, 'counting', 'e', 1, 0, NULL, NULL);"
        "INSERT INTO stock_take_lines (id, stock_take_id, variant_id, counted, first_expected, expected, counted_at) "
        "VALUES (1, 1, 2, 5, 6, 6, 0), (2, 1, 1, 8, 8, 8, 0), (3, 2, 1, 1, 8, 8, 0);"
        "INSERT INTO stock_take_counts (id, stock_take_line_id, pieces, request_key, counted_by, counted_at) VALUES "
        "(1, 1, 5, 'f', 1, 0), (2, 2, 8, 'g', 1, 0), (3, 3, 1, 'h', 1, 0);"
        "INSERT INTO stock_movements (variant_id, delta, reason, stock_take_line_id, created_at) "
        "VALUES (2, -1, 'stock_take', 1, 0), (2, 1, 'correction', NULL, 0)");
  }

  static void add_order(db::Tx& tx, int id, std::string_view state, std::string_view payment_state, int variant,
                        int quantity, std::string_view reservation) {
    const bool paid = payment_state == "paid" || payment_state == "partially_refunded";
    tx.run_script(fmt::format(
        "INSERT INTO orders (id, number, state, payment_state, payment_method, language, contact_name, email, phone, "
        "street, "
        "area_code, kelurahan, kecamatan, kota, provinsi, postal_code, address_note, note, shipping_code, "
        "shipping_name, "
        "shipping_courier, shipping_min_days, shipping_max_days, chargeable_weight_g, goods_total, shipping_total, "
        "total, "
        "hold_until, placed_at, paid_at) VALUES ({0}, 'HRT-{0}', '{1}', '{2}', 'midtrans', 'id', '', '', '', '', '', "
        "'', '', '', "
        "'', '', '', '', '', '', '', 1, 2, 1000, {3}, 20000, {3} + 20000, 1, 0, {4});"
        "INSERT INTO order_lines (id, order_id, position, product_id, variant_id, sku, name, options, quantity, "
        "unit_price, "
        "line_total, weight_g) VALUES ({0}, {0}, 1, 1, {5}, 'S', 'N', '', {6}, 1000000, {3}, 1);"
        "INSERT INTO reservations (order_line_id, order_id, variant_id, quantity, state, created_at, settled_at) "
        "VALUES ({0}, {0}, {5}, {6}, '{7}', 0, {8});"
        "INSERT INTO order_events (order_id, at, kind, actor_kind, state_after) VALUES ({0}, 0, 'placed', 'buyer', "
        "'{1}');"
        "INSERT INTO outbox_mails (kind, event_key, order_id, to_address, to_name, language, subject, body_html, "
        "body_text, "
        "next_attempt_at, created_at) VALUES ('order_placed', 'order_placed:{0}', {0}, '', '', 'id', '', '<p>', '', 0, "
        "0)",
        id, state, payment_state, quantity * 1'000'000, paid ? "1" : "NULL", variant, quantity, reservation,
        reservation == "held" ? "NULL" : "0"));
    if (reservation == "committed")
      tx.run_script(
          fmt::format("INSERT INTO stock_movements (variant_id, delta, reason, order_line_id, created_at) VALUES ({}, "
                      "-{}, 'sold', {}, 0)",
                      variant, quantity, id));
  }

  static void add_payment(db::Tx& tx, int order, std::string_view state, bool settles) {
    tx.run_script(
        fmt::format("INSERT INTO payments (id, order_id, attempt, provider, reference, amount, state, settles_order, "
                    "captured, created_at, "
                    "updated_at) SELECT {0}, id, 1, 'midtrans', 'HRT-{0}-1', total, '{1}', {2}, total * {2}, 0, 0 FROM "
                    "orders WHERE id = {0}",
                    order, state, settles ? 1 : 0));
  }

  /// And the mail that it goes with.
  static void add_invoice(db::Tx& tx, int order, int sequence) {
    tx.run_script(
        fmt::format("INSERT INTO invoices (order_id, year, sequence, number, total, tax_base, tax, issued_at) "
                    "SELECT id, 2026, {1}, 'INV/2026/{1:06}', total, total - 100, 100, 0 FROM orders WHERE id = {0};"
                    "INSERT INTO outbox_mails (kind, event_key, order_id, to_address, to_name, language, subject, "
                    "body_html, body_text, next_attempt_at, created_at) VALUES ('order_paid', 'order:{0}:paid', {0}, "
                    "'', '', 'id', '', '<p>', '', 0, 0)",
                    order, sequence));
  }

  static std::vector<std::string> false_truths(db::Tx& tx) {
    std::vector<std::string> names;
    for (const Truth& truth : audit(tx))
      if (!truth.violations.empty()) names.push_back(truth.name);
    return names;
  }

  /// Takes away what the database itself has against it: the audit must not rely on that.
  static void lift(db::Tx& tx, std::string_view constraint) {
    if (constraint.empty()) return;
    const auto dot = constraint.find('.');
    if (tx.dialect() == db::Dialect::kSqlite) {
      tx.run_script("PRAGMA ignore_check_constraints = ON");
    } else {
      tx.run_script(
          fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", constraint.substr(0, dot), constraint.substr(dot + 1)));
    }
  }

  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(GetParam());
};
INSTANTIATE_TEST_SUITE_P(, AuditTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(AuditTest, books_that_are_right_pass) { EXPECT_THAT(db_->read(false_truths), IsEmpty()); }

TEST_P(AuditTest, a_day_that_was_counted_passes) {
  db_->write([](db::Tx& tx) {
    EXPECT_TRUE(admin::store::count_a_day(tx, from_micros(0) + std::chrono::hours{48}));
    EXPECT_EQ(tx.one<std::int64_t>("SELECT COUNT(*) FROM sales_days"), 1);
    EXPECT_THAT(false_truths(tx), IsEmpty());
  });
}

TEST_P(AuditTest, each_broken_truth_is_named_and_no_other) {
  for (const Breach& breach : kBreaches) {
    db_->write([&](db::Tx& tx) {
      lift(tx, breach.constraint);
      tx.run_script(breach.sql);
      EXPECT_THAT(false_truths(tx), ElementsAre(breach.truth)) << breach.sql;
      if (tx.dialect() == db::Dialect::kSqlite) tx.run_script("PRAGMA ignore_check_constraints = OFF");
      tx.abandon();
    });
  }
}

TEST_P(AuditTest, every_truth_is_known_to_fail_when_it_is_broken) {
  std::set<std::string> broken, all;
  for (const Breach& breach : kBreaches) broken.insert(breach.truth);
  for (const Truth& truth : db_->read(audit)) all.insert(truth.name);
  EXPECT_EQ(broken, all);
}

TEST_P(AuditTest, money_for_nothing_is_right_once_it_is_on_the_staffs_list) {
  db_->write([](db::Tx& tx) {
    tx.run_script(CAPTURED_FOR_NOTHING
                  "INSERT INTO staff_tasks (task_key, kind, order_id, payment_id, detail, created_at) "
                  "VALUES ('late:3', 'payment_must_go_back', 3, 3, '', 0)");
    EXPECT_THAT(false_truths(tx), IsEmpty());
  });
}

TEST_P(AuditTest, a_notification_whose_turn_comes_is_right) {
  db_->write([](db::Tx& tx) {
    tx.run_script(RECEIVED_EVENT EVENT_JOB("'waiting'"));
    EXPECT_THAT(false_truths(tx), IsEmpty());
  });
}

TEST_P(AuditTest, the_millionth_invoice_of_a_year_has_a_digit_more) {
  db_->write([](db::Tx& tx) {
    tx.run_script("UPDATE invoices SET sequence = 1000000, number = 'INV/2026/1000000' WHERE order_id = 4");
    EXPECT_THAT(false_truths(tx), ElementsAre("invoices: numbers are gapless within each year"));
  });
}

TEST_P(AuditTest, cash_of_older_versions_and_the_sample_datas_payments_have_no_mail) {
  db_->write([](db::Tx& tx) {
    tx.run_script(
        "DELETE FROM outbox_mails WHERE kind = 'order_paid';"
        "UPDATE outbox_mails SET body_html = '' WHERE kind = 'order_placed' AND order_id = 1;"
        "UPDATE payments SET provider = 'cod' WHERE order_id = 4;"
        "UPDATE ledger_entries SET debit = 'cash' WHERE payment_id = 4 AND kind = 'captured'");
    EXPECT_THAT(false_truths(tx), IsEmpty());
  });
}

TEST_P(AuditTest, a_contradiction_names_its_order) {
  db_->write([](db::Tx& tx) {
    tx.run_script("DELETE FROM outbox_mails WHERE order_id = 2");
    for (const Truth& truth : audit(tx))
      if (!truth.violations.empty()) EXPECT_THAT(truth.violations, ElementsAre("order HRT-2: no confirmation"));
  });
}

class ChatAuditTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  void SetUp() override {
    db_->write([](db::Tx& tx) {
      tx.run_script(
          "INSERT INTO people (id, name, role, created_at) VALUES (1, 'A', 'buyer', 0);"
          "INSERT INTO rooms (id, owner_id, status, last_seq, created_at, updated_at, state_change) VALUES "
          "(1, 1, 'open', 3, 0, 0, 0), (2, 1, 'open', 0, 0, 0, 0);"
          "INSERT INTO messages (room_id, seq, sender_id, client_id, body, product_slug, sent_at, change_no) VALUES "
          "(1, 1, 1, 'a', 'x', '', 0, 1), (1, 2, 1, 'b', 'x', '', 0, 2), (1, 3, 1, 'c', 'x', '', 0, 3)");
    });
  }
  static std::vector<std::string> violations(db::Tx& tx) {
    std::vector<std::string> all;
    for (Truth& truth : audit_chat(tx)) all.insert(all.end(), truth.violations.begin(), truth.violations.end());
    return all;
  }

  std::unique_ptr<db::Database> db_ =
      db::testing::migrated_database(GetParam(), db::testing::kScratchOptions, db::Schema::kChat);
};
INSTANTIATE_TEST_SUITE_P(, ChatAuditTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(ChatAuditTest, rooms_without_gaps_pass) { EXPECT_THAT(db_->read(violations), IsEmpty()); }

TEST_P(ChatAuditTest, a_message_too_few_or_too_many_is_named_with_its_room) {
  const std::pair<const char*, const char*> breaches[] = {
      {"DELETE FROM messages WHERE seq = 2", "room 1: 2 messages, last 3"},
      {"DELETE FROM messages WHERE seq = 3", "room 1: 2 messages, last 3"},
      {"UPDATE messages SET seq = 4 WHERE seq = 1", "room 1: 3 messages, last 3"},
      {"UPDATE rooms SET last_seq = 1 WHERE id = 2", "room 2: 0 messages, last 1"}};
  for (const auto& [sql, violation] : breaches)
    db_->write([&](db::Tx& tx) {
      tx.run_script(sql);
      EXPECT_THAT(violations(tx), ElementsAre(violation)) << sql;
      tx.abandon();
    });
}

}  // namespace
}  // namespace hurtrock::app
