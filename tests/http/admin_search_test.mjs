// The admin's one search field: over orders, drafts, products and accounts, for those who may see them.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
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
  /** The number of a new draft of what somebody has ordered by WhatsApp. */
  const draftFor = async contact => {
    const answer = await (await staff()).post('/admin/drafts', { form: { language: 'id', form_key: randomUUID(), do: 'save', ...contact } })
    assert.equal(answer.status, 303, answer.text())
    return answer.headers.location.match(/^\/admin\/drafts\/(\d+)\?/)[1]
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

  test("a draft is found by its customer's name, mailbox and phone, and leads on to the list of drafts", async () => {
    const id = await draftFor({ name: 'Zulaikha Larasati', email: 'larasati@contoh.example', phone: '0813-7777-1234' })
    for (const typed of ['zulaikha', 'LARASATI', 'larasati@contoh.example', '0813-7777-1234', '77771234']) {
      const found = await page(typed)
      assert.match(found, new RegExp(`href="/admin/drafts/${id}"`), typed)
      const all = found.match(/href="(\/admin\/drafts\?q=[^"]+)"/)[1]
      assert.match((await (await staff()).get(all)).text(), new RegExp(`href="/admin/drafts/${id}"`), typed)
    }
    const [suggested] = await suggest('zulaikha')
    assert.deepEqual([suggested.group, suggested.title, suggested.url], ['Draf pesanan', 'Zulaikha Larasati', `/admin/drafts/${id}`])
    assert.match(suggested.detail, new RegExp(`Draf ${id}`))
    assert.doesNotMatch(await page('larasatu'), new RegExp(`href="/admin/drafts/${id}"`))
  })

  test("what a draft is called leads to it in either language, a bare number shows it", async () => {
    const id = await draftFor({ name: 'Nomor Draf' })
    for (const typed of [`Draf ${id}`, `draft ${id}`, ` DRAF ${id} `]) await leadsTo(typed, `/admin/drafts/${id}`)
    await shop().sql(`UPDATE draft_orders SET id = 123456789 WHERE id = ${id}`)
    assert.match(await page('123456789'), /href="\/admin\/drafts\/123456789"/)
    assert.match((await (await staff()).get('/admin/drafts?q=123456789')).text(), /href="\/admin\/drafts\/123456789"/)
    for (const typed of ['Draf 999999999', 'Draf 0', 'Draf 99999999999999999999', 'Draf -1']) assert.equal((await search(typed)).status, 200, typed)
    await shop().sql('DELETE FROM draft_orders WHERE id = 123456789')
  })

  test('of a draft that has become an order its order is found, and the draft by its number', async () => {
    const { number } = await buy(shop(), { changes: { contact: { name: 'Hartini Prameswari', email: 'hartini@contoh.example', phone: '081234567893' } } })
    const id = await draftFor({ name: 'Hartini Prameswari' })
    await shop().sql(`UPDATE draft_orders SET placed_at = 1, order_id = (SELECT id FROM orders WHERE number = '${number}') WHERE id = ${id}`)
    const found = await page('prameswari')
    assert.match(found, new RegExp(`href="/admin/orders/${number}"`))
    assert.doesNotMatch(found, /href="\/admin\/drafts\/\d/)
    await leadsTo(`Draf ${id}`, `/admin/drafts/${id}`)
    await shop().sql(`UPDATE draft_orders SET id = 123456788 WHERE id = ${id}`)
    const all = (await page('123456788')).match(/href="(\/admin\/drafts\?[^"]+)"/)[1].replaceAll('&amp;', '&')
    assert.equal(all, '/admin/drafts?q=123456788&state=placed')
    assert.match((await (await staff()).get(all)).text(), /href="\/admin\/drafts\/123456788"/)
    await shop().sql('DELETE FROM draft_orders WHERE id = 123456788')
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
