// A provider whose keys do not open, and notifications that were given up: PRODUCT "Payments". Time passes by moving the
// hold's end into the past.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../support/poll.mjs'
import {
  assertBooksAreRight, assertProblem, atSandbox, awaitOrder, buy, micros, notification, notify, onEachDatabase, orderRow, staffTasks, stockOf,
  takeVariant,
} from './errand.mjs'
import { onceLoggedIn } from './people.mjs'

const kNextRun = { withinMs: 45_000 }

onEachDatabase('missing keys', shop => {
  const staff = onceLoggedIn(shop, 'staff')
  const endHold = number => shop().sql(`UPDATE orders SET hold_until = ${micros(-1000)} WHERE number = '${number}' AND state = 'pending'`)
  /** As if they had been sealed with another SESSION_SECRET. */
  const setBox = box => shop().sql(`UPDATE payment_settings SET secret_box = ${box}, version = version + 1 WHERE provider = 'midtrans'`)
  const webhookAnswers = async status =>
    until(`notifications are answered with ${status}`, async () => (await notify(shop(), notification('HRT-ZZZZ-ZZZZ-1', 10_000))).status === status)
  const isOpen = async kind =>
    (await shop().sql(`SELECT COUNT(*) FROM staff_tasks WHERE kind = '${kind}' AND resolved_at IS NULL`))[0][0] !== '0'

  test('an order is neither cancelled nor taken for unpaid while its provider cannot be asked', async () => {
    const variant = await takeVariant(shop(), 5)
    const { number, reference, visitor } = await buy(shop(), { variant, quantity: 2 })
    await atSandbox(shop(), reference, 'pay', { notify: 0 })
    await setBox("'sealed with another secret'")
    await webhookAnswers(503)
    await endHold(number)
    await until('staff see it', () => isOpen('provider_without_keys'), kNextRun)
    assert.equal((await staffTasks(shop(), 'provider_without_keys')).length, 1)
    assertProblem(await visitor.post(`/api/v1/orders/${number}/cancellation`), 503)
    assert.equal((await orderRow(shop(), number)).state, 'pending')
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 5, reserved: 2 })
    assert.match((await (await staff()).get(`/admin/orders/${number}`)).text(), /Kunci Midtrans tidak ada atau tidak bisa dibuka/)
    assert.match((await (await staff()).get('/admin/payments/transactions')).text(), /Kunci penyedia tidak ada atau tidak bisa dibuka/)

    await setBox('NULL')
    await webhookAnswers(200)
    await endHold(number)
    await awaitOrder(shop(), number, { state: 'paid', payment: 'paid' }, kNextRun)
    await until('the staff\'s list is clear', async () => !(await isOpen('provider_without_keys')), { withinMs: 90_000 })
  })

  test('what was given up is taken up by the next start, also after a process that died', async () => {
    const { number, reference } = await buy(shop())
    await atSandbox(shop(), reference, 'pay', { notify: 0 })
    await shop().kill9()
    await shop().sql(
      `INSERT INTO payment_events (provider, event_identity, reference, payload, state, received_at, take_ups)
       VALUES ('midtrans', 'given up', '${reference}', '{}', 'received', ${micros()}, 61);
       INSERT INTO jobs (kind, dedup_key, payload, state, run_at, attempts, max_attempts, created_at, finished_at)
       SELECT 'payments.event', 'payments.event:' || id, CAST(id AS TEXT), 'dead', 1, 12, 12, 1, ${micros()} FROM payment_events WHERE event_identity = 'given up'`)
    await shop().start()
    await awaitOrder(shop(), number, { state: 'paid', payment: 'paid' })
  })

  test('the books are right', () => assertBooksAreRight(shop()))
})
