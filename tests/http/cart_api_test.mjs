// The cart: CONTRACT section 5, PRODUCT "Cart and checkout".

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { send, Visitor } from './client.mjs'
import {
  addToCart, assertBooksAreRight, assertPage, assertProblem, onEachDatabase, setPrice, setStock, stockOf, takeVariant, visitorWithCart,
} from './errand.mjs'
import { loggedIn } from './people.mjs'

/** Of the sample shop; its offer is free shipping from Rp 5.000.000 on. */
const kFreeShippingFrom = 5_000_000
const kEmpty = { items: [], subtotal: 0, count: 0, free_shipping_missing: kFreeShippingFrom }

onEachDatabase('cart', shop => {
  test('it tells each line, its price now, and the sum', async () => {
    const [first, second] = [await takeVariant(shop()), await takeVariant(shop())]
    const visitor = await visitorWithCart(shop(), first, 2)
    const cart = await addToCart(visitor, second, 3)
    assert.equal(cart.items.length, 2)
    const line = cart.items.find(({ variant_id }) => variant_id === first.id)
    assert.ok(line.id > 0)
    assert.equal(line.product.slug, first.slug)
    assert.deepEqual([line.quantity, line.unit_price, line.line_total, line.available, line.notice],
                     [2, first.price, 2 * first.price, 50, null])
    assert.equal(cart.subtotal, 2 * first.price + 3 * second.price)
    assert.equal(cart.count, 5)
    assert.deepEqual((await visitor.get('/api/v1/cart')).json(), cart)
  })

  test('it tells what is missing for free shipping, and the page says so', async () => {
    const variant = await takeVariant(shop())
    await setPrice(shop(), variant.id, 1_500_000)
    const visitor = await visitorWithCart(shop(), variant, 3)
    assert.equal((await visitor.get('/api/v1/cart')).json().free_shipping_missing, 500_000)
    assert.match((await visitor.get('/cart')).text(), /Tambah Rp.500\.000 lagi untuk gratis ongkir hingga Rp.100\.000\./)
    await addToCart(visitor, variant, 1)
    assert.equal((await visitor.get('/api/v1/cart')).json().free_shipping_missing, 0)
    assert.match((await visitor.get('/cart')).text(), /Pesanan ini gratis ongkir hingga Rp.100\.000\./)
  })

  test('adding again adds up in one line', async () => {
    const variant = await takeVariant(shop())
    const visitor = await visitorWithCart(shop(), variant, 2)
    const cart = await addToCart(visitor, variant, 3)
    assert.deepEqual(cart.items.map(({ quantity }) => quantity), [5])
  })

  test('more than there is is refused with what there is, and the cart stays', async () => {
    const variant = await takeVariant(shop(), 4)
    const visitor = await visitorWithCart(shop(), variant, 3)
    const before = (await visitor.get('/api/v1/cart')).json()
    const added = assertProblem(
      await visitor.post('/api/v1/cart/items', { json: { variant_id: variant.id, quantity: 2 } }), 409, 'insufficient_stock')
    assert.equal(added.available, 4)
    const changed = assertProblem(
      await visitor.send('PATCH', `/api/v1/cart/items/${before.items[0].id}`, { json: { quantity: 5 } }), 409, 'insufficient_stock')
    assert.equal(changed.available, 4)
    assert.deepEqual((await visitor.get('/api/v1/cart')).json(), before)
  })

  test('any number above what there is is refused with what there is, on pages too', async () => {
    const variant = await takeVariant(shop(), 4)
    const visitor = await visitorWithCart(shop(), variant, 3)
    const before = (await visitor.get('/api/v1/cart')).json()
    const line = `/cart/items/${before.items[0].id}`
    for (const quantity of ['5', '1000', '9007199254740993', '9223372036854775807', '9223372036854775808', '1e300']) {
      // As text, for JavaScript's own numbers would be rounded.
      const json = { headers: { 'Content-Type': 'application/json' } }
      const added = await visitor.post('/api/v1/cart/items', { ...json, body: `{"variant_id": ${variant.id}, "quantity": ${quantity}}` })
      assert.equal(assertProblem(added, 409, 'insufficient_stock').available, 4)
      const changed = await visitor.send('PATCH', `/api/v1${line}`, { ...json, body: `{"quantity": ${quantity}}` })
      assert.equal(assertProblem(changed, 409, 'insufficient_stock').available, 4)
    }
    for (const quantity of ['5', '1000', '99999999999999999999']) {
      for (const [path, form] of [['/cart/items', { variant_id: variant.id, quantity }], [line, { quantity }]]) {
        const page = await visitor.post(path, { form })
        assertPage(page, 409)
        assert.match(page.text(), /Stok tidak mencukupi untuk jumlah itu\./)
      }
    }
    assert.deepEqual((await visitor.get('/api/v1/cart')).json(), before)
  })

  test('more than a cart holds is refused where there is enough', async () => {
    const variant = await takeVariant(shop(), 2000)
    const visitor = await visitorWithCart(shop(), variant, 999)
    const line = (await visitor.get('/api/v1/cart')).json().items[0].id
    assertProblem(await visitor.post('/api/v1/cart/items', { json: { variant_id: variant.id, quantity: 1 } }), 409, 'too_many')
    assertProblem(await visitor.send('PATCH', `/api/v1/cart/items/${line}`, { json: { quantity: 2000 } }), 409, 'too_many')
    assertProblem(await visitor.send('PATCH', `/api/v1/cart/items/${line}`, { json: { quantity: 2001 } }), 409, 'insufficient_stock')
    assert.equal((await visitor.get('/api/v1/cart')).json().count, 999)
  })

  test('what is sold out cannot be added', async () => {
    const variant = await takeVariant(shop(), 0)
    const answer = await new Visitor(shop()).post('/api/v1/cart/items', { json: { variant_id: variant.id, quantity: 1 } })
    assert.equal(assertProblem(answer, 409, 'insufficient_stock').available, 0)
  })

  test('a refused first add leaves no empty cart behind', async () => {
    const variant = await takeVariant(shop(), 0)
    const [[before]] = await shop().sql('SELECT COUNT(*) FROM carts')
    await new Visitor(shop()).post('/api/v1/cart/items', { json: { variant_id: variant.id, quantity: 1 } })
    await new Visitor(shop()).post('/api/v1/cart/items', { json: { variant_id: 999_999_999, quantity: 1 } })
    const [[after]] = await shop().sql('SELECT COUNT(*) FROM carts')
    assert.equal(after, before)
  })

  test('a quantity is set, and 0 or DELETE takes the line away', async () => {
    const [first, second] = [await takeVariant(shop()), await takeVariant(shop())]
    const visitor = await visitorWithCart(shop(), first, 2)
    const { items } = await addToCart(visitor, second, 1)
    const idOf = variant => items.find(({ variant_id }) => variant_id === variant.id).id
    const set = await visitor.send('PATCH', `/api/v1/cart/items/${idOf(first)}`, { json: { quantity: 7 } })
    assert.equal(set.json().count, 8)
    const zero = await visitor.send('PATCH', `/api/v1/cart/items/${idOf(first)}`, { json: { quantity: 0 } })
    assert.deepEqual(zero.json().items.map(({ variant_id }) => variant_id), [second.id])
    const gone = await visitor.send('DELETE', `/api/v1/cart/items/${idOf(second)}`)
    assert.deepEqual(gone.json(), kEmpty)
    assertProblem(await visitor.send('DELETE', `/api/v1/cart/items/${idOf(second)}`), 404)
  })

  test('wrong quantities and variants are refused at their fields', async () => {
    const variant = await takeVariant(shop())
    const visitor = await visitorWithCart(shop(), variant, 1)
    for (const quantity of [0, -1, 1.5, 'two', null, true, [1], {}, -1e300]) {
      const answer = await visitor.post('/api/v1/cart/items', { json: { variant_id: variant.id, quantity } })
      const { errors } = assertProblem(answer, 422, 'validation')
      assert.equal(errors[0].field, 'quantity')
      assert.ok(errors[0].message.length > 3 && errors[0].code.length > 3)
    }
    assertProblem(await visitor.post('/api/v1/cart/items', { json: { variant_id: 987_654_321, quantity: 1 } }), 404)
    assert.equal((await visitor.get('/api/v1/cart')).json().count, 1)
  })

  test('a changed price and a dwindled stock are told at the line', async () => {
    const variant = await takeVariant(shop(), 10)
    const visitor = await visitorWithCart(shop(), variant, 5)
    await setPrice(shop(), variant.id, variant.price + 1000)
    const dearer = (await visitor.get('/api/v1/cart')).json().items[0]
    assert.deepEqual([dearer.unit_price, dearer.line_total, dearer.notice],
                     [variant.price + 1000, 5 * (variant.price + 1000), 'price_changed'])
    await setStock(shop(), variant.id, 2)
    const fewer = (await visitor.get('/api/v1/cart')).json().items[0]
    assert.deepEqual([fewer.available, fewer.notice, fewer.quantity], [2, 'less_available', 5])
    await setStock(shop(), variant.id, 0)
    assert.equal((await visitor.get('/api/v1/cart')).json().items[0].notice, 'sold_out')
  })

  test('a product that is no longer sold is told at its line and can be taken away', async () => {
    const variant = await takeVariant(shop())
    const visitor = await visitorWithCart(shop(), variant, 1)
    await shop().sql(`UPDATE products SET state = 'archived' WHERE id = ${variant.product}`)
    const { items } = (await visitor.get('/api/v1/cart')).json()
    assert.equal(items[0].notice, 'no_longer_sold')
    assert.equal((await visitor.send('DELETE', `/api/v1/cart/items/${items[0].id}`)).json().count, 0)
    assertProblem(await visitor.post('/api/v1/cart/items', { json: { variant_id: variant.id, quantity: 1 } }), 404)
  })

  test('a cart reserves nothing', async () => {
    const variant = await takeVariant(shop(), 3)
    await visitorWithCart(shop(), variant, 3)
    await visitorWithCart(shop(), variant, 3)
    assert.deepEqual(await stockOf(shop(), variant.id), { onHand: 3, reserved: 0 })
  })

  test('login merges the guest cart without losing a line', async () => {
    const [both, own, guest] = [await takeVariant(shop()), await takeVariant(shop()), await takeVariant(shop())]
    const account = await loggedIn(shop(), 'buyer')
    await addToCart(account, both, 2)
    await addToCart(account, own, 1)
    const visitor = await visitorWithCart(shop(), both, 3)
    await addToCart(visitor, guest, 4)
    await visitor.logIn('pembeli@contoh.example', 'pembeli123')
    const quantities = Object.fromEntries((await visitor.get('/api/v1/cart')).json().items.map(line => [line.variant_id, line.quantity]))
    assert.deepEqual(quantities, { [both.id]: 5, [own.id]: 1, [guest.id]: 4 })
    assert.equal((await account.get('/api/v1/cart')).json().count, 10, 'the same cart on every device')
  })

  test('a visitor without session has an empty cart, not an error', async () => {
    const answer = await send('GET', `${shop().url}/api/v1/cart`)
    assert.deepEqual(answer.json(), kEmpty)
  })

  test('totals beyond a hundred million rupiah are exact', async () => {
    const variant = await takeVariant(shop(), 999)
    await setPrice(shop(), variant.id, 99_999_999_999)
    const visitor = await visitorWithCart(shop(), variant, 999)
    assert.equal((await visitor.get('/api/v1/cart')).json().subtotal, 99_899_999_999_001)
  })

  test('the books are right', () => assertBooksAreRight(shop()))
})
