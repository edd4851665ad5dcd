// Placing an order: CONTRACT section 5, PRODUCT "Cart and checkout".

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { awaitMail, readMails } from '../support/mails.mjs'
import { send, Visitor } from './client.mjs'
import {
  addToCart, areaCode, assertBooksAreRight, assertProblem, buy, checkoutBody, misbehave, onEachDatabase, orderRow, postCheckout,
  sandboxOrders, setPrice, setStock, stockOf, takeVariant, visitorWithCart,
} from './errand.mjs'

onEachDatabase('checkout', shop => {
  const orders = async () => Number((await shop().sql('SELECT COUNT(*) FROM orders'))[0][0])

  test('areas are found by any part of any of their names', async () => {
    const search = async q => (await send('GET', `${shop().url}/api/v1/areas?q=${encodeURIComponent(q)}`)).json()
    for (const q of ['gegerkalong', 'GEGERKALONG', 'gerkal', 'gegerkalong sukasari', 'sukasari bandung', 'bandung gegerkalong']) {
      const found = await search(q)
      assert.ok(found.some(({ kelurahan }) => /gegerkalong/i.test(kelurahan)) || /sukasari/i.test(q), q)
      for (const area of found) assert.deepEqual(Object.keys(area), ['code', 'kelurahan', 'kecamatan', 'kota', 'provinsi'])
    }
    assert.deepEqual(await search('qqqzzz'), [])
    assertProblem(await send('GET', `${shop().url}/api/v1/areas?q=a`), 400)
    assertProblem(await send('GET', `${shop().url}/api/v1/areas`), 400)
  })

  test('of places with one name those near the shop come first', async () => {
    const search = async q => (await send('GET', `${shop().url}/api/v1/areas?q=${encodeURIComponent(q)}`)).json()
    const found = await search('sukajadi')
    assert.deepEqual(found.slice(0, 5).map(({ kota }) => kota), Array(5).fill('Kota Bandung'))
    assert.deepEqual(found.slice(5).filter(({ provinsi }) => provinsi !== 'Jawa Barat'), [])
    assert.equal((await search('sukajadi pekanbaru'))[0].kelurahan, 'Sukajadi')
  })

  test('a page without script says when there are more areas than it shows', async () => {
    const more = 'Masih ada wilayah lain'
    const variant = await takeVariant(shop())
    const page = async q => (await send('GET', `${shop().url}/shipping?variant=${variant.id}&area_query=${q}`)).text()
    const many = await page('sukajadi')
    assert.ok(many.includes(more))
    assert.equal(many.match(/area_code=[0-9.]+"/g).length, 12)
    assert.ok(!(await page('coblong')).includes(more))
  })

  test('quotes are for the cart that there is', async () => {
    const variant = await takeVariant(shop())
    const [[grams, length, width, height]] = await shop().sql(
      `SELECT weight_g, length_mm, width_mm, height_mm FROM variants WHERE id = ${variant.id}`)
    const visitor = await visitorWithCart(shop(), variant, 1)
    const quotes = (await visitor.post('/api/v1/shipping/quotes', { json: { area_code: await areaCode(shop()) } })).json()
    const reg = quotes.find(({ service_code }) => service_code === 'jne-reg')
    assert.deepEqual([reg.name, reg.min_days, reg.max_days], ['JNE REG', 2, 4])
    // Chargeable is the larger of weight and volume (cm3 / 6000 in kg).
    const volumetric = (Number(length) * Number(width) * Number(height)) / 1000 / 6000 * 1000
    assert.ok(Math.abs(reg.chargeable_weight_g - Math.max(Number(grams), volumetric)) <= 1, `${reg.chargeable_weight_g} g`)
    const over = reg.chargeable_weight_g % 1000
    const kilos = Math.max(1, Math.floor(reg.chargeable_weight_g / 1000) + (over > 300 ? 1 : 0))
    assert.equal(reg.charged_kg, kilos)
    assert.equal(reg.list_price, 3_000 + 8_000 * kilos)
    assert.equal(quotes.find(({ service_code }) => service_code === 'pickup').price, 0)
    const none = await new Visitor(shop()).post('/api/v1/shipping/quotes', { json: { area_code: await areaCode(shop()) } })
    assert.deepEqual(none.json(), [])
    const unknown = await visitor.post('/api/v1/shipping/quotes', { json: { area_code: '99.99.99.9999' } })
    assert.equal(assertProblem(unknown, 422).errors[0].field, 'area_code')
  })

  test('an order for a gateway is placed, held and sent to its payment page', async () => {
    const variant = await takeVariant(shop(), 5)
    const { order, number, visitor } = await buy(shop(), { variant, quantity: 2 })
    assert.match(number, /^HRT-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    assert.equal(order.status, 'pending')
    assert.equal(order.payment.kind, 'redirect')
    assert.ok(order.payment.url.startsWith(`${shop().sandboxUrl}/`))
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 5, reserved: 2 })
    assert.equal((await visitor.get('/api/v1/cart')).json().count, 0)
    const row = await orderRow(shop(), number)
    assert.equal(row.total, order.total)
    const asked = (await sandboxOrders(shop())).orders.find(({ order_id }) => order_id === `${number}-1`)
    assert.equal(asked.gross_amount, order.total, 'the gateway is asked for the total, to the rupiah')
  })

  test('cash on delivery is processed at once and takes the stock', async () => {
    const variant = await takeVariant(shop(), 5)
    const { order, number } = await buy(shop(), { variant, quantity: 2, method: 'cod' })
    assert.equal(order.status, 'processing')
    assert.equal(order.payment.kind, 'none')
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 3, reserved: 0 })
    assert.equal((await orderRow(shop(), number)).payment, 'unpaid')
  })

  test('the total is goods and shipping as they were quoted', async () => {
    const variant = await takeVariant(shop())
    const visitor = await visitorWithCart(shop(), variant, 3)
    const quotes = (await visitor.post('/api/v1/shipping/quotes', { json: { area_code: await areaCode(shop()) } })).json()
    for (const { service_code, price } of quotes.slice(0, 3)) {
      const { order } = await buy(shop(), { variant, quantity: 3, changes: { shipping_service: service_code } })
      assert.equal(order.total, 3 * variant.price + price, service_code)
    }
  })

  test('the shop pays its share of the shipping from the sum on that it names', async () => {
    const variant = await takeVariant(shop())
    await setPrice(shop(), variant.id, 5_000_000)
    const visitor = await visitorWithCart(shop(), variant, 1)
    const quotes = (await visitor.post('/api/v1/shipping/quotes', { json: { area_code: await areaCode(shop()) } })).json()
    const couriers = quotes.filter(({ service_code }) => service_code !== 'pickup')
    assert.ok(couriers.length > 1)
    for (const { service_code, price, list_price } of couriers) assert.equal(price, Math.max(0, list_price - 100_000), service_code)
    const { order } = await buy(shop(), { variant, quantity: 1, changes: { shipping_service: 'jne-reg' } })
    assert.equal(order.total, 5_000_000 + couriers.find(({ service_code }) => service_code === 'jne-reg').price)
  })

  test('a confirmation is mailed once', async () => {
    const { body, number } = await buy(shop())
    const mail = await awaitMail(shop(), { to: body.contact.email })
    assert.ok(mail.subject.includes(number))
    assert.ok(mail.text.includes(`${shop().url}/orders/${number}?t=`))
  })

  test('the same request again gets the same answer and makes no second order', async () => {
    const { visitor, body, key, order } = await buy(shop())
    const before = await orders()
    for (let i = 0; i < 3; ++i) {
      const again = await postCheckout(visitor, body, key)
      assert.equal(again.status, 201)
      assert.deepEqual(again.json(), order)
    }
    assert.equal(await orders(), before)
    assert.equal(readMails(shop()).filter(({ to }) => to === body.contact.email).length <= 1, true)
  })

  test('the same key for something else is refused', async () => {
    const { visitor, body, key } = await buy(shop())
    await addToCart(visitor, await takeVariant(shop()))
    const before = await orders()
    assertProblem(await postCheckout(visitor, { ...body, note: 'something else' }, key), 422, 'idempotency_key_reused')
    assert.equal(await orders(), before)
    assert.equal((await visitor.get('/api/v1/cart')).json().count, 1)
  })

  test('two visitors may use the same key', async () => {
    const key = 'my-first-order'
    const numbers = []
    for (let i = 0; i < 2; ++i) {
      const visitor = await visitorWithCart(shop(), await takeVariant(shop()))
      numbers.push((await postCheckout(visitor, await checkoutBody(shop()), key)).json().order_number)
    }
    assert.notEqual(numbers[0], numbers[1])
  })

  test("whoever comes after a visitor who left gets no order of theirs by the same key", async () => {
    const { visitor, variant, body, key, number } = await buy(shop())
    assert.equal((await visitor.post('/api/v1/auth/logout')).status, 204)
    const next = new Visitor(shop())
    await addToCart(next, variant, 1)
    const answer = await postCheckout(next, body, key)
    assert.equal(answer.status, 201, answer.text())
    assert.notEqual(answer.json().order_number, number)
  })

  test('a key is demanded and must be a plain one', async () => {
    const visitor = await visitorWithCart(shop(), await takeVariant(shop()))
    const body = await checkoutBody(shop())
    assertProblem(await visitor.post('/api/v1/checkout', { json: body }), 400)
    for (const key of ['', ' ', 'a b', 'k'.repeat(256)]) assertProblem(await postCheckout(visitor, body, key), 400)
    assert.equal((await visitor.get('/api/v1/cart')).json().count, 1)
    assert.equal((await postCheckout(visitor, body, 'k'.repeat(255))).status, 201)
  })

  test('a price that rose is asked about first', async () => {
    const variant = await takeVariant(shop())
    const visitor = await visitorWithCart(shop(), variant, 2)
    const body = await checkoutBody(shop())
    await setPrice(shop(), variant.id, variant.price + 5000)
    const before = await orders()
    assertProblem(await postCheckout(visitor, body), 409, 'price_changed')
    assert.equal(await orders(), before)
    assert.equal((await visitor.get('/api/v1/cart')).json().subtotal, 2 * (variant.price + 5000))
    const answer = await postCheckout(visitor, body)
    assert.equal(answer.status, 201, 'who sends again after having been told, agrees')
  })

  test('a price that fell is charged without a question', async () => {
    const variant = await takeVariant(shop())
    const visitor = await visitorWithCart(shop(), variant, 1)
    await setPrice(shop(), variant.id, variant.price - 1000)
    const answer = await postCheckout(visitor, await checkoutBody(shop(), { shipping_service: 'pickup' }))
    assert.equal(answer.json().total, variant.price - 1000)
  })

  test('another total than was seen orders nothing and says what it is now', async () => {
    const variant = await takeVariant(shop())
    const visitor = await visitorWithCart(shop(), variant, 1)
    const body = await checkoutBody(shop(), { shipping_service: 'pickup', seen_total: variant.price })
    await addToCart(visitor, variant, 1)
    const before = await orders()
    assert.equal(assertProblem(await postCheckout(visitor, body), 409, 'total_changed').total, 2 * variant.price)
    assert.equal(await orders(), before)
    assert.equal((await visitor.get('/api/v1/cart')).json().count, 2)
    for (const seen_total of [-1, 'much', 1.5])
      assert.equal(assertProblem(await postCheckout(visitor, { ...body, seen_total }), 422).errors[0].field, 'seen_total')
    const answer = await postCheckout(visitor, { ...body, seen_total: 2 * variant.price })
    assert.equal(answer.json().total, 2 * variant.price)
  })

  test('the page says which part of the total has changed and asks again', async () => {
    const variant = await takeVariant(shop())
    const visitor = await visitorWithCart(shop(), variant, 1)
    const typed = {
      _csrf: visitor.token, idempotency_key: randomUUID(), name: 'Dua Tab', email: 'tab@contoh.example', phone: '081234567890',
      area_code: await areaCode(shop()), postal_code: '', street: 'Jl. Tab 2', note: '', shipping_service: 'pickup', payment_method: 'midtrans',
    }
    const seenIn = page => Object.fromEntries([...page.matchAll(/name="(seen_[^"]+)" value="(\d+)"/g)].map(([, name, value]) => [name, value]))
    const shown = (await visitor.post('/checkout', { form: { ...typed, look_up: 'shipping' } })).text()
    const seen = seenIn(shown)
    assert.equal(seen.seen_goods, String(variant.price))
    assert.equal(seen['seen_shipping.pickup'], '0')
    await addToCart(visitor, variant, 1)
    const before = await orders()
    const asked = await visitor.post('/checkout', { form: { ...typed, ...seen } })
    assert.equal(asked.status, 409)
    assert.ok(asked.text().includes('Total berubah sejak terakhir Anda lihat'))
    assert.equal(await orders(), before)
    assert.equal(seenIn(asked.text()).seen_goods, String(2 * variant.price))
    const placed = await visitor.post('/checkout', { form: { ...typed, ...seenIn(asked.text()) } })
    assert.equal(placed.status, 303, placed.text().slice(0, 300))
  })

  test('what was sold meanwhile is refused with what is left, and the cart stays', async () => {
    const variant = await takeVariant(shop(), 3)
    const visitor = await visitorWithCart(shop(), variant, 3)
    await setStock(shop(), variant.id, 1)
    const before = await orders()
    assert.equal(assertProblem(await postCheckout(visitor, await checkoutBody(shop())), 409, 'insufficient_stock').available, 1)
    assert.equal(await orders(), before)
    assert.equal((await visitor.get('/api/v1/cart')).json().count, 3)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 1, reserved: 0 })
  })

  test('nothing of an order with one line too many is reserved', async () => {
    const [plenty, scarce] = [await takeVariant(shop(), 9), await takeVariant(shop(), 2)]
    const visitor = await visitorWithCart(shop(), plenty, 4)
    await addToCart(visitor, scarce, 2)
    await setStock(shop(), scarce.id, 1)
    assertProblem(await postCheckout(visitor, await checkoutBody(shop())), 409, 'insufficient_stock')
    assert.deepEqual(await stockOf(shop(), plenty.id), { onHand: 9, reserved: 0 })
  })

  test('an empty cart is no order', async () => {
    assertProblem(await postCheckout(new Visitor(shop()), await checkoutBody(shop())), 409, 'empty_cart')
  })

  test('cash on delivery has its limit', async () => {
    const variant = await takeVariant(shop())
    await setPrice(shop(), variant.id, 10_000_000)
    const visitor = await visitorWithCart(shop(), variant, 1)
    const pickup = { shipping_service: 'pickup', payment_method: 'cod' }
    assert.equal((await postCheckout(visitor, await checkoutBody(shop(), pickup))).status, 201, 'the limit itself is allowed')
    await setPrice(shop(), variant.id, 10_000_001)
    await addToCart(visitor, variant, 1)
    const above = await postCheckout(visitor, await checkoutBody(shop(), pickup))
    assert.equal(assertProblem(above, 422).errors[0].field, 'payment_method')
  })

  test('a payment method that is switched off is refused at its field', async () => {
    const visitor = await visitorWithCart(shop(), await takeVariant(shop()))
    await shop().sql("UPDATE payment_settings SET enabled = 0 WHERE provider = 'stripe'")
    for (const payment_method of ['stripe', 'bank_transfer', 'bitcoin', ''])
      assert.equal(assertProblem(await postCheckout(visitor, await checkoutBody(shop(), { payment_method })), 422).errors[0].field, 'payment_method')
    await shop().sql("UPDATE payment_settings SET enabled = 1 WHERE provider = 'stripe'")
  })

  test('every missing or wrong field is told at once', async () => {
    const visitor = await visitorWithCart(shop(), await takeVariant(shop()))
    const { errors } = assertProblem(await postCheckout(visitor, {}), 422, 'validation')
    const fields = errors.map(({ field }) => field).sort()
    assert.deepEqual(fields, ['address.area_code', 'address.street', 'contact.email', 'contact.name', 'contact.phone',
                              'payment_method', 'shipping_service'])
    for (const { code, message } of errors) assert.ok(code.length > 0 && message.length > 5)
    const body = await checkoutBody(shop())
    for (const [wrong, field] of [
      [{ contact: { ...body.contact, email: 'no mailbox' } }, 'contact.email'],
      [{ contact: { ...body.contact, phone: '12' } }, 'contact.phone'],
      [{ address: { ...body.address, area_code: 'nowhere' } }, 'address.area_code'],
      [{ address: { ...body.address, postal_code: '4015' } }, 'address.postal_code'],
      [{ shipping_service: 'pigeon' }, 'shipping_service'],
    ]) assert.equal(assertProblem(await postCheckout(visitor, { ...body, ...wrong }), 422).errors[0].field, field)
    assert.equal((await visitor.get('/api/v1/cart')).json().count, 1)
  })

  test('messages are in the language of the visitor', async () => {
    const told = async language => {
      const visitor = new Visitor(shop())
      visitor.cookies.set('language', language)
      return (await postCheckout(visitor, {})).json().errors[0].message
    }
    assert.notEqual(await told('id'), await told('en'))
  })

  test('a provider that cannot be reached costs the buyer nothing: the order stands and is paid later', async () => {
    await misbehave(shop(), { call: 'open', kind: '500', times: 50 })
    const { order, number, visitor } = await buy(shop())
    assert.equal(order.status, 'pending')
    assert.ok(order.payment.url.startsWith(`${shop().url}/orders/${number}`))
    await misbehave(shop(), { call: 'open', kind: '500', times: 0 })
    const page = (await visitor.post(`/api/v1/orders/${number}/payment`)).json()
    assert.ok(page.payment.url.startsWith(`${shop().sandboxUrl}/`))
  })

  test('an order placed by the form is the same order', async () => {
    const variant = await takeVariant(shop())
    const visitor = await visitorWithCart(shop(), variant)
    const key = randomUUID()
    const form = {
      _csrf: visitor.token, idempotency_key: key, name: 'Tanpa Skrip', email: 'form@contoh.example', phone: '081234567890',
      area_code: await areaCode(shop()), postal_code: '', street: 'Jl. Formulir 1', note: '', shipping_service: 'pickup', payment_method: 'cod',
    }
    const placed = await visitor.post('/checkout', { form })
    assert.equal(placed.status, 303, placed.text().slice(0, 300))
    const before = await orders()
    const twice = await visitor.post('/checkout', { form })
    assert.equal(twice.headers.location, placed.headers.location, 'a double click is one order')
    assert.equal(await orders(), before)
    assert.equal((await visitor.get(placed.headers.location)).status, 200)
  })

  test('the books are right', () => assertBooksAreRight(shop()))
})
