// The last pieces under simultaneous buyers: each is sold once.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addToCart, assertBooksAreRight, assertProblem, checkoutBody, onEachDatabase, postCheckout, stockOf, takeVariant, visitorWithCart,
} from '../http/errand.mjs'
import { inParallel, seededRandom, size } from './run_size.mjs'

const kBuyers = size(60, 200)
const kLeft = 7
const kPreparing = 16

onEachDatabase('the last stock', shop => {
  const random = seededRandom()

  test(`${kBuyers} buyers, ${kLeft} pieces, cash: ${kLeft} orders, the others are told, nobody loses a cart`, async () => {
    const variant = await takeVariant(shop(), kLeft)
    const visitors = await inParallel(kBuyers, () => visitorWithCart(shop(), variant), kPreparing)
    const bodies = await inParallel(kBuyers, () => checkoutBody(shop(), { payment_method: 'cod', shipping_service: 'pickup' }), kPreparing)
    const answers = await inParallel(kBuyers, i => postCheckout(visitors[i], bodies[i]))

    const [won, lost] = [[], []]
    answers.forEach((answer, i) => (answer.status === 201 ? won : lost).push(i))
    assert.equal(won.length, kLeft)
    for (const i of lost) assert.equal(assertProblem(answers[i], 409, 'insufficient_stock').available, 0)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 0, reserved: 0 })
    const [[sold]] = await shop().sql(`SELECT COUNT(*) FROM order_lines WHERE variant_id = ${variant.id}`)
    assert.equal(sold, String(kLeft))
    const counts = await inParallel(kBuyers, async i => (await visitors[i].get('/api/v1/cart')).json().count, kPreparing)
    for (const i of lost) assert.equal(counts[i], 1)
    for (const i of won) assert.equal(counts[i], 0)
    await assertBooksAreRight(shop())
  })

  test(`${kBuyers} buyers at payment pages hold no more than there is, and what they cancel can be sold again`, async () => {
    const variant = await takeVariant(shop(), kLeft)
    const visitors = await inParallel(kBuyers, () => visitorWithCart(shop(), variant), kPreparing)
    const bodies = await inParallel(kBuyers, () => checkoutBody(shop(), { shipping_service: 'pickup' }), kPreparing)
    const answers = await inParallel(kBuyers, i => postCheckout(visitors[i], bodies[i]))
    const won = answers.map((answer, i) => [answer, i]).filter(([{ status }]) => status === 201)
    assert.equal(won.length, kLeft)
    assert.ok(answers.every(({ status }) => status === 201 || status === 409))
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: kLeft, reserved: kLeft })
    await inParallel(won.length, async index => {
      const [answer, i] = won[index]
      assert.equal((await visitors[i].post(`/api/v1/orders/${answer.json().order_number}/cancellation`)).status, 200)
    })
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: kLeft, reserved: 0 })
    await assertBooksAreRight(shop())
  })

  test('orders of the same products in every order of lines never block each other', async () => {
    const variants = [await takeVariant(shop(), 500), await takeVariant(shop(), 500), await takeVariant(shop(), 500)]
    const buyers = size(30, 120)
    const visitors = await inParallel(buyers, async () => {
      const first = random.between(0, 2)
      const visitor = await visitorWithCart(shop(), variants[first])
      for (const step of [1, 2]) await addToCart(visitor, variants[(first + step) % 3])
      return visitor
    }, kPreparing)
    const bodies = await inParallel(buyers, () => checkoutBody(shop(), { payment_method: 'cod', shipping_service: 'pickup' }), kPreparing)
    const answers = await inParallel(buyers, i => postCheckout(visitors[i], bodies[i]))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201], answers.find(({ status }) => status !== 201)?.text())
    for (const variant of variants) assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 500 - buyers, reserved: 0 })
    await assertBooksAreRight(shop())
  })
})
