// Accounts, mails and a log of who did what, as a shop has them after years; by SQL, beside many_orders.mjs.

import { settleDatabase } from './statistics.mjs'

/** Ids beyond those of the sample data. */
const kFirst = 1_000_000

/** Adds so many buyers, and as many sent mails and audit rows, spread over the past two years. */
export async function addPeople(shop, count) {
  const now = BigInt(Date.now()) * 1000n
  const every = (2n * 365n * 86_400_000_000n) / BigInt(count)
  await shop.sql(`
    CREATE TEMPORARY TABLE people (i BIGINT PRIMARY KEY, at BIGINT);
    INSERT INTO people WITH RECURSIVE numbers(i) AS (SELECT CAST(${kFirst} AS BIGINT) UNION ALL SELECT i + 1 FROM numbers WHERE i < ${kFirst + count - 1})
      SELECT i, ${now} - (${kFirst + count} - i) * ${every} FROM numbers;
    INSERT INTO users (id, email, name, phone, role, created_at, last_login_at)
      SELECT i, 'pembeli' || (i - ${kFirst}) || '@lama.example', 'Pembeli ' || (i - ${kFirst}), '+62812' || (10000000 + i - ${kFirst}), 'buyer', at, at
      FROM people ORDER BY i;
    INSERT INTO outbox_mails (kind, event_key, to_address, to_name, language, subject, body_html, body_text, state, attempts, next_attempt_at, created_at, sent_at)
      SELECT 'order_paid', 'bench:' || i, 'pembeli' || (i - ${kFirst}) || '@lama.example', 'Pembeli', 'id', 'Pembayaran diterima', '<p>Terima kasih.</p>', 'Terima kasih.',
             'sent', 1, at, at, at FROM people ORDER BY i;
    INSERT INTO audit_log (at, actor_id, actor_name, action, subject_kind, subject_id, before_json, after_json)
      SELECT at, (SELECT MIN(id) FROM users WHERE role = 'admin'), 'Admin', 'order.processing', 'order', 'HRT-BENCH-' || i, '{"state":"paid"}', '{"state":"processing"}'
      FROM people ORDER BY i;
    ${shop.database === 'postgres' ? "SELECT setval(pg_get_serial_sequence('users', 'id'), (SELECT MAX(id) FROM users));" : ''}`)
  await settleDatabase(shop)
}
