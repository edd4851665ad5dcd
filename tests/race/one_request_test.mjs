// One wish sent many times at once is one wish.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import {
  assertBooksAreRight, atSandbox, awaitOrder, awaitQuiet, buy, checkoutBody, notification, notify, onEachDatabase, postCheckout, sandboxOrders,
  stockOf, takeVariant, visitorWithCart,
} from '../http/errand.mjs'
import { loggedIn } from '../http/people.mjs'
import { countBy, inParallel, size } from './run_size.mjs'

const kRepeats = size(40, 100)

onEachDatabase('one request', shop => {
  test(`${kRepeats} checkouts with one key are one order, one payment page and one answer`, async () => {
    const variant = await takeVariant(shop(), 5)
    const visitor = await visitorWithCart(shop(), variant, 2)
    const body = await checkoutBody(shop())
    const key = randomUUID()
    const answers = await inParallel(kRepeats, () => postCheckout(visitor, body, key))
    assert.deepEqual(countBy(answers, ({ status }) => status), { 201: kRepeats }, answers.find(({ status }) => status !== 201)?.text())
    assert.equal(new Set(answers.map(answer => answer.text())).size, 1)
    const { order_number: number } = answers[0].json()
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 5, reserved: 2 })
    const opened = (await sandboxOrders(shop())).orders.filter(({ order_id }) => order_id.startsWith(number))
    assert.equal(opened.length, 1)
    assert.ok(answers[0].json().payment.url.includes(opened[0].token))
    await assertBooksAreRight(shop())
  })

  test(`${kRepeats} checkouts of one cart with different keys are one order`, async () => {
    const variant = await takeVariant(shop(), 500)
    const visitor = await visitorWithCart(shop(), variant, 2)
    const body = await checkoutBody(shop(), { payment_method: 'cod', shipping_service: 'pickup' })
    const answers = await inParallel(kRepeats, () => postCheckout(visitor, body))
    assert.deepEqual(countBy(answers, ({ status }) => status), { 201: 1, 409: kRepeats - 1 })
    assert.equal((await stockOf(shop(), variant.id)).onHand, 498)
  })

  test(`${kRepeats} adds to one cart at once add up`, async () => {
    const variant = await takeVariant(shop(), 999)
    const visitor = await visitorWithCart(shop(), variant, 1)
    await visitor.send('PATCH', `/api/v1/cart/items/${(await visitor.get('/api/v1/cart')).json().items[0].id}`, { json: { quantity: 0 } })
    const answers = await inParallel(kRepeats, () => visitor.post('/api/v1/cart/items', { json: { variant_id: variant.id, quantity: 1 } }))
    assert.deepEqual(countBy(answers, ({ status }) => status), { 200: kRepeats }, answers.find(({ status }) => status !== 200)?.text())
    const cart = (await visitor.get('/api/v1/cart')).json()
    assert.deepEqual([cart.items.length, cart.count], [1, kRepeats])
  })

  test('adding, changing and buying at once never sells what the buyer was not told', async () => {
    const [first, second] = [await takeVariant(shop(), 999), await takeVariant(shop(), 999)]
    const visitor = await visitorWithCart(shop(), first, 1)
    const body = await checkoutBody(shop(), { payment_method: 'cod', shipping_service: 'pickup' })
    const ordered = async () => Number((await shop().sql(
      `SELECT COALESCE(SUM(quantity), 0) FROM order_lines WHERE variant_id IN (${first.id}, ${second.id})`))[0][0])
    const before = await ordered()
    const answers = await inParallel(kRepeats, i => i % 4 === 0
      ? postCheckout(visitor, body)
      : visitor.post('/api/v1/cart/items', { json: { variant_id: (i % 2 ? first : second).id, quantity: 1 } }))
    assert.ok(answers.every(({ status }) => [200, 201, 409].includes(status)), answers.find(({ status }) => status >= 500)?.text())
    const added = answers.filter(({ status }) => status === 200).length + 1
    assert.equal(await ordered() - before + (await visitor.get('/api/v1/cart')).json().count, added, 'no piece is lost or doubled')
    await assertBooksAreRight(shop())
  })

  test('logins of one guest at once keep every line of the cart', async () => {
    const variant = await takeVariant(shop(), 999)
    const account = await loggedIn(shop(), 'buyer')
    for (const { id } of (await account.get('/api/v1/cart')).json().items) await account.send('DELETE', `/api/v1/cart/items/${id}`)
    const visitor = await visitorWithCart(shop(), variant, 3)
    const cookie = `hurtrock_session=${visitor.cookies.get('hurtrock_session')}`
    const answers = await inParallel(8, () => visitor.post('/api/v1/auth/login', {
      json: { email: 'pembeli@contoh.example', password: 'pembeli123' }, headers: { Cookie: cookie } }))
    const other = answers.find(({ status }) => ![200, 401, 403, 429].includes(status))
    assert.equal(other, undefined, `${other?.status} ${other?.text()}`)
    assert.ok(answers.some(({ status }) => status === 200))
    const lines = (await account.get('/api/v1/cart')).json().items.map(({ variant_id, quantity }) => [variant_id, quantity])
    assert.deepEqual(lines, [[variant.id, 3]], 'merged once')
  })

  test('the same notification in many copies, for many orders, under the load of other buyers: each order is paid once', async () => {
    const copies = 20
    const orders = await inParallel(size(6, 30), () => buy(shop()), 4)
    await inParallel(orders.length, i => atSandbox(shop(), orders[i].reference, 'pay', { notify: 0, method: 'qris' }))
    const told = orders.map(({ reference, order }) => notification(reference, order.total))
    const common = await takeVariant(shop(), 999)
    const load = inParallel(size(20, 100), () => buy(shop(), { variant: common, method: 'cod' }), 8)
    const answers = await inParallel(orders.length * copies, i => notify(shop(), told[i % orders.length]), 100)
    await load
    assert.deepEqual(countBy(answers, ({ status }) => status), { 200: orders.length * copies })
    for (const { number, variant } of orders) {
      await awaitOrder(shop(), number, { state: 'paid', payment: 'paid' }, { withinMs: 60_000 })
      assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 49, reserved: 0 })
      const [[mails]] = await shop().sql(
        `SELECT COUNT(*) FROM outbox_mails m JOIN orders o ON o.id = m.order_id WHERE o.number = '${number}' AND m.kind = 'order_paid'`)
      assert.equal(mails, '1')
    }
    await awaitQuiet(shop())
    await assertBooksAreRight(shop())
  })

  test('payment, cancellation and another try to pay at once: either paid, or cancelled and what was paid for it promised back', async () => {
    const orders = await inParallel(size(12, 60), () => buy(shop()), 4)
    await inParallel(orders.length * 3, async i => {
      const { visitor, number, reference } = orders[Math.floor(i / 3)]
      if (i % 3 === 0) await atSandbox(shop(), reference, 'pay').catch(() => {})
      if (i % 3 === 1) await visitor.post(`/api/v1/orders/${number}/cancellation`)
      if (i % 3 === 2) await visitor.post(`/api/v1/orders/${number}/payment`)
    })
    await awaitQuiet(shop(), { withinMs: 60_000 })
    for (const { number, variant } of orders) {
      const [[state, payment, kept]] = await shop().sql(
        `SELECT o.state, o.payment_state, COALESCE(SUM(p.captured - p.refunded), 0) FROM orders o
         LEFT JOIN payments p ON p.order_id = o.id AND p.settles_order = 1 WHERE o.number = '${number}' GROUP BY o.id`)
      assert.ok((state === 'paid' && payment === 'paid') || (state === 'cancelled' && kept === '0'), `${number}: ${state}, ${payment}, ${kept} kept`)
      assert.deepEqual(await stockOf(shop(), variant.id), { onHand: state === 'paid' ? 49 : 50, reserved: 0 })
    }
    await assertBooksAreRight(shop())
  })
})
