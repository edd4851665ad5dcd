// Holds that end: PRODUCT "Stock". Time passes by moving the hold's end into the past.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { awaitMail } from '../support/mails.mjs'
import { until } from '../support/poll.mjs'
import {
  assertBooksAreRight, assertProblem, atSandbox, awaitOrder, awaitQuiet, buy, micros, misbehave, onEachDatabase, orderRow, sandboxOrders, setStock,
  staffTasks, stockOf, takeVariant,
} from './errand.mjs'

const kNextRun = { withinMs: 45_000 }

onEachDatabase('holds', shop => {
  const endHold = number => shop().sql(`UPDATE orders SET hold_until = ${micros(-1000)} WHERE number = '${number}' AND state = 'pending'`)

  /** The jobs' plan is in the database and in the process that has made it. */
  const everyJobIsDue = async () => {
    await shop().kill9()
    await shop().sql('UPDATE schedules SET next_run_at = 0')
    await shop().start()
  }

  const nextTurn = async () =>
    Number((await shop().sql("SELECT next_run_at FROM schedules WHERE name = 'checkout.expire_holds'"))[0]?.[0] ?? 0)

  test('holds that end in every way', async t => {
    // All of them wait for the same run of the job.
    const stock = {}
    const place = async (name, prepare = () => {}) => {
      const variant = await takeVariant(shop(), 5)
      const order = await buy(shop(), { variant, quantity: 2 })
      stock[name] = variant
      await prepare(order)
      await endHold(order.number)
      return order
    }
    const never = await place('never')
    const chose = await place('chose', ({ reference }) => atSandbox(shop(), reference, 'choose', { method: 'bca_va', notify: 0 }))
    const paid = await place('paid', ({ reference }) => atSandbox(shop(), reference, 'pay', { notify: 0 }))
    const second = await place('second', async ({ number, reference }) => {
      await atSandbox(shop(), reference, 'deny', { method: 'credit_card' })
      await awaitOrder(shop(), number, { payment: 'failed' })
      await atSandbox(shop(), reference, 'pay', { method: 'credit_card', notify: 0 })
    })
    const alive = await buy(shop(), { variant: (stock.alive = await takeVariant(shop(), 5)), quantity: 2 })
    await everyJobIsDue()

    await t.test('an order nobody has paid is cancelled, its goods are free again, its buyer is told', async () => {
      await awaitOrder(shop(), never.number, { state: 'cancelled', payment: 'expired' }, kNextRun)
      assert.deepEqual(await stockOf(shop(), stock.never.id), { onHand: 5, reserved: 0 })
      await awaitMail(shop(), { to: never.body.contact.email, after: 1 })
    })

    await t.test('its payment page is closed before the goods are free', async () => {
      await awaitOrder(shop(), chose.number, { state: 'cancelled' }, kNextRun)
      const { orders } = await sandboxOrders(shop())
      for (const { reference } of [never, chose]) {
        const page = orders.find(({ order_id }) => order_id === reference)
        assert.ok(page.page_closed || page.transaction_status === 'expire', JSON.stringify(page))
      }
    })

    await t.test('an order that was paid without our hearing of it is kept', async () => {
      await awaitOrder(shop(), paid.number, { state: 'paid', payment: 'paid' }, kNextRun)
      assert.deepEqual(await stockOf(shop(), stock.paid.id), { onHand: 3, reserved: 0 })
    })

    await t.test('so is one whose first card was denied and whose second try paid unheard of', async () => {
      await until('the job has been there', async () => (await orderRow(shop(), second.number)).state !== 'pending', kNextRun)
      assert.deepEqual(Object.values(await orderRow(shop(), second.number)).slice(0, 2), ['paid', 'paid'])
    })

    await t.test('a hold that has not ended is left alone', async () => {
      assert.equal((await orderRow(shop(), alive.number)).state, 'pending')
      assert.deepEqual(await stockOf(shop(), stock.alive.id), { onHand: 5, reserved: 2 })
    })

    await t.test('the cancelled order can be neither paid nor cancelled again', async () => {
      assertProblem(await never.visitor.post(`/api/v1/orders/${never.number}/payment`), 409)
      assertProblem(await never.visitor.post(`/api/v1/orders/${never.number}/cancellation`), 409)
      assert.deepEqual(await stockOf(shop(), stock.never.id), { onHand: 5, reserved: 0 })
    })

    await t.test('money that comes after all goes back when the goods are sold by then, and the buyer is told', async () => {
      await setStock(shop(), stock.never.id, 1)
      await atSandbox(shop(), never.reference, 'pay', { force: 1 })
      await until('staff see it', async () => (await staffTasks(shop(), 'payment_must_go_back')).some(({ number }) => number === never.number))
      assert.equal((await orderRow(shop(), never.number)).state, 'cancelled')
      await awaitMail(shop(), { to: never.body.contact.email, text: 'barangnya sudah habis' })
    })

    await t.test('while they are still there the order goes on, and both sides are told', async () => {
      await atSandbox(shop(), chose.reference, 'pay', { force: 1 })
      await awaitOrder(shop(), chose.number, { state: 'paid', payment: 'paid' })
      assert.deepEqual(await stockOf(shop(), stock.chose.id), { onHand: 3, reserved: 0 })
      assert.ok((await staffTasks(shop(), 'payment_late')).some(({ number }) => number === chose.number))
      await awaitMail(shop(), { to: chose.body.contact.email, text: 'setelah batas waktunya lewat' })
    })
  })

  test('whoever chooses QRIS has a quarter of an hour, and a virtual account its day', async () => {
    const minutesHeld = async number => {
      const [[until]] = await shop().sql(`SELECT hold_until FROM orders WHERE number = '${number}'`)
      return Number(BigInt(until) - micros()) / 60e6
    }
    const chosen = {}
    for (const method of ['qris', 'bca_va']) {
      const { number, reference } = await buy(shop())
      await atSandbox(shop(), reference, 'choose', { method })
      await awaitOrder(shop(), number, { payment: 'pending' })
      chosen[method] = await minutesHeld(number)
    }
    assert.ok(chosen.qris > 25 && chosen.qris <= 30, `${chosen.qris} minutes`)
    assert.ok(chosen.bca_va > 24 * 60, `${chosen.bca_va} minutes`)
  })

  test('while the provider cannot be asked nothing is cancelled', async () => {
    const paid = await buy(shop())
    const open = await buy(shop())
    await atSandbox(shop(), paid.reference, 'pay', { notify: 0 })
    for (const call of ['expire', 'close_page', 'status']) await misbehave(shop(), { call, kind: '500', times: 1_000_000 })
    await endHold(paid.number)
    await endHold(open.number)
    await everyJobIsDue()
    // The second turn begins when the first has ended.
    const first = await until('the job has had its turn', nextTurn)
    await until('the job has had its next turn', async () => (await nextTurn()) > first, kNextRun)
    assert.equal((await orderRow(shop(), open.number)).state, 'pending')
    assert.equal((await orderRow(shop(), paid.number)).state, 'pending')
    for (const call of ['expire', 'close_page', 'status']) await misbehave(shop(), { call, kind: '500', times: 0 })
    // Both were put off, to give others their turn.
    await endHold(paid.number)
    await endHold(open.number)
    await awaitOrder(shop(), paid.number, { state: 'paid' }, kNextRun)
    await awaitOrder(shop(), open.number, { state: 'cancelled' }, kNextRun)
  })

  test('a page that cannot be asked keeps its order, though the try on it has ended', async () => {
    const { number, reference, visitor } = await buy(shop())
    await atSandbox(shop(), reference, 'expire', { method: 'credit_card' })
    await awaitOrder(shop(), number, { payment: 'expired' })
    await misbehave(shop(), { call: 'close_page', kind: '500', times: 1_000_000 })
    assertProblem(await visitor.post(`/api/v1/orders/${number}/cancellation`), 503)
    await misbehave(shop(), { call: 'close_page', kind: '500', times: 0 })
    assert.equal((await orderRow(shop(), number)).state, 'pending')
    assert.equal((await visitor.post(`/api/v1/orders/${number}/cancellation`)).status, 200)
    const { orders } = await sandboxOrders(shop())
    assert.ok(orders.find(({ order_id }) => order_id === reference).page_closed)
  })

  test('what is paid on a page that stays open after a denial, when the order is cancelled, goes back once', async () => {
    const variant = await takeVariant(shop(), 5)
    const { number, reference, visitor } = await buy(shop(), { variant, quantity: 2 })
    await atSandbox(shop(), reference, 'deny', { method: 'credit_card' })
    await awaitOrder(shop(), number, { payment: 'failed' })
    assert.equal((await visitor.post(`/api/v1/orders/${number}/cancellation`)).status, 200)
    await atSandbox(shop(), reference, 'pay', { method: 'bca_va', duplicate: 5 })
    await until('staff see it', async () => (await staffTasks(shop(), 'payment_must_go_back')).some(task => task.number === number))
    await awaitQuiet(shop())
    assert.equal((await staffTasks(shop(), 'payment_must_go_back')).filter(task => task.number === number).length, 1)
    const [[captured]] = await shop().sql(
      `SELECT COUNT(*) FROM ledger_entries e JOIN payments p ON p.id = e.payment_id WHERE p.reference = '${reference}' AND e.kind = 'captured'`)
    assert.equal(captured, '1')
    assert.equal((await orderRow(shop(), number)).state, 'cancelled')
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 5, reserved: 0 })
    await assertBooksAreRight(shop())
  })

  test('a payment nobody told us about is found by asking, long before the hold ends', async () => {
    const plain = await buy(shop())
    await atSandbox(shop(), plain.reference, 'pay', { notify: 0 })
    const second = await buy(shop())
    await atSandbox(shop(), second.reference, 'deny', { method: 'credit_card' })
    await awaitOrder(shop(), second.number, { payment: 'failed' })
    await atSandbox(shop(), second.reference, 'pay', { method: 'credit_card', notify: 0 })
    await shop().sql(`UPDATE payments SET updated_at = ${micros(-600_000)} WHERE reference IN ('${plain.reference}', '${second.reference}')`)
    await everyJobIsDue()
    await awaitOrder(shop(), plain.number, { state: 'paid' })
    await awaitOrder(shop(), second.number, { state: 'paid' })
  })

  test('the books are right', () => assertBooksAreRight(shop()))
})
