// A developer's own keys against the local sandbox: CONTRACT section 3.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atSandbox, atStripe, awaitOrder, buy, notifyOfStripe, stripeEvent, stripeSessions, stripeSignature, withShop } from './errand.mjs'

withShop('keys of one\'s own for both providers', shop => {
  test('serve runs the sandbox all the same, and it expects those keys', async () => {
    assert.deepEqual(Object.keys(shop().parts()).sort(), ['chat', 'sandbox', 'shop'])
    const { number, reference } = await buy(shop())
    await atSandbox(shop(), reference, 'pay')
    await awaitOrder(shop(), number, { payment: 'paid' })
  })

  test('without a secret for its events Stripe\'s are refused, and the shop says so at its start', async () => {
    const event = stripeEvent('HRT-ZZZZ-ZZZZ-1')
    for (const secret of ['', 'whsec_hurtrock_local'])
      assert.equal((await notifyOfStripe(shop(), event, stripeSignature(event, { secret }))).status, 401)
    assert.match(shop().logs(), /WARN .*shop\.configuration.*STRIPE_WEBHOOK_SECRET is not set/)
  })

  test('and a payment is heard of by asking', async () => {
    const { number, reference, visitor } = await buy(shop(), { method: 'stripe' })
    await atStripe(shop(), reference, 'pay')
    const [session] = await stripeSessions(shop(), reference)
    const back = new URL(session.success_url)
    assert.equal((await visitor.get(back.pathname + back.search)).status, 303)
    await awaitOrder(shop(), number, { payment: 'paid' })
  })
}, { whyAlone: 'hurtrock serve is one machine', serve: true, env: ({ sandboxUrl }) => ({
  MIDTRANS_SERVER_KEY: 'SB-Mid-server-own-1', MIDTRANS_SNAP_BASE: sandboxUrl, MIDTRANS_API_BASE: sandboxUrl,
  STRIPE_SECRET_KEY: 'sk_test_own_1', STRIPE_API_BASE: sandboxUrl,
}) })

withShop('a webhook secret of one\'s own beside the sandbox\'s keys', shop => {
  test('is what the sandbox signs with and the shop expects', async () => {
    const event = stripeEvent('HRT-ZZZZ-ZZZZ-2')
    for (const [secret, status] of [['whsec_own_2', 200], ['whsec_hurtrock_local', 401]])
      assert.equal((await notifyOfStripe(shop(), event, stripeSignature(event, { secret }))).status, status, secret)
    const { number, reference } = await buy(shop(), { method: 'stripe' })
    await atStripe(shop(), reference, 'pay')
    await awaitOrder(shop(), number, { payment: 'paid' })
  })
}, { env: { STRIPE_WEBHOOK_SECRET: 'whsec_own_2' } })
