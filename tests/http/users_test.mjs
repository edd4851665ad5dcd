// Accounts in the admin: who may do what, invitations, and the log of it (CONTRACT section 4, PRODUCT "Accounts" and "Admin").

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { awaitMail, linksIn } from '../support/mails.mjs'
import { send, Visitor } from './client.mjs'
import { assertAdminPage, assertPage, buy, onEachDatabase, takeVariant } from './errand.mjs'

onEachDatabase('users', shop => {
  const as = async (email, password) => {
    const visitor = new Visitor(shop())
    const answer = await visitor.logIn(email, password)
    assert.equal(answer.status, 200, answer.text())
    return visitor
  }
  let own
  const admin = async () => (own ??= await as('admin@hurtrock.com', 'admin123'))
  const idOf = async email => (await shop().sql(`SELECT id FROM users WHERE email = '${email}'`))[0][0]
  const versionOf = async email => (await shop().sql(`SELECT version FROM users WHERE email = '${email}'`))[0][0]
  const change = async (email, what, form = {}, visitor) =>
    (visitor ?? await admin()).post(`/admin/users/${await idOf(email)}/${what}`, { form: { version: await versionOf(email), ...form } })
  const invite = async (email, role = 'staff', visitor) =>
    (visitor ?? await admin()).post('/admin/users/invitations', { form: { name: 'Joko Widagdo', email, role } })
  const invitationOf = async (email, after = 0) => linksIn(await awaitMail(shop(), { to: email, after })).find(link => link.includes('/invitation?'))
  const join = (link, password = 'kata sandi yang panjang') =>
    send('POST', `${shop().url}/invitation`, { form: { token: new URL(link).searchParams.get('token'), name: 'Joko W', password } })
  /** A member of the staff who has joined by invitation, and is logged in. */
  const hire = async (email, role = 'staff') => {
    assert.equal((await invite(email, role)).status, 303)
    assert.equal((await join(await invitationOf(email))).status, 303)
    return as(email, 'kata sandi yang panjang')
  }
  const log = async (query = '') => (await (await admin()).get(`/admin/activity?${query}`)).text()

  test('admins see the users and find them by name, mailbox and role; staff do not', async () => {
    const list = async query => assertAdminPage(await (await admin()).get(`/admin/users?${query}`))
    assert.match(await list(''), /Sekar Ayuningtyas/)
    assert.match(await list('q=ayuning'), /Sekar Ayuningtyas/)
    assert.doesNotMatch(await list('q=ayuning&role=staff'), /Sekar Ayuningtyas/)
    assert.match(await list('q=staf%40hurtrock.com'), /Rizky Maulana/)
    assert.match(await list('q=zzzz'), /Tidak ada akun/)
    const staff = await as('staf@hurtrock.com', 'staf12345')
    for (const path of ['/admin/users', `/admin/users/${await idOf('staf@hurtrock.com')}`, '/admin/users/invitations', '/admin/activity'])
      assert.equal((await staff.get(path)).status, 403, path)
    const refused = (await staff.get('/admin/users')).text()
    assert.match(refused, /Hanya untuk admin/)
    assert.match(refused, /<a class="btn btn--primary" href="\/admin">/)
    assert.doesNotMatch((await staff.get('/admin')).text(), /href="\/admin\/users"/)
  })

  test('who ordered without an account is listed as a guest, with a way to the orders, until there is an account', async () => {
    const email = 'tamu.baru@contoh.example'
    for (let order = 0; order < 2; ++order) {
      const { number } = await buy(shop(), { variant: await takeVariant(shop(), 5), method: 'cod' })
      await shop().sql(`UPDATE orders SET email = '${email}', contact_name = 'Tamu Baru' WHERE number = '${number}'`)
    }
    const page = assertAdminPage(await (await admin()).get('/admin/users/guests'))
    assert.equal(page.split(email.replace('@', '%40')).length, 2, 'one row for both orders')
    const row = page.match(/<li class="rows__row">[^]*?Tamu Baru[^]*?<\/li>/)[0].split('<li ').at(-1)
    assert.match(row, /2 pesanan/)
    const orders = (await (await admin()).get(row.match(/href="([^"]+)"/)[1])).text()
    assert.equal(orders.match(/href="\/admin\/orders\/HRT-[^"]+"/g)?.length >= 2, true)
    const csv = (await (await admin()).get('/admin/users/guests/export.csv')).text()
    assert.equal(csv.split(email).length, 2)
    const find = async query => assertAdminPage(await (await admin()).get(`/admin/users/guests?q=${encodeURIComponent(query)}`))
    const [[phone]] = await shop().sql(`SELECT phone FROM orders WHERE email = '${email}' LIMIT 1`)
    for (const query of ['TAMU BARU', 'amu.bar', email, email.toUpperCase(), phone, phone.replace('+62', '0')])
      assert.ok((await find(query)).includes(email.replace('@', '%40')), query)
    for (const query of ['zzzzqqqq', '%', "'; --", '089911223344']) assert.match(await find(query), /Tidak ada tamu yang cocok/, query)
    const csvOf = async query => (await (await admin()).get(`/admin/users/guests/export.csv?q=${encodeURIComponent(query)}`)).text()
    assert.ok((await csvOf('tamu baru')).includes(email))
    assert.ok(!(await csvOf('zzzzqqqq')).includes('@'))
    assert.equal((await (await as('staf@hurtrock.com', 'staf12345')).get('/admin/users/guests?q=tamu')).status, 403)
    await shop().sql(`INSERT INTO users (email, name, created_at) VALUES ('${email}', 'Tamu Baru', 1)`)
    assert.ok(!assertAdminPage(await (await admin()).get('/admin/users/guests')).includes(email))
  })

  test('an account that is not there is answered as a page', async () => {
    assert.equal((await (await admin()).get('/admin/users/999999999')).status, 404)
    assert.equal((await (await admin()).get('/admin/users/x')).status, 404)
  })

  test('whoever is invited chooses a password and works in the admin', async () => {
    const visitor = await hire('joko@hurtrock.com')
    assert.equal((await visitor.get('/admin/orders')).status, 200)
    assert.equal((await visitor.get('/admin/users')).status, 403)
    const page = assertAdminPage(await (await admin()).get(`/admin/users/${await idOf('joko@hurtrock.com')}`))
    assert.match(page, /Joko W/)
    assert.match(page, /bergabung lewat undangan/)
  })

  test('a link works once, and not when it was withdrawn or sent again', async () => {
    assert.equal((await invite('tini@hurtrock.com')).status, 303)
    const first = await invitationOf('tini@hurtrock.com')
    assertPage(await send('GET', first, { headers: { Accept: 'text/html' } }), 200)
    const [[id]] = await shop().sql("SELECT id FROM invitations WHERE email = 'tini@hurtrock.com'")
    assert.equal((await (await admin()).post(`/admin/users/invitations/${id}/mail`, { form: {} })).status, 303)
    const second = await invitationOf('tini@hurtrock.com', 1)
    assert.equal((await send('GET', first)).status, 410)
    assert.equal((await join(first)).status, 410)
    assert.equal((await send('GET', second)).status, 200)
    assert.equal((await (await admin()).post(`/admin/users/invitations/${id}/withdrawal`, { form: {} })).status, 303)
    assert.equal((await join(second)).status, 410)
    assert.equal((await (await admin()).post(`/admin/users/invitations/${id}/mail`, { form: {} })).status, 409)
    assert.deepEqual(await shop().sql("SELECT COUNT(*) FROM users WHERE email = 'tini@hurtrock.com'"), [['0']])
  })

  test('the invitations of an admin who is switched off or loses the role end with it', async () => {
    for (const [what, form, email] of [['role', { role: 'staff' }, 'gita@hurtrock.com'], ['deactivation', {}, 'hadi@hurtrock.com']]) {
      const second = `kedua-${email}`
      const leaving = await hire(email, 'admin')
      assert.equal((await invite(second, 'admin', leaving)).status, 303)
      const link = await invitationOf(second)
      assert.equal((await send('GET', link)).status, 200)
      assert.equal((await change(email, what, form)).status, 303)
      assert.equal((await send('GET', link)).status, 410)
      assert.equal((await join(link)).status, 410)
      assert.deepEqual(await shop().sql(`SELECT state FROM invitations WHERE email = '${second}'`), [['withdrawn']])
      assert.deepEqual(await shop().sql(`SELECT COUNT(*) FROM users WHERE email = '${second}'`), [['0']])
      assert.deepEqual(await shop().sql(
        `SELECT COUNT(*) FROM audit_log WHERE action = 'invitation.withdrawn' AND before_json LIKE '%${second}%'`), [['1']])
    }
  })

  test('a mailbox of the staff is not invited, nor is one twice', async () => {
    const known = await invite('staf@hurtrock.com')
    assert.equal(known.status, 409)
    assert.match(known.text(), new RegExp(`/admin/users/${await idOf('staf@hurtrock.com')}`))
    assert.equal((await invite('twice@hurtrock.com')).status, 303)
    assert.equal((await invite('twice@hurtrock.com')).status, 409)
    assert.equal((await invite('not a mailbox')).status, 422)
  })

  test('whoever registers the mailbox of a future colleague first gets nothing by it', async () => {
    const stranger = new Visitor(shop())
    const email = 'wati@hurtrock.com'
    assert.equal((await stranger.post('/api/v1/auth/register', { json: { name: 'Wati', email, password: 'kata sandi orang asing' } })).status, 201)
    assert.equal((await stranger.logIn(email, 'kata sandi orang asing')).status, 200)
    for (const role of ['staff', 'admin']) {
      const raised = await change(email, 'role', { role })
      assert.equal(raised.status, 409)
      assert.match(raised.text(), /lewat undangan/)
    }
    assert.doesNotMatch((await (await admin()).get(`/admin/users/${await idOf(email)}`)).text(), /name="role"/)
    assert.equal((await invite(email)).status, 303)
    assert.equal((await stranger.get('/admin/orders')).status, 403)
    const link = linksIn(await awaitMail(shop(), { to: email, text: '/invitation?' })).find(url => url.includes('/invitation?'))
    assert.match(assertPage(await send('GET', link, { headers: { Accept: 'text/html' } }), 200), /kata sandinya diganti/)
    assert.equal((await join(link)).status, 303)
    assert.equal((await stranger.get('/profile')).status, 303, 'to the login')
    assert.equal((await new Visitor(shop()).logIn(email, 'kata sandi orang asing')).status, 401)
    assert.equal((await (await as(email, 'kata sandi yang panjang')).get('/admin/orders')).status, 200)
  })

  test('a changed role ends the sessions and counts from the next login', async () => {
    const visitor = await hire('rina@hurtrock.com')
    assert.equal((await change('rina@hurtrock.com', 'role', { role: 'buyer' })).status, 303)
    assert.equal((await visitor.get('/admin/orders')).status, 303, 'to the login')
    assert.equal((await (await as('rina@hurtrock.com', 'kata sandi yang panjang')).get('/admin/orders')).status, 403)
  })

  test('of two admins who saw the same, the second is told', async () => {
    const stale = await versionOf('joko@hurtrock.com')
    assert.equal((await change('joko@hurtrock.com', 'role', { role: 'admin' })).status, 303)
    const answer = await change('joko@hurtrock.com', 'role', { role: 'buyer', version: stale })
    assert.equal(answer.status, 409)
    assert.match(answer.text(), /baru saja diubah/)
    assert.deepEqual(await shop().sql("SELECT role FROM users WHERE email = 'joko@hurtrock.com'"), [['admin']])
  })

  test('two admins who switch each other off at once leave one', async () => {
    const joko = await as('joko@hurtrock.com', 'kata sandi yang panjang')
    const [one, other] = await Promise.all([
      change('joko@hurtrock.com', 'deactivation'), change('admin@hurtrock.com', 'role', { role: 'staff' }, joko)])
    assert.equal([one, other].filter(({ status }) => status === 303).length >= 1, true)
    assert.deepEqual(await shop().sql("SELECT COUNT(*) FROM users WHERE role = 'admin' AND active = 1"), [['1']])
    await shop().sql("UPDATE users SET role = 'admin', active = 1, version = version + 1 WHERE email IN ('admin@hurtrock.com', 'joko@hurtrock.com')")
    own = undefined
  })

  test('nobody changes what they may do themselves', async () => {
    for (const [what, form] of [['role', { role: 'buyer' }], ['deactivation', {}], ['second-step/removal', {}]])
      assert.equal((await change('admin@hurtrock.com', what, form)).status, 422, what)
    assert.deepEqual(await shop().sql("SELECT role, active FROM users WHERE email = 'admin@hurtrock.com'"), [['admin', '1']])
  })

  test('an account that is switched off is out at once, and comes back when it is switched on', async () => {
    const visitor = await as('pembeli@contoh.example', 'pembeli123')
    assert.equal((await change('pembeli@contoh.example', 'deactivation')).status, 303)
    assert.equal((await visitor.get('/api/v1/session')).json().user, null)
    assert.equal((await new Visitor(shop()).logIn('pembeli@contoh.example', 'pembeli123')).status, 401)
    assert.equal((await change('pembeli@contoh.example', 'activation')).status, 303)
    await as('pembeli@contoh.example', 'pembeli123')
  })

  test('sessions are ended one by one or all together', async () => {
    const [first, second, third] = [await as('pembeli@contoh.example', 'pembeli123'), await as('pembeli@contoh.example', 'pembeli123'),
                                    await as('pembeli@contoh.example', 'pembeli123')]
    const user = await idOf('pembeli@contoh.example')
    const [[newest]] = await shop().sql(`SELECT id FROM sessions WHERE user_id = ${user} ORDER BY created_at DESC LIMIT 1`)
    assert.equal((await (await admin()).post(`/admin/users/${user}/sessions/${newest}/removal`, { form: {} })).status, 303)
    assert.equal((await third.get('/profile')).status, 303)
    assert.equal((await first.get('/profile')).status, 200)
    assert.equal((await (await admin()).post(`/admin/users/${user}/sessions/removal`, { form: {} })).status, 303)
    for (const visitor of [first, second]) assert.equal((await visitor.get('/profile')).status, 303)
  })

  test('after half an hour a change of rights wants the password again', async () => {
    const visitor = await as('admin@hurtrock.com', 'admin123')
    const old = (BigInt(Date.now()) - 31n * 60_000n) * 1000n
    await shop().sql(`UPDATE sessions SET proved_at = ${old} WHERE user_id = ${await idOf('admin@hurtrock.com')}`)
    const changeIt = form => change('joko@hurtrock.com', 'role', form, visitor)
    const without = await changeIt({ role: 'staff' })
    assert.equal(without.status, 422)
    assert.match(without.text(), /name="current_password"/)
    assert.equal((await changeIt({ role: 'staff', current_password: 'wrong' })).status, 422)
    assert.deepEqual(await shop().sql("SELECT role FROM users WHERE email = 'joko@hurtrock.com'"), [['admin']])
    assert.equal((await changeIt({ role: 'staff', current_password: 'admin123' })).status, 303)
    assert.equal((await changeIt({ role: 'admin' })).status, 303, 'not asked again')
    own = undefined
  })

  test('the log says who changed what, before and after, and is searched', async () => {
    const user = await idOf('rina@hurtrock.com')
    const about = await log(`kind=user&thing=${user}`)
    assert.match(about, /mengubah peran akun/)
    assert.match(about, /<del><span[^>]*>[^<]*<\/span> staf<\/del> <ins><span[^>]*>[^<]*<\/span> pembeli<\/ins>/)
    assert.match(about, /127\.0\.0\.1/)
    assert.match(await log(`person=${await idOf('admin@hurtrock.com')}`), /mengubah peran/)
    assert.match(await log('kind=review'), /Tidak ada catatan/)
    assert.match(await log('from=2000-01-01&to=2000-01-02'), /Tidak ada catatan/)
  })

  test('the log can be neither changed nor deleted, whoever asks the database', async () => {
    for (const sql of ['UPDATE audit_log SET actor_name = action', 'DELETE FROM audit_log'])
      await assert.rejects(async () => shop().sql(sql), sql)
    assert.match(await log(), /Admin Hurtrock/)
  })

  test('the command line invites the first admin, makes a member of the staff one, and invites a buyer', async () => {
    const { stdout } = await shop().runWell(['admin', 'create', 'Pemilik@Hurtrock.com', '--name', 'Pemilik'])
    const [link] = stdout.match(/http:\/\/\S+/)
    assert.equal((await join(link)).status, 303)
    const owner = await as('pemilik@hurtrock.com', 'kata sandi yang panjang')
    assert.equal((await owner.get('/admin/users')).status, 200)
    await shop().runWell(['admin', 'create', 'wati@hurtrock.com'])
    assert.deepEqual(await shop().sql("SELECT role FROM users WHERE email = 'wati@hurtrock.com'"), [['admin']])
    const invited = await shop().runWell(['admin', 'create', 'rina@hurtrock.com'])
    assert.match(invited.stdout, /\/invitation\?token=/)
    assert.deepEqual(await shop().sql("SELECT role FROM users WHERE email = 'rina@hurtrock.com'"), [['buyer']])
    const { status, stderr } = await shop().run(['admin', 'create', 'nobody'])
    assert.equal(status, 1)
    assert.match(stderr, /email/)
    assert.match(await log('kind=user'), /hurtrock admin create/)
  })
})
