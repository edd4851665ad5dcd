// Every way a provider can fail, at every call the shop makes of it: what the buyer sees meanwhile, where the order
// stands, and that it heals by itself or by the buyer's next click. A fault lasts for as many calls as one call of ours
// tries, and one more; nothing is mended by hand but the clock.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../support/poll.mjs'
import { kDatabases } from '../support/topology.mjs'
import {
  assertBooksAreRight, assertPage, atSandbox, atStripe, awaitOrder, awaitQuiet, buy, micros, misbehave, orderRow, stockOf,
  takeVariant, withShop,
} from './errand.mjs'
import { onceLoggedIn } from './people.mjs'

const kPatience = { withinMs: 60_000 }
const kTries = 4
const kFaults = ['delay', 'drop', '429', '500', 'close_after_accepting']
/** A default run tries those that differ most: the database makes no difference to a provider, and a turn of the job
 *  that ends holds takes its while. */
const long = Boolean(process.env.HURTROCK_LONG)
const kTried = { sqlite: long ? kFaults : ['drop', '429', 'close_after_accepting'], postgres: long ? kFaults : ['500'] }
const kTriedAtHolds = { sqlite: long ? kFaults : ['close_after_accepting'], postgres: long ? kFaults : ['429'] }

const kProviders = [
  {
    method: 'midtrans',
    calls: { open: ['open'], status: ['status'], cancel: ['cancel', 'close_page'], end: ['expire', 'close_page'], refund: ['refund'] },
    at: atSandbox,
    begin: (shop, reference) => atSandbox(shop, reference, 'choose', { method: 'bca_va', notify: 0 }),
    pay: (shop, reference, query = {}) => atSandbox(shop, reference, 'pay', { method: 'qris', ...query }),
  },
  {
    method: 'stripe',
    calls: {
      open: ['stripe.open'], status: ['stripe.status'], cancel: ['stripe.expire'], end: ['stripe.expire'], refund: ['stripe.refund'],
    },
    at: atStripe,
    begin: async () => {},
    pay: (shop, reference, query = {}) => atStripe(shop, reference, 'pay', query),
  },
]

for (const database of kDatabases)
  withShop(`a provider that misbehaves (${database})`, shop => defineMatrix(shop, kTried[database], kTriedAtHolds[database]), { database })

function defineMatrix(shop, faults, faultsAtHolds) {
  const staff = onceLoggedIn(shop, 'staff')

  const begin = async (calls, kind) => {
    for (const call of calls) await misbehave(shop(), { call, kind, times: kTries, wait_ms: 150 })
  }
  const end = async calls => {
    for (const call of calls) await misbehave(shop(), { call, kind: '500', times: 0 })
  }
  /** While `calls` fail like `kind`. */
  const during = async (calls, kind, work) => {
    await begin(calls, kind)
    try {
      return await work()
    } finally {
      await end(calls)
    }
  }

  /** Jobs that wait for their next try have waited long enough. */
  const triesAreDue = async () => {
    await shop().sql(`UPDATE jobs SET run_at = ${micros(-1000)} WHERE state = 'waiting' AND lease_until IS NULL`)
    await shop().sql(`UPDATE refunds SET next_ask_at = ${micros(-1000)} WHERE next_ask_at IS NOT NULL`)
  }
  const heals = (number, wanted) => until(`${number} heals`, async () => {
    await triesAreDue()
    const row = await orderRow(shop(), number)
    for (const [name, value] of Object.entries(wanted)) if (row[name] !== value) throw new Error(JSON.stringify(row))
    return true
  }, kPatience)

  /** The buyer's own page of the order, which is there whatever happens. */
  const pageOf = async ({ visitor, number }) => assertPage(await visitor.get(`/orders/${number}`), 200)

  for (const { method, calls, begin: beginToPay, pay } of kProviders) {
    for (const kind of faults) {
      test(`${method}, opening the page, ${kind}: the order stands and is paid at the next click`, async () => {
        const bought = await during(calls.open, kind, () => buy(shop(), { method }))
        assert.equal((await orderRow(shop(), bought.number)).state, 'pending')
        await pageOf(bought)
        const again = await bought.visitor.post(`/api/v1/orders/${bought.number}/payment`)
        assert.equal(again.status, 201, again.text())
        assert.ok(again.json().payment.url.startsWith(`${shop().sandboxUrl}/`), again.text())
        const [[reference, attempts]] = await shop().sql(
          `SELECT MAX(p.reference), COUNT(*) FROM payments p JOIN orders o ON o.id = p.order_id WHERE o.number = '${bought.number}'`)
        assert.equal(attempts, '1', 'one page is opened, however often it is asked for')
        await pay(shop(), reference)
        await awaitOrder(shop(), bought.number, { state: 'paid' })
      })

      test(`${method}, asking what became of it, ${kind}: the buyer waits a little and the order is paid once`, async () => {
        const bought = await buy(shop(), { method })
        await during(calls.status, kind, async () => {
          await pay(shop(), bought.reference)
          await pageOf(bought)
          await until('the notification is there', async () =>
            (await shop().sql(`SELECT COUNT(*) FROM payment_events WHERE state = 'received' OR state = 'processed'`))[0][0] !== '0')
        })
        await heals(bought.number, { state: 'paid', payment: 'paid' })
        const [[mails]] = await shop().sql(
          `SELECT COUNT(*) FROM outbox_mails m JOIN orders o ON o.id = m.order_id WHERE o.number = '${bought.number}' AND m.kind = 'order_paid'`)
        assert.equal(mails, '1')
      })

      test(`${method}, cancelling, ${kind}: cancelled, or said to be not yet and cancelled at the next click`, async () => {
        const variant = await takeVariant(shop(), 5)
        const bought = await buy(shop(), { method, variant, quantity: 2 })
        await beginToPay(shop(), bought.reference)
        const first = await during(calls.cancel, kind, () => bought.visitor.post(`/api/v1/orders/${bought.number}/cancellation`))
        if (first.status !== 200) {
          assert.equal(first.status, 503, first.text())
          assert.ok(first.headers['retry-after'], 'it says when to try again')
          assert.equal((await orderRow(shop(), bought.number)).state, 'pending')
          assert.equal((await stockOf(shop(), variant.id)).reserved, 2)
          assert.equal((await bought.visitor.post(`/api/v1/orders/${bought.number}/cancellation`)).status, 200)
        }
        assert.equal((await orderRow(shop(), bought.number)).state, 'cancelled')
        assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 5, reserved: 0 })
      })

      test(`${method}, refunding, ${kind}: the money goes back once`, async () => {
        const bought = await buy(shop(), { method })
        await pay(shop(), bought.reference)
        await awaitOrder(shop(), bought.number, { payment: 'paid' })
        await awaitQuiet(shop())
        const [[version]] = await shop().sql(`SELECT version FROM orders WHERE number = '${bought.number}'`)
        await during(calls.refund, kind, async () => {
          const form = { version, form_key: `misbehaving-${method}-${kind}`, reason: 'x', extra: '25000', accepted_total: '25000' }
          const asked = await (await staff()).post(`/admin/orders/${bought.number}/refunds`, { form })
          assert.equal(asked.status, 303, asked.text().slice(0, 2000))
          await until('the provider was asked', async () => (await shop().sql(
            `SELECT r.asks FROM refunds r JOIN orders o ON o.id = r.order_id WHERE o.number = '${bought.number}'`))[0][0] !== '0', kPatience)
        })
        await heals(bought.number, { payment: 'partially_refunded' })
        const refunds = await shop().sql(
          `SELECT r.state, r.amount FROM refunds r JOIN orders o ON o.id = r.order_id WHERE o.number = '${bought.number}'`)
        assert.deepEqual(refunds, [['succeeded', '25000']])
      })
    }

    for (const kind of faultsAtHolds)
      test(`${method}, ending the hold, ${kind}: the goods are free once nobody can pay any more`, async () => {
        const variant = await takeVariant(shop(), 5)
        const bought = await buy(shop(), { method, variant, quantity: 2 })
        await beginToPay(shop(), bought.reference)
        const endHold = () => shop().sql(
          `UPDATE orders SET hold_until = ${micros(-1000)} WHERE number = '${bought.number}' AND state = 'pending' AND hold_until > ${micros()}`)
        await begin(calls.end, kind)
        await endHold()
        await until(`${bought.number} is cancelled`, async () => {
          const row = await orderRow(shop(), bought.number)
          if (row.state === 'pending') {
            assert.equal((await stockOf(shop(), variant.id)).reserved, 2)
            // It was put off, to give others their turn.
            await endHold()
          }
          return row.state === 'cancelled'
        }, kPatience)
        await end(calls.end)
        assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 5, reserved: 0 })
      })
  }

  test('the books are right', () => assertBooksAreRight(shop()))
}
