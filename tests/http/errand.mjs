// What a buyer does in a running shop, and what only a test may do to it: change its tables, act at the sandbox.

import assert from 'node:assert/strict'
import { createHash, createHmac, randomUUID } from 'node:crypto'
import { after, before, describe } from 'node:test'
import { startShop } from '../support/shop.mjs'
import { until } from '../support/poll.mjs'
import { alone, kDatabases } from '../support/topology.mjs'
import { send, Visitor } from './client.mjs'
import { loggedIn } from './people.mjs'

/** What the local sandbox and a development shop agree on without any configuration. */
const kServerKey = 'SB-Mid-server-hurtrock-local'

/** Defines the same tests for a shop on each database. `define` gets a function that answers the shop. */
export function onEachDatabase(title, define, wanted = {}) {
  for (const database of kDatabases) withShop(`${title} (${database})`, define, { ...wanted, database })
}

/** `whyAlone`: what several nodes of the shop make no sense for (topology.mjs). */
export function withShop(title, define, { whyAlone, ...wanted } = {}) {
  describe(title, { skip: whyAlone !== undefined && alone(whyAlone) }, () => {
    let shop
    before(async () => (shop = await startShop(wanted)))
    after(() => shop?.stop())
    define(() => shop)
  })
}

// The catalogue -------------------------------------------------------------------------------------------------------

const taken = new WeakMap()

/**
 * A variant of a product nobody else in this file uses, with exactly `stock` on hand: {id, price, slug, product, sku}.
 * The lightest and cheapest first, so that every courier and cash on delivery take it.
 */
export async function takeVariant(shop, stock = 50) {
  if (!taken.has(shop)) {
    const rows = await shop.sql(
      `SELECT v.id, v.price, p.slug, p.id, v.sku FROM variants v JOIN products p ON p.id = v.product_id
       WHERE v.state = 'active' AND p.state = 'active' ORDER BY v.weight_g, v.price, v.id`)
    const onePerProduct = new Map([...rows].reverse().map(row => [row[3], row]))
    if (!taken.has(shop)) taken.set(shop, rows.filter(row => onePerProduct.get(row[3]) === row).values())
  }
  const { value: row, done } = taken.get(shop).next()
  assert.equal(done, false, 'the sample data have enough products')
  const [id, price, slug, product, sku] = row
  await setStock(shop, Number(id), stock)
  return { id: Number(id), price: Number(price), slug, product: Number(product), sku }
}

/** The next one of a product that nobody has reviewed. */
export async function takeUnreviewedVariant(shop, stock = 50) {
  for (;;) {
    const variant = await takeVariant(shop, stock)
    const [[reviews]] = await shop.sql(`SELECT COUNT(*) FROM reviews WHERE product_id = ${variant.product}`)
    if (reviews === '0') return variant
  }
}

/** As a stock-take does it: with the movement that explains the difference. */
export async function setStock(shop, variant, stock) {
  await shop.sql(
    `INSERT INTO stock_movements (variant_id, delta, reason, reference, created_at)
     SELECT variant_id, ${stock} - on_hand, 'stock_take', 'test', ${micros()} FROM stock_levels
     WHERE variant_id = ${variant} AND on_hand <> ${stock};
     UPDATE stock_levels SET on_hand = ${stock}, changed_at = ${micros()} WHERE variant_id = ${variant}`)
}

/** As a staff member does it: the version tells every process to look again. */
export async function setPrice(shop, variant, price) {
  await shop.sql(
    `UPDATE variants SET price = ${price}, compare_at_price = NULL WHERE id = ${variant};
     UPDATE catalogue_version SET version = version + 1 WHERE id = 1`)
}

export async function stockOf(shop, variant) {
  const [[onHand, reserved]] = await shop.sql(`SELECT on_hand, reserved FROM stock_levels WHERE variant_id = ${variant}`)
  return { onHand: Number(onHand), reserved: Number(reserved) }
}

/** Now, as the tables count. */
export function micros(shiftMs = 0) {
  return (BigInt(Date.now()) + BigInt(shiftMs)) * 1000n
}

// The cart and the checkout -------------------------------------------------------------------------------------------

export async function visitorWithCart(shop, variant, quantity = 1) {
  const visitor = new Visitor(shop)
  await addToCart(visitor, variant, quantity)
  return visitor
}

export async function addToCart(visitor, variant, quantity = 1) {
  const answer = await visitor.post('/api/v1/cart/items', { json: { variant_id: variant.id, quantity } })
  assert.equal(answer.status, 200, answer.text())
  return answer.json()
}

/** Kelurahan Gegerkalong, Kota Bandung: the shop's own neighbourhood. */
export async function areaCode(shop) {
  const answer = await send('GET', `${shop.url}/api/v1/areas?q=gegerkalong`)
  return answer.json().find(area => area.kota.toUpperCase().includes('BANDUNG')).code
}

let buyers = 0

/** A complete, valid body for POST /api/v1/checkout; `changes` replaces members at the top. */
export async function checkoutBody(shop, changes = {}) {
  ++buyers
  return {
    contact: { name: `Pembeli ${buyers}`, email: `pembeli${buyers}-${randomUUID()}@contoh.example`, phone: '0812-3456-7890' },
    address: { street: 'Jl. Contoh No. 7', area_code: await areaCode(shop), postal_code: '40153', note: '' },
    shipping_service: 'jne-reg',
    payment_method: 'midtrans',
    note: '',
    ...changes,
  }
}

export function postCheckout(visitor, body, key = randomUUID()) {
  return visitor.post('/api/v1/checkout', { json: body, headers: { 'Idempotency-Key': key } })
}

/** Buys: {visitor, variant, body, key, order: the 201 answer, number, reference: of the first payment attempt}. */
export async function buy(shop, { variant, quantity = 1, method = 'midtrans', visitor = new Visitor(shop), changes = {} } = {}) {
  variant ??= await takeVariant(shop)
  await addToCart(visitor, variant, quantity)
  const body = await checkoutBody(shop, { payment_method: method, ...changes })
  const key = randomUUID()
  const answer = await postCheckout(visitor, body, key)
  assert.equal(answer.status, 201, answer.text())
  const order = answer.json()
  return { visitor, variant, body, key, order, number: order.order_number, reference: `${order.order_number}-1` }
}

/** {state, payment, total, hold} as the tables have it. */
export async function orderRow(shop, number) {
  const [row] = await shop.sql(`SELECT state, payment_state, total, hold_until FROM orders WHERE number = '${number}'`)
  return row && { state: row[0], payment: row[1], total: Number(row[2]), hold: row[3] }
}

export function awaitOrder(shop, number, wanted, options = { withinMs: 30_000 }) {
  let last
  return until(`order ${number} has ${JSON.stringify(wanted)}`, async () => {
    last = await orderRow(shop, number)
    for (const [name, value] of Object.entries(wanted))
      if (last[name] !== value) throw new Error(`it has ${JSON.stringify(last)}`)
    return last
  }, options)
}

// Payments ------------------------------------------------------------------------------------------------------------

/** The buyer's deed at the provider: choose, pay, deny, expire, cancel, fail... `query` as the sandbox's README has it. */
export async function atSandbox(shop, reference, action, query = {}) {
  const url = `${shop.sandboxUrl}/_sandbox/orders/${reference}/${action}?${new URLSearchParams(query)}`
  const answer = await send('POST', url)
  assert.equal(answer.status, 200, `${action} ${reference}: ${answer.text()}`)
  return answer.json()
}

export async function sandboxOrders(shop) {
  return (await send('GET', `${shop.sandboxUrl}/_sandbox/orders`)).json()
}

export async function misbehave(shop, rule) {
  const answer = await send('POST', `${shop.sandboxUrl}/_sandbox/misbehave`, { json: rule })
  assert.equal(answer.status, 200, answer.text())
}

/** A notification as Midtrans signs it. */
export function notification(reference, rupiah, fields = {}) {
  const body = {
    transaction_id: randomUUID(),
    order_id: reference,
    gross_amount: `${rupiah}.00`,
    currency: 'IDR',
    status_code: '200',
    transaction_status: 'settlement',
    fraud_status: 'accept',
    payment_type: 'qris',
    transaction_time: '2026-11-22 10:00:00',
    ...fields,
  }
  const signed = body.order_id + body.status_code + body.gross_amount + kServerKey
  return { ...body, signature_key: fields.signature_key ?? createHash('sha512').update(signed).digest('hex') }
}

export function notify(shop, json) {
  return send('POST', `${shop.url}/webhooks/midtrans`, { json })
}

/** Bank transfers are taken from now on, to one account. */
export async function allowTransfers(shop) {
  const admin = await loggedIn(shop, 'admin')
  const [[version]] = await shop.sql("SELECT version FROM payment_settings WHERE provider = 'bank_transfer'")
  const answer = await admin.post('/admin/payments/bank_transfer/settings', {
    form: { version, enabled: '1', minimum_total: '10000', bank_1: 'BCA', number_1: '1234567890', holder_1: 'Hurtrock Music Store' } })
  assert.equal(answer.status, 303, answer.text())
}

// Stripe --------------------------------------------------------------------------------------------------------------

/** What the sandbox signs events with in development. */
const kStripeSecret = 'whsec_hurtrock_local'

/** The buyer's deed at Stripe: pay, fail, expire, process, settle, dispute. `query` as the sandbox's README has it. */
export async function atStripe(shop, reference, action, query = {}) {
  const url = `${shop.sandboxUrl}/_sandbox/stripe/sessions/${reference}/${action}?${new URLSearchParams(query)}`
  const answer = await send('POST', url)
  assert.equal(answer.status, 200, `${action} ${reference}: ${answer.text()}`)
  return answer.json()
}

/** The sessions of that reference, newest first. */
export async function stripeSessions(shop, reference) {
  const { sessions } = (await send('GET', `${shop.sandboxUrl}/_sandbox/stripe/sessions`)).json()
  return sessions.filter(({ client_reference_id }) => client_reference_id === reference)
}

/** The text of an event about the reference's session. */
export function stripeEvent(reference, { type = 'checkout.session.completed', ...object } = {}) {
  return JSON.stringify({
    id: `evt_test_${randomUUID()}`,
    object: 'event',
    type,
    data: { object: { object: 'checkout.session', client_reference_id: reference, ...object } },
  })
}

/** Stripe-Signature for that text. */
export function stripeSignature(body, { secret = kStripeSecret, at = Date.now() } = {}) {
  const t = Math.floor(at / 1000)
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
}

export function notifyOfStripe(shop, body, signature = stripeSignature(body)) {
  const headers = { 'Content-Type': 'application/json', ...(signature === null ? {} : { 'Stripe-Signature': signature }) }
  return send('POST', `${shop.url}/webhooks/stripe`, { body, headers })
}

/** Every stored notification has been dealt with. */
export function awaitQuiet(shop, options = { withinMs: 30_000 }) {
  return until('no notification waits', async () => {
    const [[waiting]] = await shop.sql("SELECT COUNT(*) FROM payment_events WHERE state = 'received'")
    return waiting === '0'
  }, options)
}

export async function staffTasks(shop, kind) {
  const rows = await shop.sql(
    `SELECT t.kind, o.number, t.detail FROM staff_tasks t LEFT JOIN orders o ON o.id = t.order_id
     WHERE t.kind = '${kind}' ORDER BY t.id`)
  return rows.map(([found, number, detail]) => ({ kind: found, number, detail }))
}

export async function assertBooksAreRight(shop) {
  const { status, stdout, stderr } = await shop.run(['audit'])
  assert.equal(status, 0, stdout + stderr)
}

// Answers -------------------------------------------------------------------------------------------------------------

/** RFC 9457; answers the document. */
export function assertProblem(answer, status, code) {
  assert.equal(answer.status, status, answer.text())
  assert.match(answer.headers['content-type'], /^application\/problem\+json/)
  const problem = answer.json()
  assert.equal(problem.status, status)
  assert.equal(typeof problem.type, 'string')
  assert.ok(problem.title.length > 0, 'a problem has a title')
  assert.ok(problem.detail?.length > 0, 'a problem has a detail')
  if (code) assert.ok(problem.type.endsWith(`/${code}`), `type ${problem.type} names ${code}`)
  return problem
}

/** A page of the admin, which has no footer. */
export function assertAdminPage(answer, status = 200) {
  assert.equal(answer.status, status, answer.text().slice(0, 500))
  const page = answer.text()
  assert.match(page, /<h1/)
  return page
}

/** A page a person can read: with the shop's layout, and saying something. */
export function assertPage(answer, status) {
  assert.equal(answer.status, status, answer.text().slice(0, 500))
  assert.match(answer.headers['content-type'], /^text\/html; charset=utf-8/i)
  const page = answer.text()
  assert.match(page, /<html[^>]* lang="(id|en)"/)
  assert.match(page, /<title>[^<]+<\/title>/)
  assert.match(page, /<h1/)
  assert.match(page, /<footer/)
  return page
}
