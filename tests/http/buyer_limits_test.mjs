// How much one buyer may order without paying, where limits are on: docs/decisions/0054-open-orders-per-buyer.md.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import {
  addToCart, areaCode, assertBooksAreRight, assertPage, assertProblem, buy, checkoutBody, onEachDatabase, postCheckout, stockOf, takeVariant,
  visitorWithCart,
} from './errand.mjs'

const kMostUnpaid = 5, kMostNew = 6

onEachDatabase('limits of one buyer', shop => {
  let phones = 0
  /** Nobody else has them, unless a test says so. */
  const contact = ({ email = `p${randomUUID()}@contoh.example`, phone = `0813-0000-${String(1_000 + phones++)}` } = {}) =>
    ({ name: 'Pembeli', email, phone })
  const orderWith = (variant, who, method = 'midtrans') => buy(shop(), { variant, method, changes: { contact: contact(who) } })
  const attempt = async (variant, who, method = 'midtrans') => postCheckout(
    await visitorWithCart(shop(), variant), await checkoutBody(shop(), { payment_method: method, contact: contact(who) }))
  const field = answer => answer.json().errors.map(({ field: name }) => name)

  test('a mailbox has five unpaid orders at most, and one is cancelled for the next', async () => {
    const variant = await takeVariant(shop())
    const email = 'penuh@contoh.example'
    const placed = []
    for (let i = 0; i < kMostUnpaid; ++i) placed.push(await orderWith(variant, { email }))
    const refused = await attempt(variant, { email: 'Penuh@Contoh.Example' })
    const problem = assertProblem(refused, 409, 'unpaid_orders')
    assert.deepEqual(field(refused), ['contact.email'])
    for (const { number } of placed) assert.ok(!refused.text().includes(number), 'no stranger is told the numbers')
    assert.match(problem.detail, /belum dibayar/)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 50, reserved: kMostUnpaid })
    assert.equal((await placed[0].visitor.post(`/api/v1/orders/${placed[0].number}/cancellation`)).status, 200)
    assert.equal((await attempt(variant, { email })).status, 201)
  })

  test('the form says it at its field, in the language of its reader', async () => {
    const variant = await takeVariant(shop())
    const phone = '0812-7777-0001'
    for (let i = 0; i < kMostUnpaid; ++i) await orderWith(variant, { phone })
    const visitor = await visitorWithCart(shop(), variant)
    const form = { idempotency_key: randomUUID(), ...contact({ phone: '+62 812 7777 0001' }), street: 'Jl. Contoh No. 7', area_code: await areaCode(shop()),
                   postal_code: '40153', note: '', shipping_service: 'jne-reg', payment_method: 'midtrans', place: '1' }
    const send = language => visitor.post(`/checkout?lang=${language}`, { form: { ...form, _csrf: visitor.token } })
    assert.match(assertPage(await send('id'), 409), /href="#field-phone"[\s\S]*pesanan dengan nomor ini yang belum dibayar/)
    assert.match(assertPage(await send('en'), 409), /unpaid orders with this phone number/)
  })

  test('whoever placed them is told which they are', async () => {
    const variant = await takeVariant(shop())
    const first = await orderWith(variant, {})
    const numbers = [first.number]
    for (let i = 1; i < kMostUnpaid; ++i)
      numbers.push((await buy(shop(), { variant, visitor: first.visitor, changes: { contact: contact() } })).number)
    await addToCart(first.visitor, variant)
    const { detail } = assertProblem(await postCheckout(first.visitor, await checkoutBody(shop(), { contact: contact() })), 409, 'unpaid_orders')
    for (const number of numbers) assert.ok(detail.includes(number), detail)
  })

  test('cash on delivery is not ordered again and again in the name of somebody else', async () => {
    const variant = await takeVariant(shop())
    const email = 'korban@contoh.example'
    for (let i = 0; i < kMostNew; ++i) await orderWith(variant, { email }, 'cod')
    const refused = await attempt(variant, { email }, 'cod')
    assertProblem(refused, 429, 'too_many_orders')
    assert.deepEqual(field(refused), ['contact.email'])
    const wait = Number(refused.headers['retry-after'])
    assert.ok(wait > 0 && wait <= 3_600, String(wait))
    assert.equal((await shop().sql(`SELECT COUNT(*) FROM outbox_mails WHERE to_address = '${email}' AND kind = 'order_placed'`))[0][0], String(kMostNew))
    await shop().sql(`UPDATE orders SET placed_at = placed_at - 3600000000 WHERE email = '${email}'`)
    assert.equal((await attempt(variant, { email }, 'cod')).status, 201)
  })

  test('of ten orders of one mailbox at once five are placed', async () => {
    const variant = await takeVariant(shop())
    const email = 'serentak@contoh.example'
    const visitors = await Promise.all(Array.from({ length: 10 }, () => visitorWithCart(shop(), variant)))
    const bodies = await Promise.all(visitors.map(() => checkoutBody(shop(), { contact: contact({ email }) })))
    const answers = await Promise.all(visitors.map((visitor, i) => postCheckout(visitor, bodies[i])))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array(kMostUnpaid).fill(201), ...Array(10 - kMostUnpaid).fill(409)])
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 50, reserved: kMostUnpaid })
  })

  test('the books are right', () => assertBooksAreRight(shop()))
}, { env: { RATE_LIMITS: 'on' } })
