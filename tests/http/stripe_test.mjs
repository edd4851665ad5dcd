// Cards by Stripe, from the checkout to the books: CONTRACT section 6, PRODUCT "Payments".

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { until } from '../support/poll.mjs'
import { send } from './client.mjs'
import {
  assertBooksAreRight, assertProblem, atSandbox, atStripe, awaitOrder, awaitQuiet, buy, checkoutBody, micros, misbehave, notifyOfStripe,
  onEachDatabase, orderRow, postCheckout, sandboxOrders, staffTasks, stockOf, stripeEvent, stripeSessions, stripeSignature, takeVariant,
  visitorWithCart,
} from './errand.mjs'

onEachDatabase('cards', shop => {
  const buyByCard = options => buy(shop(), { method: 'stripe', ...options })
  const events = async () => Number((await shop().sql("SELECT COUNT(*) FROM payment_events WHERE provider = 'stripe'"))[0][0])
  const paidMails = async number => Number((await shop().sql(
    `SELECT COUNT(*) FROM outbox_mails m JOIN orders o ON o.id = m.order_id WHERE o.number = '${number}' AND m.kind = 'order_paid'`))[0][0])
  const payAgain = ({ visitor, number }, method) =>
    visitor.post(`/api/v1/orders/${number}/payment`, method ? { json: { payment_method: method } } : undefined)
  /** A button of the payment page, as a browser sends it. */
  const press = (order, button) => send('POST', `${order.payment.url}/${button}`, { form: { method: 'card' } })

  test('whoever pays on the page has a paid order: stock taken, invoice given, mail written, each once', async () => {
    const variant = await takeVariant(shop(), 5)
    const { number, order, visitor } = await buyByCard({ variant, quantity: 2 })
    assert.ok(order.payment.url.startsWith(`${shop().sandboxUrl}/stripe/checkout/`), order.payment.url)
    const page = (await send('GET', order.payment.url)).text()
    assert.match(page, new RegExp(order.total.toLocaleString('id-ID')))

    const back = await press(order, 'pay')
    assert.equal(back.status, 303)
    assert.ok(back.headers.location.startsWith(`${shop().url}/payment/return?`))
    const arrived = await visitor.get(back.headers.location.slice(shop().url.length))
    assert.match(arrived.headers.location, new RegExp(`^/orders/${number}\\?`))
    await awaitOrder(shop(), number, { state: 'paid', payment: 'paid' })
    await awaitQuiet(shop())
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 3, reserved: 0 })
    assert.equal(await paidMails(number), 1)
    assert.match((await visitor.get(`/api/v1/orders/${number}`)).json().invoice_number, /^INV\//)
  })

  test('Stripe is asked for the total in hundredths of a rupiah, line by line', async () => {
    const { reference, order } = await buyByCard({ quantity: 3 })
    const [session] = await stripeSessions(shop(), reference)
    assert.deepEqual([session.amount_total, session.currency, session.locale], [order.total * 100, 'idr', 'id'])
    assert.deepEqual(session.metadata, { reference })
  })

  test('the goods are held for half an hour and the grace', async () => {
    const { number } = await buyByCard()
    const minutes = (Number((await orderRow(shop(), number)).hold) - Number(micros(0))) / 60e6
    assert.ok(minutes > 44 && minutes <= 45, `${minutes} minutes`)
  })

  test('a declined card is not the end: the next one pays on the same page', async () => {
    const { number, order } = await buyByCard()
    const after = await press(order, 'fail')
    assert.equal(after.headers.location, new URL(order.payment.url).pathname)
    await awaitOrder(shop(), number, { state: 'pending', payment: 'failed' })
    await press(order, 'pay')
    await awaitOrder(shop(), number, { state: 'paid', payment: 'paid' })
  })

  test('who goes back finds the order unpaid and the same page again', async () => {
    const bought = await buyByCard()
    const back = await press(bought.order, 'cancel')
    assert.ok(back.headers.location.startsWith(`${shop().url}/payment/return?`))
    assert.equal((await orderRow(shop(), bought.number)).payment, 'unpaid')
    assert.equal((await payAgain(bought)).json().payment.url, bought.order.payment.url)
  })

  test('an expired page is followed by a new one', async () => {
    const bought = await buyByCard()
    await press(bought.order, 'expire')
    await awaitOrder(shop(), bought.number, { payment: 'expired' })
    const again = await payAgain(bought)
    assert.equal(again.status, 201, again.text())
    assert.notEqual(again.json().payment.url, bought.order.payment.url)
    await atStripe(shop(), `${bought.number}-2`, 'pay')
    await awaitOrder(shop(), bought.number, { state: 'paid', payment: 'paid' })
  })

  test('money that takes its time is awaited', async () => {
    const { number, reference } = await buyByCard()
    await atStripe(shop(), reference, 'process')
    await awaitOrder(shop(), number, { state: 'pending', payment: 'pending' })
    await atStripe(shop(), reference, 'settle')
    await awaitOrder(shop(), number, { state: 'paid', payment: 'paid' })
  })

  test('twenty copies of every event, the last one first, are one payment', async () => {
    const variant = await takeVariant(shop(), 5)
    const { number, reference } = await buyByCard({ variant })
    await atStripe(shop(), reference, 'pay', { duplicate: 20, reverse: 1 })
    await awaitOrder(shop(), number, { state: 'paid', payment: 'paid' })
    await awaitQuiet(shop())
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 4, reserved: 0 })
    assert.equal(await paidMails(number), 1)
  })

  test('one event twenty times at once is stored once, and each is answered', async () => {
    const { number, reference } = await buyByCard()
    await atStripe(shop(), reference, 'pay', { notify: 0 })
    const before = await events()
    const body = stripeEvent(reference)
    const answers = await Promise.all(Array.from({ length: 20 }, () => notifyOfStripe(shop(), body)))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    assert.equal(await events(), before + 1)
    await awaitOrder(shop(), number, { state: 'paid', payment: 'paid' })
    assert.equal(await paidMails(number), 1)
  })

  test('events that come late or lie about the state change nothing', async () => {
    const paid = await buyByCard(), unpaid = await buyByCard()
    await atStripe(shop(), paid.reference, 'pay')
    await awaitOrder(shop(), paid.number, { payment: 'paid' })
    for (const type of ['checkout.session.expired', 'checkout.session.async_payment_failed', 'payment_intent.payment_failed'])
      assert.equal((await notifyOfStripe(shop(), stripeEvent(paid.reference, { type, status: 'expired' }))).status, 200)
    assert.equal((await notifyOfStripe(shop(), stripeEvent(unpaid.reference, { payment_status: 'paid', status: 'complete' }))).status, 200)
    await awaitQuiet(shop())
    assert.deepEqual(Object.values(await orderRow(shop(), paid.number)).slice(0, 2), ['paid', 'paid'])
    assert.equal((await orderRow(shop(), unpaid.number)).payment, 'unpaid')
  })

  test('a forged signature is refused with 401 and nothing is stored', async () => {
    const { number, reference } = await buyByCard()
    await atStripe(shop(), reference, 'pay', { notify: 0 })
    const before = await events()
    const body = stripeEvent(reference)
    const right = stripeSignature(body)
    for (const forged of [
      null, '', 'none', right.split(',')[0], right.slice(0, -1), right.replace('v1=', 'v0='), right.replace(',', ', '),
      stripeSignature(body, { secret: 'whsec_theirs' }), stripeSignature(`${body} `), stripeSignature(body, { at: Date.now() - 400_000 }),
      right.replace(/t=\d+/, t => `t=${Number(t.slice(2)) + 1}`),
    ]) assertProblem(await notifyOfStripe(shop(), body, forged), 401)
    assert.equal(await events(), before)
    assert.equal((await orderRow(shop(), number)).payment, 'unpaid')
  })

  test('what is signed and no event is refused with 400', async () => {
    const before = await events()
    for (const body of ['{', '[]', '"text"', '{}', '{"id":"evt_1","type":"x"}', '['.repeat(10_000)])
      assertProblem(await notifyOfStripe(shop(), body), 400)
    assert.equal(await events(), before)
  })

  test('an event about no payment is stored and left alone', async () => {
    const body = JSON.stringify({ id: `evt_${randomUUID()}`, type: 'customer.created', data: { object: { id: 'cus_1' } } })
    assert.equal((await notifyOfStripe(shop(), body)).status, 200)
    await awaitQuiet(shop())
    assert.deepEqual(await staffTasks(shop(), 'unknown_payment_reference'), [])
  })

  test('a payment nobody knows is shown to staff', async () => {
    assert.equal((await notifyOfStripe(shop(), stripeEvent('HRT-ZZZZ-ZZZZ-9'))).status, 200)
    await awaitQuiet(shop())
    assert.ok((await staffTasks(shop(), 'unknown_payment_reference')).some(({ detail }) => detail === 'HRT-ZZZZ-ZZZZ-9'))
  })

  for (const [manner, amount] of [['too little', total => total * 100 - 100], ['a hundredth', total => total], ['sen too much', total => total * 100 + 50]]) {
    test(`another amount than was asked for never pays: ${manner}`, async () => {
      const { number, reference, order } = await buyByCard()
      await atStripe(shop(), reference, 'pay', { amount: amount(order.total) })
      await until('staff see it', async () => (await staffTasks(shop(), 'payment_mismatch')).some(task => task.number === number))
      const row = await orderRow(shop(), number)
      assert.equal(row.state, 'pending')
      assert.notEqual(row.payment, 'paid')
      assert.equal(await paidMails(number), 0)
    })
  }

  test('money for a cancelled order revives nothing and stands on the list of what must go back', async () => {
    const variant = await takeVariant(shop(), 5)
    const { number, reference, visitor } = await buyByCard({ variant })
    assert.equal((await visitor.post(`/api/v1/orders/${number}/cancellation`)).status, 200)
    assert.equal((await stripeSessions(shop(), reference))[0].status, 'expired')
    await atStripe(shop(), reference, 'pay', { force: 1 })
    await until('staff see it', async () => (await staffTasks(shop(), 'payment_must_go_back')).some(task => task.number === number))
    assert.equal((await orderRow(shop(), number)).state, 'cancelled')
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 5, reserved: 0 })
  })

  test('a dispute, which names the payment only, is shown to staff with its order', async () => {
    const { number, reference } = await buyByCard()
    await atStripe(shop(), reference, 'pay')
    await awaitOrder(shop(), number, { payment: 'paid' })
    await atStripe(shop(), reference, 'dispute')
    await until('staff see it', async () => (await staffTasks(shop(), 'chargeback')).some(task => task.number === number))
  })

  test('a page opened without an answer is opened once', async () => {
    await misbehave(shop(), { call: 'stripe.open', kind: 'close_after_accepting', times: 1, wait_ms: 100 })
    const { reference, order, number } = await buyByCard()
    assert.ok(order.payment.url.startsWith(shop().sandboxUrl), order.payment.url)
    assert.equal((await stripeSessions(shop(), reference)).length, 1)
    await press(order, 'pay')
    await awaitOrder(shop(), number, { payment: 'paid' })
  })

  test('a shop that dies while Stripe opens the page leads to that same page afterwards', async () => {
    const visitor = await visitorWithCart(shop(), await takeVariant(shop()))
    const body = await checkoutBody(shop(), { payment_method: 'stripe' })
    await misbehave(shop(), { call: 'stripe.open', kind: 'close_after_accepting', times: 1, wait_ms: 30_000 })
    const unanswered = postCheckout(visitor, body).catch(() => {})
    const number = await until('the order is there', async () =>
      (await shop().sql(`SELECT number FROM orders WHERE email = '${body.contact.email}'`))[0]?.[0])
    const [session] = await until('Stripe has opened its page', async () => {
      const sessions = await stripeSessions(shop(), `${number}-1`)
      return sessions.length > 0 && sessions
    })
    await shop().kill9()
    await unanswered
    await shop().sql(`UPDATE payments SET lease_until = ${micros(-1000)} WHERE reference = '${number}-1'`)
    await shop().start()
    assert.equal((await payAgain({ visitor, number })).json().payment.url, session.url)
    assert.equal((await stripeSessions(shop(), `${number}-1`)).length, 1)
    await atStripe(shop(), `${number}-1`, 'pay')
    await awaitOrder(shop(), number, { state: 'paid', payment: 'paid' })
  })

  test('Stripe out of order costs no order: the buyer pays once it is back', async () => {
    await misbehave(shop(), { call: 'stripe.open', kind: '500', times: 3 })
    const bought = await buyByCard()
    assert.ok(bought.order.payment.url.startsWith(`${shop().url}/orders/${bought.number}`), 'the order waits on its own page')
    const again = await payAgain(bought)
    assert.equal(again.status, 201, again.text())
    await atStripe(shop(), bought.reference, 'pay')
    await awaitOrder(shop(), bought.number, { payment: 'paid' })
  })

  test('a buyer at Midtrans may change to a card, and the other page is closed first', async () => {
    const bought = await buy(shop())
    const switched = await payAgain(bought, 'stripe')
    assert.equal(switched.status, 201, switched.text())
    assert.ok(switched.json().payment.url.startsWith(`${shop().sandboxUrl}/stripe/checkout/`))
    const { orders } = await sandboxOrders(shop())
    assert.equal(orders.find(({ order_id }) => order_id === bought.reference).page_closed, true)
    assert.equal((await bought.visitor.get(`/api/v1/orders/${bought.number}`)).json().payment_method, 'stripe')
    await atStripe(shop(), `${bought.number}-2`, 'pay')
    await awaitOrder(shop(), bought.number, { state: 'paid', payment: 'paid' })
    await atSandbox(shop(), bought.reference, 'pay', { force: 1 })
    await until('staff see it', async () => (await staffTasks(shop(), 'payment_must_go_back')).some(task => task.number === bought.number))
  })

  test('and one at Stripe to Midtrans', async () => {
    const bought = await buyByCard()
    const switched = await payAgain(bought, 'midtrans')
    assert.equal(switched.status, 201, switched.text())
    assert.equal((await stripeSessions(shop(), bought.reference))[0].status, 'expired')
    const { hold_until, placed_at } = (await bought.visitor.get(`/api/v1/orders/${bought.number}`)).json()
    assert.ok(new Date(hold_until) - new Date(placed_at) > 24 * 3_600_000, 'a virtual account may be chosen there')
    await atSandbox(shop(), `${bought.number}-2`, 'pay')
    await awaitOrder(shop(), bought.number, { state: 'paid', payment: 'paid' })
  })

  test('whoever has paid by card while changing to Midtrans is not sent to pay again', async () => {
    const bought = await buyByCard()
    await atStripe(shop(), bought.reference, 'pay', { notify: 0 })
    assertProblem(await payAgain(bought, 'midtrans'), 409)
    await awaitOrder(shop(), bought.number, { state: 'paid', payment: 'paid' })
  })

  test('a method that is not offered cannot be changed to', async () => {
    const bought = await buyByCard()
    for (const method of ['cod', 'bank_transfer', 'nothing']) assertProblem(await payAgain(bought, method), 422)
    assert.equal((await payAgain(bought)).json().payment.url, bought.order.payment.url)
  })

  test('while Stripe cannot be asked, nobody is sent to a second page', async () => {
    const bought = await buyByCard()
    await misbehave(shop(), { call: 'stripe.expire', kind: '500', times: 3 })
    assert.equal((await payAgain(bought, 'midtrans')).status, 503)
    await atStripe(shop(), bought.reference, 'pay')
    await awaitOrder(shop(), bought.number, { payment: 'paid' })
  })

  test('an order whose half hour is over ends with its page closed', async () => {
    const variant = await takeVariant(shop(), 5)
    const { number, reference } = await buyByCard({ variant })
    const heard = await buyByCard()
    await atStripe(shop(), heard.reference, 'pay', { notify: 0 })
    await shop().sql(`UPDATE orders SET hold_until = ${micros(-1000)} WHERE number IN ('${number}', '${heard.number}')`)
    await shop().kill9()
    await shop().sql('UPDATE schedules SET next_run_at = 0')
    await shop().start()
    await awaitOrder(shop(), number, { state: 'cancelled', payment: 'expired' }, { withinMs: 45_000 })
    assert.equal((await stripeSessions(shop(), reference))[0].status, 'expired')
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 5, reserved: 0 })
    await awaitOrder(shop(), heard.number, { state: 'paid', payment: 'paid' }, { withinMs: 45_000 })
  })

  test('the doctor asks Stripe with the key', async () => {
    const { stdout } = await shop().run(['doctor'])
    assert.match(stdout, /^ok +stripe$/m)
  })

  test('the books are right', () => assertBooksAreRight(shop()))
})
