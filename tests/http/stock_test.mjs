// The staff's pages about stock: PRODUCT "Stock". What they change is in the books at once, and only once.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { Visitor } from './client.mjs'
import { addToCart, assertBooksAreRight, buy, onEachDatabase, setStock, stockOf, takeVariant } from './errand.mjs'
import { loggedIn, onceLoggedIn, pagesFor } from './people.mjs'

onEachDatabase('the staff keep the stock', shop => {
  const member = onceLoggedIn(shop, 'staff')
  const page = pagesFor(member)
  const correct = async (variant, fields) => (await member()).post(`/admin/stock/${variant.id}/corrections`, {
    form: { mode: 'less', number: '1', cause: 'damaged', note: '', form_key: randomUUID(), ...fields } })
  const corrections = async variant => (await shop().sql(
    `SELECT delta, cause FROM stock_movements WHERE variant_id = ${variant.id} AND reason = 'correction' ORDER BY id`))

  test('only the staff see the stock', async () => {
    assert.equal((await new Visitor(shop()).get('/admin/stock')).status, 303)
    const buyer = await loggedIn(shop(), 'buyer')
    assert.equal((await buyer.get('/admin/stock')).status, 403)
    assert.equal((await buyer.post('/admin/stock/1/corrections', { form: {} })).status, 403)
  })

  test('a correction shows in the list, in the movements, in the books and in the shop', async () => {
    const variant = await takeVariant(shop(), 7)
    const answer = await correct(variant, { seen: '7', mode: 'less', number: '2', cause: 'damaged', note: 'Jatuh dari rak' })
    assert.equal(answer.status, 303, answer.text())
    assert.equal(answer.headers.location, `/admin/stock/${variant.id}?notice=corrected`)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 5, reserved: 0 })
    const text = await page(`/admin/stock/${variant.id}`)
    assert.match(text, /Rusak/)
    assert.match(text, /Jatuh dari rak/)
    assert.match(text, /−2/)
    assert.match(await page(`/admin/stock?q=${variant.sku}`), new RegExp(variant.sku))
    const [[action, after]] = await shop().sql(
      `SELECT action, after_json FROM audit_log WHERE subject_kind = 'variant' AND subject_id = '${variant.id}'`)
    assert.equal(action, 'stock.corrected')
    assert.match(after, /"on_hand":5/)
    await assertBooksAreRight(shop())
  })

  test('a filter that names nothing finds nothing and says so, and tabs and files keep it', async () => {
    const plain = text => text.replaceAll('&amp;', '&')
    const lists = { '/admin/products': ['category', 'brand', 'supplier'], '/admin/stock': ['category', 'brand', 'supplier'], '/admin/restock': ['supplier'] }
    const called = { category: 'kategori', brand: 'merek', supplier: 'pemasok' }
    for (const [path, fields] of Object.entries(lists))
      for (const field of fields) {
        for (const [query, typed] of [[`${field}_name=Tak+Bernama`, 'Tak Bernama'], [`${field}=abc123xyz`, 'abc123xyz'], [`${field}=-1`, '-1'], [`${field}=0x1`, '0x1']]) {
          const text = await page(`${path}?${query}&q=a`)
          assert.ok(text.includes(`<p>Tidak ada ${called[field]} bernama “${typed}”.`), `${path}?${query}`)
          assert.doesNotMatch(text, /<li class="(product|stock)-rows__row|restock-rows/, `${path}?${query}`)
          const tabs = [...text.matchAll(/class="tabs__tab" href="([^"]+)"/g)].map(([, url]) => plain(url)).filter(url => url.startsWith(`${path}?`))
          assert.ok(tabs.length > 0 || path === '/admin/products', path)
          for (const url of tabs) assert.equal(new URL(url, shop().url).searchParams.get(`${field}_name`), typed, url)
        }
        assert.match(await page(`${path}?${field}=999999999`), new RegExp(`<p>${called[field].replace(/^./, c => c.toUpperCase())} ini tidak ada\\.`), `${path} ${field}`)
      }
    for (const query of ['brand=abc123xyz', 'category_name=Tak+Bernama'])
      assert.equal((await (await member()).get(`/admin/stock/export.csv?${query}`)).status, 422, query)
    const { number } = await buy(shop(), { method: 'cod' })
    for (const query of ['product=abc123xyz', 'product=999999999']) {
      const text = await page(`/admin/orders?${query}`)
      assert.ok(!text.includes(`href="/admin/orders/${number}"`), query)
      assert.match(text, new RegExp(`class="tabs__tab" href="/admin/orders\\?${query}&amp;state=paid"`), query)
      assert.ok(!(await page(`/admin/orders/export.csv?${query}`)).includes(number), query)
    }
    const [[id, name]] = await shop().sql('SELECT id, name FROM brands ORDER BY id LIMIT 1')
    const found = await (await member()).get(`/admin/stock?brand=${encodeURIComponent(name)}`)
    assert.deepEqual([found.status, found.headers.location], [303, `/admin/stock?brand=${id}`], 'a name where an id belongs')
  })

  test('a second click corrects nothing more', async () => {
    const variant = await takeVariant(shop(), 7)
    const form_key = randomUUID()
    const answers = await Promise.all([1, 2, 3, 4].map(() => correct(variant, { seen: '7', mode: 'to', number: '3', cause: 'counted', form_key })))
    assert.deepEqual(answers.map(({ status }) => status), [303, 303, 303, 303])
    assert.deepEqual(await corrections(variant), [['-4', 'counted']])
  })

  test('whoever saw another level is shown this one and asked again', async () => {
    const variant = await takeVariant(shop(), 7)
    await setStock(shop(), variant.id, 6)
    const told = await correct(variant, { seen: '7', number: '2', note: 'Tetap tertulis' })
    assert.equal(told.status, 409)
    assert.match(told.text(), /dari 7 menjadi 6/)
    assert.match(told.text(), /value="Tetap tertulis"/)
    assert.match(told.text(), /name="seen" value="6"/)
    assert.deepEqual(await corrections(variant), [])
  })

  test('whoever is told of a mistake has not seen what a colleague has corrected meanwhile', async () => {
    const variant = await takeVariant(shop(), 7)
    await setStock(shop(), variant.id, 9)
    const refused = await correct(variant, { seen: '7', mode: 'to', number: '8', cause: '' })
    assert.equal(refused.status, 422)
    assert.match(refused.text(), /name="seen" value="7"/)
    const told = await correct(variant, { seen: '7', mode: 'to', number: '8', cause: 'counted' })
    assert.equal(told.status, 409)
    assert.match(told.text(), /dari 7 menjadi 9/)
    assert.match(told.text(), /name="seen" value="9"/)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 9, reserved: 0 })
  })

  test('of two who correct at the same moment one is asked again, and both corrections are in the books', async () => {
    const variant = await takeVariant(shop(), 7)
    const wishes = [{ number: '2', cause: 'damaged' }, { number: '3', cause: 'lost' }]
    const answers = await Promise.all(wishes.map(wish => correct(variant, { seen: '7', ...wish })))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409])
    const asked = answers.findIndex(({ status }) => status === 409)
    const [, seen] = answers[asked].text().match(/name="seen" value="(\d+)"/)
    assert.equal((await correct(variant, { seen, ...wishes[asked] })).status, 303)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 2, reserved: 0 })
    await assertBooksAreRight(shop())
  })

  test('what orders are promised cannot be corrected away', async () => {
    const { variant, number } = await buy(shop(), { variant: await takeVariant(shop(), 3), quantity: 2 })
    const refused = await correct(variant, { seen: '3', mode: 'to', number: '1', cause: 'lost' })
    assert.equal(refused.status, 409)
    assert.match(refused.text(), /href="#field-number"/)
    assert.match(await page(`/admin/stock/${variant.id}`), new RegExp(`/admin/orders/${number}`))
    assert.equal((await correct(variant, { seen: '3', mode: 'to', number: '2', cause: 'lost' })).status, 303)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 2, reserved: 2 })
    const visitor = new Visitor(shop())
    await assert.rejects(addToCart(visitor, variant))
  })

  test('a correction that says nothing, or nonsense, is refused at its field', async () => {
    const variant = await takeVariant(shop(), 7)
    for (const [fields, field] of [
      [{ number: '' }, 'number'], [{ number: '0' }, 'number'], [{ number: '8' }, 'number'], [{ mode: 'to', number: '7', cause: 'counted' }, 'number'],
      [{ mode: 'to', number: '1000001', cause: 'counted' }, 'number'], [{ cause: '' }, 'cause'], [{ cause: 'stolen' }, 'cause'], [{ cause: 'found' }, 'cause'],
      [{ mode: 'more', cause: 'lost' }, 'cause'], [{ cause: 'other' }, 'note'], [{ mode: 'double' }, 'mode'],
    ]) {
      const answer = await correct(variant, { seen: '7', ...fields })
      assert.equal(answer.status, 422, JSON.stringify(fields))
      assert.match(answer.text(), new RegExp(`href="#field-${field}"`), JSON.stringify(fields))
    }
    assert.deepEqual(await corrections(variant), [])
    assert.equal((await (await member()).get('/admin/stock/999999999')).status, 404)
  })

  test('the alerts count what they lead to', async () => {
    const text = await page('/admin/stock')
    for (const alert of ['any', 'out', 'critical', 'low']) {
      const counted = Number(text.match(new RegExp(`href="/admin/stock\\?alert=${alert}"[^>]*>[^<]*<span class="tabs__count">(\\d+)<`))[1])
      let listed = 0
      for (let path = `/admin/stock?alert=${alert}`; path;) {
        const slice = await page(path)
        listed += slice.match(/class="stock-rows__row/g)?.length ?? 0
        path = slice.match(/href="([^"]+)" rel="next"/)?.[1].replaceAll('&amp;', '&')
      }
      assert.equal(listed, counted, alert)
    }
    const low = (await page('/admin')).match(/href="\/admin\/stock\?alert=any">([^<]+)</)[1]
    assert.equal(low, text.match(/alert=any"[^>]*>[^<]*<span class="tabs__count">(\d+)</)[1])
  })
})
