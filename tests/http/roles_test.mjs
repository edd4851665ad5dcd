// Every route by everybody: who may use what is one table in the code (PRODUCT "Accounts"), and this test asks each of its rows as
// a guest, a buyer, a member of the staff and an admin.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Visitor } from './client.mjs'
import { declaredRoutes } from './declared_routes.mjs'
import { assertBooksAreRight, buy, orderRow, takeVariant, withShop } from './errand.mjs'
import { loggedIn } from './people.mjs'
import { kRoutes } from './routes.mjs'

const kRoles = ['guest', 'buyer', 'staff', 'admin']
const kGranted = { Anyone: kRoles, Signed: kRoles, User: kRoles.slice(1), Staff: kRoles.slice(2), Admin: kRoles.slice(3) }

/** What only admins do. Staff lose their day's work if more is closed to them, and the shop its safety if less is. */
const kAdminsOnly = /^\/admin\/(users(\/.*)?|activity)$|^POST \/admin\/(shipping(\/order|\/:id)?|store-profile)$|^GET \/admin\/shipping\/new$|^POST \/admin\/payments\/(ledger|:provider\/(settings|keys\/removal|check))$/

/** A legal request as routes.mjs has it. What it names need not exist: access is decided before anything is looked up. */
function requestOf(route) {
  const path = route.path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(route.params?.[name] ?? '1'))
  const nested = {}
  for (const [name, value] of Object.entries(route.json ?? {})) {
    const [first, second] = name.split('.')
    if (second === undefined) nested[first] = value
    else (nested[first] ??= {})[second] = value
  }
  return { path, options: { headers: { ...route.headers }, ...(route.form && { form: route.form }), ...(route.json && { json: nested }) } }
}

/** Whether the gate turned the request away for who sent it. */
function isTurnedAway(answer, role) {
  if (role !== 'guest') return answer.status === 403
  const problem = answer.status === 401 && answer.text().includes('login_required')
  return problem || (answer.status === 303 && /^\/login\?(return_to|notice)=/.test(answer.headers.location))
}

withShop('roles', shop => {
  const access = declaredRoutes()
  const visitors = {}
  const visitor = async role => role === 'guest' ? new Visitor(shop()) : (visitors[role] ??= loggedIn(shop(), role))
  const writes = async () => (await shop().sql('SELECT (SELECT COUNT(*) FROM audit_log), (SELECT COUNT(*) FROM invitations), (SELECT SUM(version) FROM users)')).join()

  test('the access of every route is found', () => {
    assert.deepEqual([...access.keys()].sort(), kRoutes.map(({ method, path }) => `${method} ${path}`).sort())
    for (const [route, who] of access) assert.ok(kGranted[who], `${route}: ${who}`)
  })

  test('the pages of the staff are closed to everybody else, and nothing of the shop is closed to buyers', () => {
    for (const [route, who] of access) {
      const [, path] = route.split(' ')
      const wanted = kAdminsOnly.test(path) || kAdminsOnly.test(route) ? ['Admin']
        : path === '/admin' || path.startsWith('/admin/') || path.startsWith('/profile/second-step') ? ['Staff'] : ['Anyone', 'User', 'Signed']
      assert.ok(wanted.includes(who), `${route} is for ${who}, and should be for ${wanted.join(' or ')}`)
    }
  })

  for (const role of kRoles) {
    test(`${role}: every route answers as its row says`, async () => {
      const wrong = []
      for (const route of kRoutes) {
        // Whoever logs out has no role to try the others with.
        if (route.path.endsWith('/logout')) continue
        const who = access.get(`${route.method} ${route.path}`)
        const granted = kGranted[who].includes(role)
        const { path, options } = requestOf(route)
        const before = granted ? undefined : await writes()
        const answer = await (await visitor(role)).send(route.method, path, options)
        // What is for anyone may refuse for reasons of its own, e.g. a wrong password.
        if (granted && (who === 'Anyone' || who === 'Signed') ? answer.status >= 500 : isTurnedAway(answer, role) === granted)
          wrong.push(`${route.method} ${route.path} (${who}): ${answer.status} ${answer.headers.location ?? ''}`)
        if (!granted && await writes() !== before) wrong.push(`${route.method} ${route.path}: something was written`)
      }
      assert.deepEqual(wrong, [])
    })
  }

  test('staff do their day without an admin: pack, ship, deliver, correct the stock', async () => {
    const staff = await visitor('staff')
    const variant = await takeVariant(shop(), 5)
    const { number } = await buy(shop(), { variant, method: 'cod' })
    const act = async (what, form = {}) => {
      const [[version]] = await shop().sql(`SELECT version FROM orders WHERE number = '${number}'`)
      const answer = await staff.post(`/admin/orders/${number}/${what}`, { form: { version, ...form } })
      assert.equal(answer.status, 303, `${what}: ${answer.text().slice(0, 300)}`)
    }
    assert.equal((await staff.get('/admin/orders')).status, 200)
    assert.equal((await staff.get(`/admin/orders/${number}/label.pdf`)).status, 200)
    const [[line]] = await shop().sql(`SELECT l.id FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.number = '${number}'`)
    await act('shipments', { courier: 'jne-reg', tracking_number: 'JX1234567890', [`quantity_${line}`]: '1' })
    await act('delivery')
    assert.equal((await orderRow(shop(), number)).state, 'delivered')
    const corrected = await staff.post(`/admin/stock/${variant.id}/corrections`,
                                       { form: { seen: '4', mode: 'less', number: '1', cause: 'damaged', note: 'Lecet', form_key: 'roles-test' } })
    assert.equal(corrected.status, 303)
  })

  test('the books are right', () => assertBooksAreRight(shop()))
})
