// Nonsense at every field of every route: the answer is never a 5xx, always says something, and the books stay as they are.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { long } from '../race/run_size.mjs'
import { send, Visitor } from './client.mjs'
import { declaredRoutes } from './declared_routes.mjs'
import { areaCode, assertBooksAreRight, buy, onEachDatabase, takeVariant, visitorWithCart } from './errand.mjs'
import { loggedIn } from './people.mjs'
import { kListQuery, kRoutes } from './routes.mjs'

const kAtOnce = 8
/** What a database may take amiss, which is asked of each; the rest is asked of one of them in turns, of both in a long run. */
const kForEachDatabase = /UTF-8|NUL|surrogate|64 bits|2\^63|huge|SQL/

const kTexts = {
  empty: '', blank: '   ', long: 'a'.repeat(10_000), 'wrong type': 'not-a-number', negative: '-1', zero: '0',
  huge: '9'.repeat(40), 'beyond 64 bits': '18446744073709551616', 'largest 64 bits': '9223372036854775807', fraction: '1.5', exponent: '1e9',
  script: '"><script>alert(1)</script>', 'SQL quote': "' OR '1'='1'; DROP TABLE orders; --", 'format string': '%s%n{}{0}',
  'line break': 'a\r\nSet-Cookie: evil=1', 'right-to-left': '\u202Egnp.exe', emoji: '🎸'.repeat(50), combining: 'e' + '\u0301'.repeat(500),
  'path': '../../../../etc/passwd', template: '{{7*7}}${7*7}', 'unpaired surrogate': '\\ud800',
}
/** Percent-encoded by hand: no well-behaved client can send these. */
const kEncoded = { 'invalid UTF-8': '%ff%fe', 'overlong UTF-8': '%c0%af', NUL: 'a%00b', 'half a triplet': '%', 'wrong triplet': '%zz' }
const kJsonValues = {
  ...kTexts, null: null, true: true, array: ['a'], object: { a: 1 }, 'deep object': JSON.parse('{"a":'.repeat(6) + '1' + '}'.repeat(6)),
  'number 0': 0, 'number -1': -1, 'number huge': 1e308, 'number fraction': 1.5, 'number 2^63': 9223372036854775808, NUL: 'a\0b', 'lone surrogate': '\ud800',
}
const kBrokenBodies = {
  'broken JSON': '{"a": ', 'no object': '[1]', 'a number': '42', 'two documents': '{}{}', 'nothing': '', 'deep nesting': '['.repeat(5_000),
  'invalid UTF-8': Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'a byte order mark': '\ufeff{}', comment: '{/**/}', 'NaN': '{"quantity": NaN}',
}

/** [title, send's options and path] for every nonsense of one route; `legal` fills in placeholders. */
function* nonsenseFor(route, legal) {
  const fill = value => (typeof value === 'string' && value in legal ? legal[value] : value)
  const fillAll = fields => Object.fromEntries(Object.entries(fields ?? {}).map(([name, value]) => [name, fill(value)]))
  const params = fillAll(route.params)
  const path = route.path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(params[name]))
  const query = fillAll(route.query === 'LIST' ? kListQuery : route.query)
  const withQuery = fields => path + (Object.keys(fields).length ? `?${new URLSearchParams(fields)}` : '')
  const form = route.form && fillAll(route.form)
  const json = route.json && fillAll(route.json)
  const headers = () => ({ ...route.headers, ...(route.headers?.['Idempotency-Key'] && { 'Idempotency-Key': randomUUID() }) })
  const freshForm = () => (form.idempotency_key ? { ...form, idempotency_key: randomUUID() } : form)
  const content = () => ({ headers: headers(), ...(form && { form: freshForm() }), ...(json && { json: nest(json) }) })
  const formBody = text => ({ body: text, headers: { ...headers(), 'Content-Type': 'application/x-www-form-urlencoded' } })
  const without = (fields, name) => Object.fromEntries(Object.entries(fields).filter(([other]) => other !== name))
  const encoded = fields => new URLSearchParams(fields).toString()

  for (const name of Object.keys(params)) {
    for (const [kind, text] of Object.entries({ ...kTexts, long: 'a'.repeat(3_000) }))
      if (text !== '') yield [`path ${name}: ${kind}`, route.path.replace(`:${name}`, encodeURIComponent(Buffer.from(text).toString())), content()]
    for (const [kind, raw] of Object.entries(kEncoded)) yield [`path ${name}: ${kind}`, route.path.replace(`:${name}`, raw), content()]
  }
  for (const name of Object.keys(query)) {
    const texts = { ...kTexts, long: 'a'.repeat(6_000) }
    for (const [kind, text] of Object.entries(texts)) yield [`query ${name}: ${kind}`, withQuery({ ...query, [name]: text }), content()]
    const others = encoded(without(query, name))
    for (const [kind, raw] of Object.entries(kEncoded)) yield [`query ${name}: ${kind}`, `${path}?${others}&${name}=${raw}`, content()]
    yield [`query ${name}: repeated`, `${withQuery(query)}&${name}=again`, content()]
    yield [`query ${name}: as an array`, `${path}?${name}[]=1&${name}[a]=2`, content()]
  }
  yield ['query: a thousand fields', `${path}?${'a=1&'.repeat(1_000)}`, content()]

  if (form) {
    for (const name of Object.keys(form)) {
      yield [`form ${name}: missing`, path, { form: without(form, name), headers: headers() }]
      for (const [kind, text] of Object.entries(kTexts)) yield [`form ${name}: ${kind}`, path, { form: { ...form, [name]: text }, headers: headers() }]
      for (const [kind, raw] of Object.entries(kEncoded)) yield [`form ${name}: ${kind}`, path, formBody(`${encoded(without(form, name))}&${name}=${raw}`)]
      yield [`form ${name}: repeated`, path, formBody(`${encoded(form)}&${name}=again`)]
    }
    yield ['form: as JSON', path, { json: form, headers: headers() }]
    yield ['form: as multipart', path, { body: '--x\r\n\r\n--x--', headers: { ...headers(), 'Content-Type': 'multipart/form-data; boundary=x' } }]
    yield ['form: larger than allowed', path, formBody(`a=${'x'.repeat(70_000)}`)]
    yield ['form: a thousand fields', path, formBody('a=1&'.repeat(1_000))]
    yield ['form: no body at all', path, { headers: headers() }]
  }
  if (json) {
    for (const name of Object.keys(json)) {
      yield [`json ${name}: missing`, path, { json: nest(without(json, name)), headers: headers() }]
      for (const [kind, value] of Object.entries(kJsonValues)) yield [`json ${name}: ${kind}`, path, { json: nest({ ...json, [name]: value }), headers: headers() }]
    }
    for (const [kind, body] of Object.entries(kBrokenBodies)) yield [`json: ${kind}`, path, { body, headers: { ...headers(), 'Content-Type': 'application/json' } }]
    for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])
      yield [`json: sent as '${type}'`, path, { body: JSON.stringify(nest(json)), headers: { ...headers(), 'Content-Type': type } }]
    yield ['json: larger than allowed', path, { body: `{"a":"${'x'.repeat(70_000)}"}`, headers: { ...headers(), 'Content-Type': 'application/json' } }]
  }
  for (const name of Object.keys(route.headers ?? {}))
    for (const [kind, text] of Object.entries({ empty: '', long: 'k'.repeat(5_000), blank: 'a b', quote: "'; --" }))
      yield [`header ${name}: ${kind}`, path, { ...content(), headers: { [name]: text } }]
}

function nest(flat) {
  const nested = {}
  for (const [name, value] of Object.entries(flat)) {
    const [first, second] = name.split('.')
    if (second === undefined) nested[first] = value
    else (nested[first] ??= {})[second] = value
  }
  return nested
}

const kScript = /<script>alert/

/** What is wrong with the answer, or nothing. */
function complaint(answer) {
  if (answer.status >= 500) return `status ${answer.status}`
  if (answer.headers['set-cookie']?.some(line => line.startsWith('evil'))) return 'a header was smuggled in'
  const text = answer.text()
  if (answer.headers['content-type']?.startsWith('text/html') && kScript.test(text)) return 'a script came back alive'
  // SQL is in capitals; "<select " is a field of a form.
  if (answer.status >= 400 && (/sqlite|postgres|exception|std::|\/src\//i.test(text) || text.includes('SELECT '))) return 'it tells its insides'
  if (answer.status < 400) return undefined
  if (answer.headers['content-type'] === 'application/problem+json') {
    const problem = answer.json()
    if (problem.status !== answer.status || !problem.title || !problem.detail) return 'a problem without status, title or detail'
    if (problem.errors?.some(({ field, message }) => field === undefined || !message)) return 'an error without field or message'
    return undefined
  }
  if (!/<h1|<p/.test(text)) return `no message: ${text.slice(0, 100)}`
  return undefined
}

test('the table names every route of the shop', () => {
  const named = kRoutes.map(({ method, path }) => `${method} ${path}`)
  assert.deepEqual([...named].sort(), [...declaredRoutes().keys()].sort())
})

onEachDatabase('nonsense', shop => {
  const counts = async () => {
    const [row] = await shop().sql(
      `SELECT (SELECT COUNT(*) FROM orders), (SELECT COUNT(*) FROM order_lines), (SELECT COUNT(*) FROM users), (SELECT COUNT(*) FROM payments),
              (SELECT COUNT(*) FROM payment_events), (SELECT COUNT(*) FROM addresses), (SELECT COUNT(*) FROM shipments),
              (SELECT SUM(on_hand) FROM stock_levels), (SELECT SUM(reserved) FROM stock_levels), (SELECT COUNT(*) FROM stock_movements),
              (SELECT COUNT(*) FROM order_events), (SELECT COUNT(*) FROM products), (SELECT SUM(price) FROM variants),
              (SELECT COUNT(*) FROM reviews WHERE state = 'published'), (SELECT COUNT(*) FROM purchase_orders), (SELECT SUM(version) FROM stock_takes),
              (SELECT SUM(version) FROM purchase_orders), (SELECT SUM(received) FROM purchase_order_lines), (SELECT SUM(version) FROM payment_settings),
              (SELECT SUM(version) FROM users), (SELECT COUNT(*) FROM invitations), (SELECT COUNT(*) FROM second_steps), (SELECT COUNT(*) FROM stock_wishes),
              (SELECT COUNT(*) FROM draft_orders WHERE order_id IS NOT NULL)`)
    return row.join(' ')
  }
  let legal
  const visitors = {}
  const prepare = async () => {
    if (legal) return
    const variant = await takeVariant(shop())
    const [[category]] = await shop().sql('SELECT slug FROM categories ORDER BY id LIMIT 1')
    const [[brand]] = await shop().sql('SELECT slug FROM brands ORDER BY id LIMIT 1')
    visitors.visitor = () => new Visitor(shop())
    const guest = await visitorWithCart(shop(), variant)
    visitors.guest = () => guest
    for (const role of ['buyer', 'staff', 'admin']) {
      const member = await loggedIn(shop(), role)
      visitors[role] = () => member
    }
    const { number } = await buy(shop(), { visitor: visitors.buyer(), method: 'cod' })
    const purchase = async action => {
      const answer = await visitors.staff().post('/admin/restock', { form: { supplier: '1', form_key: randomUUID(), row: '1', quantity_1: '9', cost_1: '1.000', do: action } })
      return answer.headers.location.match(/PO-[\d-]+/)[0]
    }
    const take = (await visitors.staff().post('/admin/stock/takes', { form: { scope: 'all', form_key: randomUUID() } })).headers.location.split('/').at(-1)
    const draft = (await visitors.staff().post('/admin/drafts', { form: { form_key: randomUUID(), language: 'id', do: 'save' } })).headers.location.match(/\d+/)[0]
    const item = (await guest.get('/api/v1/cart')).json().items[0].id
    legal = { CATEGORY: category, BRAND: brand, PRODUCT: variant.slug, VARIANT: variant.id, ITEM: String(item), AREA: await areaCode(shop()),
              KEY: randomUUID(), ORDER: number, PURCHASE: await purchase('place'), DRAFT: await purchase('save'), TAKE: take, DRAFT_ORDER: draft }
  }

  for (const route of kRoutes) {
    test(`${route.method} ${route.path} withstands it`, async () => {
      await prepare()
      const before = await counts()
      const failures = []
      const turn = shop().database === 'sqlite' ? 0 : 1
      const waiting = [...nonsenseFor(route, legal)].filter(([title], i) => long || i % 2 === turn || kForEachDatabase.test(title))
      const work = async () => {
        for (let next = waiting.pop(); next; next = waiting.pop()) {
          const [title, path, options] = next
          const visitor = visitors[route.as ?? 'visitor']()
          const browser = route.json || route.path.startsWith('/api/') ? {} : { Accept: 'text/html' }
          try {
            const answer = await visitor.send(route.method, path, { ...options, headers: { ...browser, ...options?.headers } })
            const wrong = complaint(answer)
            if (wrong) failures.push(`${title}: ${wrong}`)
          } catch (error) {
            // The server may close on a body it will not read; that is an answer, too, unless it died.
            if (!/EPIPE|ECONNRESET/.test(error.code ?? error.message)) failures.push(`${title}: ${error.message}`)
          }
        }
      }
      await Promise.all(Array.from({ length: kAtOnce }, work))
      assert.ok(failures.length === 0, `${failures.length} answers are wrong:\n${[...failures].sort().slice(0, 15).join('\n')}`)
      assert.equal((await send('GET', `${shop().url}/readyz`)).status, 200)
      assert.equal(await counts(), before, 'the counted tables are as they were')
    })
  }

  test('nothing was logged as an error', () => {
    const errors = shop().logs().split('\n').filter(line => /\bERROR\b/.test(line))
    assert.deepEqual(errors.slice(0, 10), [])
  })

  test('the books are right', () => assertBooksAreRight(shop()))
})
