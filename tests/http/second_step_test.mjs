// The second step of the staff's login (PRODUCT "Accounts"): set up, log in with it, lose the phone, switch it off.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeAt, timeStep } from '../support/totp.mjs'
import { Visitor } from './client.mjs'
import { assertPage, assertProblem, onEachDatabase } from './errand.mjs'
import { loggedIn } from './people.mjs'

onEachDatabase('second step', shop => {
  const kStaff = { email: 'staf@hurtrock.com', password: 'staf12345' }
  const wrongOf = code => code.replace(/./g, digit => String(9 - Number(digit)))
  const keyOn = page => page.match(/second-step__key">([A-Z2-7 ]+)</)[1]
  let staff, key, step, recovery

  /** The first step at the form; the visitor is to show a code. */
  const halfLogIn = async () => {
    const visitor = new Visitor(shop())
    const answer = await visitor.post('/login', { form: { ...kStaff, return_to: '/admin/stock' } })
    assert.equal(answer.status, 303)
    assert.equal(answer.headers.location, '/login/code')
    return visitor
  }

  test('it is set up with the password, a key for the device, and a first code', async () => {
    staff = new Visitor(shop())
    assert.equal((await staff.logIn(kStaff.email, kStaff.password)).status, 200)
    assert.match(assertPage(await staff.get('/profile/second-step'), 200), /name="current_password"/)
    assert.equal((await staff.post('/profile/second-step', { form: { current_password: 'wrong' } })).status, 422)
    assert.equal((await staff.post('/profile/second-step', { form: { current_password: kStaff.password } })).status, 303)
    const page = assertPage(await staff.get('/profile/second-step'), 200)
    assert.match(page, /<path fill="#000" d="M/)
    key = keyOn(page)
    step = timeStep()
    assert.equal((await staff.post('/profile/second-step/confirmation', { form: { code: wrongOf(codeAt(key, step)) } })).status, 422)
    const confirmed = await staff.post('/profile/second-step/confirmation', { form: { code: codeAt(key, step) } })
    assert.equal(confirmed.status, 200)
    recovery = [...confirmed.text().matchAll(/<li><code>([0-9A-Z-]+)<\/code>/g)].map(([, code]) => code)
    assert.equal(recovery.length, 10)
    const again = assertPage(await staff.get('/profile/second-step'), 200)
    assert.ok(!again.includes(key) && !again.includes(recovery[0]), 'neither key nor codes are shown again')
  })

  test('neither key nor codes stand in the database as they are', async () => {
    const stored = JSON.stringify([...await shop().sql('SELECT secret_box FROM second_steps'), ...await shop().sql('SELECT code_hash FROM recovery_codes'),
                                   ...await shop().sql('SELECT before_json, after_json FROM audit_log')]) + shop().logs()
    for (const secret of [key.replaceAll(' ', ''), ...recovery, ...recovery.map(code => code.replace('-', ''))]) assert.ok(!stored.includes(secret))
  })

  test('the password alone opens nothing any more', async () => {
    const visitor = await halfLogIn()
    assert.equal((await visitor.get('/admin/orders')).status, 303)
    assert.equal((await visitor.get('/api/v1/session')).json().user, null)
    assertProblem(await new Visitor(shop()).logIn(kStaff.email, kStaff.password), 401, 'code_required')
  })

  test('with a code the login goes on to where it was asked for', async () => {
    const visitor = await halfLogIn()
    assertPage(await visitor.get('/login/code'), 200)
    assert.equal((await visitor.post('/login/code', { form: { code: wrongOf(codeAt(key, step + 1)) } })).status, 422)
    const answer = await visitor.post('/login/code', { form: { code: codeAt(key, step + 1) } })
    assert.equal(answer.status, 303)
    assert.equal(answer.headers.location, '/admin/stock')
    assert.equal((await visitor.get('/admin/stock')).status, 200)
  })

  test('a code that was used is worth nothing, nor is an earlier one', async () => {
    const visitor = await halfLogIn()
    for (const used of [step + 1, step]) assert.equal((await visitor.post('/login/code', { form: { code: codeAt(key, used) } })).status, 422)
  })

  test('a recovery code works once, also for programs', async () => {
    const login = code => new Visitor(shop()).post('/api/v1/auth/login', { json: { ...kStaff, code } })
    assert.equal((await login(recovery[0].toLowerCase())).status, 200)
    assertProblem(await login(recovery[0]), 401, 'bad_code')
    const visitor = await halfLogIn()
    assertPage(await visitor.get('/login/code?recovery=1'), 200)
    assert.equal((await visitor.post('/login/code', { form: { recovery: '1', code: recovery[1] } })).status, 303)
    assert.match(assertPage(await visitor.get('/profile/second-step'), 200), /Tersisa 8 kode cadangan/)
  })

  test('guesses are slowed down, whoever has the password', async () => {
    const visitor = await halfLogIn()
    const statuses = []
    for (let n = 0; n < 8; ++n) statuses.push((await visitor.post('/login/code', { form: { code: '12345' } })).status)
    assert.equal(statuses.at(-1), 429)
    await shop().sql("DELETE FROM throttles WHERE throttle_key LIKE 'code:%'")
  })

  test('a cookie that was made up, or is of somebody whose password changed, begins from the start', async () => {
    const visitor = new Visitor(shop())
    visitor.cookies.set('hurtrock_login', 'bWFkZSB1cA')
    assert.equal((await visitor.get('/login/code')).headers.location, '/login?notice=again')
    const half = await halfLogIn()
    await shop().sql(`UPDATE users SET password_hash = password_hash || ' ' WHERE email = '${kStaff.email}'`)
    assert.equal((await half.get('/login/code')).headers.location, '/login?notice=again')
    await shop().sql(`UPDATE users SET password_hash = trim(password_hash) WHERE email = '${kStaff.email}'`)
  })

  test('it is switched off with password and code', async () => {
    const remove = form => staff.post('/profile/second-step/removal', { form })
    assert.equal((await remove({ current_password: kStaff.password, code: '123456' })).status, 422)
    assert.equal((await remove({ current_password: 'wrong', code: recovery[2] })).status, 422)
    assert.equal((await remove({ current_password: kStaff.password, code: recovery[2] })).status, 303)
    assert.equal((await new Visitor(shop()).logIn(kStaff.email, kStaff.password)).status, 200)
  })

  test('an admin removes it for whoever has lost everything, and their sessions end', async () => {
    await staff.post('/profile/second-step', { form: { current_password: kStaff.password } })
    key = keyOn((await staff.get('/profile/second-step')).text())
    assert.equal((await staff.post('/profile/second-step/confirmation', { form: { code: codeAt(key, timeStep()) } })).status, 200)
    const admin = await loggedIn(shop(), 'admin')
    const [[id]] = await shop().sql(`SELECT id FROM users WHERE email = '${kStaff.email}'`)
    assert.equal((await admin.post(`/admin/users/${id}/second-step/removal`, { form: {} })).status, 303)
    assert.equal((await staff.get('/admin')).status, 303)
    assert.equal((await new Visitor(shop()).logIn(kStaff.email, kStaff.password)).status, 200)
    assert.match((await admin.get(`/admin/users/${id}`)).text(), /menghapus langkah kedua/)
  })

  test('buyers have no second step', async () => {
    const buyer = await loggedIn(shop(), 'buyer')
    assert.equal((await buyer.get('/profile/second-step')).status, 403)
    assert.doesNotMatch((await buyer.get('/profile')).text(), /second-step/)
  })
})
