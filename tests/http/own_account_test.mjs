// Download of one's own data and deletion of the account: CONTRACT section 4 (`/profile`), PRODUCT "Accounts".

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { awaitMail } from '../support/mails.mjs'
import { until } from '../support/poll.mjs'
import { send, Visitor } from './client.mjs'
import { addToCart, assertAdminPage, assertBooksAreRight, assertPage, buy, onEachDatabase, orderRow, takeUnreviewedVariant, takeVariant } from './errand.mjs'

const kPassword = 'sandi yang panjang'
const kBody = 'Suaranya tebal dan necknya nyaman dipegang.'

onEachDatabase("one's own account", shop => {
  const logIn = async (email, password = kPassword) => {
    const visitor = new Visitor(shop())
    assert.equal((await visitor.logIn(email, password)).status, 200)
    return visitor
  }
  /** Registered and logged in: {visitor, email, id}. */
  const newcomer = async (name = 'Dewi Lestari') => {
    const email = `akun-${randomUUID()}@contoh.example`
    const answer = await new Visitor(shop()).post('/api/v1/auth/register', { json: { name, email, password: kPassword } })
    assert.equal(answer.status, 201)
    const [[id]] = await shop().sql(`SELECT id FROM users WHERE email = '${email}'`)
    return { visitor: await logIn(email), email, id }
  }
  let known
  const staff = async () => (known ??= await logIn('staf@hurtrock.com', 'staf12345'))
  const order = (person, variant, changes = {}) => buy(shop(), { visitor: person.visitor, variant, method: 'cod', changes: {
    contact: { name: 'Dewi Lestari', email: person.email, phone: '0812-9999-1234' }, note: 'Pagar biru', ...changes } })
  /** Bought, sent and received, the way the staff do it. */
  const received = async (person, variant) => {
    variant ??= await takeVariant(shop())
    const { number } = await order(person, variant)
    const act = async (what, form = {}) => {
      const [[version]] = await shop().sql(`SELECT version FROM orders WHERE number = '${number}'`)
      const answer = await (await staff()).post(`/admin/orders/${number}/${what}`, { form: { version, ...form } })
      assert.equal(answer.status, 303, `${what}: ${answer.text().slice(0, 300)}`)
    }
    const [[line]] = await shop().sql(`SELECT l.id FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.number = '${number}'`)
    await act('shipments', { courier: 'jne-reg', tracking_number: 'JX1234567890', [`quantity_${line}`]: '1' })
    await act('delivery')
    return { number, variant }
  }
  const remove = (visitor, password = kPassword) => visitor.post('/profile/deletion', { form: { password } })
  const isThere = async id => (await shop().sql(`SELECT COUNT(*) FROM users WHERE id = ${id} AND deleted_at IS NULL`))[0][0] === '1'

  test("one's own data are a file with everything, and nothing of others", async () => {
    const person = await newcomer()
    const other = await newcomer('Budi Lain')
    const { number } = await received(person)
    const theirs = await received(other)
    const answer = await person.visitor.get('/profile/export')
    assert.equal(answer.status, 200)
    assert.match(answer.headers['content-type'], /^application\/json/)
    assert.match(answer.headers['content-disposition'], /^attachment; filename="hurtrock-data-[\d-]+\.json"$/)
    assert.match(answer.headers['cache-control'], /no-store/)
    const file = answer.json()
    assert.equal(file.account.email, person.email)
    assert.deepEqual(file.orders.map(found => found.number), [number])
    const [found] = file.orders
    assert.equal(found.note, 'Pagar biru')
    assert.equal(found.lines.length, 1)
    assert.equal(found.shipments[0].tracking_number, 'JX1234567890')
    assert.equal(found.payments[0].provider, 'cod')
    assert.equal(file.sessions.length, 1)
    for (const list of ['addresses', 'cart', 'wishlist', 'reviews', 'mails']) assert.ok(Array.isArray(file[list]), list)
    for (const secret of [person.visitor.cookies.get('hurtrock_session'), '$argon2id', theirs.number, other.email])
      assert.ok(!answer.text().includes(secret), secret)
  })

  test('the file has what was said in the chat, and the name leaves it with the account', async () => {
    await shop().startChat()
    const person = await newcomer('Tini Chatwati')
    const bearer = async visitor => ({ Authorization: `Bearer ${(await visitor.post('/api/v1/chat/token', { json: {} })).json().token}` })
    const headers = await bearer(person.visitor)
    const [room] = (await send('GET', `${shop().chatUrl}/api/rooms`, { headers })).json().items
    const said = await send('POST', `${shop().chatUrl}/api/rooms/${room.id}/messages`,
                            { headers, json: { client_id: randomUUID(), body: 'Ada tali gitar merah?' } })
    assert.ok(said.status < 300, said.text())
    const file = (await person.visitor.get('/profile/export')).json()
    assert.equal(file.chat.complete, true)
    assert.ok(file.chat.rooms[0].messages.some(message => message.text === 'Ada tali gitar merah?'))

    assert.equal((await remove(person.visitor)).status, 303)
    // It would wait until the last token has ended.
    await shop().sql("UPDATE jobs SET run_at = 0 WHERE kind = 'accounts.leave_chat'")
    const desk = await bearer(await staff())
    await until('the room is nobody\'s by name', async () => {
      const { items } = (await send('GET', `${shop().chatUrl}/api/rooms`, { headers: desk })).json()
      return items.find(({ id }) => id === room.id).owner.name === 'Akun dihapus'
    })
  })

  test('nobody else gets the file, and whoever asks again and again waits', async () => {
    const guest = await new Visitor(shop()).get('/profile/export')
    assert.equal(guest.status, 303)
    assert.match(guest.headers.location, /^\/login/)
    const { visitor } = await newcomer()
    const answers = []
    for (let i = 0; i < 12; ++i) answers.push(await visitor.get('/profile/export'))
    const refused = answers.find(({ status }) => status === 429)
    assert.ok(refused, 'the twelfth download in a row is refused')
    assertPage(refused, 429)
    assert.ok(Number(refused.headers['retry-after']) > 0)
  })

  test('an account is deleted with everything that is the person', async () => {
    const person = await newcomer()
    const elsewhere = await logIn(person.email)
    const { number } = await received(person)
    const variant = await takeVariant(shop())
    await addToCart(person.visitor, variant)
    assert.ok((await person.visitor.send('PUT', `/api/v1/wishlist/${variant.id}`)).status < 300)
    await awaitMail(shop(), { to: person.email })

    const page = assertPage(await person.visitor.get('/profile/deletion'), 200)
    assert.ok(page.includes(person.email))
    const answer = await remove(person.visitor)
    assert.equal(answer.status, 303)
    assert.equal(answer.headers.location, '/login?notice=deleted')
    assert.match(assertPage(await person.visitor.get(answer.headers.location), 200), /Akun Anda sudah dihapus/)

    for (const visitor of [person.visitor, elsewhere]) assert.equal((await visitor.get('/api/v1/session')).json().user, null)
    assert.equal((await new Visitor(shop()).logIn(person.email, kPassword)).status, 401)
    const [[email, name, phone, password]] = await shop().sql(`SELECT email, name, COALESCE(phone, ''), COALESCE(password_hash, '') FROM users WHERE id = ${person.id}`)
    assert.deepEqual([email, name, phone, password], [`deleted:${person.id}`, '', '', ''])
    for (const table of ['sessions', 'addresses', 'carts', 'wishlists', 'account_tokens', 'chat_guests'])
      assert.deepEqual(await shop().sql(`SELECT COUNT(*) FROM ${table} WHERE user_id = ${person.id}`), [['0']], table)
    const [order] = await shop().sql(`SELECT contact_name, email, phone, note, state FROM orders WHERE number = '${number}'`)
    assert.deepEqual(order, ['Dewi Lestari', '', '', '', 'delivered'])

    await awaitMail(shop(), { to: person.email, subject: 'Akun Anda sudah dihapus' })
    await until('the letter is written down as sent', async () =>
      (await shop().sql(`SELECT COUNT(*) FROM outbox_mails WHERE event_key = 'deleted:${person.id}' AND state = 'sent'`))[0][0] === '1')
    assert.deepEqual(await shop().sql(`SELECT COUNT(*) FROM outbox_mails WHERE to_address = '${person.email}'`), [['1']], 'the last letter only')
    const [[actor, entry]] = await shop().sql(`SELECT actor_name, COALESCE(before_json, '') || COALESCE(after_json, '') || remote_address FROM audit_log WHERE action = 'user.deleted' AND subject_id = '${person.id}'`)
    assert.equal(actor, '')
    assert.ok(!entry.includes(person.email) && !entry.includes('Dewi'))
  })

  test("the staff see the order and no person's account behind it", async () => {
    const person = await newcomer()
    const { number } = await received(person)
    assert.equal((await remove(person.visitor)).status, 303)
    const page = assertAdminPage(await (await staff()).get(`/admin/orders/${number}`))
    assert.match(page, /Dewi Lestari/)
    assert.doesNotMatch(page, /href="(mailto|tel):"/)
    const admin = await logIn('admin@hurtrock.com', 'admin123')
    assert.equal((await admin.get(`/admin/users/${person.id}`)).status, 404)
    assert.ok(!(await admin.get('/admin/users?role=buyer')).text().includes(`deleted:${person.id}`))
    assert.match((await admin.get(`/admin/activity?kind=user&thing=${person.id}`)).text(), /menghapus akunnya sendiri/)
    const [[reference]] = await shop().sql(`SELECT number FROM invoices i JOIN (SELECT id AS order_id FROM orders WHERE number = '${number}') o USING (order_id)`)
    assert.match(reference, /^INV\//, 'the invoice stays')
    assert.equal((await (await staff()).get(`/admin/orders/${number}/invoice.pdf`)).status, 200)
  })

  test('a published review stays without a name, one that waits goes', async () => {
    const person = await newcomer()
    const [published, waiting] = [await takeUnreviewedVariant(shop()), await takeUnreviewedVariant(shop())]
    for (const variant of [published, waiting]) {
      await received(person, variant)
      const answer = await person.visitor.send('PUT', `/api/v1/products/${variant.slug}/review`, { json: { rating: 5, title: '', body: kBody } })
      assert.ok(answer.status < 300, answer.text())
    }
    const [[id, version]] = await shop().sql(`SELECT id, version FROM reviews WHERE product_id = ${published.product}`)
    assert.equal((await (await staff()).post(`/admin/reviews/${id}/publication`, { form: { version } })).status, 303)
    assert.equal((await remove(person.visitor)).status, 303)
    assert.deepEqual(await shop().sql(`SELECT product_id FROM reviews WHERE user_id = ${person.id}`), [[String(published.product)]])
    await until('the page names nobody', async () => {
      const page = (await send('GET', `${shop().url}/product/${published.slug}`)).text()
      return page.includes(kBody) && page.includes('Mantan pembeli') && !page.includes('Dewi L.')
    })
  })

  test('without the right password nothing happens, and guessing takes time', async () => {
    const person = await newcomer()
    const wrong = await remove(person.visitor, 'bukan ini')
    assert.match(assertPage(wrong, 422), /aria-invalid="true"/)
    assertPage(await remove(person.visitor, ''), 422)
    const statuses = []
    for (let i = 0; i < 8; ++i) statuses.push((await remove(person.visitor, `tebakan ${i}`)).status)
    assert.ok(statuses.includes(429), statuses.join())
    assert.ok(await isThere(person.id))
  })

  test('a form from elsewhere deletes nothing', async () => {
    const person = await newcomer()
    const foreign = await person.visitor.post('/profile/deletion', { form: { password: kPassword }, headers: { Origin: 'https://evil.example' } })
    assert.equal(foreign.status, 403)
    person.visitor.token = undefined
    assert.equal((await remove(person.visitor)).status, 403)
    assert.equal((await remove(new Visitor(shop()))).status, 303, 'whoever is not logged in goes to the login')
    assert.ok(await isThere(person.id))
  })

  test("another's password deletes nobody", async () => {
    const [one, other] = [await newcomer(), await newcomer()]
    await shop().sql(`UPDATE users SET password_hash = (SELECT password_hash FROM users WHERE email = 'pembeli@contoh.example') WHERE id = ${other.id}`)
    assert.equal((await remove(one.visitor, 'pembeli123')).status, 422)
    assert.ok(await isThere(one.id) && await isThere(other.id))
  })

  test('the staff are refused, and told why', async () => {
    assert.doesNotMatch(assertPage(await (await staff()).get('/profile/deletion'), 200), /name="password"/)
    assert.match(assertPage(await remove(await staff(), 'staf12345'), 409), /staf dan admin/)
    assert.deepEqual(await shop().sql("SELECT active FROM users WHERE email = 'staf@hurtrock.com'"), [['1']])
  })

  test('an order under way is named and waited for', async () => {
    const person = await newcomer()
    const { number } = await order(person, await takeVariant(shop()))
    assert.match(assertPage(await person.visitor.get('/profile/deletion'), 200), new RegExp(`href="/orders/${number}"`))
    assert.match(assertPage(await remove(person.visitor), 409), new RegExp(number))
    assert.ok(await isThere(person.id))
    const cancelled = await person.visitor.post(`/api/v1/orders/${number}/cancellation`, { json: {} })
    assert.ok(cancelled.status < 300, cancelled.text())
    assert.equal((await orderRow(shop(), number)).state, 'cancelled')
    assert.equal((await remove(person.visitor)).status, 303)
    assert.ok(!await isThere(person.id))
  })

  test('sent ten times at once, it happens once', async () => {
    const person = await newcomer()
    const answers = await Promise.all(Array.from({ length: 10 }, () => remove(person.visitor)))
    for (const { status } of answers) assert.ok(status < 500, String(status))
    assert.ok(answers.some(({ status, headers }) => status === 303 && headers.location === '/login?notice=deleted'))
    assert.deepEqual(await shop().sql(`SELECT COUNT(*) FROM outbox_mails WHERE event_key = 'deleted:${person.id}'`), [['1']])
    assert.deepEqual(await shop().sql(`SELECT COUNT(*) FROM audit_log WHERE action = 'user.deleted' AND subject_id = '${person.id}'`), [['1']])
  })

  test('the mailbox can register again, and begins with nothing', async () => {
    const person = await newcomer()
    const { number } = await received(person)
    assert.equal((await remove(person.visitor)).status, 303)
    const answer = await new Visitor(shop()).post('/api/v1/auth/register', { json: { name: 'Dewi Baru', email: person.email, password: kPassword } })
    assert.equal(answer.status, 201)
    // Even with the mailbox proved.
    await shop().sql(`UPDATE users SET email_verified_at = created_at WHERE email = '${person.email}'`)
    const again = await logIn(person.email)
    assert.equal((await again.get('/api/v1/orders')).json().total, 0)
    assert.equal((await again.get(`/api/v1/orders/${number}`)).status, 404)
    assert.deepEqual((await again.get('/profile/export')).json().orders, [])
  })

  test('the books are right', () => assertBooksAreRight(shop()))
})
