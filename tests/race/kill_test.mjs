// kill -9 at random moments while buyers buy and pay: CONTRACT section 8, truth 5.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { readMails } from '../support/mails.mjs'
import { until } from '../support/poll.mjs'
import { send, Visitor } from '../http/client.mjs'
import { areaCode, assertBooksAreRight, onEachDatabase, takeVariant } from '../http/errand.mjs'
import { endLeases } from './leases.mjs'
import { inParallel, seededRandom, size } from './run_size.mjs'

const kOrders = size(40, 500)
const kKills = size(3, 25)
const kBuyersAtOnce = 6
const kPatience = { withinMs: 120_000 }

/** Asks until there is an answer that is final, as a browser's user or a program with retries does. */
function persist(what, ask) {
  return until(what, async () => {
    const answer = await ask()
    if (answer.status >= 500) throw new Error(`status ${answer.status}`)
    return answer
  }, kPatience)
}

onEachDatabase('kill -9', shop => {
  test(`${kOrders} buyers, ${kKills} kills: every acknowledged order exists once, every payment arrives, every mail is written once`, async () => {
    const random = seededRandom()
    const variants = []
    for (let i = 0; i < 5; ++i) variants.push(await takeVariant(shop(), kOrders * 2))
    const area = await areaCode(shop())
    const acknowledged = []

    const buyAndPay = async index => {
      const email = `pembeli${index}@contoh.example`
      const visitor = new Visitor(shop())
      const variant = variants[index % variants.length]
      // A lost answer has lost the session's cookie, too: such a visitor begins anew, with one piece again.
      const added = await persist('the cart', () =>
        visitor.post('/api/v1/cart/items', { json: { variant_id: variant.id, quantity: 1 } }))
      assert.equal(added.status, 200, added.text())
      const cash = index % 4 === 3
      const body = {
        contact: { name: `Pembeli ${index}`, email, phone: '081234567890' },
        address: { street: 'Jl. Contoh 7', area_code: area, postal_code: '', note: '' },
        shipping_service: 'pickup', payment_method: cash ? 'cod' : 'midtrans', note: '',
      }
      const key = randomUUID()
      const placed = await persist('the order', () =>
        visitor.post('/api/v1/checkout', { json: body, headers: { 'Idempotency-Key': key } }))
      assert.equal(placed.status, 201, placed.text())
      const { order_number: number, payment } = placed.json()
      acknowledged.push({ number, email, cash, visitor })
      if (cash) return
      if (!payment.url.startsWith(shop().sandboxUrl)) {
        const opened = await persist('the payment page', () => visitor.post(`/api/v1/orders/${number}/payment`))
        assert.equal(opened.status, 201, opened.text())
      }
      await persist('the payment', async () => {
        const paid = await send('POST', `${shop().sandboxUrl}/_sandbox/orders/${number}-1/pay?method=qris`)
        assert.equal(paid.status, 200, paid.text())
        return paid
      })
    }

    let left = kKills
    const killer = (async () => {
      while (left > 0) {
        const share = Math.floor((kOrders / (kKills + 1)) * (kKills - left + 1))
        await until(`${share} orders are placed`, () => acknowledged.length >= share, kPatience)
        // Somewhere within the next requests, not between them.
        const moment = performance.now() + random.between(0, 40)
        while (performance.now() < moment) await new Promise(setImmediate)
        await shop().kill9()
        await endLeases(shop())
        await shop().start()
        --left
      }
    })()
    await Promise.all([inParallel(kOrders, buyAndPay, kBuyersAtOnce), killer])

    assert.equal(acknowledged.length, kOrders)
    assert.equal(new Set(acknowledged.map(({ number }) => number)).size, kOrders)
    const wanted = acknowledged.map(({ number, cash }) => `${number} ${cash ? 'processing unpaid' : 'paid paid'}`).sort()
    await until('every payment has arrived', async () => {
      // The sample shop's own orders were delivered long ago.
      const rows = await shop().sql("SELECT number, state, payment_state FROM orders WHERE state <> 'delivered' ORDER BY number")
      assert.deepEqual(rows.map(row => row.join(' ')).sort(), wanted)
      return true
    }, kPatience)

    // After the payments: a notification still on its way would bring a job and a mail with it.
    await until('every job is done', async () => {
      const [[events, jobs, mails]] = await shop().sql(
        `SELECT (SELECT COUNT(*) FROM payment_events WHERE state = 'received'), (SELECT COUNT(*) FROM jobs WHERE state = 'waiting'),
                (SELECT COUNT(*) FROM outbox_mails WHERE state = 'waiting')`)
      if (events !== '0' || jobs !== '0' || mails !== '0') throw new Error(`${events} notifications, ${jobs} jobs, ${mails} mails wait`)
      return true
    }, kPatience)

    const written = new Map()
    for (const { to, messageId } of readMails(shop())) written.set(messageId, { to, times: (written.get(messageId)?.times ?? 0) + 1 })
    for (const { number, email, cash } of acknowledged) {
      const mails = [...written.values()].filter(({ to }) => to === email)
      assert.equal(mails.length, cash ? 1 : 2, `mails about ${number}`)
    }
    // A mail whose writer was killed before it could note that it was written is written again, under the same Message-ID.
    const again = [...written.values()].reduce((sum, { times }) => sum + times - 1, 0)
    assert.ok(again <= kKills, `${again} mails were written twice`)
    await assertBooksAreRight(shop())
  })
})
