// Stock-takes: PRODUCT "Stock". Counts of several people add up, and what they find is applied once.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { Visitor } from './client.mjs'
import { assertBooksAreRight, buy, onEachDatabase, stockOf, takeVariant } from './errand.mjs'
import { loggedIn, onceLoggedIn, pagesFor } from './people.mjs'

onEachDatabase('the staff count the stock', shop => {
  const member = onceLoggedIn(shop, 'staff'), colleague = onceLoggedIn(shop, 'admin')
  const page = pagesFor(member)
  const start = async (fields = {}) => {
    const answer = await (await member()).post('/admin/stock/takes', { form: { scope: 'all', form_key: randomUUID(), ...fields } })
    assert.equal(answer.status, 303, answer.text())
    return answer.headers.location.match(/^\/admin\/stock\/takes\/(\d+)$/)[1]
  }
  const scan = async (take, variant, fields = {}, by = member()) => (await by).post(`/admin/stock/takes/${take}/counts`, {
    form: { sku: variant.sku, quantity: '1', form_key: randomUUID(), ...fields } })
  const version = async take => (await shop().sql(`SELECT version FROM stock_takes WHERE id = ${take}`))[0][0]
  const apply = async (take, seen) => (await member()).post(`/admin/stock/takes/${take}/application`, { form: { version: seen ?? await version(take) } })
  const counted = async (take, variant) => {
    const [[number] = ['0']] = await shop().sql(`SELECT counted FROM stock_take_lines WHERE stock_take_id = ${take} AND variant_id = ${variant.id}`)
    return Number(number)
  }

  test('only the staff count', async () => {
    assert.equal((await new Visitor(shop()).get('/admin/stock/takes')).status, 303)
    const buyer = await loggedIn(shop(), 'buyer')
    assert.equal((await buyer.post('/admin/stock/takes', { form: {} })).status, 403)
  })

  test('what several people count adds up, is reviewed, and is applied once', async () => {
    const strings = await takeVariant(shop(), 12), picks = await takeVariant(shop(), 3)
    const take = await start({ note: 'Rak depan' })
    const scans = [1, 2, 3, 4, 5].flatMap(() => [scan(take, strings), scan(take, { sku: strings.sku.toLowerCase() }, {}, colleague())])
    for (const answer of await Promise.all(scans)) assert.equal(answer.status, 303, answer.text())
    await scan(take, picks, { quantity: '3' })
    assert.equal(await counted(take, strings), 10)
    assert.match(await page(`/admin/stock/takes/${take}`), new RegExp(strings.sku))
    const review = await page(`/admin/stock/takes/${take}/review`)
    assert.match(review, /Seharusnya 12, terhitung 10/)
    assert.match(review, /−2/)
    const seen = await version(take)
    const answers = await Promise.all([1, 2, 3].map(() => apply(take, seen)))
    assert.deepEqual(answers.map(({ status }) => status), [303, 303, 303])
    assert.deepEqual(await stockOf(shop(), strings.id), { onHand: 10, reserved: 0 })
    assert.deepEqual(await stockOf(shop(), picks.id), { onHand: 3, reserved: 0 })
    assert.match(await page(`/admin/stock/${strings.id}`), new RegExp(`/admin/stock/takes/${take}/review`))
    await assertBooksAreRight(shop())
  })

  test('an unknown SKU is said, and counts nothing', async () => {
    const variant = await takeVariant(shop(), 5)
    const take = await start()
    const answer = await scan(take, { sku: 'TIDAK-ADA-9' })
    assert.equal(answer.status, 422)
    assert.match(answer.text(), /scan__error[^]*TIDAK-ADA-9/)
    for (const quantity of ['x', '1.5', '100001', '--1', '-1']) assert.equal((await scan(take, variant, { quantity })).status, 422, quantity)
    assert.equal((await scan(take, { sku: ' ' })).status, 422)
    assert.deepEqual(await shop().sql(`SELECT COUNT(*) FROM stock_take_lines WHERE stock_take_id = ${take}`), [['0']])
  })

  test('one scan counts once however often it is sent, and can be taken back', async () => {
    const variant = await takeVariant(shop(), 5)
    const take = await start()
    const form_key = randomUUID()
    await Promise.all([1, 2, 3].map(() => scan(take, variant, { form_key })))
    await scan(take, variant)
    assert.equal(await counted(take, variant), 2)
    await scan(take, variant, { quantity: '-1', form_key: `undo ${form_key}` })
    await scan(take, variant, { quantity: '-1', form_key: `undo ${form_key}` })
    assert.equal(await counted(take, variant), 1)
  })

  test('goods that are sold and not yet shipped are expected on the shelf', async () => {
    const variant = await takeVariant(shop(), 6)
    await buy(shop(), { variant, quantity: 2, method: 'cod' })
    assert.equal((await stockOf(shop(), variant.id)).onHand, 4)
    const take = await start()
    await scan(take, variant, { quantity: '6' })
    // What is sold after the count makes no difference either.
    await buy(shop(), { variant, quantity: 1, method: 'cod' })
    assert.doesNotMatch(await page(`/admin/stock/takes/${take}/review`), new RegExp(`>${variant.sku}<`))
    assert.equal((await apply(take)).status, 303)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 3, reserved: 0 })
  })

  test('counts that nobody has looked at are not applied', async () => {
    const variant = await takeVariant(shop(), 6)
    const take = await start()
    await scan(take, variant, { quantity: '5' })
    const seen = await version(take)
    await scan(take, variant)
    const told = await apply(take, seen)
    assert.equal(told.status, 409)
    assert.match(told.text(), /hitungan baru/)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 6, reserved: 0 })
  })

  test('what is promised to buyers is named, and nothing is applied', async () => {
    const promised = await takeVariant(shop(), 3), other = await takeVariant(shop(), 3)
    await buy(shop(), { variant: promised, quantity: 2 })
    const take = await start()
    await scan(take, promised)
    await scan(take, other)
    const refused = await apply(take)
    assert.equal(refused.status, 409)
    assert.match(refused.text(), /Dipesan pembeli/)
    assert.deepEqual(await stockOf(shop(), other.id), { onHand: 3, reserved: 0 })
    const cancelled = await (await member()).post(`/admin/stock/takes/${take}/cancellation`, { form: {} })
    assert.equal(cancelled.headers.location, '/admin/stock/takes?notice=cancelled')
    assert.equal((await apply(take)).status, 409)
    assert.equal((await scan(take, other)).status, 303)
    assert.equal(await counted(take, other), 1)
    await assertBooksAreRight(shop())
  })

  test('a count of one supplier takes only what comes from there, and names what is missing', async () => {
    const [[supplier, sku], [, foreign]] = await shop().sql(
      `SELECT p.supplier_id, MIN(v.sku) FROM variants v JOIN products p ON p.id = v.product_id JOIN stock_levels s ON s.variant_id = v.id
       WHERE p.supplier_id IS NOT NULL AND s.on_hand > 0 AND v.state = 'active' AND p.state = 'active' GROUP BY p.supplier_id ORDER BY p.supplier_id LIMIT 2`)
    const take = await start({ scope: 'supplier', supplier })
    const refused = await scan(take, { sku: foreign })
    assert.equal(refused.status, 422)
    assert.match(refused.text(), /tidak termasuk/)
    assert.match(await page(`/admin/stock/takes/${take}/review`), new RegExp(`>${sku}<`))
    assert.equal((await scan(take, { sku })).status, 303)
    assert.doesNotMatch((await page(`/admin/stock/takes/${take}/review`)).split('id="missing-title"')[1], new RegExp(`>${sku}<`))
    for (const fields of [{ scope: 'supplier', supplier: '999999' }, { scope: 'category', category: '' }, { scope: 'some' }])
      assert.equal((await (await member()).post('/admin/stock/takes', { form: { form_key: randomUUID(), ...fields } })).status, 422)
  })
})
