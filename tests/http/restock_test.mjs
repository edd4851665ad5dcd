// Orders to suppliers: PRODUCT "Stock". What arrives is in the stock and in the books, once.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { pagesOf } from '../support/documents.mjs'
import { Visitor } from './client.mjs'
import { assertBooksAreRight, buy, onEachDatabase, stockOf, takeVariant } from './errand.mjs'
import { loggedIn, onceLoggedIn, pagesFor } from './people.mjs'

onEachDatabase('the staff order from suppliers', shop => {
  const member = onceLoggedIn(shop, 'staff')
  const get = async path => (await member()).get(path)
  const page = pagesFor(member)
  const post = async (path, fields) => (await member()).post(path, {
    body: new URLSearchParams(fields).toString(), headers: { 'Content-Type': 'application/x-www-form-urlencoded' } })
  const lines = wanted => wanted.flatMap(([variant, quantity, cost = '50.000']) =>
    [['row', variant.id], [`quantity_${variant.id}`, quantity], [`cost_${variant.id}`, cost]])
  const order = async (wanted, { action = 'place', ...fields } = {}) => {
    const answer = await post('/admin/restock', [...Object.entries({ supplier: '1', form_key: randomUUID(), do: action, ...fields }), ...lines(wanted)])
    assert.equal(answer.status, 303, answer.text())
    return answer.headers.location.match(/PO-\d{4}-\d{4,}/)[0]
  }
  const row = async number => {
    const [[state, version]] = await shop().sql(`SELECT state, version FROM purchase_orders WHERE number = '${number}'`)
    return { state, version }
  }
  const lineIds = async number => (await shop().sql(
    `SELECT l.id FROM purchase_order_lines l JOIN purchase_orders o ON o.id = l.purchase_order_id WHERE o.number = '${number}' ORDER BY l.position`)).flat()
  const receive = async (number, quantities, fields = {}) => post(`/admin/restock/${number}/receptions`, [
    ...Object.entries({ version: (await row(number)).version, form_key: randomUUID(), note: 'SJ-1', ...fields }),
    ...(await lineIds(number)).map((id, n) => [`received_${id}`, quantities[n] ?? ''])])

  test('only the staff see orders to suppliers', async () => {
    assert.equal((await new Visitor(shop()).get('/admin/restock')).status, 303)
    const buyer = await loggedIn(shop(), 'buyer')
    assert.equal((await buyer.get('/admin/restock')).status, 403)
    assert.equal((await buyer.post('/admin/restock', { form: {} })).status, 403)
  })

  test('what is ordered arrives in parts, and each part is in the stock at once', async () => {
    const strings = await takeVariant(shop(), 2), picks = await takeVariant(shop(), 0)
    const number = await order([[strings, 10, '60.000'], [picks, 5]], { expected: '2026-12-05', note: 'Kirim pagi' })
    assert.equal((await row(number)).state, 'ordered')
    assert.equal((await receive(number, [4, ''])).headers.location, `/admin/restock/${number}?notice=received`)
    assert.equal((await row(number)).state, 'partially_received')
    assert.deepEqual(await stockOf(shop(), strings.id), { onHand: 6, reserved: 0 })
    assert.match(await page(`/admin/stock/${strings.id}`), new RegExp(`href="/admin/restock/${number}"`))
    await receive(number, [6, 5])
    assert.equal((await row(number)).state, 'received')
    assert.deepEqual(await stockOf(shop(), picks.id), { onHand: 5, reserved: 0 })
    // It can be sold.
    await buy(shop(), { variant: picks, quantity: 5 })
    assert.match(await page(`/admin/restock?q=${strings.sku}`), new RegExp(number))
    assert.match(await page(`/admin/restock/${number}`), /SJ-1/)
    await assertBooksAreRight(shop())
  })

  test('a second click makes no second order and no second delivery', async () => {
    const variant = await takeVariant(shop(), 0)
    const form_key = randomUUID()
    const numbers = await Promise.all([1, 2, 3].map(() => order([[variant, 9]], { form_key })))
    assert.equal(new Set(numbers).size, 1)
    const key = randomUUID()
    const { version } = await row(numbers[0])
    const keyless = await receive(numbers[0], [9], { form_key: 'x'.repeat(101), version })
    assert.equal(keyless.status, 422)
    assert.match(keyless.text(), /name="form_key" value="[-0-9a-f]{36}"/)
    const answers = await Promise.all([1, 2, 3].map(() => receive(numbers[0], [9], { form_key: key, version })))
    assert.deepEqual(answers.map(({ status }) => status), [303, 303, 303])
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 9, reserved: 0 })
  })

  test('of two who receive the same delivery the second is told', async () => {
    const variant = await takeVariant(shop(), 0)
    const number = await order([[variant, 9]])
    const { version } = await row(number)
    assert.equal((await receive(number, [4], { version })).status, 303)
    const told = await receive(number, [4], { version, note: 'SJ-77' })
    assert.equal(told.status, 409)
    const [line] = await lineIds(number)
    assert.match(told.text(), new RegExp(`name="received_${line}"[^>]* value="4"`))
    assert.match(told.text(), /name="note"[^>]* value="SJ-77"/)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 4, reserved: 0 })
  })

  test('whoever is told of a mistake has not seen what a colleague has received meanwhile', async () => {
    const variant = await takeVariant(shop(), 0)
    const number = await order([[variant, 9]])
    const { version } = await row(number)
    assert.equal((await receive(number, [4], { version })).status, 303)
    const refused = await receive(number, ['empat'], { version })
    assert.equal(refused.status, 422)
    assert.match(refused.text(), new RegExp(`/receptions"[^]*?name="version" value="${version}"`))
    assert.equal((await receive(number, [4], { version })).status, 409)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 4, reserved: 0 })
  })

  test('filling in what is waited for keeps the note, and receives nothing', async () => {
    const variant = await takeVariant(shop(), 0), other = await takeVariant(shop(), 0)
    const number = await order([[variant, 9], [other, 3]])
    await receive(number, ['', 3])
    const filled = await receive(number, [4], { note: 'SJ-78', do: 'fill' })
    assert.equal(filled.status, 200)
    const [open, done] = await lineIds(number)
    assert.match(filled.text(), new RegExp(`name="received_${open}"[^>]* value="9"`))
    assert.match(filled.text(), new RegExp(`name="received_${done}"[^>]* value=""`))
    assert.match(filled.text(), /name="note"[^>]* value="SJ-78"/)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 0, reserved: 0 })
  })

  test('more than was ordered is asked about first', async () => {
    const variant = await takeVariant(shop(), 0)
    const number = await order([[variant, 9]])
    const asked = await receive(number, [10])
    assert.equal(asked.status, 422)
    assert.match(asked.text(), /name="more"/)
    assert.match(asked.text(), /href="#field-received_/)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 0, reserved: 0 })
    assert.equal((await receive(number, [10], { more: '1' })).status, 303)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 10, reserved: 0 })
    for (const quantities of [[''], ['0']]) assert.equal((await receive(await order([[variant, 9]]), quantities)).status, 422)
    assert.equal((await receive(await order([[variant, 9]]), ['-1'])).status, 422)
  })

  test('a draft is changed until it is ordered, and nobody overwrites what they have not seen', async () => {
    const variant = await takeVariant(shop(), 0)
    const number = await order([[variant, 9]], { action: 'save' })
    const change = async (quantity, version, action = 'save') => post(`/admin/restock/${number}`, [
      ['supplier', '1'], ['version', version], ['do', action], ...lines([[variant, quantity]])])
    assert.equal((await change(12, '1')).headers.location, `/admin/restock/${number}?notice=saved`)
    const told = await change(20, '1')
    assert.equal(told.status, 409)
    assert.match(told.text(), new RegExp(`12 × ${variant.sku}`))
    assert.match(told.text(), /name="version" value="2"/)
    assert.equal((await change(20, '2', 'place')).headers.location, `/admin/restock/${number}?notice=ordered`)
    assert.equal((await change(30, (await row(number)).version)).status, 409)
    const [[quantity]] = await shop().sql(`SELECT quantity FROM purchase_order_lines WHERE id = ${(await lineIds(number))[0]}`)
    assert.equal(quantity, '20')
  })

  test('rows come and go without anything being stored', async () => {
    const variant = await takeVariant(shop(), 0)
    const before = await shop().sql('SELECT COUNT(*) FROM purchase_orders')
    const form = { supplier: '1', form_key: 'x', do: 'save' }
    const added = await post('/admin/restock', { ...form, add_sku: variant.sku.toLowerCase() })
    assert.equal(added.status, 200)
    assert.match(added.text(), new RegExp(`name="quantity_${variant.id}"`))
    const unknown = await post('/admin/restock', { ...form, add_sku: 'TIDAK-ADA' })
    assert.equal(unknown.status, 422)
    assert.match(unknown.text(), /href="#field-add_sku"/)
    const removed = await post('/admin/restock', [...Object.entries({ ...form, do: `remove_row:${variant.id}` }), ...lines([[variant, 3]])])
    assert.doesNotMatch(removed.text(), new RegExp(`name="quantity_${variant.id}"`))
    const empty = await post('/admin/restock', { ...form, do: 'place' })
    assert.equal(empty.status, 422)
    for (const form_key of ['', 'x'.repeat(101), 'x\u0001y']) {
      const refused = await post('/admin/restock', [...Object.entries({ ...form, form_key }), ...lines([[variant, 3]])])
      assert.equal(refused.status, 422)
      // The page has a key that can be sent.
      assert.match(refused.text(), /name="form_key" value="[-0-9a-f]{36}"/)
    }
    assert.deepEqual(await shop().sql('SELECT COUNT(*) FROM purchase_orders'), before)
  })

  test('what is low becomes an order to the supplier it comes from', async () => {
    const [[supplier, variant, sku]] = await shop().sql(
      `SELECT p.supplier_id, v.id, v.sku FROM stock_levels s JOIN variants v ON v.id = s.variant_id JOIN products p ON p.id = v.product_id
       WHERE s.on_hand = 0 AND s.low_stock_threshold > 0 AND p.supplier_id IS NOT NULL ORDER BY v.id LIMIT 1`)
    const text = await page(`/admin/restock/new?variant=${variant}`)
    assert.match(text, new RegExp(`name="supplier" value="${supplier}"`))
    assert.match(text, new RegExp(sku))
    const all = await page(`/admin/restock/new?supplier=${supplier}&fill=low`)
    const [[low]] = await shop().sql(
      `SELECT COUNT(*) FROM stock_levels s JOIN variants v ON v.id = s.variant_id JOIN products p ON p.id = v.product_id
       WHERE s.on_hand - s.reserved <= s.low_stock_threshold AND p.supplier_id = ${supplier} AND v.state = 'active' AND p.state <> 'archived'`)
    assert.equal(all.match(/name="row"/g).length, Number(low))
    const several = await shop().sql('SELECT MIN(v.id) FROM variants v JOIN products p ON p.id = v.product_id WHERE p.supplier_id IS NOT NULL GROUP BY p.supplier_id LIMIT 2')
    const choice = await page(`/admin/restock/new?variant=${several[0]}&variant=${several[1]}`)
    assert.equal(choice.match(/href="\/admin\/restock\/new\?supplier=/g).length, 2)
  })

  test('what does not come any more is closed, and what has not come is cancelled', async () => {
    const variant = await takeVariant(shop(), 0)
    const number = await order([[variant, 9]])
    await receive(number, [4])
    const end = async (what, of) => post(`/admin/restock/${of}/${what}`, { version: (await row(of)).version })
    assert.equal((await end('cancellation', number)).status, 409)
    assert.equal((await end('closing', number)).headers.location, `/admin/restock/${number}?notice=closed`)
    assert.equal((await row(number)).state, 'received')
    assert.match(await page(`/admin/restock/${number}`), /Kurang kirim/)
    const other = await order([[variant, 9]])
    assert.equal((await end('cancellation', other)).headers.location, `/admin/restock/${other}?notice=cancelled`)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 4, reserved: 0 })
    await assertBooksAreRight(shop())
  })

  test('the supplier gets a paper in their language', async () => {
    const variant = await takeVariant(shop(), 0)
    const number = await order([[variant, 9, '1.250.000']])
    await shop().sql("UPDATE store_profile SET tax_number = '01.234.567.8-901.000'")
    for (const [language, heading] of [['id', 'PESANAN PEMBELIAN'], ['en', 'PURCHASE ORDER']]) {
      const answer = await get(`/admin/restock/${number}/order.pdf?language=${language}`)
      assert.equal(answer.headers['content-type'], 'application/pdf')
      // A long SKU goes on in the next line of its column, and who reads the text takes its hyphen for that of a broken word.
      const inOne = words => words.replaceAll(/[\s-]/g, '')
      const text = pagesOf(answer.body).join('\n')
      for (const part of [heading, number, variant.sku, '11.250.000', 'Gegerkalong', 'NPWP', '01.234.567.8-901.000']) assert.ok(inOne(text).includes(inOne(part)), `${part} in ${text}`)
    }
    assert.equal((await get('/admin/restock/PO-1999-0001/order.pdf')).status, 404)
    assert.equal((await get('/admin/restock/PO-1999-0001')).status, 404)
  })
})
