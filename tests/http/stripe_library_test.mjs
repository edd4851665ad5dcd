// Stripe's own library for Node, unchanged, against the sandbox: what it can do there, Stripe's users can rely on.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import Stripe from 'stripe'
import { startLoneSandbox } from '../support/lone_sandbox.mjs'
import { until } from '../support/poll.mjs'
import { send } from './client.mjs'

const kSecretKey = 'sk_test_hurtrock_local'
const kWebhookSecret = 'whsec_hurtrock_local'

describe("Stripe's library at the sandbox", () => {
  let sandbox, url, received, stripe

  before(async () => {
    sandbox = await startLoneSandbox();
    ({ url, received } = sandbox)
    stripe = new Stripe(kSecretKey, { host: '127.0.0.1', port: sandbox.port, protocol: 'http', maxNetworkRetries: 0, telemetry: false })
  })
  after(() => sandbox?.stop())

  const wanted = (reference, changes = {}) => ({
    mode: 'payment',
    client_reference_id: reference,
    success_url: 'https://toko.example/selesai?session_id={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://toko.example/batal',
    locale: 'id',
    line_items: [
      { quantity: 2, price_data: { currency: 'idr', unit_amount: 15_000_000, product_data: { name: 'Senar "Baja" & Co. – L' } } },
      { quantity: 1, price_data: { currency: 'idr', unit_amount: 2_000_000, product_data: { name: 'Ongkos kirim' } } },
    ],
    metadata: { reference },
    payment_intent_data: { metadata: { reference } },
    ...changes,
  })
  const pay = reference => send('POST', `${url}/_sandbox/stripe/sessions/${reference}/pay`)

  test('a session is created, found again, and listed with its lines', async () => {
    const created = await stripe.checkout.sessions.create(wanted('LIB-1'))
    assert.deepEqual([created.status, created.payment_status, created.amount_total, created.currency], ['open', 'unpaid', 32_000_000, 'idr'])
    assert.ok(created.url.startsWith(`${url}/stripe/checkout/`))
    const found = await stripe.checkout.sessions.retrieve(created.id, { expand: ['line_items', 'payment_intent'] })
    assert.equal(found.client_reference_id, 'LIB-1')
    assert.equal(found.line_items.data[0].description, 'Senar "Baja" & Co. – L')
    const lines = await stripe.checkout.sessions.listLineItems(created.id, { limit: 1 })
    assert.deepEqual([lines.data.length, lines.has_more], [1, true])
  })

  test('a session is expired once', async () => {
    const { id } = await stripe.checkout.sessions.create(wanted('LIB-2'))
    assert.equal((await stripe.checkout.sessions.expire(id)).status, 'expired')
    await assert.rejects(stripe.checkout.sessions.expire(id), Stripe.errors.StripeInvalidRequestError)
  })

  test('a payment is paid, found by its session, and given back in parts', async () => {
    const { id } = await stripe.checkout.sessions.create(wanted('LIB-3'))
    const { headers } = await send('POST', `${url}/stripe/checkout/${id}/pay`, { form: { method: 'card' } })
    assert.equal(headers.location, `https://toko.example/selesai?session_id=${id}`)
    const session = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent.latest_charge'] })
    assert.deepEqual([session.status, session.payment_status, session.payment_intent.status], ['complete', 'paid', 'succeeded'])
    assert.equal(session.payment_intent.latest_charge.amount_refunded, 0)

    const intent = session.payment_intent.id
    const refund = await stripe.refunds.create(
      { payment_intent: intent, amount: 15_000_000, reason: 'requested_by_customer', metadata: { refund_key: 'r-1' } })
    assert.deepEqual([refund.object, refund.amount, refund.status], ['refund', 15_000_000, 'succeeded'])
    assert.equal((await stripe.refunds.create({ payment_intent: intent })).amount, 17_000_000)
    await assert.rejects(stripe.refunds.create({ payment_intent: intent }), { code: 'charge_already_refunded' })
    assert.equal((await stripe.refunds.retrieve(refund.id)).metadata.refund_key, 'r-1')
    assert.equal((await stripe.refunds.list({ payment_intent: intent })).data.length, 2)
    assert.equal((await stripe.checkout.sessions.list({ payment_intent: intent })).data[0].id, id)
    assert.equal((await stripe.paymentIntents.retrieve(intent, { expand: ['latest_charge'] })).latest_charge.refunded, true)
    await assert.rejects(stripe.paymentIntents.cancel(intent), Stripe.errors.StripeInvalidRequestError)
  })

  test('a key used twice gives one session, and other parameters under it an error', async () => {
    const first = await stripe.checkout.sessions.create(wanted('LIB-4'), { idempotencyKey: 'k-4' })
    assert.equal((await stripe.checkout.sessions.create(wanted('LIB-4'), { idempotencyKey: 'k-4' })).id, first.id)
    await assert.rejects(stripe.checkout.sessions.create(wanted('LIB-5'), { idempotencyKey: 'k-4' }), Stripe.errors.StripeIdempotencyError)
  })

  test('what Stripe would refuse is refused with the parameter named', async () => {
    await assert.rejects(stripe.checkout.sessions.create(wanted('LIB-6', { payment_method_types: ['card'] })),
      { type: 'StripeInvalidRequestError', code: 'parameter_unknown', param: 'payment_method_types[0]' })
    await assert.rejects(stripe.checkout.sessions.create(wanted('LIB-6', { locale: 'in' })), { param: 'locale' })
    const stranger = new Stripe('sk_test_theirs', { host: '127.0.0.1', port: sandbox.port, protocol: 'http', maxNetworkRetries: 0, telemetry: false })
    await assert.rejects(stranger.checkout.sessions.create(wanted('LIB-6')), Stripe.errors.StripeAuthenticationError)
  })

  test('a stumble is got over by the library itself', async () => {
    const patient = new Stripe(kSecretKey, { host: '127.0.0.1', port: sandbox.port, protocol: 'http', maxNetworkRetries: 2, telemetry: false })
    await send('POST', `${url}/_sandbox/misbehave`, { json: { call: 'stripe.open', kind: '500', times: 1 } })
    assert.equal((await patient.checkout.sessions.create(wanted('LIB-7'))).status, 'open')
  })

  test('events are signed as the library wants them, and listed', async () => {
    await stripe.checkout.sessions.create(wanted('LIB-8'))
    received.length = 0
    await pay('LIB-8')
    await until('both events have come', () => received.length === 2)
    const told = received.map(({ body, headers }) => stripe.webhooks.constructEvent(body, headers['stripe-signature'], kWebhookSecret))
    assert.deepEqual(told.map(({ type }) => type).sort(), ['checkout.session.completed', 'payment_intent.succeeded'])
    const completed = told.find(({ type }) => type === 'checkout.session.completed')
    assert.equal(completed.data.object.client_reference_id, 'LIB-8')
    assert.throws(() => stripe.webhooks.constructEvent(`${received[0].body} `, received[0].headers['stripe-signature'], kWebhookSecret))

    const listed = await stripe.events.list({ types: ['checkout.session.completed'], limit: 1 })
    assert.equal(listed.data[0].id, completed.id)
    assert.equal((await stripe.events.retrieve(completed.id)).type, 'checkout.session.completed')
  })
})
