// The payment sandbox's pages, in Indonesian and English: each text in the language that the reader or the shop chose.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startLoneSandbox } from '../support/lone_sandbox.mjs'
import { everyText, wordsPattern } from '../support/texts.mjs'
import { send } from './client.mjs'

const kServerKey = 'SB-Mid-server-hurtrock-local'
const kSecretKey = 'sk_test_hurtrock_local'
const kLanguages = ['id', 'en']
const kBrowsers = { id: 'id-ID,id;q=0.9,en;q=0.8', en: 'en-GB,en;q=0.9,id;q=0.8' }

const kTexts = everyText().filter(({ key }) => key.startsWith('sandbox.'))
const kOfOnePayment = kTexts.map(({ key }) => key).filter(key => !key.startsWith('sandbox.state.'))

const otherThan = language => kLanguages.find(other => other !== language)

/** The page says the texts of `keys` in `language`, and no text of the sandbox in the other one. */
function assertSays(answer, language, keys) {
  const page = answer.text()
  assert.match(page, new RegExp(`<html lang="${language}">`))
  for (const key of keys) assert.match(page, wordsPattern(language)(key), `${key} in ${language}`)
  const differing = kTexts.filter(({ id, en }) => !en.includes(id[0]))
  for (const { key } of differing) assert.doesNotMatch(page, wordsPattern(otherThan(language))(key), `${key} in ${language}`)
}

describe("the sandbox's pages", () => {
  let sandbox, url
  let made = 0

  before(async () => {
    sandbox = await startLoneSandbox();
    ({ url } = sandbox)
  })
  after(() => sandbox?.stop())

  const read = (address, language, query = '') => send('GET', address + query, { headers: { 'Accept-Language': kBrowsers[language] } })
  const press = (address, button, language, query = '') =>
    send('POST', `${address}/${button}${query}`, { form: { method: 'qris' }, headers: { 'Accept-Language': kBrowsers[language] } })
  const atMidtrans = { Authorization: `Basic ${Buffer.from(`${kServerKey}:`).toString('base64')}` }
  const atStripe = { Authorization: `Bearer ${kSecretKey}` }

  async function openSnap() {
    const reference = `PAGE-${++made}`
    const { redirect_url: page } = (await send('POST', `${url}/snap/v1/transactions`, {
      headers: atMidtrans,
      json: {
        transaction_details: { order_id: reference, gross_amount: 320_000 },
        item_details: [{ id: '1', price: 150_000, quantity: 2, name: 'Elixir 10-46' }, { id: '2', price: 20_000, quantity: 1, name: 'JNE REG' }],
        callbacks: { finish: 'https://toko.example/' },
      },
    })).json()
    const act = (action, query = '') => send('POST', `${url}/_sandbox/orders/${reference}/${action}?notify=0${query}`)
    return { reference, page, act }
  }

  async function openStripe(changes = {}) {
    const reference = `PAGE-${++made}`
    const session = (await send('POST', `${url}/v1/checkout/sessions`, {
      headers: atStripe,
      form: {
        mode: 'payment',
        client_reference_id: reference,
        success_url: 'https://toko.example/',
        cancel_url: 'https://toko.example/',
        'line_items[0][quantity]': '2',
        'line_items[0][price_data][currency]': 'idr',
        'line_items[0][price_data][unit_amount]': '15000000',
        'line_items[0][price_data][product_data][name]': 'Elixir 10-46',
        ...changes,
      },
    })).json()
    const act = action => send('POST', `${url}/_sandbox/stripe/sessions/${reference}/${action}?notify=0`)
    return { reference, id: session.id, page: session.url, act }
  }

  const kSnapStates = {
    open: async () => {},
    pending: ({ act }) => act('choose'),
    denied: ({ act }) => act('deny'),
    held: ({ act }) => act('challenge', '&method=credit_card'),
    paid: ({ act }) => act('pay'),
    refunded: async ({ reference, act }) => {
      await act('pay', '&method=gopay')
      await send('POST', `${url}/v2/${reference}/refund`, { headers: atMidtrans, json: { refund_key: 'one', amount: 320_000 } })
    },
    cancelled: ({ act }) => act('cancel'),
    expired: ({ act }) => act('expire'),
    failed: ({ act }) => act('fail'),
  }
  for (const [state, arrive] of Object.entries(kSnapStates))
    test(`Snap's page of a payment that is ${state} is all Indonesian or all English`, async () => {
      const opened = await openSnap()
      await arrive(opened)
      const payable = ['open', 'pending', 'denied'].includes(state)
      const shown = payable ? kOfOnePayment : ['sandbox.title', 'sandbox.notice', 'sandbox.order', 'sandbox.deadline', 'sandbox.items', 'sandbox.back']
      for (const language of kLanguages) {
        const answer = await read(opened.page, language)
        assert.equal(answer.status, 200)
        assertSays(answer, language, [...shown, `sandbox.state.${state}`])
      }
    })

  const kStripeStates = {
    open: async () => {},
    pending: ({ act }) => act('process'),
    denied: ({ act }) => act('fail'),
    paid: ({ act }) => act('pay'),
    refunded: async ({ id, act }) => {
      await act('pay')
      const session = (await send('GET', `${url}/v1/checkout/sessions/${id}`, { headers: atStripe })).json()
      await send('POST', `${url}/v1/refunds`, { headers: atStripe, form: { payment_intent: session.payment_intent } })
    },
    expired: ({ act }) => act('expire'),
    failed: async ({ act }) => {
      await act('process')
      await act('fail')
    },
  }
  for (const [state, arrive] of Object.entries(kStripeStates))
    test(`Stripe's page of a payment that is ${state} is all Indonesian or all English`, async () => {
      const opened = await openStripe()
      await arrive(opened)
      const buttons = ['sandbox.method', 'sandbox.pay', 'sandbox.deny', 'sandbox.expire', 'sandbox.cancel']
      const payable = ['open', 'denied'].includes(state)
      for (const language of kLanguages)
        assertSays(await read(opened.page, language), language, ['sandbox.title', 'sandbox.order', `sandbox.state.${state}`, ...(payable ? buttons : [])])
    })

  test('whoever names no language reads Indonesian', async () => {
    for (const { page } of [await openSnap(), await openStripe(), await openStripe({ locale: 'auto' })]) {
      assertSays(await send('GET', page), 'id', ['sandbox.state.open'])
      assertSays(await send('GET', page, { headers: { 'Accept-Language': 'fr-FR, fr;q=0.9' } }), 'id', ['sandbox.state.open'])
    }
  })

  test("Stripe's page has the language of the session's locale, whatever the browser prefers", async () => {
    for (const language of kLanguages) {
      const { page } = await openStripe({ locale: language })
      assertSays(await read(page, otherThan(language)), language, ['sandbox.state.open'])
      const declined = await press(page, 'fail', otherThan(language))
      assertSays(await read(new URL(declined.headers.location, url).href, otherThan(language)), language, ['sandbox.state.denied'])
    }
  })

  test("the address chooses a language, which the page's buttons keep", async () => {
    for (const language of kLanguages) {
      const query = `?language=${language}`
      const snap = await openSnap()
      const shown = await read(snap.page, otherThan(language), query)
      assertSays(shown, language, ['sandbox.state.open'])
      const actions = [...shown.text().matchAll(/(?:form)?action="([^"]+)"/g)].map(([, address]) => address)
      assert.equal(actions.length, 5)
      for (const action of actions) assert.ok(action.endsWith(query), action)
      await snap.act('pay')
      const late = await press(snap.page, 'pay', otherThan(language), query)
      assert.equal(late.status, 409)
      assertSays(late, language, ['sandbox.state.paid'])

      const stripe = await openStripe({ locale: otherThan(language) })
      const declined = await press(stripe.page, 'fail', otherThan(language), query)
      assert.equal(declined.headers.location, new URL(stripe.page).pathname + query)
      assertSays(await read(new URL(declined.headers.location, url).href, otherThan(language)), language, ['sandbox.state.denied'])
    }
  })

  test('an address that leads to no payment says so in the language of the browser', async () => {
    for (const language of kLanguages)
      for (const address of ['/snap/v4/redirection/none', '/stripe/checkout/none']) {
        const answer = await read(url + address, language)
        assert.equal(answer.status, 404)
        assertSays(answer, language, ['sandbox.title', 'sandbox.state.gone'])
        assert.doesNotMatch(answer.text(), /Rp/)
      }
  })

  test('a browser that asks for what the sandbox does not have reads a page, a program JSON', async () => {
    for (const language of kLanguages)
      for (const [address, status] of [['/nothing/here', 404], ['/snap/v4/redirection/none/pay', 405]]) {
        const answer = await send('GET', url + address, { headers: { Accept: 'text/html,*/*;q=0.8', 'Accept-Language': kBrowsers[language] } })
        assert.equal(answer.status, status)
        assertSays(answer, language, ['sandbox.state.gone'])
        assert.equal((await send('GET', url + address)).json().status_code, String(status))
      }
  })
})
