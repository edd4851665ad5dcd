// What is sold beyond the stock: PRODUCT "Orders" and "Stock".

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../support/poll.mjs'
import { Visitor } from './client.mjs'
import { assertBooksAreRight, atSandbox, awaitOrder, awaitQuiet, buy, onEachDatabase, stockOf, takeVariant, visitorWithCart } from './errand.mjs'
import { onceLoggedIn } from './people.mjs'

onEachDatabase('backorders', shop => {
  let forms = 0
  const staff = onceLoggedIn(shop, 'staff')

  /** A variant of which `onHand` are here and five more may be sold. */
  async function takeScarce(onHand) {
    const variant = await takeVariant(shop(), onHand)
    await shop().sql(`UPDATE stock_levels SET backorder_limit = 5 WHERE variant_id = ${variant.id};
                      UPDATE catalogue_version SET version = version + 1 WHERE id = 1;
                      INSERT INTO catalogue_changes (version, product_id) SELECT version, ${variant.product} FROM catalogue_version`)
    return variant
  }

  async function paid(variant, quantity) {
    const bought = await buy(shop(), { variant, quantity })
    await atSandbox(shop(), bought.reference, 'pay', { method: 'qris' })
    await awaitOrder(shop(), bought.number, { payment: 'paid' })
    await awaitQuiet(shop())
    const [[line]] = await shop().sql(`SELECT l.id FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.number = '${bought.number}'`)
    return { ...bought, line }
  }

  const mailOf = async (number, kind) => (await shop().sql(
    `SELECT m.body_text FROM outbox_mails m JOIN orders o ON o.id = m.order_id WHERE o.number = '${number}' AND m.kind = '${kind}'`)).flat().join('\n')
  const versionOf = async number => (await shop().sql(`SELECT version FROM orders WHERE number = '${number}'`))[0][0]
  const awaited = async line => Number((await shop().sql(`SELECT awaited FROM reservations WHERE order_line_id = ${line}`))[0][0])
  const press = async (number, what, form) =>
    (await staff()).post(`/admin/orders/${number}/${what}`, { form: { version: await versionOf(number), ...form } })
  const send = (number, line, quantity, resi) =>
    press(number, 'shipments', { courier: 'jne-reg', tracking_number: resi, [`quantity_${line}`]: String(quantity) })
  const found = async (variant, pieces) => {
    const { onHand } = await stockOf(shop(), variant.id)
    const answer = await (await staff()).post(`/admin/stock/${variant.id}/corrections`, {
      form: { seen: String(onHand), mode: 'more', number: String(pieces), cause: 'found', note: '', form_key: `arrived-${++forms}` } })
    assert.equal(answer.status, 303, answer.text())
  }

  test('cart, checkout and order say how many pieces follow later', async () => {
    const variant = await takeScarce(1)
    const visitor = await visitorWithCart(shop(), variant, 3)
    const { items: [item] } = (await visitor.get('/api/v1/cart')).json()
    assert.deepEqual([item.awaited, item.notice, item.available], [2, 'backorder', 6])
    assert.match((await visitor.get('/cart')).text(), /Inden: 2 buah dikirim menyusul/)
    assert.match((await visitor.get('/checkout')).text(), /Inden: 2 buah dikirim menyusul/)
    const bought = await paid(variant, 3)
    assert.match((await bought.visitor.get(`/orders/${bought.number}`)).text(), /2 buah menyusul setelah datang/)
    const list = (await (await staff()).get('/admin/orders?goods=awaited')).text()
    assert.deepEqual([...list.matchAll(/order-table__number"><a href="\/admin\/orders\/([^"]+)"/g)].map(([, found]) => found), [bought.number])
    assert.match((await (await staff()).get('/admin')).text(), /href="\/admin\/orders\?goods=awaited"/)
    const text = await mailOf(bought.number, 'order_paid')
    assert.match(text, /Menyusul setelah datang dari pemasok: 2 ×/)
  })

  test('an order to be paid in cash tells at once what follows later', async () => {
    const variant = await takeScarce(1)
    const { number } = await buy(shop(), { variant, quantity: 3, method: 'cod' })
    const text = await mailOf(number, 'order_placed')
    assert.match(text, /Menyusul setelah datang dari pemasok: 2 ×/)
  })

  test('a payment takes what is here, what arrives later goes to the order, and every parcel holds what is there', async () => {
    const variant = await takeScarce(1)
    const { number, line } = await paid(variant, 3)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 0, reserved: 2 })
    await press(number, 'processing', {})
    const tooMany = await send(number, line, 2, 'JX0000000001')
    assert.equal(tooMany.status, 409)
    assert.equal((await send(number, line, 1, 'JX0000000001')).status, 303)
    await awaitOrder(shop(), number, { state: 'partially_shipped' })
    assert.match((await (await staff()).get(`/admin/orders/${number}`)).text(), /masih ditunggu dari pemasok/)

    await found(variant, 4)
    assert.equal(await awaited(line), 0)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 2, reserved: 0 })
    assert.equal((await send(number, line, 2, 'JX0000000002')).status, 303)
    await awaitOrder(shop(), number, { state: 'shipped' })
    await assertBooksAreRight(shop())
  })

  test('a cancelled order waits for nothing any more', async () => {
    const variant = await takeScarce(1)
    const { number, visitor } = await paid(variant, 3)
    const answer = await visitor.post(`/api/v1/orders/${number}/cancellation`)
    assert.equal(answer.status, 200, answer.text())
    await awaitOrder(shop(), number, { state: 'cancelled' })
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 1, reserved: 0 })
    await assertBooksAreRight(shop())
  })

  test('of a refund in part the pieces that never came are let go first', async () => {
    const variant = await takeScarce(1)
    const { number, line } = await paid(variant, 3)
    const form = { form_key: 'backorder-refund', reason: 'Terlalu lama', [`quantity_${line}`]: '1', [`restock_${line}`]: '1' }
    const asked = await press(number, 'refunds', form)
    const total = /name="accepted_total" value="(\d+)"/.exec(asked.text())?.[1]
    assert.ok(total, asked.text().slice(0, 2_000))
    assert.equal((await press(number, 'refunds', { ...form, accepted_total: total })).status, 303)
    await awaitOrder(shop(), number, { payment: 'partially_refunded' })
    assert.equal(await awaited(line), 1)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 0, reserved: 1 })
    await assertBooksAreRight(shop())
  })

  test('a product that has to arrive first says so, to search engines too', async () => {
    const variant = await takeScarce(0)
    await until('the page says that it is on backorder', async () => {
      const page = (await new Visitor(shop()).get(`/product/${variant.slug}?variant=${variant.id}`)).text()
      return page.includes('bisa diinden') && page.includes('schema.org/BackOrder')
    })
  })
})
