// What monitoring reads at the shop, and how the logs of shop and chat belong together.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { chatToken } from '../support/chat.mjs'
import { until } from '../support/poll.mjs'
import { send, Visitor } from './client.mjs'
import { assertPage, onEachDatabase, takeVariant } from './errand.mjs'

onEachDatabase('metrics', shop => {
  const get = (path, headers) => send('GET', shop().url + path, { headers })
  const told = async () => (await get('/metrics')).text()
  /** The value of a line such as `name{label="x"}`; 0 when there is none. */
  const value = (text, name) => Number(text.split('\n').find(line => line.startsWith(`${name} `))?.slice(name.length + 1) ?? 0)

  test('requests are told by route and status, whatever the address', async () => {
    const requests = (method, route, status) => `hurtrock_shop_http_requests_total{method="${method}",route="${route}",status="${status}"}`
    const names = [requests('GET', '/product/:slug', '404'), requests('POST', '/api/v1/auth/login', '401'), 'hurtrock_shop_http_requests_total{route="(refused)",status="404"}']
    const before = await told()
    for (const slug of ['tidak-ada-1', 'tidak-ada-2']) await get(`/product/${slug}`)
    await new Visitor(shop()).logIn('siapa@contoh.example', 'salah-sekali')
    await get('/no/such/page')
    // An answer is counted once it has been sent.
    await until('all are counted', async () => {
      const text = await told()
      return names.every((name, i) => value(text, name) - value(before, name) >= [2, 1, 1][i])
    })
    assert.doesNotMatch(await told(), /tidak-ada/)
  })

  test('a page that comes from the cache is told as such', async () => {
    const names = ['hurtrock_shop_page_cache_hits_total', 'hurtrock_shop_http_requests_total{route="(cached page)",status="200"}']
    const before = await told()
    await until('two are counted', async () => {
      await get('/')
      const text = await told()
      return names.every(name => value(text, name) - value(before, name) >= 2)
    })
  })

  test('every line is one that Prometheus reads, of a metric that says what it is', async () => {
    const text = await told()
    const declared = new Set()
    for (const line of text.trimEnd().split('\n')) {
      const named = line.match(/^# (?:HELP|TYPE) ([a-z_]+) \S/)
      if (named) declared.add(named[1])
      else assert.match(line, /^[a-z_]+(\{[a-z_]+="[^"\n]*"(,[a-z_]+="[^"\n]*")*\})? -?[\d.e+-]+$/, line)
      if (!named) assert.ok(declared.has(line.match(/^[a-z_]+/)[0].replace(/(?<=_seconds)_(bucket|sum|count)$/, '')), line)
    }
    assert.match(text, /^hurtrock_shop_database_up 1$/m)
    assert.match(text, /^process_resident_memory_bytes [1-9]/m)
  })

  test('nobody who comes through a proxy is told anything', async () => {
    assertPage(await get('/metrics', { 'X-Forwarded-For': '127.0.0.1' }), 404)
    assertPage(await get('/metrics', { Forwarded: 'for=127.0.0.1' }), 404)
  })

  test('what the chat asks of the shop for a request stands in both logs under one id', async () => {
    const { slug } = await takeVariant(shop())
    const { token } = await chatToken(new Visitor(shop()))
    const chat = (method, path, options) => send(method, `${shop().chatUrl}${path}`, { ...options, headers: { Authorization: `Bearer ${token}`, ...options?.headers } })
    const room = (await chat('GET', '/api/rooms')).json().items[0].id
    const id = `tes-${randomUUID()}`
    const answer = await chat('POST', `/api/rooms/${room}/messages`, { json: { client_id: randomUUID(), body: 'Ini ada?', product_slug: slug }, headers: { 'X-Request-Id': id } })
    assert.equal(answer.status, 201, answer.text())
    assert.equal(answer.headers['x-request-id'], id)
    await until('the shop has logged it', () => shop().logs().split('\n').some(line => line.includes('/api/v1/products/:slug') && line.includes(id)))
  })
}, { chat: true, env: { LOG_LEVEL: 'debug' } })
