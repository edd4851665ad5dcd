// What Midtrans tells us, in every order and number: CONTRACT section 6, PRODUCT "Payments".

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../support/poll.mjs'
import { send } from './client.mjs'
import {
  assertBooksAreRight, assertProblem, atSandbox, awaitOrder, awaitQuiet, buy, misbehave, notification, notify, onEachDatabase, orderRow,
  staffTasks, stockOf, takeVariant,
} from './errand.mjs'

onEachDatabase('webhooks', shop => {
  const events = async () => Number((await shop().sql('SELECT COUNT(*) FROM payment_events'))[0][0])
  const paidMails = async number => Number((await shop().sql(
    `SELECT COUNT(*) FROM outbox_mails m JOIN orders o ON o.id = m.order_id WHERE o.number = '${number}' AND m.kind = 'order_paid'`))[0][0])

  test('a settlement pays the order: stock taken, invoice given, mail written, each once', async () => {
    const variant = await takeVariant(shop(), 5)
    const { number, reference, visitor } = await buy(shop(), { variant, quantity: 2 })
    await atSandbox(shop(), reference, 'pay')
    await awaitOrder(shop(), number, { state: 'paid', payment: 'paid' })
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 3, reserved: 0 })
    assert.equal(await paidMails(number), 1)
    const told = (await visitor.get(`/api/v1/orders/${number}`)).json()
    assert.match(told.invoice_number, /^INV\/\d{4}\/\d{6}$/)
    assert.equal(told.hold_until, null)
    assert.ok(told.paid_at)
  })

  test('a wrong signature is refused with 401 and nothing is stored', async () => {
    const { number, reference, order } = await buy(shop())
    const before = await events()
    const right = notification(reference, order.total)
    for (const forged of [
      { ...right, signature_key: 'f'.repeat(128) },
      { ...right, signature_key: right.signature_key.slice(0, -1) },
      { ...right, signature_key: right.signature_key.toUpperCase() },
      { ...right, signature_key: '' },
      { ...right, signature_key: undefined },
      { ...right, signature_key: null },
      { ...right, signature_key: [right.signature_key] },
      { ...right, gross_amount: '1.00' },
      { ...right, gross_amount: order.total },
      { ...right, order_id: `${reference}x` },
      { ...right, status_code: '201' },
    ]) assertProblem(await notify(shop(), forged), 401)
    assert.equal(await events(), before)
    assert.equal((await orderRow(shop(), number)).payment, 'unpaid')
  })

  test('what is no notification has no signature: 401, and nothing is stored', async () => {
    const before = await events()
    for (const body of ['', '{', 'null', '[]', '"text"', '42', '{}', 'a=b', '\u0000', '{"order_id":'.repeat(50), '['.repeat(10_000)]) {
      const answer = await send('POST', `${shop().url}/webhooks/midtrans`, { body, headers: { 'Content-Type': 'application/json' } })
      assertProblem(answer, 401)
    }
    const large = await send('POST', `${shop().url}/webhooks/midtrans`, { body: 'x'.repeat(1_000_000) }).catch(error => error)
    assert.ok(large instanceof Error || large.status === 413)
    assert.equal(await events(), before)
  })

  test('refused signatures are counted for monitoring, by provider', async () => {
    // Each process counts for itself.
    const counted = async () => {
      const counts = {}
      for (const url of shop().nodeUrls)
        for (const [, provider, count] of (await send('GET', `${url}/metrics`)).text().matchAll(/^hurtrock_shop_webhook_signatures_refused_total\{provider="(\w+)"\} (\d+)$/gm))
          counts[provider] = (counts[provider] ?? 0) + Number(count)
      return counts
    }
    const before = await counted()
    await notify(shop(), { order_id: 'HRT-0000-0000-1' })
    await send('POST', `${shop().url}/webhooks/midtrans`, { body: '' })
    assert.equal((await send('POST', `${shop().url}/webhooks/stripe`, { body: '{}' })).status, 401)
    assert.deepEqual(await counted(), { midtrans: before.midtrans + 2, stripe: before.stripe + 1 })
  })

  test('failure 14: a forged state under a right signature moves no money: the provider is asked', async () => {
    const { number, reference, order } = await buy(shop())
    assert.equal((await notify(shop(), notification(reference, order.total))).status, 200)
    await awaitQuiet(shop())
    assert.notEqual((await orderRow(shop(), number)).payment, 'paid')
  })

  test('a notification for an order nobody knows is accepted, parked and shown to staff', async () => {
    assert.equal((await notify(shop(), notification('HRT-ZZZZ-ZZZZ-1', 10_000))).status, 200)
    await until('it is parked', async () =>
      (await shop().sql("SELECT state FROM payment_events WHERE reference = 'HRT-ZZZZ-ZZZZ-1'"))[0]?.[0] === 'parked')
    assert.ok((await staffTasks(shop(), 'unknown_payment_reference')).some(({ detail }) => detail.includes('HRT-ZZZZ-ZZZZ-1')))
  })

  test('failure 03: the same notification twenty times at once is one payment', async () => {
    const variant = await takeVariant(shop(), 5)
    const { number, reference, order } = await buy(shop(), { variant, quantity: 1 })
    await atSandbox(shop(), reference, 'pay', { notify: 0, method: 'qris' })
    const before = await events()
    const told = notification(reference, order.total)
    const answers = await Promise.all(Array.from({ length: 20 }, () => notify(shop(), told)))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    assert.equal(await events(), before + 1)
    await awaitOrder(shop(), number, { state: 'paid', payment: 'paid' })
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 4, reserved: 0 })
    assert.equal(await paidMails(number), 1)
    const [[captured]] = await shop().sql(`SELECT COUNT(*) FROM payments WHERE reference = '${reference}' AND captured > 0`)
    assert.equal(captured, '1')
  })

  test("the sandbox's own twenty copies are one payment too", async () => {
    const { number, reference } = await buy(shop())
    await atSandbox(shop(), reference, 'pay', { duplicate: 20 })
    await awaitOrder(shop(), number, { state: 'paid', payment: 'paid' })
    await awaitQuiet(shop())
    assert.equal(await paidMails(number), 1)
  })

  test('a settlement before its pending, and a pending after it, end at paid', async () => {
    const { number, reference, order } = await buy(shop())
    await atSandbox(shop(), reference, 'pay', { notify: 0 })
    await notify(shop(), notification(reference, order.total))
    await awaitOrder(shop(), number, { payment: 'paid' })
    for (const late of [{ transaction_status: 'pending', status_code: '201' }, { transaction_status: 'expire', status_code: '202' },
                        { transaction_status: 'deny', status_code: '202' }, { transaction_status: 'cancel', status_code: '202' }])
      assert.equal((await notify(shop(), notification(reference, order.total, late))).status, 200)
    await awaitQuiet(shop())
    assert.deepEqual(Object.values(await orderRow(shop(), number)).slice(0, 2), ['paid', 'paid'])
    assert.equal(await paidMails(number), 1)
  })

  test('a buyer who has chosen a bank waits with a pending order', async () => {
    const { number, reference } = await buy(shop())
    await atSandbox(shop(), reference, 'choose', { method: 'bca_va' })
    await awaitOrder(shop(), number, { state: 'pending', payment: 'pending' })
    await atSandbox(shop(), reference, 'pay', { method: 'bca_va' })
    await awaitOrder(shop(), number, { state: 'paid', payment: 'paid' })
  })

  test('a denied card is not the end: the next try pays', async () => {
    const { number, reference } = await buy(shop())
    await atSandbox(shop(), reference, 'deny', { method: 'credit_card' })
    await awaitOrder(shop(), number, { state: 'pending', payment: 'failed' })
    await atSandbox(shop(), reference, 'pay', { method: 'credit_card' })
    await awaitOrder(shop(), number, { state: 'paid', payment: 'paid' })
  })

  test('a card under suspicion pays nothing until it is accepted, and staff see it', async () => {
    const { number, reference } = await buy(shop())
    await atSandbox(shop(), reference, 'challenge', { method: 'credit_card' })
    await awaitOrder(shop(), number, { state: 'pending', payment: 'pending' })
    assert.ok((await staffTasks(shop(), 'payment_challenge')).some(task => task.number === number))
  })

  test('money for another amount never pays, and stands on the staff list at once', async () => {
    const { number, reference, order } = await buy(shop())
    // As if the shop had asked for less than was paid.
    await shop().sql(`UPDATE payments SET amount = amount - 1 WHERE reference = '${reference}'`)
    await atSandbox(shop(), reference, 'pay')
    await until('staff see it', async () => (await staffTasks(shop(), 'payment_mismatch')).some(task => task.number === number))
    const row = await orderRow(shop(), number)
    assert.equal(row.state, 'pending')
    assert.notEqual(row.payment, 'paid')
    assert.equal(await paidMails(number), 0)
    await notify(shop(), notification(reference, order.total, { transaction_time: '2026-11-22 10:00:01' }))
    await awaitQuiet(shop())
    assert.notEqual((await orderRow(shop(), number)).payment, 'paid')
    await shop().sql(`UPDATE payments SET amount = amount + 1 WHERE reference = '${reference}'`)
  })

  test('money for a cancelled order revives nothing and stands on the list of what must go back', async () => {
    const variant = await takeVariant(shop(), 5)
    const { number, reference, visitor } = await buy(shop(), { variant })
    await visitor.post(`/api/v1/orders/${number}/cancellation`)
    await atSandbox(shop(), reference, 'pay', { force: 1 })
    await until('staff see it', async () => (await staffTasks(shop(), 'payment_must_go_back')).some(task => task.number === number))
    assert.equal((await orderRow(shop(), number)).state, 'cancelled')
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 5, reserved: 0 })
  })

  test('a second payment of one order is kept apart and goes back', async () => {
    const { number, reference, visitor } = await buy(shop())
    await atSandbox(shop(), reference, 'expire')
    await awaitOrder(shop(), number, { payment: 'expired' })
    await visitor.post(`/api/v1/orders/${number}/payment`)
    await atSandbox(shop(), `${number}-2`, 'pay')
    await awaitOrder(shop(), number, { payment: 'paid' })
    await atSandbox(shop(), reference, 'pay', { force: 1 })
    await until('staff see it', async () => (await staffTasks(shop(), 'payment_must_go_back')).some(task => task.number === number))
    assert.equal(await paidMails(number), 1)
  })

  test('a settlement taken back is shown to staff', async () => {
    const { number, reference } = await buy(shop())
    await atSandbox(shop(), reference, 'pay', { method: 'permata_va' })
    await awaitOrder(shop(), number, { payment: 'paid' })
    await atSandbox(shop(), reference, 'deny', { force: 1, method: 'permata_va' })
    await until('staff see it', async () => (await staffTasks(shop(), 'payment_withdrawn')).some(task => task.number === number))
  })

  test('a provider that stumbles when asked is asked again', async () => {
    const { number, reference } = await buy(shop())
    await misbehave(shop(), { call: 'status', kind: '500', times: 6 })
    await atSandbox(shop(), reference, 'pay')
    await awaitOrder(shop(), number, { payment: 'paid' }, { withinMs: 60_000 })
    await misbehave(shop(), { call: 'status', kind: '500', times: 0 })
  })

  test('an answer waits for no provider', async () => {
    const { reference, order } = await buy(shop())
    await misbehave(shop(), { call: 'status', kind: 'delay', times: 100, wait_ms: 5_000 })
    for (let i = 0; i < 20; ++i) {
      const told = notification(reference, order.total, { transaction_time: `2026-11-22 11:00:${String(i + 10)}` })
      assert.equal((await notify(shop(), told)).status, 200)
    }
    const [[waiting]] = await shop().sql("SELECT COUNT(*) FROM payment_events WHERE state = 'received'")
    assert.ok(Number(waiting) > 0, 'all were answered before the provider had said anything')
    await misbehave(shop(), { call: 'status', kind: 'delay', times: 0 })
    await awaitQuiet(shop(), { withinMs: 90_000 })
  })

  test('the books are right', () => assertBooksAreRight(shop()))
})
