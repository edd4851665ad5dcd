// The admin's one search field: over orders, products and accounts, for those who may see them.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codesOn } from '../support/documents.mjs'
import { Visitor } from './client.mjs'
import { buy, onEachDatabase, takeVariant } from './errand.mjs'
import { loggedIn, onceLoggedIn } from './people.mjs'

onEachDatabase('the search of the admin', shop => {
  const staff = onceLoggedIn(shop, 'staff')
  const admin = onceLoggedIn(shop, 'admin')
  const search = async (text, visitor = staff()) => (await visitor).get(`/admin/search?q=${encodeURIComponent(text)}`)
  const suggest = async (text, visitor = staff()) => {
    const answer = await (await visitor).get(`/admin/search/suggestions?q=${encodeURIComponent(text)}`)
    assert.equal(answer.status, 200)
    return answer.json().items
  }
  const page = async (text, visitor) => {
    const answer = await search(text, visitor)
    assert.equal(answer.status, 200, answer.headers.location)
    return answer.text()
  }
  const leadsTo = async (text, url) => {
    const answer = await search(text)
    assert.equal(answer.status, 303, text)
    assert.equal(answer.headers.location, url, text)
  }

  test('only the staff search there', async () => {
    assert.equal((await search('gitar', loggedIn(shop(), 'buyer'))).status, 403)
    assert.equal((await new Visitor(shop()).get('/admin/search?q=gitar')).status, 303)
  })

  test('every page of the admin has the field', async () => {
    for (const path of ['/admin', '/admin/orders', '/admin/products', '/admin/stock'])
      assert.match((await (await staff()).get(path)).text(), /<form class="admin-search" method="get" action="\/admin\/search"/, path)
  })

  test("an order's number leads to the order, however it is typed", async () => {
    const { number } = await buy(shop())
    for (const typed of [number, number.toLowerCase(), number.replaceAll('-', ''), ` ${number.slice(4)} `])
      await leadsTo(typed, `/admin/orders/${number}`)
  })

  test("the code that a scanner reads from a label leads to the order", async () => {
    const { number } = await buy(shop(), { method: 'cod' })
    const label = await (await staff()).get(`/admin/orders/${number}/label.pdf`)
    const [, code] = codesOn(label.body).find(([kind]) => kind === 'QR-Code')
    await leadsTo(code, `/admin/orders/${number}#field-tracking_number`)
    await leadsTo(number, `/admin/orders/${number}`)
  })

  test("a parcel's and an invoice's number lead to their order", async () => {
    const { number } = await buy(shop(), { method: 'cod' })
    const [[id]] = await shop().sql(`SELECT id FROM orders WHERE number = '${number}'`)
    await shop().sql(
      `INSERT INTO shipments (order_id, position, courier, tracking_number, shipped_at) VALUES (${id}, 1, 'JNE', 'JX7777000011', 1);
       INSERT INTO invoices (order_id, year, sequence, number, total, tax_base, tax, issued_at) VALUES (${id}, 2001, 1, 'INV/2001/000001', 1, 1, 0, 1)`)
    await leadsTo('jx 7777 000011', `/admin/orders/${number}`)
    await leadsTo('inv/2001/000001', `/admin/orders/${number}`)
    await shop().sql(`DELETE FROM shipments WHERE order_id = ${id}; DELETE FROM invoices WHERE order_id = ${id}`)
  })

  test('a SKU leads to its product, though it is not on sale', async () => {
    const variant = await takeVariant(shop())
    await leadsTo(variant.sku, `/admin/products/${variant.product}`)
    await leadsTo(variant.sku.toLowerCase(), `/admin/products/${variant.product}`)
    await shop().sql(`UPDATE products SET state = 'archived' WHERE id = ${variant.product}`)
    await leadsTo(variant.sku, `/admin/products/${variant.product}`)
    await shop().sql(`UPDATE products SET state = 'active' WHERE id = ${variant.product}`)
  })

  test('a mailbox shows its orders, and to admins its account', async () => {
    const { number } = await buy(shop(), { changes: { contact: { name: 'Tini Wardhani', email: 'tini@contoh.example', phone: '081234567890' } } })
    const found = await page('tini@contoh.example')
    assert.match(found, new RegExp(`href="/admin/orders/${number}"`))
    assert.match(await page('pembeli@contoh.example', admin()), /Sekar Ayuningtyas/)
  })

  test('words find products despite a typing error, and customers by their name', async () => {
    assert.match(await page('ibanes'), /Ibanez/)
    const { number } = await buy(shop(), { changes: { contact: { name: 'Wiryawan Purboyo', email: 'w@contoh.example', phone: '081234567891' } } })
    assert.match(await page('wiryawan'), new RegExp(number))
  })

  test('what a customer is called is not taken for a product that is spelt alike', async () => {
    assert.match(await page('ibanex'), /Ibanez/)
    const { number } = await buy(shop(), { changes: { contact: { name: 'Ibanex Purnama', email: 'ibanex@contoh.example', phone: '081234567892' } } })
    const found = await page('ibanex')
    assert.match(found, new RegExp(number))
    assert.doesNotMatch(found, /Ibanez/)
  })

  test('what is hidden in the shop is found here', async () => {
    const [[id, name]] = await shop().sql("SELECT id, name FROM products WHERE state = 'active' ORDER BY id DESC LIMIT 1")
    await shop().sql(
      `UPDATE products SET name = 'Zirkonia Prototipe', state = 'hidden' WHERE id = ${id}; UPDATE catalogue_version SET version = version + 1 WHERE id = 1`)
    assert.match(await page('zirkonia'), new RegExp(`href="/admin/products/${id}"`))
    await shop().sql(
      `UPDATE products SET name = '${name.replaceAll("'", "''")}', state = 'active' WHERE id = ${id}; UPDATE catalogue_version SET version = version + 1 WHERE id = 1`)
  })

  test('accounts are found by admins only', async () => {
    assert.match(await page('ayuningtyas', admin()), /href="\/admin\/users\/\d+"/)
    assert.doesNotMatch(await page('ayuningtyas'), /\/admin\/users/)
    assert.ok((await suggest('ayuningtyas', admin())).some(({ url }) => url.startsWith('/admin/users/')))
    assert.ok(!(await suggest('ayuningtyas')).some(({ url }) => url.startsWith('/admin/users/')))
  })

  test('suggestions name their kind and lead to their page, few of each', async () => {
    const { number } = await buy(shop())
    assert.deepEqual((await suggest(number)).map(({ group, url }) => [group, url]), [['Pesanan', `/admin/orders/${number}`]])
    const products = await suggest('gitar')
    assert.ok(products.length > 0 && products.length <= 8)
    for (const { group, title, url } of products) {
      assert.ok(group && title)
      assert.equal((await (await staff()).get(url)).status, 200)
    }
  })

  test('nothing, one letter and nonsense are answered with a page', async () => {
    for (const text of ['', ' ', 'g', '%', "'; --", 'zzzzqqqq', '🎸🎸🎸']) assert.equal((await search(text)).status, 200, text)
    assert.match(await page('zzzzqqqq'), /Tidak ada yang cocok/)
    assert.deepEqual(await suggest('g'), [])
  })
})
