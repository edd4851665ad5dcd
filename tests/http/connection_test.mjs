// The wire: what a raw socket sends and gets, well-behaved or not.

import assert from 'node:assert/strict'
import net from 'node:net'
import { test } from 'node:test'
import { send } from './client.mjs'
import { withShop } from './errand.mjs'

const kPatienceMs = 5_000

/** Sends the parts one after the other; answers everything that came until the server closed or said enough. */
function talk(shop, parts, { until = () => false } = {}) {
  return new Promise((answer, refuse) => {
    const socket = net.connect(Number(new URL(shop.url).port), '127.0.0.1')
    const chunks = []
    const text = () => Buffer.concat(chunks).toString('latin1')
    const done = closed => (socket.destroy(), answer({ text: text(), closed }))
    socket.setTimeout(kPatienceMs, () => done(false))
    socket.on('data', chunk => (chunks.push(chunk), until(text()) && done(false)))
    socket.on('end', () => done(true))
    socket.on('error', error => (error.code === 'ECONNRESET' || error.code === 'EPIPE' ? done(true) : refuse(error)))
    const next = () => parts.length > 0 && socket.write(parts.shift(), () => setImmediate(next))
    socket.on('connect', next)
  })
}

const statuses = text => [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
const request = (path, headers = '', method = 'GET', body = '') => `${method} ${path} HTTP/1.1\r\nHost: shop\r\n${headers}\r\n${body}`

withShop('connections', shop => {
  test('requests sent ahead are answered in their order', async () => {
    const { text } = await talk(shop(), [request('/robots.txt') + request('/api/v1/cart') + request('/none') + request('/healthz', 'Connection: close\r\n')])
    assert.deepEqual(statuses(text), [200, 200, 404, 200])
    assert.ok(text.indexOf('Disallow') < text.indexOf('"subtotal"'))
    assert.ok(text.endsWith('{"status":"ok"}'))
  })

  test('a hundred requests come back over one connection', async () => {
    const many = request('/healthz').repeat(99) + request('/healthz', 'Connection: close\r\n')
    const { text, closed } = await talk(shop(), [many])
    assert.deepEqual(statuses(text), Array(100).fill(200))
    assert.equal(closed, true)
  })

  test('a request may arrive byte by byte', async () => {
    const { text } = await talk(shop(), [...request('/api/v1/session', 'Connection: close\r\n')])
    assert.deepEqual(statuses(text), [200])
  })

  test('a body and the next request may arrive in one piece', async () => {
    const body = '{"variant_id": 0, "quantity": 1}'
    const post = request('/api/v1/cart/items', `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`, 'POST', body)
    const { text } = await talk(shop(), [post + request('/healthz', 'Connection: close\r\n')])
    assert.deepEqual(statuses(text), [422, 200])
  })

  test('a chunked body is a body', async () => {
    const chunks = '10\r\n{"variant_id": 0\r\n10\r\n, "quantity": 1}\r\n0\r\n\r\n'
    const post = request('/api/v1/cart/items', 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n', 'POST', chunks)
    assert.deepEqual(statuses((await talk(shop(), [post])).text), [422])
  })

  test('a client that asks before sending is told to go on', async () => {
    const body = '{}'
    const head = request('/api/v1/cart/items', `Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\nConnection: close\r\n`, 'POST')
    const { text } = await talk(shop(), [head], { until: text => text.includes('100 Continue') })
    assert.match(text, /^HTTP\/1\.1 100 Continue\r\n\r\n/)
  })

  for (const [title, bytes, status] of [
    ['both a length and chunks', request('/cart/items', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', 'POST', '0\r\n\r\n'), [400]],
    ['two different lengths', request('/cart/items', 'Content-Length: 5\r\nContent-Length: 6\r\n', 'POST', 'abcdef'), [400]],
    ['a length that is no number', request('/cart/items', 'Content-Length: -1\r\n', 'POST'), [400]],
    ['an unknown transfer coding', request('/cart/items', 'Transfer-Encoding: xchunked\r\n', 'POST', '0\r\n\r\n'), [400, 501]],
    ['a chunk size that is no number', request('/cart/items', 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n', 'POST', 'zz\r\n'), [400]],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', [400]],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', [400]],
    ['an unknown method', request('/', '', 'BREW'), [501, 405]],
    ['another version', 'GET / HTTP/3.0\r\nHost: a\r\n\r\n', [505, 400]],
    ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', [400]],
    ['a NUL in a header', request('/', 'X-Strange: a\0b\r\n'), [400]],
    ['a header line without colon', request('/', 'nonsense\r\n'), [400]],
    ['a space before the colon', request('/', 'Content-Length : 3\r\n'), [400]],
    ['headers without end', request('/', `X-Long: ${'a'.repeat(40_000)}\r\n`), [431]],
    ['a thousand headers', request('/', 'X-Many: 1\r\n'.repeat(2000)), [431]],
    ['an address without end', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, [414]],
    ['a body larger than any form', request('/cart/items', 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000000\r\n', 'POST', 'a=1'), [413]],
    ['an expectation nobody knows', request('/', 'Expect: a-miracle\r\n'), [417]],
  ]) {
    test(`${title}: refused, and the connection closed`, async () => {
      const { text, closed } = await talk(shop(), [Buffer.from(bytes, 'latin1')])
      const [answered] = statuses(text)
      assert.ok(status.includes(answered), `answered ${answered}, expected ${status.join(' or ')}\n${text.slice(0, 300)}`)
      assert.equal(statuses(text).length, 1, 'nothing after it is taken for a request')
      assert.equal(closed, true)
    })
  }

  test('HTTP/1.0 gets one answer and the end', async () => {
    const { text, closed } = await talk(shop(), ['GET /healthz HTTP/1.0\r\n\r\n'])
    assert.deepEqual(statuses(text), [200])
    assert.equal(closed, true)
  })

  test('a hundred strangers who say nothing keep nobody waiting', async () => {
    const port = Number(new URL(shop().url).port)
    const silent = Array.from({ length: 100 }, () => net.connect(port, '127.0.0.1').on('error', () => {}))
    const half = Array.from({ length: 100 }, () => {
      const socket = net.connect(port, '127.0.0.1').on('error', () => {})
      socket.write('GET / HTTP/1.1\r\nHost: sl')
      return socket
    })
    const begun = performance.now()
    assert.equal((await send('GET', `${shop().url}/`)).status, 200)
    assert.ok(performance.now() - begun < 2_000)
    for (const socket of [...silent, ...half]) socket.destroy()
  })

  test('a header of ours cannot be written by the client', async () => {
    const { text } = await talk(shop(), [request('/search?q=a%0d%0aX-Evil:%201', 'X-Request-Id: a\tb\r\nConnection: close\r\n')])
    assert.doesNotMatch(text.split('\r\n\r\n')[0], /^X-Evil/m)
  })
}, { whyAlone: 'nginx takes the connections' })
