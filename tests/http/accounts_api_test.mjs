// Accounts: PRODUCT "Accounts", CONTRACT section 5.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { awaitMail, linksIn, readMails } from '../support/mails.mjs'
import { send, Visitor } from './client.mjs'
import { assertPage, assertProblem, buy, onEachDatabase, takeVariant } from './errand.mjs'
import { loggedIn } from './people.mjs'

const kPassword = 'sandi yang panjang'
const mailbox = () => `akun-${randomUUID()}@contoh.example`

onEachDatabase('accounts', shop => {
  const register = (email, fields = {}) =>
    new Visitor(shop()).post('/api/v1/auth/register', { json: { name: 'Dewi Lestari', email, password: kPassword, ...fields } })

  test('an account is registered, verified by mail and logged in to', async () => {
    const email = mailbox()
    assert.equal((await register(email)).status, 201)
    const link = linksIn(await awaitMail(shop(), { to: email })).find(url => url.includes('/verify-email?token='))
    assertPage(await send('GET', link), 200)
    const [[verified]] = await shop().sql(`SELECT email_verified_at FROM users WHERE email = '${email}'`)
    assert.notEqual(verified, '')
    const visitor = new Visitor(shop())
    const answer = await visitor.logIn(email.toUpperCase(), kPassword)
    assert.equal(answer.status, 200, 'the mailbox is the same in capitals')
    assert.equal(answer.json().user.name, 'Dewi Lestari')
    assert.deepEqual((await visitor.get('/api/v1/session')).json().user, answer.json().user)
  })

  test('a mailbox that has an account is answered as one that has none, and its owner is told', async () => {
    const email = mailbox()
    const [first, second] = [await register(email), await register(email, { name: 'Somebody Else', password: 'another password' })]
    assert.equal(second.status, first.status)
    assert.deepEqual(second.json(), first.json())
    const [[count, name]] = await shop().sql(`SELECT COUNT(*), MIN(name) FROM users WHERE email = '${email}'`)
    assert.deepEqual([count, name], ['1', 'Dewi Lestari'])
    assert.equal((await new Visitor(shop()).logIn(email, 'another password')).status, 401)
    await awaitMail(shop(), { to: email, after: 1 })
  })

  test('twenty registrations of one mailbox at once make one account and one mail of each kind', async () => {
    const email = mailbox()
    const answers = await Promise.all(Array.from({ length: 20 }, () => register(email)))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201])
    const [[count]] = await shop().sql(`SELECT COUNT(*) FROM users WHERE email = '${email}'`)
    assert.equal(count, '1')
    const kinds = await shop().sql(`SELECT kind, COUNT(*) FROM outbox_mails WHERE to_address = '${email}' GROUP BY kind`)
    for (const [kind, mails] of kinds) assert.equal(mails, '1', kind)
  })

  test('what is wrong with a registration is told at its fields', async () => {
    for (const [fields, field] of [
      [{ name: '' }, 'name'], [{ name: 'x'.repeat(101) }, 'name'], [{ name: 'a\nb' }, 'name'],
      [{ email: 'nobody' }, 'email'], [{ email: 'a@b' }, 'email'], [{ email: 'a b@c.de' }, 'email'], [{ email: 'a@b.c\r\nBcc: x@y.zz' }, 'email'],
      [{ password: 'short' }, 'password'], [{ password: '' }, 'password'], [{ password: 'x'.repeat(201) }, 'password'],
    ]) assert.equal(assertProblem(await register(mailbox(), fields), 422).errors[0].field, field, JSON.stringify(fields))
  })

  test('a wrong password and an unknown mailbox get the same answer', async () => {
    const unknown = await new Visitor(shop()).logIn(mailbox(), kPassword)
    const wrong = await new Visitor(shop()).logIn('staf@hurtrock.com', kPassword)
    assertProblem(unknown, 401)
    assert.deepEqual(wrong.json(), unknown.json())
    assert.deepEqual(wrong.cookies, [])
  })

  test('guessing is slowed down per account, and the right password works again after the pause', async () => {
    const email = mailbox()
    await register(email)
    let last
    for (let i = 0; i < 12; ++i) last = await new Visitor(shop()).logIn(email, `guess ${i}`)
    assertProblem(last, 429)
    assert.ok(Number(last.headers['retry-after']) >= 1)
    assertProblem(await new Visitor(shop()).logIn(email, kPassword), 429)
    assert.equal((await new Visitor(shop()).logIn('pembeli@contoh.example', 'pembeli123')).status, 200, 'nobody else waits')
    await shop().sql(`UPDATE throttles SET blocked_until = 0 WHERE throttle_key LIKE 'login:${email}%'`)
    assert.equal((await new Visitor(shop()).logIn(email, kPassword)).status, 200)
  })

  test('guesses at the same time count each', async () => {
    const email = mailbox()
    await register(email)
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => new Visitor(shop()).logIn(email, `guess ${i}`)))
    const tried = answers.filter(({ status }) => status === 401).length
    assert.ok(tried <= 10, `${tried} passwords were tried`)
    assert.ok(answers.every(({ status }) => status === 401 || status === 429))
  })

  test('a forgotten password is set anew by the link in the mail, once, and ends every session', async () => {
    const email = mailbox()
    await register(email)
    const visitor = new Visitor(shop())
    await visitor.logIn(email, kPassword)
    const ask = address => new Visitor(shop()).post('/password/forgot', { form: { email: address } })
    const [known, unknown] = [await ask(email), await ask(mailbox())]
    assert.equal(known.status, unknown.status)
    const mail = await awaitMail(shop(), { to: email, text: '/password/reset?token=' })
    const link = linksIn(mail).find(url => url.includes('/password/reset'))
    const token = new URL(link).searchParams.get('token')
    assertPage(await send('GET', link), 200)
    const reset = () => new Visitor(shop()).post('/password/reset', { form: { token, password: 'eine neue Parole' } })
    assert.equal((await reset()).status, 303)
    assert.equal((await visitor.get('/api/v1/session')).json().user, null)
    assert.equal((await new Visitor(shop()).logIn(email, kPassword)).status, 401)
    assert.equal((await new Visitor(shop()).logIn(email, 'eine neue Parole')).status, 200)
    assertPage(await reset(), 410)
    assert.equal(readMails(shop()).some(({ text }) => text.includes('eine neue Parole')), false)
  })

  test('a link from a mail works once and for its purpose only', async () => {
    const email = mailbox()
    await register(email)
    const link = linksIn(await awaitMail(shop(), { to: email })).find(url => url.includes('/verify-email?token='))
    const token = new URL(link).searchParams.get('token')
    assertPage(await new Visitor(shop()).post('/password/reset', { form: { token, password: kPassword } }), 410)
    await send('GET', link)
    const twice = (await send('GET', link)).text()
    const never = (await send('GET', `${shop().url}/verify-email?token=nonsense`)).text()
    assert.equal(/<h1[^>]*>([^<]*)/.exec(twice)[1], /<h1[^>]*>([^<]*)/.exec(never)[1])
  })

  test('a role cannot be registered', async () => {
    const email = mailbox()
    await register(email, { role: 'admin', active: true, id: 1 })
    const answer = await new Visitor(shop()).logIn(email, kPassword)
    assert.equal(answer.json().user.role, 'buyer')
  })

  test("a guest's order stays the guest's: whoever registers its mailbox without proof sees nothing of it", async () => {
    const email = mailbox()
    const { number } = await buy(shop(), { variant: await takeVariant(shop()), changes: {
      contact: { name: 'Tamu', email, phone: '081234567890' }, payment_method: 'cod' } })
    await register(email)
    const visitor = new Visitor(shop())
    await visitor.logIn(email, kPassword)
    assert.equal((await visitor.get('/api/v1/orders')).json().total, 0)
    assertProblem(await visitor.get(`/api/v1/orders/${number}`), 404)
  })

  test("a guest's orders are the account's once its mailbox is proved, later ones from the next login", async () => {
    const email = mailbox()
    const order = async () => (await buy(shop(), { variant: await takeVariant(shop()), changes: {
      contact: { name: 'Tamu', email: email.toUpperCase(), phone: '081234567890' }, payment_method: 'cod' } })).number
    const [first, others] = [await order(), await buy(shop(), { method: 'cod' })]
    await register(email)
    const visitor = new Visitor(shop())
    await visitor.logIn(email, kPassword)
    const mine = async () => (await visitor.get('/api/v1/orders')).json().items.map(item => item.order_number).sort()
    assert.deepEqual(await mine(), [])
    const link = linksIn(await awaitMail(shop(), { to: email, text: '/verify-email?token=' })).find(url => url.includes('/verify-email'))
    const page = assertPage(await send('GET', link), 200)
    assert.match(page, /btn--block" href="\/login"/)
    assert.deepEqual(await mine(), [first])
    assert.equal((await visitor.get(`/api/v1/orders/${first}`)).status, 200)
    assertProblem(await visitor.get(`/api/v1/orders/${others.number}`), 404)
    const second = await order()
    await visitor.logIn(email, kPassword)
    assert.deepEqual(await mine(), [first, second].sort())
  })

  test('a guest is offered an account on the page of the order, whoever owns the mailbox; who is logged in is not', async () => {
    const known = mailbox()
    await register(known)
    const offer = (page, email) => new RegExp(`action="/register">[\\s\\S]*name="email" value="${email}"[\\s\\S]*name="password"`).test(page)
    for (const email of [known, mailbox()]) {
      const { visitor, number } = await buy(shop(), { changes: { contact: { name: 'Tamu', email, phone: '081234567890' }, payment_method: 'cod' } })
      const page = assertPage(await visitor.get(`/orders/${number}`), 200)
      assert.ok(offer(page, email), email)
      assert.match(page, /0812-3456-7890/)
      const answer = await visitor.post('/register', { form: { name: 'Tamu', email, password: kPassword } })
      assert.match(assertPage(answer, 200), /Kami mengirim tautan/)
    }
    const buyer = await loggedIn(shop(), 'buyer')
    const { number } = await buy(shop(), { visitor: buyer, changes: { payment_method: 'cod' } })
    assert.doesNotMatch(assertPage(await buyer.get(`/orders/${number}`), 200), /action="\/register"/)
  })

  test("one's sessions are listed and can be ended; another's cannot", async () => {
    const [here, there, other] = [new Visitor(shop()), new Visitor(shop()), new Visitor(shop())]
    const email = mailbox()
    await register(email)
    await here.logIn(email, kPassword)
    await there.logIn(email, kPassword)
    await other.logIn('pembeli@contoh.example', 'pembeli123')
    const ids = await shop().sql(`SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = '${email}' ORDER BY s.created_at`)
    const last = ids.at(-1)[0]
    await other.post(`/profile/sessions/${last}/removal`, { form: {} })
    assert.notEqual((await there.get('/api/v1/session')).json().user, null)
    await here.post(`/profile/sessions/${last}/removal`, { form: {} })
    assert.equal((await there.get('/api/v1/session')).json().user, null)
    assert.notEqual((await here.get('/api/v1/session')).json().user, null)
  })

  test('no password is ever stored or logged as it is', async () => {
    const hashes = await shop().sql('SELECT password_hash FROM users WHERE password_hash IS NOT NULL')
    for (const [hash] of hashes) assert.match(hash, /^\$argon2id\$/)
    assert.doesNotMatch(shop().logs(), new RegExp(`${kPassword}|pembeli123`))
  })
})
