// Buyers who do not give up, and what becomes of what they were told.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { until } from '../support/poll.mjs'
import { send, Visitor } from '../http/client.mjs'

const kPatience = { withinMs: 180_000 }

/**
 * Asks until there is an answer that is final, as a browser's user or a program with retries does. What fails meanwhile
 * goes to `failures`: {what, begun, ended, why}.
 */
export function persist(failures, what, ask) {
  return until(what, async () => {
    const begun = performance.now()
    const failed = why => {
      failures.push({ what, begun, ended: performance.now(), why })
      throw new Error(why)
    }
    const answer = await ask().catch(error => failed(error.message))
    return answer.status >= 500 ? failed(`status ${answer.status}`) : answer
  }, kPatience)
}

/**
 * One buyer's errand, to its end: {number, email, cash}. `url`: where the shop is reached, if not at itself; every
 * fourth pays in cash.
 */
export async function buyAndPay(shop, { url = shop.url, index, variant, area, failures, acknowledged }) {
  const email = `pembeli${index}@contoh.example`
  const cash = index % 4 === 3
  const visitor = new Visitor({ url })
  // A lost answer has lost the session's cookie, too: such a visitor begins anew, with one piece again.
  const added = await persist(failures, 'the cart', () => visitor.post('/api/v1/cart/items', { json: { variant_id: variant.id, quantity: 1 } }))
  assert.equal(added.status, 200, added.text())
  const body = {
    contact: { name: `Pembeli ${index}`, email, phone: '081234567890' },
    address: { street: 'Jl. Contoh 7', area_code: area, postal_code: '', note: '' },
    shipping_service: 'pickup', payment_method: cash ? 'cod' : 'midtrans', note: '',
  }
  const key = randomUUID()
  const placed = await persist(failures, 'the order', () => visitor.post('/api/v1/checkout', { json: body, headers: { 'Idempotency-Key': key } }))
  assert.equal(placed.status, 201, placed.text())
  const { order_number: number, payment } = placed.json()
  acknowledged.push({ number, email, cash })
  if (cash) return
  if (!payment.url.startsWith(shop.sandboxUrl)) {
    const opened = await persist(failures, 'the payment page', () => visitor.post(`/api/v1/orders/${number}/payment`))
    assert.equal(opened.status, 201, opened.text())
  }
  await persist([], 'the payment', async () => {
    const paid = await send('POST', `${shop.sandboxUrl}/_sandbox/orders/${number}-1/pay?method=qris`)
    // Paid already, before the answer was lost.
    assert.ok(paid.status === 200 || paid.status === 409, paid.text())
    return paid
  })
}

/** Of orders: the sample shop's own were placed before it was made. */
export const kIsNew = 'placed_at > (SELECT MIN(applied_at) FROM schema_migrations)'

/** Nothing but the acknowledged orders exists, each paid as its buyer paid, and no work is left. */
export async function awaitTheirOrders(shop, acknowledged) {
  const wanted = acknowledged.map(({ number, cash }) => `${number} ${cash ? 'processing unpaid' : 'paid paid'}`).sort()
  await until('every payment has arrived', async () => {
    const rows = await shop.sql(`SELECT number, state, payment_state FROM orders WHERE ${kIsNew} ORDER BY number`)
    assert.deepEqual(rows.map(row => row.join(' ')).sort(), wanted)
    return true
  }, kPatience)
  // After the payments: a notification still on its way would bring a job and a mail with it.
  await until('every job is done', async () => {
    const [[events, jobs, mails]] = await shop.sql(
      `SELECT (SELECT COUNT(*) FROM payment_events WHERE state = 'received'), (SELECT COUNT(*) FROM jobs WHERE state = 'waiting'),
              (SELECT COUNT(*) FROM outbox_mails WHERE state = 'waiting')`)
    if (events !== '0' || jobs !== '0' || mails !== '0') throw new Error(`${events} notifications, ${jobs} jobs, ${mails} mails wait`)
    return true
  }, kPatience)
}

/** Each buyer has one mail about the order and one about its payment; answers how many were sent more than once. */
export function countRepeatedMails(mails, acknowledged) {
  const times = new Map()
  for (const { to, messageId } of mails) {
    const ids = times.get(to) ?? new Map()
    times.set(to, ids.set(messageId, (ids.get(messageId) ?? 0) + 1))
  }
  let repeated = 0
  for (const { number, email, cash } of acknowledged) {
    const ids = times.get(email) ?? new Map()
    assert.equal(ids.size, cash ? 1 : 2, `mails about ${number}`)
    for (const count of ids.values()) repeated += count - 1
  }
  return repeated
}
