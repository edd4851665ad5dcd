// Who may write: CONTRACT section 5 on sessions and forged requests.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { send, Visitor } from './client.mjs'
import { addToCart, assertPage, assertProblem, micros, takeVariant, visitorWithCart, withShop } from './errand.mjs'
import { loggedIn } from './people.mjs'

withShop('sessions and forged requests', shop => {
  const sessions = async () => Number((await shop().sql('SELECT COUNT(*) FROM sessions'))[0][0])
  const add = (headers = {}) => async visitor =>
    visitor.post('/api/v1/cart/items', { json: { variant_id: (await variant()).id, quantity: 1 }, headers })
  let known
  const variant = async () => (known ??= await takeVariant(shop()))

  test('reading never starts a session', async () => {
    const before = await sessions()
    for (const path of ['/', '/products', '/cart', '/checkout', '/login', '/orders', '/api/v1/session', '/api/v1/cart']) {
      const answer = await send('GET', shop().url + path)
      assert.deepEqual(answer.cookies, [], path)
    }
    assert.equal(await sessions(), before)
  })

  test('without a session the state of the visit is told as empty', async () => {
    const answer = await send('GET', `${shop().url}/api/v1/session`)
    assert.deepEqual(answer.json(), { csrf_token: null, user: null, cart_count: 0, language: 'id', theme: 'dark' })
  })

  test('the first thing to keep starts a session without asking for a token', async () => {
    const visitor = new Visitor(shop())
    const answer = await add()(visitor)
    assert.equal(answer.status, 200)
    const cookie = answer.cookies.find(({ name }) => name === 'hurtrock_session')
    assert.ok(cookie.value.length >= 32)
    assert.ok(cookie.attributes.includes('HttpOnly'))
    assert.ok(cookie.attributes.includes('SameSite=Lax'))
    assert.ok(cookie.attributes.includes('Path=/'))
    assert.ok(answer.headers['x-csrf-token'].length > 20)
  })

  for (const [title, headers] of [
    ['no word about its origin', {}],
    ["the shop's own origin", { Origin: 'OWN' }],
    ['a browser that says same-origin', { Origin: 'OWN', 'Sec-Fetch-Site': 'same-origin' }],
  ]) {
    test(`a write without session is accepted with ${title}`, async () => {
      const sent = { ...headers, ...(headers.Origin && { Origin: shop().url }) }
      assert.equal((await add(sent)(new Visitor(shop()))).status, 200)
    })
  }

  for (const [title, headers] of [
    ['a foreign Origin', { Origin: 'https://evil.example' }],
    ['an opaque Origin', { Origin: 'null' }],
    ["an Origin that only begins like the shop's", { Origin: 'OWN.evil.example' }],
    ['another scheme in the Origin', { Origin: 'ftp://127.0.0.1:1' }],
    ['Sec-Fetch-Site: cross-site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a foreign Origin and a Sec-Fetch-Site that denies it', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' }],
  ]) {
    test(`a write is refused with ${title}, with and without a session`, async () => {
      const sent = { ...headers, ...(headers.Origin && { Origin: headers.Origin.replace('OWN', shop().url) }) }
      const before = await sessions()
      assertProblem(await add(sent)(new Visitor(shop())), 403)
      assert.equal(await sessions(), before)

      const member = await visitorWithCart(shop(), await variant())
      assertProblem(await add(sent)(member), 403)
      assert.equal((await member.get('/api/v1/cart')).json().count, 1)
    })
  }

  test('with a session a write without token is refused and changes nothing', async () => {
    const visitor = await visitorWithCart(shop(), await variant())
    visitor.token = undefined
    const problem = assertProblem(await add()(visitor), 403)
    assert.ok(problem.detail.length > 10)
    assert.equal((await visitor.get('/api/v1/cart')).json().count, 1)
  })

  test("another visitor's token, a broken one and an empty one are refused", async () => {
    const visitor = await visitorWithCart(shop(), await variant())
    const other = await visitorWithCart(shop(), await variant())
    for (const token of [other.token, `${visitor.token}x`, visitor.token.slice(0, -2), 'null', ' ', 'A'.repeat(5000)]) {
      visitor.token = token
      assertProblem(await add()(visitor), 403)
    }
  })

  test('the token is accepted from the session, the page and the first answer, in the header', async () => {
    const visitor = await visitorWithCart(shop(), await variant())
    const first = visitor.token
    const session = (await visitor.get('/api/v1/session')).json().csrf_token
    const page = (await visitor.get('/')).text()
    const meta = /<meta name="csrf-token" content="([^"]+)"/.exec(page)[1]
    for (const token of [first, session, meta]) {
      visitor.token = token
      assert.equal((await add()(visitor)).status, 200)
    }
    assert.equal(new Set([first, session, meta]).size, 3, 'each is masked anew')
  })

  test('a form proves itself by its field', async () => {
    const visitor = await visitorWithCart(shop(), await variant())
    const token = visitor.token
    visitor.token = undefined
    const form = { variant_id: String((await variant()).id), quantity: '1' }
    const forged = await visitor.post('/cart/items', { form, headers: { Accept: 'text/html' } })
    assertPage(forged, 403)
    const accepted = await visitor.post('/cart/items', { form: { ...form, _csrf: token }, headers: { Accept: 'text/html' } })
    assert.equal(accepted.status, 303)
    assert.equal((await visitor.get('/api/v1/cart')).json().count, 2)
  })

  test('a made-up session cookie is never adopted', async () => {
    const made = 'a'.repeat(43)
    const visitor = new Visitor(shop())
    visitor.cookies.set('hurtrock_session', made)
    const answer = await add()(visitor)
    assert.equal(answer.status, 200)
    assert.notEqual(visitor.cookies.get('hurtrock_session'), made)
    for (const strange of ['', 'x', '%00', "' OR 1=1 --", 'ü', 'a'.repeat(4000)]) {
      const asked = await send('GET', `${shop().url}/api/v1/session`, {
        headers: { Cookie: `hurtrock_session=${encodeURIComponent(strange)}` },
      })
      assert.equal(asked.status, 200)
      assert.equal(asked.json().csrf_token, null)
    }
  })

  test('login rotates the session, brings the cart along and ends the old session', async () => {
    const visitor = await visitorWithCart(shop(), await variant(), 2)
    const guest = visitor.cookies.get('hurtrock_session')
    const answer = await visitor.logIn('pembeli@contoh.example', 'pembeli123')
    assert.equal(answer.status, 200, answer.text())
    const told = answer.json()
    assert.equal(told.user.email, 'pembeli@contoh.example')
    assert.equal(told.user.role, 'buyer')
    assert.equal(told.cart_count, 2)
    assert.notEqual(visitor.cookies.get('hurtrock_session'), guest)

    const old = new Visitor(shop())
    old.cookies.set('hurtrock_session', guest)
    assert.equal((await old.get('/api/v1/session')).json().user, null)
    assert.equal((await old.get('/api/v1/cart')).json().count, 0)
    await visitor.send('DELETE', `/api/v1/cart/items/${(await visitor.get('/api/v1/cart')).json().items[0].id}`)
  })

  test('logging out ends the session on the server, not only in the browser', async () => {
    const visitor = await loggedIn(shop(), 'buyer')
    const cookie = visitor.cookies.get('hurtrock_session')
    assert.equal((await visitor.post('/api/v1/auth/logout')).status, 204)
    assert.equal(visitor.cookies.has('hurtrock_session'), false)
    const ghost = new Visitor(shop())
    ghost.cookies.set('hurtrock_session', cookie)
    assert.equal((await ghost.get('/api/v1/session')).json().user, null)
    assertProblem(await ghost.get('/api/v1/orders'), 401)
  })

  test('a session that has expired is none', async () => {
    const visitor = await visitorWithCart(shop(), await variant())
    await shop().sql(`UPDATE sessions SET expires_at = ${micros(-1000)} WHERE user_id IS NULL`)
    assert.equal((await visitor.get('/api/v1/cart')).json().count, 0)
    assertPage(await visitor.get('/cart'), 200)
    // What the browser still sends must not lock the visitor out: the next thing to keep starts afresh.
    const again = await add()(visitor)
    assert.equal(again.status, 200, again.text())
    assert.equal(again.json().count, 1)
  })

  test('a form that is sent after the session has ended leads back to its page after the login, and says so', async () => {
    const visitor = await loggedIn(shop(), 'staff')
    await shop().sql(`UPDATE sessions SET expires_at = ${micros(-1000)} WHERE user_id = (SELECT id FROM users WHERE email = 'staf@hurtrock.com')`)
    const from = '/admin/orders?state=paid'
    const sent = await visitor.post('/admin/orders/HRT-0000-0000/notes', { form: { staff_note: 'x', form_key: 'x' }, headers: { Referer: shop().url + from } })
    assert.equal(sent.status, 303)
    const way = new URL(sent.headers.location, shop().url)
    assert.equal(way.searchParams.get('return_to'), from)
    assert.match(assertPage(await visitor.get(sent.headers.location), 200), /kiriman terakhir belum tersimpan/)
    const again = await visitor.post('/login', { form: { email: 'staf@hurtrock.com', password: 'staf12345', return_to: way.searchParams.get('return_to') } })
    assert.equal(again.headers.location, from)
    assert.equal((await visitor.get(from)).status, 200)
  })

  test('an account that is switched off loses its sessions at once', async () => {
    const visitor = await loggedIn(shop(), 'staff')
    assert.equal((await visitor.get('/admin/orders')).status, 200)
    await shop().sql("UPDATE users SET active = 0 WHERE email = 'staf@hurtrock.com'")
    try {
      assert.notEqual((await visitor.get('/admin/orders')).status, 200)
      assert.equal((await visitor.get('/api/v1/session')).json().user, null)
      assertProblem(await new Visitor(shop()).logIn('staf@hurtrock.com', 'staf12345'), 401)
    } finally {
      await shop().sql("UPDATE users SET active = 1 WHERE email = 'staf@hurtrock.com'")
    }
  })

  test("the cart of one visitor is out of every other's reach", async () => {
    const owner = await visitorWithCart(shop(), await variant())
    const item = (await owner.get('/api/v1/cart')).json().items[0].id
    const thief = await visitorWithCart(shop(), await takeVariant(shop()))
    assertProblem(await thief.send('PATCH', `/api/v1/cart/items/${item}`, { json: { quantity: 9 } }), 404)
    assertProblem(await thief.send('DELETE', `/api/v1/cart/items/${item}`), 404)
    assert.equal((await owner.get('/api/v1/cart')).json().count, 1)
  })

  test('every write of the admin demands staff and a token', async () => {
    const buyer = await loggedIn(shop(), 'buyer')
    const staff = await loggedIn(shop(), 'admin')
    const path = '/admin/orders/HRT-0000-0000/processing'
    assertPage(await buyer.post(path, { form: {}, headers: { Accept: 'text/html' } }), 403)
    assert.equal((await new Visitor(shop()).post(path, { form: {} })).status, 303)
    staff.token = undefined
    assertPage(await staff.post(path, { form: {}, headers: { Accept: 'text/html' } }), 403)
    await addToCart(new Visitor(shop()), await variant())
  })
})
