// Addresses of an account: kept in the profile, used at the checkout.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { awaitMail, linksIn } from '../support/mails.mjs'
import { send, Visitor } from './client.mjs'
import { addToCart, areaCode, assertPage, onEachDatabase, takeVariant } from './errand.mjs'

const kPassword = 'gitar di atas awan'

onEachDatabase('saved addresses', shop => {
  /** A buyer with an account of their own, logged in. */
  const newBuyer = async () => {
    const email = `alamat-${randomUUID()}@contoh.example`
    await new Visitor(shop()).post('/register', { form: { name: 'Ani Rahma', email, password: kPassword } })
    await send('GET', linksIn(await awaitMail(shop(), { to: email })).find(url => url.includes('/verify-email?token=')))
    const visitor = new Visitor(shop())
    assert.equal((await visitor.logIn(email, kPassword)).status, 200)
    return { visitor, email }
  }
  const fields = async changes => ({
    recipient: 'Ani Rahma', phone: '0812-1111-2222', street: 'Jl. Satu No. 1', area_code: await areaCode(shop()), postal_code: '40153', ...changes,
  })
  const add = async (visitor, changes) => {
    const answer = await visitor.post('/profile/addresses', { form: await fields(changes) })
    assert.match(answer.headers.location, /address_added/)
  }
  const rows = email => shop().sql(
    `SELECT a.id, a.recipient, a.phone, a.street, a.is_default FROM addresses a JOIN users u ON u.id = a.user_id
     WHERE u.email = '${email}' ORDER BY a.id`)
  const valueOf = (page, name) => new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(page)?.[1]
  const streetOf = page => /<textarea[^>]* name="street"[^>]*>([^<]*)/.exec(page)[1]
  const checkout = async (visitor, query = '') => assertPage(await visitor.get(`/checkout${query}`), 200)
  const orderForm = async (page, changes) => ({
    idempotency_key: valueOf(page, 'idempotency_key'), name: 'Ani Rahma', phone: '081211112222', email: 'ani@contoh.example',
    area_code: await areaCode(shop()), postal_code: '40153', street: 'Jl. Baru No. 9', shipping_service: 'jne-reg', payment_method: 'midtrans', ...changes,
  })

  test('an address is changed where it stands, and may become the default', async () => {
    const { visitor, email } = await newBuyer()
    await add(visitor, {})
    await add(visitor, { street: 'Jl. Dua No. 2' })
    const [, [id]] = await rows(email)
    const page = assertPage(await visitor.get(`/profile?address=${id}`), 200)
    assert.match(page, new RegExp(`action="/profile/addresses/${id}"`))
    assert.equal(streetOf(page), 'Jl. Dua No. 2')
    assert.match(page, /name="phone"[^>]* value="0812-1111-2222"/)
    assert.match(page, /name="area_query"[^>]* value="Gegerkalong, /)
    const changed = await visitor.post(`/profile/addresses/${id}`, { form: await fields({ street: 'Jl. Baru No. 3', recipient: 'Budi', default: '1' }) })
    assert.match(changed.headers.location, /address_changed/)
    const [first, second] = await rows(email)
    assert.deepEqual(second.slice(1), ['Budi', '+6281211112222', 'Jl. Baru No. 3', '1'])
    assert.deepEqual([first[3], first[4]], ['Jl. Satu No. 1', '0'])
  })

  test('an address of another area does not keep the postal code of the one before', async () => {
    const { visitor, email } = await newBuyer()
    await add(visitor, {})
    const [[id]] = await rows(email)
    const postalCode = async () =>
      (await shop().sql(`SELECT COALESCE(postal_code, 'none') FROM addresses WHERE id = ${id}`))[0][0]
    const change = async changes => {
      const answer = await visitor.post(`/profile/addresses/${id}`, { form: await fields(changes) })
      assert.match(answer.headers.location, /address_changed/)
    }
    await change({ street: 'Jl. Satu No. 2' })
    assert.equal(await postalCode(), '40153')
    const elsewhere = (await send('GET', `${shop().url}/api/v1/areas?q=citarum`)).json()[0].code
    assert.notEqual(elsewhere, await areaCode(shop()))
    // What a browser without script sends: the choice is new, and the hidden field as it was.
    await change({ area_code: elsewhere })
    assert.equal(await postalCode(), 'none')
    await change({ postal_code: '40115' })
    assert.equal(await postalCode(), '40115')
  })

  test('a change with mistakes is refused at its fields and changes nothing', async () => {
    const { visitor, email } = await newBuyer()
    await add(visitor, {})
    const [[id]] = await rows(email)
    const answer = await visitor.post(`/profile/addresses/${id}`, { form: await fields({ phone: '12', street: '', area_code: 'nowhere' }) })
    const page = assertPage(answer, 422)
    assert.match(page, new RegExp(`action="/profile/addresses/${id}"`))
    assert.equal(page.match(/class="field__error"/g).length, 3)
    assert.equal((await rows(email))[0][3], 'Jl. Satu No. 1')
  })

  test("nobody changes or sees somebody else's address", async () => {
    const { visitor, email } = await newBuyer()
    await add(visitor, {})
    const [[id]] = await rows(email)
    const other = (await newBuyer()).visitor
    assert.doesNotMatch(assertPage(await other.get(`/profile?address=${id}`), 200), /Jl\. Satu/)
    assertPage(await other.post(`/profile/addresses/${id}`, { form: await fields({ street: 'Jl. Curi' }) }), 422)
    assert.equal((await rows(email))[0][3], 'Jl. Satu No. 1')
    await addToCart(other, await takeVariant(shop()))
    assert.doesNotMatch(await checkout(other, `?address=${id}`), /Jl\. Satu/)
  })

  test('the checkout is filled with the default address and what couriers ask for it', async () => {
    const { visitor, email } = await newBuyer()
    await add(visitor, {})
    await add(visitor, { street: 'Jl. Dua No. 2', recipient: 'Toko Dua', phone: '0813-3333-4444' })
    await addToCart(visitor, await takeVariant(shop()))
    const page = await checkout(visitor)
    assert.equal(streetOf(page), 'Jl. Satu No. 1')
    assert.equal(valueOf(page, 'phone'), '0812-1111-2222')
    assert.equal(valueOf(page, 'area_code'), await areaCode(shop()))
    assert.match(page, /name="shipping_service" value="jne-reg"/)
    const [, [second]] = await rows(email)
    const other = await checkout(visitor, `?address=${second}`)
    assert.equal(streetOf(other), 'Jl. Dua No. 2')
    assert.equal(valueOf(other, 'name'), 'Toko Dua')
    assert.equal(valueOf(other, 'phone'), '0813-3333-4444')
    assert.match(other, new RegExp(`href="/checkout\\?address=${second}"[^>]* aria-current="true"`))
    const empty = await checkout(visitor, '?address=new')
    assert.equal(streetOf(empty), '')
    assert.equal(valueOf(empty, 'name'), 'Ani Rahma')
  })

  test('without any address the phone of the profile is filled in', async () => {
    const { visitor } = await newBuyer()
    await visitor.post('/profile', { form: { name: 'Ani Rahma', phone: '081299998888' } })
    await addToCart(visitor, await takeVariant(shop()))
    const page = await checkout(visitor)
    assert.equal(valueOf(page, 'phone'), '0812-9999-8888')
    assert.doesNotMatch(page, /href="\/checkout\?address=/)
  })

  test('what a buyer typed stays in a form that was refused', async () => {
    const { visitor } = await newBuyer()
    await add(visitor, {})
    await addToCart(visitor, await takeVariant(shop()))
    const form = await orderForm(await checkout(visitor), { shipping_service: '', save_address: '1' })
    const page = assertPage(await visitor.post('/checkout', { form }), 422)
    assert.equal(streetOf(page), 'Jl. Baru No. 9')
    assert.match(page, /name="save_address"[^>]* checked/)
  })

  test('an address of an order is kept in the profile when that is asked for, and once', async () => {
    const { visitor, email } = await newBuyer()
    for (const [save, kept] of [[undefined, 0], ['1', 1], ['1', 1]]) {
      await addToCart(visitor, await takeVariant(shop()))
      const form = await orderForm(await checkout(visitor, '?address=new'), save ? { save_address: save } : {})
      assert.equal((await visitor.post('/checkout', { form })).status, 303)
      assert.equal((await rows(email)).length, kept)
    }
    assert.deepEqual((await rows(email))[0].slice(1), ['Ani Rahma', '+6281211112222', 'Jl. Baru No. 9', '1'])
  })

  test('a guest is offered neither addresses nor to keep one', async () => {
    const guest = new Visitor(shop())
    await addToCart(guest, await takeVariant(shop()))
    const page = await checkout(guest)
    assert.doesNotMatch(page, /save_address|checkout\?address=/)
    const form = await orderForm(page, { save_address: '1' })
    assert.equal((await guest.post('/checkout', { form })).status, 303)
  })
})
