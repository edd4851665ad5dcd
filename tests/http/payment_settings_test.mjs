// The settings of the ways to pay: CONTRACT section 3, PRODUCT "Payments". Keys are changed while the shop runs, and are never seen again.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../support/poll.mjs'
import { send, Visitor } from './client.mjs'
import {
  assertBooksAreRight, assertPage, assertProblem, atStripe, awaitOrder, buy, checkoutBody, notifyOfStripe, onEachDatabase, postCheckout,
  stripeEvent, stripeSignature, takeVariant, visitorWithCart,
} from './errand.mjs'
import { loggedIn, onceLoggedIn } from './people.mjs'

const kKeys = {
  midtrans: { secret_key: 'SB-Mid-server-rolled-7301', client_key: 'SB-Mid-client-rolled-7302' },
  stripe: { secret_key: 'sk_test_rolled_7303', client_key: 'pk_test_rolled_7304', webhook_secret: 'whsec_rolled_7305' },
}
const kRolledAgain = 'whsec_rolled_again_7306'
const kSecrets = [...Object.values(kKeys).flatMap(Object.values), kRolledAgain]

onEachDatabase('payment settings', shop => {
  const seen = []
  const admin = onceLoggedIn(shop, 'admin')
  const staff = onceLoggedIn(shop, 'staff')

  const page = async () => {
    const answer = await (await admin()).get('/admin/payments')
    seen.push(answer.text())
    return answer.text()
  }
  const version = async provider => (await shop().sql(`SELECT version FROM payment_settings WHERE provider = '${provider}'`))[0][0]
  const post = async (path, form, visitor) => {
    const answer = await (visitor ?? await admin()).post(`/admin/payments/${path}`, { form })
    seen.push(answer.text(), JSON.stringify(answer.headers))
    return answer
  }
  const save = async (provider, fields, visitor) => post(`${provider}/settings`, {
    version: await version(provider), enabled: '1', minimum_total: '1', environment: 'sandbox', ...fields }, visitor)
  const check = async provider => new URL((await post(`${provider}/check`, {})).headers.location, shop().url).searchParams.get('found')

  test('staff may read the settings, and only admins change them', async () => {
    assert.equal((await new Visitor(shop()).get('/admin/payments')).status, 303)
    const read = await (await staff()).get('/admin/payments')
    assert.equal(read.status, 200)
    assert.doesNotMatch(read.text(), /\/admin\/payments\/stripe\/check/)
    assert.doesNotMatch(read.text(), /<input[^>]* name="minimum_total"/)
    assert.match(read.text(), /<dt>Tawarkan di checkout<\/dt><dd>(ya|tidak)<\/dd>/)
    assert.equal((await save('cod', {}, await staff())).status, 403)
    assert.equal((await post('stripe/check', {}, await staff())).status, 403)
    assert.equal((await post('stripe/keys/removal', { version: '1' }, await staff())).status, 403)
    assert.match(await page(), /\/admin\/payments\/stripe\/check/)
  })

  test('what is switched off is neither offered nor taken, and comes back when it is switched on', async () => {
    const home = async () => (await send('GET', `${shop().url}/`)).text()
    assert.match(await home(), /<li>COD<\/li>/)
    assert.equal((await save('cod', { enabled: '' })).status, 303)
    assert.doesNotMatch(await home(), /<li>COD<\/li>/)
    const visitor = await visitorWithCart(shop(), await takeVariant(shop()))
    const body = await checkoutBody(shop(), { payment_method: 'cod' })
    assertProblem(await postCheckout(visitor, body), 422)
    assert.equal((await save('cod', { maximum_total: '10.000.000' })).status, 303)
    assert.equal((await postCheckout(visitor, body)).status, 201)
    assert.match(await home(), /<li>COD<\/li>/)
  })

  test('a total outside the limits is refused', async () => {
    assert.equal((await save('cod', { minimum_total: '90000000', maximum_total: '90000001' })).status, 303)
    const visitor = await visitorWithCart(shop(), await takeVariant(shop()))
    assertProblem(await postCheckout(visitor, await checkoutBody(shop(), { payment_method: 'cod' })), 422)
    assert.equal((await save('cod', { maximum_total: '10000000' })).status, 303)
  })

  test('of two admins who saw the same, the second is told', async () => {
    const stale = await version('cod')
    assert.equal((await save('cod', { maximum_total: '9000000' })).status, 303)
    const answer = await save('cod', { version: stale, maximum_total: '8000000' })
    assert.equal(answer.status, 409)
    assert.match(answer.text(), /<dd>Rp[^<]*9\.000\.000<\/dd>/, 'what is stored')
    assert.match(answer.text(), /id="field-cod-maximum_total"[^>]* value="8000000"/, 'what was typed')
    assert.equal((await shop().sql("SELECT maximum_total FROM payment_settings WHERE provider = 'cod'"))[0][0], '9000000')
  })

  test('bank accounts that were typed outlive the change of a colleague, and keys are typed again', async () => {
    for (const [provider, fields] of [['bank_transfer', { bank_1: 'Bank Uji', number_1: '1234567890', holder_1: 'PT Uji' }], ['stripe', kKeys.stripe]]) {
      const stale = String(Number(await version(provider)) - 1)
      const answer = await save(provider, { ...fields, version: stale, minimum_total: '12000' })
      assert.equal(answer.status, 409, provider)
      assert.match(answer.text(), new RegExp(`id="field-${provider}-minimum_total"[^>]* value="12000"`))
      if (provider === 'bank_transfer') for (const value of Object.values(fields)) assert.ok(answer.text().includes(`value="${value}"`), value)
    }
  })

  test('a key that cannot be right is refused at its field', async () => {
    for (const [provider, field, value] of [['stripe', 'secret_key', 'pk_test_0123456789'], ['stripe', 'secret_key', 'sk_live_0123456789'],
      ['stripe', 'webhook_secret', 'nothing at all'], ['midtrans', 'secret_key', 'SB-Mid-client-0123456']]) {
      const answer = await save(provider, { ...kKeys[provider], [field]: value })
      assert.equal(answer.status, 422, `${provider} ${field}`)
      assert.match(answer.text(), new RegExp(`href="#field-${provider}-${field}"`))
    }
    assert.equal((await post('nothing/settings', { version: '1' })).status, 404)
  })

  test('a form without its token is not shown again with the keys in it', async () => {
    const forger = await loggedIn(shop(), 'admin')
    forger.token = undefined
    const answer = await save('stripe', kKeys.stripe, forger)
    assert.equal(answer.status, 403)
    assertPage(answer, 403)
  })

  test('new keys count at once, without a restart', async () => {
    const { pid } = shop()
    assert.equal(await check('midtrans'), 'works')
    assert.equal(await check('stripe'), 'works')
    // The accounts' keys are rolled at the providers.
    Object.assign(shop().env, { MIDTRANS_SERVER_KEY: kKeys.midtrans.secret_key, MIDTRANS_CLIENT_KEY: kKeys.midtrans.client_key,
                                STRIPE_SECRET_KEY: kKeys.stripe.secret_key, STRIPE_PUBLISHABLE_KEY: kKeys.stripe.client_key,
                                STRIPE_WEBHOOK_SECRET: kKeys.stripe.webhook_secret })
    await shop().killSandbox()
    assert.equal(await check('stripe'), 'unreachable')
    await shop().startSandbox()
    for (const method of ['midtrans', 'stripe']) {
      assert.equal(await check(method), 'wrong_key')
      const turned = await buy(shop(), { method })
      assert.ok(turned.order.payment.url.startsWith(shop().url), 'the provider refuses the old key')
      assert.equal((await save(method, kKeys[method])).status, 303)
      assert.equal(await check(method), 'works')
      const bought = await buy(shop(), { method })
      assert.ok(bought.order.payment.url.startsWith(shop().sandboxUrl), bought.order.payment.url)
    }
    assert.equal(shop().pid, pid)
  })

  test('notifications are checked against the new secret', async () => {
    const { reference, number } = await buy(shop(), { method: 'stripe' })
    await atStripe(shop(), reference, 'pay')
    await awaitOrder(shop(), number, { payment: 'paid' })
    const event = stripeEvent(reference)
    assert.equal((await notifyOfStripe(shop(), event)).status, 401, 'signed with the secret of the environment')
  })

  test('a signing secret that was replaced is believed for a day more', async () => {
    assert.equal((await save('stripe', { webhook_secret: kRolledAgain })).status, 303)
    for (const [secret, status] of [[kRolledAgain, 200], [kKeys.stripe.webhook_secret, 200], ['whsec_hurtrock_local', 401]]) {
      const event = stripeEvent('HRT-ZZZZ-ZZZZ-9')
      assert.equal((await notifyOfStripe(shop(), event, stripeSignature(event, { secret }))).status, status, secret)
    }
  })

  test('another process follows within seconds', async () => {
    const before = await version('stripe')
    await shop().restart()
    assert.equal(await version('stripe'), before)
    assert.equal(await check('stripe'), 'works')
    // As another process writes it.
    await shop().sql("UPDATE payment_settings SET enabled = 0, version = version + 1 WHERE provider = 'stripe'")
    const home = async () => (await send('GET', `${shop().url}/`)).text()
    await until('the pages say so', async () => !/<li>Visa<\/li>/.test(await home()))
    assert.doesNotMatch(await home(), /e-wallet[^<]* kartu/, 'nor does the first page promise it')
    await shop().sql("UPDATE payment_settings SET enabled = 1, version = version + 1 WHERE provider = 'stripe'")
    await until('and so again', async () => /<li>Visa<\/li>/.test(await home()))
    assert.match(await home(), /e-wallet[^<]* kartu/)
  })

  test('the page says of a key that it is set and how it ends', async () => {
    const text = await page()
    for (const ending of ['7301', '7302', '7303', '7304', '7306']) assert.match(text, new RegExp(`…${ending}`))
  })

  test('keys that were sealed with another secret are reported by the doctor, and the others do not step in', async () => {
    const { stdout } = await shop().run(['doctor'])
    assert.match(stdout, /^ok +stripe$/m)
    shop().env.SESSION_SECRET = 'another secret for the sessions of this shop, 0123456789'
    const { status, stdout: other } = await shop().run(['doctor'])
    assert.equal(status, 1)
    assert.match(other, /^FAIL session secret: /m)
    // In development it may be a copy of a shop.
    assert.match(other, /^WARN midtrans: .*SESSION_SECRET/m)
    assert.match(other, /^WARN stripe: .*SESSION_SECRET/m)
    delete shop().env.SESSION_SECRET
  })

  test('no key was ever shown, logged, or stored as it is', async () => {
    const rows = [...await shop().sql('SELECT secret_box, public_options FROM payment_settings'),
                  ...await shop().sql('SELECT before_json, after_json FROM audit_log')]
    const everything = [...seen, shop().logs(), JSON.stringify(rows)].join('\n')
    for (const secret of kSecrets) assert.ok(!everything.includes(secret), `${secret.slice(0, 8)}… was found`)
    const [[changes]] = await shop().sql("SELECT COUNT(*) FROM audit_log WHERE subject_kind = 'payment_settings'")
    assert.ok(Number(changes) >= 7)
  })

  test('without its keys a provider goes back to those of the environment', async () => {
    assert.equal((await post('stripe/keys/removal', { version: await version('stripe') })).status, 303)
    assert.equal(await version('stripe') > 1, true)
    const [[box]] = await shop().sql("SELECT COALESCE(secret_box, 'none') FROM payment_settings WHERE provider = 'stripe'")
    assert.equal(box, 'none')
    assert.equal(await check('stripe'), 'works', 'the shop was restarted with these keys in its environment')
  })

  test('staff find payments by method, state and day, and mark what they have looked at as done', async () => {
    const { number } = await buy(shop(), { method: 'cod' })
    const list = async query => (await (await staff()).get(`/admin/payments/transactions?${query}`)).text()
    assert.match(await list(''), new RegExp(number))
    assert.match(await list('provider=cod&state=pending'), new RegExp(number))
    assert.doesNotMatch(await list('provider=midtrans'), new RegExp(number))
    assert.doesNotMatch(await list('provider=cod&to=2020-01-01'), new RegExp(number))
    await shop().sql(`INSERT INTO staff_tasks (task_key, kind, detail, created_at) VALUES ('test', 'chargeback', 'besok', 1)`)
    const [[id]] = await shop().sql("SELECT id FROM staff_tasks WHERE task_key = 'test'")
    assert.match(await list(''), /besok/)
    const resolved = await post(`tasks/${id}/resolution`, {}, await staff())
    assert.match(resolved.headers.location, /notice=resolved/)
    assert.doesNotMatch(await list(''), /besok/)
    assert.match((await post(`tasks/${id}/resolution`, {}, await staff())).headers.location, /notice=already/)
  })

  test('the books are right', () => assertBooksAreRight(shop()))
}, { env: ({ sandboxUrl }) => ({ MIDTRANS_SNAP_BASE: sandboxUrl, MIDTRANS_API_BASE: sandboxUrl, STRIPE_API_BASE: sandboxUrl }) })
