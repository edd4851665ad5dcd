// What stands before the shop, as packaging/ has it: nginx before one machine, HAProxy before several.

import assert from 'node:assert/strict'
import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import { after, before, describe, test } from 'node:test'
import { takeVariant, withShop } from '../http/errand.mjs'
import { ChatSocket } from '../support/chat.mjs'
import { until } from '../support/poll.mjs'
import { freePort } from '../support/ports.mjs'
import { kSiteName, startHaproxySite, startNginxSite, startPlainNginxSite } from '../support/site.mjs'

const kSite = `https://${kSiteName}`
/** Of logins from one address. */
const kMostLogins = 20
const kPatience = { withinMs: 30_000 }

/** One request, by TLS where the site has a certificate: {status, headers, body, text(), json()}. */
function ask(site, method, path, { headers = {}, json, ...tls } = {}) {
  const content = json === undefined ? undefined : JSON.stringify(json)
  const all = { Host: kSiteName, ...(content && { 'Content-Type': 'application/json' }), ...headers }
  return new Promise((answer, refuse) => {
    const outgoing = (site.ca ? https : http).request({ host: '127.0.0.1', port: site.port, servername: kSiteName, ca: site.ca, agent: false, method, path, headers: all, ...tls }, incoming => {
      const chunks = []
      incoming.on('data', chunk => chunks.push(chunk))
      incoming.on('error', refuse)
      incoming.on('end', () => {
        const body = Buffer.concat(chunks)
        answer({ status: incoming.statusCode, headers: incoming.headers, body, text: () => body.toString(), json: () => JSON.parse(body) })
      })
    })
    outgoing.on('error', refuse)
    outgoing.end(content)
  })
}

const tryToLogIn = (site, n, headers) => ask(site, 'POST', '/api/v1/auth/login', { json: { email: `tebak${n}@contoh.example`, password: 'salah-sekali' }, headers })

/** A form and the chat of a site at that address, whatever is before it. */
function defineFormAndChat(shop, site, address) {
  const withTls = address.startsWith('https://')

  test(`a form sent from the site is taken, with a cookie ${withTls ? 'for TLS only' : 'that comes back without TLS'}`, async () => {
    const variant = await takeVariant(shop())
    const added = await ask(site(), 'POST', '/api/v1/cart/items', { json: { variant_id: variant.id, quantity: 1 }, headers: { Origin: address } })
    assert.equal(added.status, 200, added.text())
    const [cookie] = added.headers['set-cookie'].filter(line => line.startsWith(`${withTls ? '__Host-' : ''}hurtrock_session=`))
    assert.equal(/; Secure/.test(cookie), withTls)
    const cart = await ask(site(), 'GET', '/api/v1/cart', { headers: { Cookie: cookie.split(';')[0] } })
    assert.equal(cart.json().count, 1)
    const foreign = await ask(site(), 'POST', '/api/v1/cart/items', { json: { variant_id: variant.id, quantity: 1 }, headers: { Origin: 'https://evil.example' } })
    assert.equal(foreign.status, 403)
  })

  test('somebody writes in the chat, over a socket and without', async () => {
    const token = (await ask(site(), 'POST', '/api/v1/chat/token', { headers: { Origin: address } })).json()
    assert.equal(token.url, `${address}/chat-service`)
    const { port, ca } = site()
    const socket = new ChatSocket({ chatUrl: `${ca ? 'https' : 'http'}://127.0.0.1:${port}/chat-service` },
                                  { origin: address, headers: { Host: kSiteName }, ...(ca && { ca, servername: kSiteName }) })
    await socket.opened
    socket.say({ type: 'hello', token: token.token })
    const { rooms: [{ id: room }] } = await socket.next(({ type }) => type === 'welcome', 'the welcome')
    await socket.writeWell(room, 'lewat situs')
    await socket.close()
    const read = await ask(site(), 'GET', `/chat-service/api/rooms/${room}/messages`, { headers: { Authorization: `Bearer ${token.token}` } })
    assert.deepEqual(read.json().items.map(({ body }) => body), ['lewat situs'])
  })
}

/** What both of them do for whoever visits the shop. */
function defineVisits(shop, site) {
  test('who comes without TLS is sent to the same address with it', async () => {
    const answer = await new Promise((tell, refuse) =>
      http.get({ host: '127.0.0.1', port: site().plainPort, path: '/products?q=gitar', headers: { Host: kSiteName }, agent: false }, tell).on('error', refuse))
    answer.resume()
    assert.deepEqual([answer.statusCode, answer.headers.location], [301, `${kSite}/products?q=gitar`])
  })

  test('browsers are promised TLS once, and get a version of it that is safe', async () => {
    for (const version of ['TLSv1.2', 'TLSv1.3']) {
      const page = await ask(site(), 'GET', '/', { minVersion: version, maxVersion: version })
      assert.equal(page.status, 200, version)
      assert.equal(page.headers['strict-transport-security'], 'max-age=31536000')
    }
    // At its usual level our own side would refuse first.
    await assert.rejects(ask(site(), 'GET', '/', { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' }), { code: 'EPROTO' })
  })

  test('pages come by HTTP/2', async () => {
    const session = http2.connect(`https://127.0.0.1:${site().port}`, { ca: site().ca, servername: kSiteName })
    try {
      const status = await new Promise((tell, refuse) => {
        session.on('error', refuse)
        const request = session.request({ ':path': '/products', ':authority': kSiteName })
        request.on('error', refuse)
        request.on('response', headers => tell(headers[':status']))
        request.resume()
      })
      assert.deepEqual([status, session.alpnProtocol], [200, 'h2'])
    } finally {
      session.destroy()
    }
  })

  defineFormAndChat(shop, site, kSite)

  test('figures are for the machine itself', async () => {
    assert.equal((await ask(site(), 'GET', '/metrics')).status, 404)
    const figures = await ask(site(), 'GET', '/chat-service/metrics')
    assert.match(figures.text(), /^hurtrock_chat_sockets \d+$/m)
  })

  test('nobody escapes a limit by an address that they make up', async () => {
    const statuses = []
    // Behind HAProxy each of two shops counts for itself.
    for (let i = 0; i < 3 * kMostLogins; ++i)
      statuses.push((await tryToLogIn(site(), i, { Origin: kSite, 'X-Forwarded-For': `203.0.113.${i + 1}` })).status)
    assert.ok(statuses.includes(429), statuses.join(' '))
  })
}

withShop('the site', shop => {
  describe('behind nginx', () => {
    let site
    before(async () => (site = await startNginxSite({ shopUrl: shop().url, chatUrl: shop().chatUrl })))
    after(() => site?.stop())

    defineVisits(shop, () => site)

    test('files that never change are answered by nginx, even while the shop is away', async () => {
      const page = (await ask(site, 'GET', '/products')).text()
      const files = [/(?:href|src)="(\/assets\/[^"]+)"/, /"(\/media\/[^" ]+)/].map(pattern => page.match(pattern)[1])
      const [before, pagesBefore] = [await Promise.all(files.map(file => ask(site, 'GET', file))), await ask(site, 'GET', '/')]
      assert.deepEqual([...before, pagesBefore].map(({ status }) => status), [200, 200, 200])
      await shop().kill9()
      try {
        for (const [i, file] of files.entries()) {
          const kept = await ask(site, 'GET', file)
          assert.equal(kept.status, 200, file)
          assert.ok(kept.body.equals(before[i].body), file)
        }
        assert.equal((await ask(site, 'GET', '/')).status, 502, 'what may change is not kept')
      } finally {
        await shop().start()
      }
      assert.equal((await ask(site, 'GET', '/')).status, 200)
    })
  })

  describe('behind nginx without TLS, before which another proxy has it', () => {
    let site
    before(async () => (site = await startPlainNginxSite({ shopUrl: shop().url, chatUrl: shop().chatUrl })))
    after(() => site?.stop())

    defineFormAndChat(shop, () => site, kSite)

    test('limits are of the address that the other proxy has told, whatever its visitor said before', async () => {
      const from = (n, address) => tryToLogIn(site, n, { Origin: kSite, 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': address })
      let status
      for (let i = 0; i < 3 * kMostLogins && status !== 429; ++i) ({ status } = await from(i, `203.0.113.${i + 1}, 198.51.100.7`))
      assert.equal(status, 429)
      assert.equal((await from(3 * kMostLogins, '198.51.100.8')).status, 401)
    })

    test('figures of the chat do not come by it', async () => {
      assert.equal((await ask(site, 'GET', '/chat-service/metrics')).status, 404)
    })
  })

  describe('behind HAProxy', () => {
    let site, other
    before(async () => {
      other = await shop().startShopBeside()
      // A chat on a machine that is switched off.
      const nobody = `http://127.0.0.1:${await freePort()}`
      site = await startHaproxySite({ shopUrls: [shop().url, other.url], chatUrls: [shop().chatUrl, nobody] })
    })
    after(() => site?.stop())

    defineVisits(shop, () => site)

    test('a machine that dies is left out at once, and taken again when it is well', async () => {
      await other.kill9()
      for (let i = 0; i < 20; ++i) assert.equal((await ask(site, 'GET', '/products')).status, 200)
      await other.start()
      const served = async () => Number((await (await fetch(`${other.url}/metrics`)).text()).match(/^hurtrock_shop_http_requests_total\{.*route="\(cached page\)".*\} (\d+)$/m)?.[1] ?? 0)
      await until('it serves pages', async () => (await ask(site, 'GET', '/'), await served() > 0), kPatience)
    })
  })
}, { chat: true, whyAlone: 'it has its own', env: { PUBLIC_URL: kSite, CHAT_PUBLIC_URL: `${kSite}/chat-service`, TRUSTED_PROXIES: '127.0.0.1', RATE_LIMITS: 'on' } })

const kPlainSite = `http://${kSiteName}`
withShop('the site of a trial in a LAN', shop => {
  let site
  before(async () => (site = await startPlainNginxSite({ shopUrl: shop().url, chatUrl: shop().chatUrl })))
  after(() => site?.stop())

  test('pages come without TLS, and promise none', async () => {
    const page = await ask(site, 'GET', '/products')
    assert.equal(page.status, 200)
    assert.equal(page.headers['strict-transport-security'], undefined)
    assert.ok(page.text().includes(`<link rel="canonical" href="${kPlainSite}/products`), 'its own address')
  })
  defineFormAndChat(shop, () => site, kPlainSite)
}, { chat: true, whyAlone: 'it has its own', env: { PUBLIC_URL: kPlainSite, CHAT_PUBLIC_URL: `${kPlainSite}/chat-service`, TRUSTED_PROXIES: '127.0.0.1' } })
