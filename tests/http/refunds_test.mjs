// Money that goes back: PRODUCT "Orders" and "Payments". Names begin with what a provider or a person does.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { awaitMail, readMails } from '../support/mails.mjs'
import { until } from '../support/poll.mjs'
import { send } from './client.mjs'
import {
  assertBooksAreRight, atSandbox, atStripe, awaitOrder, awaitQuiet, buy, micros, misbehave, notification, notify,
  onEachDatabase, orderRow, staffTasks, stockOf, takeVariant,
} from './errand.mjs'
import { onceLoggedIn } from './people.mjs'

const kPatience = { withinMs: 45_000 }
const kMidtransKey = 'SB-Mid-server-hurtrock-local'
const kStripeKey = 'sk_test_hurtrock_local'

onEachDatabase('refunds', shop => {
  const staff = onceLoggedIn(shop, 'staff'), admin = onceLoggedIn(shop, 'admin')

  /** {…buy's, line: id of the order's only line} */
  async function paid({ method = 'midtrans', way = 'qris', quantity = 3, variant } = {}) {
    variant ??= await takeVariant(shop(), 10)
    const bought = await buy(shop(), { variant, quantity, method })
    if (method === 'stripe') await atStripe(shop(), bought.reference, 'pay')
    else await atSandbox(shop(), bought.reference, 'pay', { method: way })
    await awaitOrder(shop(), bought.number, { payment: 'paid' })
    await awaitQuiet(shop())
    const [[line]] = await shop().sql(
      `SELECT l.id FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.number = '${bought.number}'`)
    return { ...bought, line }
  }

  const versionOf = async number => (await shop().sql(`SELECT version FROM orders WHERE number = '${number}'`))[0][0]
  const refundsOf = async number => (await shop().sql(
    `SELECT r.state, r.amount, r.refund_key, r.id FROM refunds r JOIN orders o ON o.id = r.order_id WHERE o.number = '${number}' ORDER BY r.id`))
    .map(([state, amount, key, id]) => ({ state, amount: Number(amount), key, id }))
  /** As somebody does it at the provider's own pages. */
  async function refundAtMidtrans(reference, amount) {
    const basic = Buffer.from(`${kMidtransKey}:`).toString('base64')
    const answer = await send('POST', `${shop().sandboxUrl}/v2/${reference}/refund`, {
      json: { refund_key: `dashboard-${reference}`, amount, reason: 'x' }, headers: { Authorization: `Basic ${basic}` } })
    assert.equal(answer.status, 200, answer.text())
  }
  /** `amount`: in hundredths of a rupiah. */
  async function refundAtStripe(reference, amount) {
    const [session] = (await send('GET', `${shop().sandboxUrl}/_sandbox/stripe/sessions`)).json().sessions
      .filter(({ client_reference_id }) => client_reference_id === reference)
    const answer = await send('POST', `${shop().sandboxUrl}/v1/refunds`, {
      form: { payment_intent: session.payment_intent.id ?? session.payment_intent, amount: String(amount) },
      headers: { Authorization: `Bearer ${kStripeKey}`, 'Idempotency-Key': `there-${reference}` } })
    assert.equal(answer.status, 200, answer.text())
  }
  const awaitRefund = (number, state) => until(`${number} has a refund that is ${state}`, async () => {
    const all = await refundsOf(number)
    if (all.at(-1)?.state !== state) throw new Error(JSON.stringify(all))
    return all.at(-1)
  }, kPatience)
  const refundMails = async number => Number((await shop().sql(
    `SELECT COUNT(*) FROM outbox_mails m JOIN orders o ON o.id = m.order_id WHERE o.number = '${number}' AND m.kind = 'order_refunded'`))[0][0])
  /** The jobs' next look at refunds whose answer was lost. */
  const nextTurn = () => shop().sql(`UPDATE refunds SET next_ask_at = ${micros(-1000)} WHERE next_ask_at IS NOT NULL`)

  let forms = 0
  /** What the form would send, as far as its total. */
  const formFor = async (number, fields) =>
    ({ version: await versionOf(number), form_key: `form-${++forms}`, reason: 'Senar putus', ...fields })
  const post = async (number, form) => (await staff()).post(`/admin/orders/${number}/refunds`, { form })
  /** Checks the total first, as staff do, and confirms it. */
  async function refund(number, fields) {
    const form = await formFor(number, fields)
    const checked = await post(number, form)
    assert.equal(checked.status, 200, checked.text().slice(0, 3000))
    const [, total] = /name="accepted_total" value="(\d+)"/.exec(checked.text())
    const done = await post(number, { ...form, accepted_total: total })
    assert.equal(done.status, 303, done.text().slice(0, 3000))
    return { form: { ...form, accepted_total: total }, total: Number(total), done }
  }

  for (const method of ['midtrans', 'stripe']) {
    test(`staff give back two of three pieces and the shipping cost at ${method}: money, stock, mail, page, each once`, async () => {
      const bought = await paid({ method })
      const { number, line, variant, visitor, body } = bought
      const { total } = await refund(number, { [`quantity_${line}`]: '2', [`restock_${line}`]: '1', shipping: '1' })
      await awaitRefund(number, 'succeeded')
      assert.equal((await orderRow(shop(), number)).payment, 'partially_refunded')
      assert.equal(total, bought.order.total - variant.price)
      assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 9, reserved: 0 })
      assert.equal(await refundMails(number), 1)
      const mail = await awaitMail(shop(), { to: body.contact.email, text: 'Senar putus' })
      assert.match(mail.text, /2 × /)
      assert.doesNotMatch(mail.text, /3 × /)
      const told = (await visitor.get(`/api/v1/orders/${number}`)).json()
      assert.deepEqual(told.refunds.map(({ amount, reason, status }) => [amount, reason, status]), [[total, 'Senar putus', 'refunded']])
      assert.match((await visitor.get(`/orders/${number}`)).text(), /Senar putus/)
      assert.match((await (await staff()).get(`/admin/orders/${number}`)).text(), /badge--refund-succeeded/)
    })

    test(`a form sent ten times at once at ${method} is one refund`, async () => {
      const { number } = await paid({ method })
      const form = { ...await formFor(number, { extra: '25.000' }), accepted_total: '25000' }
      const answers = await Promise.all(Array.from({ length: 10 }, () => post(number, form)))
      assert.deepEqual([...new Set(answers.map(({ status }) => status))], [303])
      await awaitRefund(number, 'succeeded')
      assert.equal((await refundsOf(number)).length, 1)
      assert.equal(await refundMails(number), 1)
    })

    test(`${method} that accepts and never answers has refunded once`, async () => {
      const { number } = await paid({ method })
      const call = method === 'stripe' ? 'stripe.refund' : 'refund'
      await misbehave(shop(), { call, kind: 'close_after_accepting', times: 1, wait_ms: 100 })
      await refund(number, { extra: '25000' })
      await nextTurn()
      await awaitRefund(number, 'succeeded')
      assert.equal((await refundsOf(number)).length, 1)
      assert.equal(await refundMails(number), 1)
      assert.equal((await orderRow(shop(), number)).payment, 'partially_refunded')
    })

    test(`${method} out of order is asked again until it is back`, async () => {
      const { number } = await paid({ method })
      const call = method === 'stripe' ? 'stripe.refund' : 'refund'
      await misbehave(shop(), { call, kind: '500', times: 3 })
      await refund(number, { extra: '25000' })
      await until('it was asked', async () =>
        (await shop().sql(`SELECT r.asks FROM refunds r JOIN orders o ON o.id = r.order_id WHERE o.number = '${number}'`))[0][0] === '1')
      await until('the failure is over', async () => {
        await nextTurn()
        return (await refundsOf(number))[0].state === 'succeeded'
      }, kPatience)
      assert.equal((await refundsOf(number)).length, 1)
    })
  }

  test('copies of the notification about a refund, in any number and late, change nothing', async () => {
    const { number, reference, order } = await paid()
    await refund(number, { extra: '25000' })
    await awaitRefund(number, 'succeeded')
    for (let i = 0; i < 5; ++i)
      await notify(shop(), notification(reference, order.total, { transaction_status: 'partial_refund', transaction_time: `2026-11-22 10:00:0${i}` }))
    await awaitQuiet(shop())
    assert.equal((await refundsOf(number)).length, 1)
    assert.equal(await refundMails(number), 1)
  })

  test('the bank denies it: staff hear of it, and the amount is free again', async () => {
    const { number, reference } = await paid({ way: 'gopay' })
    await atSandbox(shop(), reference, 'deny_refunds')
    await refund(number, { extra: '25000' })
    await awaitRefund(number, 'failed')
    assert.ok((await staffTasks(shop(), 'refund_failed')).some(task => task.number === number))
    assert.equal((await orderRow(shop(), number)).payment, 'paid')
    const [[promised]] = await shop().sql(`SELECT refunded FROM payments WHERE reference = '${reference}'`)
    assert.equal(promised, '0')
    assert.equal(await refundMails(number), 0)
  })

  test('a virtual account cannot refund: staff transfer by hand and enter the reference', async () => {
    const { number, line, variant, body } = await paid({ way: 'bca_va', quantity: 2 })
    await refund(number, { [`quantity_${line}`]: '1', [`restock_${line}`]: '1' })
    const { id } = await awaitRefund(number, 'by_hand')
    assert.ok((await staffTasks(shop(), 'refund_by_hand')).some(task => task.number === number))
    const path = `/admin/orders/${number}/refunds/${id}/transfer`
    assert.equal((await (await staff()).post(path, { form: {} })).status, 422)
    const answers = await Promise.all(Array.from({ length: 5 }, async () =>
      (await staff()).post(path, { form: { [`reference_${id}`]: 'BCA-998877' } })))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [303])
    await awaitOrder(shop(), number, { payment: 'partially_refunded' })
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 9, reserved: 0 })
    assert.equal(await refundMails(number), 1)
    await awaitMail(shop(), { to: body.contact.email, text: 'BCA-998877' })
  })

  test('a cancelled order whose refund staff give up stays on their list, and its money can go back all the same', async () => {
    const { number, order, visitor } = await paid({ way: 'bca_va' })
    assert.equal((await visitor.post(`/api/v1/orders/${number}/cancellation`)).status, 200)
    const { id } = await awaitRefund(number, 'by_hand')
    assert.equal((await (await staff()).post(`/admin/orders/${number}/refunds/${id}/withdrawal`)).status, 303)
    assert.ok((await staffTasks(shop(), 'payment_must_go_back')).some(task => task.number === number))
    const again = await (await staff()).post(`/admin/orders/${number}/payments/1/refunds`, { form: { seen: String(order.total) } })
    assert.equal(again.status, 303, again.text().slice(0, 2000))
    await awaitRefund(number, 'by_hand')
    await assertBooksAreRight(shop())
  })

  /** Which dispute the order's page asks about. */
  const disputeOn = async number => {
    const page = (await (await staff()).get(`/admin/orders/${number}`)).text()
    const [, dispute] = /name="dispute" value="(\d+)"/.exec(page)
    return dispute
  }
  const disputeOutcome = async (number, form) => (await staff()).post(`/admin/orders/${number}/payments/1/dispute-outcome`, { form })
  const awaitChargeback = number => until('staff see it', async () =>
    (await staffTasks(shop(), 'chargeback')).some(task => task.number === number))

  test('a settlement the bank takes back is given back to nobody: staff book that it has gone', async () => {
    const { number, reference, visitor, order } = await paid({ way: 'permata_va' })
    await atSandbox(shop(), reference, 'deny', { force: 1, method: 'permata_va' })
    await until('staff see it', async () => (await staffTasks(shop(), 'payment_withdrawn')).some(task => task.number === number))
    assert.equal((await visitor.post(`/api/v1/orders/${number}/cancellation`)).status, 200)
    await awaitQuiet(shop())
    assert.deepEqual(await refundsOf(number), [])
    assert.match((await (await staff()).get(`/admin/orders/${number}`)).text(), /payments\/1\/dispute-outcome/)

    const seen = String(order.total), dispute = await disputeOn(number)
    for (const wrong of ['', 'semua', String(order.total + 1)])
      assert.equal((await disputeOutcome(number, { seen, dispute, withdrawn_1: wrong })).status, 422, wrong)
    assert.equal((await disputeOutcome(number, { seen, withdrawn_1: seen })).status, 409, 'about no dispute')
    const answers = await Promise.all(Array.from({ length: 5 }, () => disputeOutcome(number, { seen, dispute, withdrawn_1: seen })))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [303])
    await awaitOrder(shop(), number, { state: 'cancelled', payment: 'refunded' })
    assert.deepEqual((await refundsOf(number)).map(({ state, amount }) => ({ state, amount })), [{ state: 'succeeded', amount: order.total }])
    assert.equal(await refundMails(number), 1)
    await assertBooksAreRight(shop())
  })

  test('a chargeback that comes to nothing leaves the payment as it was', async () => {
    const { number, reference, order } = await paid({ method: 'stripe' })
    await atStripe(shop(), reference, 'dispute')
    await awaitChargeback(number)
    assert.equal((await (await staff()).get(`/admin/orders/${number}/refunds/new`)).status, 409)
    assert.equal((await disputeOutcome(number, { seen: String(order.total), dispute: await disputeOn(number), withdrawn_1: '0' })).status, 303)
    assert.equal((await (await staff()).get(`/admin/orders/${number}/refunds/new`)).status, 200)
    assert.equal((await orderRow(shop(), number)).payment, 'paid')
    await assertBooksAreRight(shop())
  })

  test('the same payment disputed again after the shop has won is asked about again, whatever is told twice or in another order', async () => {
    const { number, reference, order } = await paid({ method: 'stripe' })
    const seen = String(order.total)
    await atStripe(shop(), reference, 'dispute', { duplicate: 5 })
    await awaitChargeback(number)
    const first = await disputeOn(number)
    assert.equal((await disputeOutcome(number, { seen, dispute: first, withdrawn_1: '0' })).status, 303)
    await atStripe(shop(), reference, 'win_dispute', { duplicate: 3, delay_ms: 300 })
    await atStripe(shop(), reference, 'dispute', { duplicate: 5 })
    const told = async () => Number((await shop().sql(
      `SELECT COUNT(*) FROM order_events e JOIN orders o ON o.id = e.order_id WHERE o.number = '${number}' AND e.kind = 'chargeback'`))[0][0])
    await until('staff see the other', async () => await told() === 2)
    await awaitQuiet(shop())
    assert.equal(await told(), 2)
    assert.equal((await (await staff()).get(`/admin/orders/${number}/refunds/new`)).status, 409)
    assert.equal((await disputeOutcome(number, { seen, dispute: first, withdrawn_1: '0' })).status, 409, 'a page opened before')
    assert.equal((await disputeOutcome(number, { seen, dispute: await disputeOn(number), withdrawn_1: seen })).status, 303)
    await awaitOrder(shop(), number, { payment: 'refunded' })
    assert.equal(await refundMails(number), 1)
    await assertBooksAreRight(shop())
  })

  test('a refund that was on its way when a dispute began is followed to its end', async () => {
    const { number, reference, order } = await paid({ method: 'stripe' })
    await atStripe(shop(), reference, 'hold_refunds')
    await refund(number, { extra: '25000' })
    await awaitRefund(number, 'sent')
    await atStripe(shop(), reference, 'dispute')
    await awaitChargeback(number)
    await atStripe(shop(), reference, 'settle_refunds')
    await awaitRefund(number, 'succeeded')
    await awaitOrder(shop(), number, { payment: 'partially_refunded' })
    const left = String(order.total - 25000)
    assert.equal((await disputeOutcome(number, { seen: left, dispute: await disputeOn(number), withdrawn_1: left })).status, 303)
    await awaitOrder(shop(), number, { payment: 'refunded' })
    await assertBooksAreRight(shop())
  })

  test('staff who do not transfer it after all free the amount', async () => {
    const { number } = await paid()
    await refund(number, { extra: '25000', by_hand: '1' })
    const { id } = await awaitRefund(number, 'by_hand')
    assert.equal((await (await staff()).post(`/admin/orders/${number}/refunds/${id}/withdrawal`)).status, 303)
    assert.equal((await refundsOf(number))[0].state, 'failed')
    assert.equal(await refundMails(number), 0)
  })

  test('cash on delivery goes back by hand', async () => {
    const bought = await buy(shop(), { method: 'cod' })
    const people = await staff()
    const [[line]] = await shop().sql(
      `SELECT l.id FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.number = '${bought.number}'`)
    await people.post(`/admin/orders/${bought.number}/shipments`, {
      form: { version: await versionOf(bought.number), courier: 'jne-reg', tracking_number: 'JX0000012345', [`quantity_${line}`]: '1' } })
    await people.post(`/admin/orders/${bought.number}/delivery`, { form: { version: await versionOf(bought.number) } })
    await refund(bought.number, { [`quantity_${line}`]: '1', [`restock_${line}`]: '1' })
    assert.equal((await refundsOf(bought.number))[0].state, 'by_hand')
  })

  test('a cash parcel refused at the door comes back: no cash, goods in stock, one mail, and nothing more to do', async () => {
    const variant = await takeVariant(shop(), 10)
    const { number, visitor } = await buy(shop(), { method: 'cod', variant })
    const people = await staff()
    const [[line]] = await shop().sql(
      `SELECT l.id FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.number = '${number}'`)
    const press = async (what, form) =>
      people.post(`/admin/orders/${number}/${what}`, { form: { version: await versionOf(number), ...form } })
    assert.equal((await press('return', { [`back_${line}`]: '0' })).status, 409)
    assert.equal((await press('shipments', { courier: 'jne-reg', tracking_number: 'JX0000054321', [`quantity_${line}`]: '1' })).status, 303)
    assert.equal((await press('return', { [`back_${line}`]: '2' })).status, 422)
    const version = await versionOf(number)
    const answers = await Promise.all(Array.from({ length: 5 }, () =>
      people.post(`/admin/orders/${number}/return`, { form: { version, [`back_${line}`]: '1' } })))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [303])
    await awaitOrder(shop(), number, { state: 'shipped', payment: 'failed' })
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 10, reserved: 0 })
    assert.equal((await press('delivery')).status, 409)
    assert.equal((await press('cash')).status, 409)
    assert.match((await visitor.get(`/orders/${number}`)).text(), /Kembali ke toko/)
    const [[mails]] = await shop().sql(
      `SELECT COUNT(*) FROM outbox_mails m JOIN orders o ON o.id = m.order_id WHERE o.number = '${number}' AND m.kind = 'order_returned'`)
    assert.equal(Number(mails), 1)
    await assertBooksAreRight(shop())
  })

  test('a card that is not settled yet is refunded once it is', async () => {
    const { number, reference } = await paid({ way: 'credit_card' })
    await refund(number, { extra: '25000' })
    await until('it was asked', async () =>
      (await shop().sql(`SELECT r.asks FROM refunds r JOIN orders o ON o.id = r.order_id WHERE o.number = '${number}'`))[0][0] !== '0')
    await atSandbox(shop(), reference, 'settle')
    await until('it has gone back', async () => {
      await nextTurn()
      return (await refundsOf(number))[0].state === 'succeeded'
    }, kPatience)
  })

  test('a refund that Stripe is still at is on its way, and done when Stripe says so', async () => {
    const { number, reference } = await paid({ method: 'stripe' })
    await atStripe(shop(), reference, 'hold_refunds')
    await refund(number, { extra: '25000' })
    await awaitRefund(number, 'sent')
    assert.equal(await refundMails(number), 0)
    await atStripe(shop(), reference, 'settle_refunds')
    await awaitRefund(number, 'succeeded')
    assert.equal(await refundMails(number), 1)
  })

  test('a refund that fails weeks later is to be transferred by hand, the order is paid again, and its buyer hears of it', async () => {
    const { number, reference, visitor, body } = await paid({ method: 'stripe' })
    await refund(number, { extra: '25000' })
    await awaitRefund(number, 'succeeded')
    await atStripe(shop(), reference, 'fail_refunds', { duplicate: 5 })
    const { id } = await awaitRefund(number, 'by_hand')
    assert.equal((await orderRow(shop(), number)).payment, 'paid')
    assert.ok((await staffTasks(shop(), 'refund_came_back')).some(task => task.number === number))
    await awaitQuiet(shop())

    const about = kind => shop().sql(
      `SELECT m.subject FROM outbox_mails m JOIN orders o ON o.id = m.order_id WHERE o.number = '${number}' AND m.kind = '${kind}'`)
    assert.equal((await about('order_refund_came_back')).length, 1)
    await awaitMail(shop(), { to: body.contact.email, text: 'nomor rekening' })
    assert.match((await visitor.get(`/orders/${number}`)).text(), /Ditolak bank, akan kami transfer/)
    assert.deepEqual((await visitor.get(`/api/v1/orders/${number}`)).json().refunds.map(({ status }) => status), ['pending'])
    assert.match((await (await staff()).get(`/admin/orders/${number}`)).text(), new RegExp(`href="#field-reference_${id}"`))

    const done = await (await staff()).post(`/admin/orders/${number}/refunds/${id}/transfer`, { form: { [`reference_${id}`]: 'BCA-112233' } })
    assert.equal(done.status, 303)
    await awaitMail(shop(), { to: body.contact.email, text: 'BCA-112233' })
    assert.equal((await about('order_refunded')).length, 2)
    assert.doesNotMatch((await visitor.get(`/orders/${number}`)).text(), /Ditolak bank/)
    await assertBooksAreRight(shop())
  })

  test('a refund of Stripe\'s own pages that bounces has not reached its buyer: mail, page and staff say so', async () => {
    const { number, reference, visitor } = await paid({ method: 'stripe' })
    await refundAtStripe(reference, 2_500_000)
    await awaitRefund(number, 'succeeded')
    await atStripe(shop(), reference, 'fail_refunds')
    await awaitRefund(number, 'failed')
    assert.ok((await staffTasks(shop(), 'refund_failed')).some(task => task.number === number))
    assert.match((await visitor.get(`/orders/${number}`)).text(), /Ditolak bank, belum sampai kepada Anda/)
    assert.deepEqual((await visitor.get(`/api/v1/orders/${number}`)).json().refunds.map(({ status }) => status), ['returned'])
    assert.equal((await orderRow(shop(), number)).payment, 'paid')
    await assertBooksAreRight(shop())
  })

  test('money that went back before the shop heard of it pays nothing, and the order goes on', async () => {
    const variant = await takeVariant(shop(), 5)
    const { number, reference, order, visitor } = await buy(shop(), { variant })
    await atSandbox(shop(), reference, 'pay', { method: 'qris', notify: 0 })
    await refundAtMidtrans(reference, order.total)
    await awaitRefund(number, 'succeeded')
    assert.equal((await orderRow(shop(), number)).state, 'pending')
    assert.equal((await visitor.post(`/api/v1/orders/${number}/cancellation`)).status, 200)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 5, reserved: 0 })
  })

  test('a refund that is no whole rupiah is for staff to look at, and not booked a hundredfold', async () => {
    const { number, reference } = await paid({ method: 'stripe' })
    await refundAtStripe(reference, 1_500_050)
    await until('staff see it', async () =>
      (await staffTasks(shop(), 'refund_at_provider')).some(task => task.number === number && task.detail.includes('1500050')))
    await awaitQuiet(shop())
    assert.deepEqual(await refundsOf(number), [])
    assert.equal((await orderRow(shop(), number)).payment, 'paid')
  })

  test("refunds made at the providers' own pages are booked once", async () => {
    const there = await paid(), cards = await paid({ method: 'stripe' })
    await refundAtMidtrans(there.reference, 30_000)
    await refundAtStripe(cards.reference, 3_000_000)
    for (const { number } of [there, cards]) {
      const refund = await awaitRefund(number, 'succeeded')
      assert.equal(refund.amount, 30_000)
      await awaitQuiet(shop())
      assert.equal((await refundsOf(number)).length, 1)
      assert.equal(await refundMails(number), 1)
    }
  })

  test('no more than came goes back, and the page says so at its field', async () => {
    const { number, order } = await paid()
    const refused = await post(number, await formFor(number, { extra: String(order.total + 1) }))
    assert.equal(refused.status, 422)
    assert.match(refused.text(), /href="#field-extra"/)
    assert.equal((await refundsOf(number)).length, 0)
  })

  test('a form that is out of date is refused and refunds nothing', async () => {
    const { number } = await paid()
    const form = { ...await formFor(number, { extra: '25000' }), accepted_total: '25000' }
    await refund(number, { extra: '10000' })
    // The order changes once more when the provider has answered.
    await awaitRefund(number, 'succeeded')
    const refused = await post(number, form)
    assert.equal(refused.status, 409)
    // With what was typed, for the order as it is now.
    assert.match(refused.text(), /name="extra"[^>]* value="25000"/)
    assert.match(refused.text(), /name="reason"[^>]* value="Senar putus"/)
    assert.ok(refused.text().includes(`name="version" value="${await versionOf(number)}"`))
    assert.equal((await refundsOf(number)).length, 1)
    const checked = await post(number, { ...form, version: await versionOf(number) })
    assert.equal(checked.status, 303, checked.text().slice(0, 500))
  })

  test('filling in what is left keeps what was typed, and refunds nothing', async () => {
    const { number, line } = await paid()
    const filled = await post(number, { ...await formFor(number, { [`quantity_${line}`]: '1', extra: '700' }), do: 'fill' })
    assert.equal(filled.status, 200)
    assert.match(filled.text(), new RegExp(`name="quantity_${line}"[^>]* value="3"`))
    // Dear goods are sent for nothing.
    const [[shipping]] = await shop().sql(`SELECT shipping_total FROM orders WHERE number = '${number}'`)
    assert.equal(/name="shipping"[^>]* checked/.test(filled.text()), Number(shipping) > 0)
    assert.match(filled.text(), /name="extra"[^>]* value="700"/)
    assert.match(filled.text(), /name="reason"[^>]* value="Senar putus"/)
    assert.doesNotMatch(filled.text(), /name="accepted_total"/)
    assert.equal((await refundsOf(number)).length, 0)
  })

  test('nothing is refunded that was confirmed at another total', async () => {
    const { number } = await paid()
    const answer = await post(number, { ...await formFor(number, { extra: '25000' }), accepted_total: '20000' })
    assert.equal(answer.status, 409)
    assert.match(answer.text(), /name="accepted_total" value="25000"/)
    assert.equal((await refundsOf(number)).length, 0)
  })

  test('an order of which nothing would be left is to be cancelled instead', async () => {
    const { number, line } = await paid({ quantity: 1 })
    const form = { ...await formFor(number, { [`quantity_${line}`]: '1' }) }
    const [, total] = /name="accepted_total" value="(\d+)"/.exec((await post(number, form)).text())
    assert.equal((await post(number, { ...form, accepted_total: total })).status, 409)
    assert.equal((await refundsOf(number)).length, 0)
  })

  test('staff cancel a paid order that is being packed: all of it goes back', async () => {
    const variant = await takeVariant(shop(), 5)
    const { number, order } = await paid({ variant })
    const people = await staff()
    await people.post(`/admin/orders/${number}/processing`, { form: { version: await versionOf(number) } })
    const cancelled = await people.post(`/admin/orders/${number}/cancellation`, { form: { version: await versionOf(number), reason: 'Rusak' } })
    assert.equal(cancelled.status, 303, cancelled.text().slice(0, 2000))
    await awaitOrder(shop(), number, { state: 'cancelled', payment: 'refunded' }, kPatience)
    assert.equal((await refundsOf(number))[0].amount, order.total)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 5, reserved: 0 })
  })

  test('money for a cancelled order goes back by one button, pressed five times, and leaves the order cancelled', async () => {
    const { number, reference, visitor, order } = await buy(shop())
    await visitor.post(`/api/v1/orders/${number}/cancellation`)
    await atSandbox(shop(), reference, 'pay', { force: 1, method: 'qris' })
    await until('staff see it', async () => (await staffTasks(shop(), 'payment_must_go_back')).some(task => task.number === number))
    const path = `/admin/orders/${number}/payments/1/refunds`
    assert.ok((await (await staff()).get('/admin')).text().includes(`action="${path}"`))
    const answers = await Promise.all(Array.from({ length: 5 }, async () => (await staff()).post(path, { form: { seen: order.total } })))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [303])
    const refund = await awaitRefund(number, 'succeeded')
    assert.equal(refund.amount, order.total)
    assert.equal((await refundsOf(number)).length, 1)
    assert.equal((await orderRow(shop(), number)).state, 'cancelled')
    assert.ok(!(await (await staff()).get('/admin')).text().includes(`action="${path}"`))
  })

  test('the refund of a second payment leaves the order paid', async () => {
    const { number, reference, visitor, order } = await buy(shop())
    await atSandbox(shop(), reference, 'expire', { method: 'qris' })
    await awaitOrder(shop(), number, { payment: 'expired' })
    await visitor.post(`/api/v1/orders/${number}/payment`)
    await atSandbox(shop(), `${number}-2`, 'pay', { method: 'qris' })
    await awaitOrder(shop(), number, { payment: 'paid' })
    await atSandbox(shop(), reference, 'pay', { force: 1, method: 'qris' })
    await until('staff see it', async () => (await staffTasks(shop(), 'payment_must_go_back')).some(task => task.number === number))
    assert.equal((await (await staff()).post(`/admin/orders/${number}/payments/1/refunds`, { form: { seen: order.total } })).status, 303)
    await awaitRefund(number, 'succeeded')
    assert.deepEqual(Object.values(await orderRow(shop(), number)).slice(0, 2), ['paid', 'paid'])
    assert.equal((await (await staff()).post(`/admin/orders/${number}/payments/2/refunds`)).status, 409, 'what pays the order is refunded by the form')
  })

  test('money of another amount goes back by the same button', async () => {
    const { number, reference } = await buy(shop(), { method: 'stripe' })
    await atStripe(shop(), reference, 'pay', { amount: 5_000_000 })
    await until('staff see it', async () => (await staffTasks(shop(), 'payment_mismatch')).some(task => task.number === number))
    const openTasks = () => shop().sql(
      `SELECT t.id FROM staff_tasks t JOIN orders o ON o.id = t.order_id WHERE o.number = '${number}' AND t.resolved_at IS NULL`)
    const [[task]] = await openTasks()
    const resolved = await (await staff()).post(`/admin/payments/tasks/${task}/resolution`, { form: {} })
    assert.match(resolved.headers.location, /notice=money_left/, 'a click does not answer for the money')
    assert.equal((await (await staff()).post(`/admin/orders/${number}/payments/1/refunds`, { form: { seen: 49_999 } })).status, 409)
    assert.equal((await (await staff()).post(`/admin/orders/${number}/payments/1/refunds`, { form: { seen: 50_000 } })).status, 303)
    const refund = await awaitRefund(number, 'succeeded')
    assert.equal(refund.amount, 50_000)
    assert.deepEqual(await openTasks(), [])
  })

  test('only staff refund', async () => {
    const { number, visitor } = await paid()
    for (const path of [`/admin/orders/${number}/refunds`, `/admin/orders/${number}/payments/1/refunds`, `/admin/orders/${number}/refunds/1/transfer`]) {
      const answer = await visitor.post(path, { form: await formFor(number, { extra: '1000', accepted_total: '1000' }) })
      assert.ok(answer.status === 401 || answer.status === 403 || answer.headers.location?.startsWith('/login'), `${path}: ${answer.status}`)
    }
    assert.equal((await refundsOf(number)).length, 0)
  })

  test('a shop that dies with the refund recorded and nobody asked, or asked and not recorded, refunds each once', async () => {
    const unasked = await paid(), unheard = await paid({ method: 'stripe' })
    await misbehave(shop(), { call: 'stripe.refund', kind: 'close_after_accepting', times: 1, wait_ms: 30_000 })
    await refund(unheard.number, { extra: '25000' })
    await until('Stripe has refunded', async () => {
      const { sessions } = (await send('GET', `${shop().sandboxUrl}/_sandbox/stripe/sessions`)).json()
      return JSON.stringify(sessions.find(({ client_reference_id }) => client_reference_id === unheard.reference)).includes('"amount_refunded":2500000')
    }, kPatience)
    await misbehave(shop(), { call: 'refund', kind: 'drop', times: 1, wait_ms: 30_000 })
    await refund(unasked.number, { extra: '25000' })
    await shop().kill9()
    await nextTurn()
    await shop().start()
    for (const { number } of [unasked, unheard]) {
      await until(`the refund of ${number} has gone back`, async () => {
        await nextTurn()
        return (await refundsOf(number))[0].state === 'succeeded'
      }, { withinMs: 90_000 })
      assert.equal((await refundsOf(number)).length, 1)
      assert.equal(await refundMails(number), 1)
    }
  })

  test('every mail about a refund is sent once', async () => {
    const [[due]] = await shop().sql("SELECT COUNT(*) FROM outbox_mails WHERE kind = 'order_refunded'")
    await until('they are sent', () =>
      readMails(shop()).filter(({ subject }) => /Pengembalian dana|ditarik kembali/.test(subject)).length === Number(due), kPatience)
  })

  test('what staff did to refunds stands in the log in words', async () => {
    const did = await shop().sql("SELECT action, MAX(subject_id) FROM audit_log WHERE subject_kind = 'order' GROUP BY action")
    for (const action of ['order.refund', 'order.refund_transfer', 'order.refund_withdrawal'])
      assert.ok(did.some(([done]) => done === action), action)
    for (const [action, number] of did) {
      const log = await (await admin()).get(`/admin/activity?kind=order&thing=${number}`)
      assert.equal(log.status, 200)
      assert.ok(log.text().includes(number))
      assert.ok(!log.text().includes(action), `${action} is written out as it is stored`)
    }
  })

  test('the books are right', () => assertBooksAreRight(shop()))
})
