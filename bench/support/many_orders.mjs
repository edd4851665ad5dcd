// A shop that has sold for years: orders by SQL, so that a million of them take a minute and not a day.

import { settleDatabase } from './statistics.mjs'

/** One order every so often, the newest a day old. */
const kEverySeconds = 63
/** Ids beyond all that are there, and no number the id of two things: bench/bare_checkout tells them apart by that. */
const kFirst = 1_000_000
const kLines = 10_000_000
const kPayments = 20_000_000
const kDayMicros = 86_400_000_000n

/**
 * Adds so many delivered and paid orders of one line each, with their events, payment, entry in the ledger and goods
 * taken from the stock, spread evenly over the past and over all variants. Stock is left as it is: what was sold had
 * been received before.
 */
export async function addOrders(shop, count) {
  const newest = BigInt(Date.now()) * 1000n - kDayMicros
  await shop.sql(`
    CREATE TEMPORARY TABLE goods (k BIGINT PRIMARY KEY, variant_id BIGINT, product_id BIGINT, sku TEXT, name TEXT, price BIGINT, weight_g BIGINT);
    INSERT INTO goods SELECT ROW_NUMBER() OVER (ORDER BY v.id) - 1, v.id, p.id, v.sku, p.name, v.price, v.weight_g
      FROM variants v JOIN products p ON p.id = v.product_id;
    CREATE TEMPORARY TABLE past (i BIGINT PRIMARY KEY, at BIGINT, provider TEXT);
    INSERT INTO past WITH RECURSIVE numbers(i) AS (SELECT CAST(${kFirst} AS BIGINT) UNION ALL SELECT i + 1 FROM numbers WHERE i < ${kFirst + count - 1})
      SELECT i, ${newest} - (${kFirst + count} - i) * ${kEverySeconds}000000,
             CASE i % 4 WHEN 0 THEN 'cod' WHEN 1 THEN 'stripe' ELSE 'midtrans' END FROM numbers;

    INSERT INTO orders (id, number, state, payment_state, payment_method, language, contact_name, email, phone, street, area_code, kelurahan,
        kecamatan, kota, provinsi, postal_code, address_note, note, shipping_code, shipping_name, shipping_courier, shipping_min_days,
        shipping_max_days, chargeable_weight_g, goods_total, shipping_total, total, placed_at, paid_at, delivered_at)
      SELECT i, 'HRT-BENCH-' || i, 'delivered', 'paid', provider, CASE i % 5 WHEN 0 THEN 'en' ELSE 'id' END,
        'Pembeli ' || i % 200000, 'pembeli' || i % 200000 || '@lama.example', '+62812' || (10000000 + i % 200000), 'Jl. Lama No. ' || i % 300,
        '32.73.01.1005', 'Gegerkalong', 'Sukasari', CASE i % 3 WHEN 0 THEN 'Kota Bandung' WHEN 1 THEN 'Kota Surabaya' ELSE 'Kota Medan' END,
        CASE i % 3 WHEN 0 THEN 'Jawa Barat' WHEN 1 THEN 'Jawa Timur' ELSE 'Sumatera Utara' END, '40153', '', '',
        'jne-reg', 'JNE REG', 'jne', 2, 4, weight_g, price, 20000, price + 20000, at, at + 600000000, at + 259200000000
      FROM past JOIN goods ON k = i % (SELECT COUNT(*) FROM goods) ORDER BY i;
    INSERT INTO order_lines (id, order_id, position, product_id, variant_id, sku, name, options, quantity, unit_price, line_total, weight_g)
      SELECT i + ${kLines}, i, 1, product_id, variant_id, sku, name, '', 1, price, price, weight_g
      FROM past JOIN goods ON k = i % (SELECT COUNT(*) FROM goods) ORDER BY i;
    INSERT INTO reservations (order_line_id, order_id, variant_id, quantity, state, created_at, settled_at)
      SELECT i + ${kLines}, i, variant_id, 1, 'committed', at, at + 600000000
      FROM past JOIN goods ON k = i % (SELECT COUNT(*) FROM goods) ORDER BY i;
    INSERT INTO stock_movements (variant_id, delta, reason, created_at)
      SELECT variant_id, COUNT(*), 'received', MIN(created_at) FROM reservations WHERE order_id >= ${kFirst} GROUP BY variant_id ORDER BY variant_id;
    INSERT INTO stock_movements (variant_id, delta, reason, order_line_id, created_at)
      SELECT variant_id, -1, 'sold', order_line_id, settled_at FROM reservations WHERE order_id >= ${kFirst} ORDER BY order_id;
    INSERT INTO order_events (order_id, at, kind, actor_kind, state_before, state_after, payment_state_before, payment_state_after)
      SELECT i, at, 'placed', 'buyer', NULL, 'pending', NULL, 'unpaid' FROM past ORDER BY i;
    INSERT INTO order_events (order_id, at, kind, actor_kind, state_before, state_after, payment_state_before, payment_state_after)
      SELECT i, at + 600000000, 'paid', 'gateway', 'pending', 'paid', 'unpaid', 'paid' FROM past ORDER BY i;
    INSERT INTO payments (id, order_id, attempt, provider, reference, amount, state, settles_order, captured, created_at, updated_at, paid_at)
      SELECT i + ${kPayments}, i, 1, provider, 'HRT-BENCH-' || i || '-1', total, 'paid', 1, total, at, at + 600000000, at + 600000000
      FROM past JOIN orders ON id = i ORDER BY i;
    INSERT INTO ledger_entries (entry_key, kind, debit, credit, amount, payment_id, created_at)
      SELECT 'captured:' || i, 'captured', CASE provider WHEN 'cod' THEN 'cash' ELSE provider END, 'orders', total, i + ${kPayments}, at + 600000000
      FROM past JOIN orders ON id = i ORDER BY i;
    ${shop.database === 'postgres' ? kAfterwards : ''}`)
  await settleDatabase(shop)
}

/** Numbers given by hand are behind the back of the counters. */
const kAfterwards = `
    SELECT setval(pg_get_serial_sequence('orders', 'id'), (SELECT MAX(id) FROM orders));
    SELECT setval(pg_get_serial_sequence('order_lines', 'id'), (SELECT MAX(id) FROM order_lines));
    SELECT setval(pg_get_serial_sequence('payments', 'id'), (SELECT MAX(id) FROM payments));`
