// kill -9 of shop, payment sandbox and PostgreSQL at random moments while orders are placed, paid, shipped and refunded.
// At the end every rupiah at the providers is in the ledger, and every mail has been sent: CONTRACT section 8.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { until } from '../support/poll.mjs'
import { startPostgres, startShopOn } from '../support/postgres.mjs'
import { startShop } from '../support/shop.mjs'
import { startSmtpSink } from '../support/smtp_sink.mjs'
import { kDatabases } from '../support/topology.mjs'
import { send, Visitor } from '../http/client.mjs'
import { areaCode, assertBooksAreRight, takeVariant } from '../http/errand.mjs'
import { loggedIn } from '../http/people.mjs'
import { killOne, whileHurried } from './leases.mjs'
import { inParallel, seededRandom, size } from './run_size.mjs'

const kOrders = size(40, 2_000)
const kKills = size(4, 40)
const kBuyersAtOnce = 4
const kPatience = { withinMs: 180_000 }
const kGoodwill = 10_000
const kVictims = { sqlite: ['shop', 'shop', 'sandbox'], postgres: ['shop', 'sandbox', 'postgres'] }
const kWays = ['midtrans', 'stripe', 'cod', 'midtrans']

/** Asks until there is an answer that is final, as a browser's user or a program with retries does. */
function persist(what, ask) {
  return until(what, async () => {
    const answer = await ask()
    if (answer.status >= 500) throw new Error(`status ${answer.status}`)
    return answer
  }, kPatience)
}

for (const database of kDatabases)
  describe(`kill -9 of everything (${database})`, () => {
    let shop, sink, postgres
    before(async () => {
      sink = await startSmtpSink()
      const wanted = { env: { SMTP_URL: sink.url } }
      if (database === 'postgres') {
        postgres = await startPostgres()
        shop = await startShopOn(postgres, wanted)
      } else {
        shop = await startShop({ ...wanted, database })
      }
    })
    after(async () => {
      await shop?.stop()
      await postgres?.discard()
      await sink?.stop()
    })

    test(`${kOrders} orders, ${kKills} kills: no rupiah is unexplained, no mail missing or doubled`, async () => {
      const random = seededRandom()
      const variants = []
      for (let n = 0; n < 5; ++n) variants.push(await takeVariant(shop, kOrders * 2))
      const area = await areaCode(shop)
      const staff = await loggedIn(shop, 'staff')
      const orders = []

      const row = number => until(`order ${number} can be read`, async () => {
        const [found] = await shop.sql(
          `SELECT o.state, o.payment_state, o.version, o.id, (SELECT COUNT(*) FROM refunds r WHERE r.order_id = o.id),
                  (SELECT MIN(id) FROM order_lines l WHERE l.order_id = o.id) FROM orders o WHERE o.number = '${number}'`)
        return found && { state: found[0], payment: found[1], version: found[2], id: found[3], refunds: Number(found[4]), line: found[5] }
      }, kPatience)
      const reaches = (number, what, fits) => until(`${number} is ${what}`, async () => {
        const now = await row(number)
        if (!fits(now)) throw new Error(JSON.stringify(now))
        return true
      }, kPatience)
      /** Staff press a button until the order shows that it was heard. */
      const press = (number, what, form, fits) => until(`${number}: ${what}`, async () => {
        const now = await row(number)
        if (fits(now)) return true
        const answer = await staff.post(`/admin/orders/${number}/${what}`, { form: { version: now.version, ...form(now) } })
        if (answer.status >= 400 && answer.status !== 409) throw new Error(`status ${answer.status}: ${answer.text().slice(0, 2_000)}`)
        return fits(await row(number))
      }, kPatience)

      const live = async index => {
        const email = `pembeli${index}@contoh.example`
        const visitor = new Visitor(shop)
        const added = await persist('the cart', () =>
          visitor.post('/api/v1/cart/items', { json: { variant_id: variants[index % variants.length].id, quantity: 1 } }))
        assert.equal(added.status, 200, added.text())
        const method = kWays[index % kWays.length]
        const body = {
          contact: { name: `Pembeli ${index}`, email, phone: '081234567890' },
          address: { street: 'Jl. Contoh 7', area_code: area, postal_code: '', note: '' },
          shipping_service: 'jne-reg', payment_method: method, note: '',
        }
        const key = randomUUID()
        const placed = await persist('the order', () =>
          visitor.post('/api/v1/checkout', { json: body, headers: { 'Idempotency-Key': key } }))
        assert.equal(placed.status, 201, placed.text())
        const { order_number: number, payment } = placed.json()
        const ships = index % 3 === 0, refunds = index % 5 === 0 && method !== 'cod'
        orders.push({ number, email, method, ships, refunds })
        if (method !== 'cod') {
          if (!payment.url.startsWith(shop.sandboxUrl)) {
            const opened = await persist('the payment page', () => visitor.post(`/api/v1/orders/${number}/payment`))
            assert.equal(opened.status, 201, opened.text())
          }
          const deed = method === 'stripe' ? `stripe/sessions/${number}-1/pay` : `orders/${number}-1/pay?method=qris`
          await persist('the payment', async () => {
            const paid = await send('POST', `${shop.sandboxUrl}/_sandbox/${deed}`)
            // Paid already, before the answer was lost.
            assert.ok(paid.status === 200 || paid.status === 409, paid.text())
            return paid
          })
          await reaches(number, 'paid', ({ payment: state }) => state === 'paid')
        }
        if (ships) {
          if (method !== 'cod') await press(number, 'processing', () => ({}), ({ state }) => state !== 'paid')
          await press(number, 'shipments', ({ line }) => ({ courier: 'jne-reg', tracking_number: `JX${String(index).padStart(10, '0')}`, [`quantity_${line}`]: '1' }),
            ({ state }) => state === 'shipped')
        }
        if (refunds) {
          const form = { form_key: `goodwill-${index}`, reason: 'Goresan kecil', extra: String(kGoodwill), accepted_total: String(kGoodwill) }
          await press(number, 'refunds', () => form, ({ refunds: made }) => made > 0)
          await reaches(number, 'refunded', ({ payment: state }) => state === 'partially_refunded')
        }
      }
      let left = kKills
      const killer = (async () => {
        while (left > 0) {
          const share = Math.floor((kOrders / (kKills + 1)) * (kKills - left + 1))
          await until(`${share} orders are placed`, () => orders.length >= share, kPatience)
          const moment = performance.now() + random.between(0, 40)
          while (performance.now() < moment) await new Promise(setImmediate)
          const victim = random.oneOf(kVictims[database])
          if (victim === 'sandbox') {
            await shop.killSandbox()
            await shop.startSandbox()
          } else if (victim === 'postgres') {
            await postgres.kill9()
            await postgres.start()
          } else {
            const startAgain = await killOne(shop)
            await startAgain()
          }
          --left
        }
      })()
      await whileHurried(shop, async () => {
        await Promise.all([inParallel(kOrders, live, kBuyersAtOnce), killer])
        await until('everything is done', async () => {
          const [[events, jobs, mails, refunds]] = await shop.sql(
            `SELECT (SELECT COUNT(*) FROM payment_events WHERE state = 'received'), (SELECT COUNT(*) FROM jobs WHERE state = 'waiting'),
                    (SELECT COUNT(*) FROM outbox_mails WHERE state = 'waiting'), (SELECT COUNT(*) FROM refunds WHERE state IN ('requested', 'sent'))`)
          if ([events, jobs, mails, refunds].some(count => count !== '0'))
            throw new Error(`${events} notifications, ${jobs} jobs, ${mails} mails, ${refunds} refunds wait`)
          return true
        }, kPatience)
      })

      assert.equal(new Set(orders.map(({ number }) => number)).size, kOrders)
      await assertBooksAreRight(shop)

      // Every rupiah: what each provider still holds of each payment, by its books and by ours.
      const ours = new Map((await shop.sql(
        `SELECT p.reference, SUM(CASE WHEN e.debit = p.provider THEN e.amount WHEN e.credit = p.provider THEN -e.amount ELSE 0 END)
         FROM ledger_entries e JOIN payments p ON p.id = e.payment_id WHERE p.provider IN ('midtrans', 'stripe') GROUP BY p.reference`))
        .map(([reference, held]) => [reference, Number(held)]))
      const theirs = await heldAtProviders(shop)
      for (const [reference, held] of theirs) assert.equal(ours.get(reference) ?? 0, held, reference)
      const paid = orders.filter(({ method }) => method !== 'cod')
      for (const { number } of paid) assert.ok(theirs.get(`${number}-1`) > 0, number)

      const times = new Map()
      for (const { to, messageId } of sink.mails()) {
        const ids = times.get(to) ?? new Map()
        times.set(to, ids.set(messageId, (ids.get(messageId) ?? 0) + 1))
      }
      let again = 0
      for (const { number, email, method, ships, refunds } of orders) {
        const ids = times.get(email) ?? new Map()
        assert.equal(ids.size, 1 + (method === 'cod' ? 0 : 1) + (ships ? 1 : 0) + (refunds ? 1 : 0), `mails about ${number}`)
        for (const count of ids.values()) again += count - 1
      }
      // A sender that is killed between the server's answer and its own note sends again, under the same Message-ID.
      assert.ok(again <= kKills, `${again} mails were sent twice`)
    })
  })

/** reference -> rupiah that the provider has taken and not given back. */
async function heldAtProviders(shop) {
  const held = new Map()
  const { orders } = (await send('GET', `${shop.sandboxUrl}/_sandbox/orders`)).json()
  for (const { order_id, gross_amount, transactions } of orders)
    for (const { transaction_status, refunded } of transactions)
      if (['settlement', 'capture', 'refund', 'partial_refund'].includes(transaction_status)) held.set(order_id, gross_amount - refunded)
  const { sessions } = (await send('GET', `${shop.sandboxUrl}/_sandbox/stripe/sessions`)).json()
  for (const { client_reference_id, payment_status, amount_total, payment_intent } of sessions)
    if (payment_status === 'paid') held.set(client_reference_id, (amount_total - (payment_intent?.latest_charge?.amount_refunded ?? 0)) / 100)
  return held
}
