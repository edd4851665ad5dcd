// Two shops and two chats on one PostgreSQL, one Redis and one data folder, as two machines behind nginx have them.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { OutboxFull } from '../../web/js/chat/outbox.js'
import { send, Visitor } from '../http/client.mjs'
import { areaCode, assertBooksAreRight, assertProblem, takeVariant } from '../http/errand.mjs'
import { begin, check, countsOf, kTitles, productRow, uploaded } from '../http/imports.mjs'
import { loggedIn } from '../http/people.mjs'
import { startBalancer } from '../support/balancer.mjs'
import { chatToken } from '../support/chat.mjs'
import { bodiesOf, hasAll, isLive, openPage } from '../support/chat_page.mjs'
import { until } from '../support/poll.mjs'
import { freePort } from '../support/ports.mjs'
import { startRedis } from '../support/redis.mjs'
import { startShop } from '../support/shop.mjs'
import { startSmtpSink } from '../support/smtp_sink.mjs'
import { alone } from '../support/topology.mjs'
import { awaitTheirOrders, buyAndPay, countRepeatedMails, kIsNew } from './buyers.mjs'
import { whileHurried } from './leases.mjs'
import { countBy, inParallel, seededRandom, size } from './run_size.mjs'

const kQuietOrders = size(12, 200)
const kOrders = size(40, 1_000)
const kBuyersAtOnce = size(6, 12)
const kChats = size(3, 20)
const kMessagesEach = size(12, 60)
const kStops = size(1, 20)
const kImported = size(40, 2_000)
const kPatience = { withinMs: size(120_000, 900_000) }
/** Notices of a change come by a poll of 400 ms at the latest; a machine that is busy with other tests has its delays. */
const kVisible = { withinMs: 2_000 }

describe('two shops and two chats behind nginx (postgres)', { skip: alone('it has its own') }, () => {
  let sink, redis, shop, other, otherChat, front, chatFront
  before(async () => {
    sink = await startSmtpSink()
    redis = await startRedis()
    const [port, chatPort] = [await freePort(), await freePort()]
    const address = `http://127.0.0.1:${port}`
    shop = await startShop({
      database: 'postgres', chat: true,
      env: { SMTP_URL: sink.url, REDIS_URL: redis.url, PUBLIC_URL: address, CHAT_PUBLIC_URL: `http://127.0.0.1:${chatPort}`, TRUSTED_PROXIES: '127.0.0.1' },
    })
    other = await shop.startShopBeside()
    otherChat = await shop.startChatBeside()
    front = await startBalancer([shop.url, other.url], { port })
    chatFront = await startBalancer([shop.chatUrl, otherChat.chatUrl], { port: chatPort })
  })
  after(async () => {
    await front?.stop()
    await chatFront?.stop()
    await shop?.stop()
    await redis?.discard()
    await sink?.stop()
  })

  test('a session, its cart and the token of its forms are good at both', async () => {
    const variant = await takeVariant(shop, 10)
    const visitor = new Visitor(shop)
    assert.equal((await visitor.post('/api/v1/cart/items', { json: { variant_id: variant.id, quantity: 1 } })).status, 200)
    const { token } = visitor
    assert.ok(token, 'the shop that began the session gave a token')
    visitor.base = other.url
    assert.equal((await visitor.post('/api/v1/cart/items', { json: { variant_id: variant.id, quantity: 2 } })).status, 200)
    visitor.base = shop.url
    assert.equal((await visitor.get('/api/v1/cart')).json().count, 3)
    visitor.token = 'forged'
    visitor.base = other.url
    assertProblem(await visitor.post('/api/v1/cart/items', { json: { variant_id: variant.id, quantity: 1 } }), 403, 'csrf')
  })

  test('who logs out at one is logged out at the other', async () => {
    const staff = await loggedIn(shop, 'staff')
    staff.base = other.url
    assert.equal((await staff.get('/admin')).status, 200)
    assert.ok((await staff.post('/api/v1/auth/logout')).status < 300)
    staff.base = shop.url
    assert.equal((await staff.get('/admin')).status, 303)
  })

  test('wrong passwords are counted together, wherever they are tried', async () => {
    const email = 'tebak@contoh.example'
    const tried = []
    for (let i = 0; i < 6; ++i) tried.push((await new Visitor([shop, other][i % 2]).logIn(email, 'salah-sekali')).status)
    assert.deepEqual(tried, [401, 401, 401, 401, 401, 429])
  })

  test('a change that staff make at one shows at the other within about a second', async () => {
    const { product, slug } = await takeVariant(shop)
    const staff = await loggedIn(other, 'staff')
    // As whoever has looked before: their page is in the cache of pages.
    const shown = async () => (await send('GET', `${shop.url}/api/v1/products/${slug}`)).json().variants.map(({ price }) => price)
    const page = async () => (await send('GET', `${shop.url}/product/${slug}`)).text()
    const [before, pageBefore] = [await shown(), await page()]
    const preview = (await staff.get(`/admin/products/bulk?do=percent&value=-10&rounding=1&product=${product}`)).text()
    const seen = [...preview.slice(preview.lastIndexOf('<form')).matchAll(/name="product" value="([^"]+)"/g)].map(([, value]) => ['product', value])
    const form = [['do', 'percent'], ['value', '-10'], ['rounding', '1'], ['return', '/admin/products'], ...seen]
    assert.equal((await staff.post('/admin/products/bulk', { form })).status, 303)
    const changed = performance.now()
    await until('the other shop tells the new price', async () => (await shown()).every((price, i) => price < before[i]), kVisible)
    await until('its page does, too', async () => (await page()) !== pageBefore, kVisible)
    console.log(`a change was to be seen at the other shop after ${Math.round(performance.now() - changed)} ms`)
  })

  test(`a file of ${kImported} products that was brought to one and begun at the other is imported once`, async () => {
    const staff = await loggedIn(shop, 'staff')
    let file = kTitles
    for (let i = 0; i < kImported; ++i) file += productRow(i)
    const import_ = await uploaded(staff, file)
    await check(staff, import_)
    staff.base = other.url
    await begin(staff, import_)
    await until('the import has finished', async () => (await countsOf(shop, import_)).state === 'finished', kPatience)
    const counts = await countsOf(shop, import_)
    assert.deepEqual([counts.created, counts.changed, counts.refused], [kImported, 0, 0])
    const [[entries]] = await shop.sql(`SELECT COUNT(*) FROM audit_log WHERE action = 'product.created'`)
    assert.equal(Number(entries), kImported)
  })

  test(`${kQuietOrders} orders over both: every job runs once, every mail is sent once`, async () => {
    const [variant, area] = [await takeVariant(shop, 2 * kQuietOrders), await areaCode(shop)]
    const acknowledged = [], failures = []
    await inParallel(kQuietOrders, index => buyAndPay(shop, { url: front.url, index, variant, area, failures, acknowledged }), kBuyersAtOnce)
    assert.deepEqual(failures, [])
    await awaitTheirOrders(shop, acknowledged)
    assert.equal(countRepeatedMails(sink.mails(), acknowledged), 0)
    const [[repeated]] = await shop.sql("SELECT COUNT(*) FROM jobs WHERE attempts > 1")
    assert.equal(repeated, '0', 'no job was taken up twice')
  })

  test('a shop that is stopped properly and started again while buyers buy fails no request', async () => {
    const [variant, area] = [await takeVariant(shop, 100_000), await areaCode(shop)]
    const acknowledged = await ordersSoFar()
    const failures = []
    let enough = false, next = 5_000
    const buying = inParallel(kBuyersAtOnce, async () => {
      while (!enough) await buyAndPay(shop, { url: front.url, index: next++, variant, area, failures, acknowledged })
    })
    for (let stop = 0; stop < kStops; ++stop) {
      const placed = acknowledged.length
      await until('buyers go on buying', () => acknowledged.length > placed + kBuyersAtOnce, kPatience)
      await other.stop()
      await other.start()
    }
    enough = true
    await buying
    assert.deepEqual(failures, [])
    await awaitTheirOrders(shop, acknowledged)
  })

  test(`${kOrders} orders and ${kChats} conversations while one shop and one chat die for good: what was acknowledged is there, only what was in flight failed`, async () => {
    const random = seededRandom()
    const variants = []
    for (let i = 0; i < 4; ++i) variants.push(await takeVariant(shop, 2 * kOrders))
    const area = await areaCode(shop)
    const acknowledged = await ordersSoFar()
    const before = acknowledged.length
    const failures = []

    const page = visitor => openPage(visitor, { url: chatFront.url, random })
    const agent = await page(await loggedIn({ url: front.url }, 'staff'))
    const chats = await inParallel(kChats, async () => {
      const visitor = new Visitor({ url: front.url })
      await chatToken(visitor)
      const screen = await page(visitor)
      await until('the buyer is there', () => isLive(screen) && screen.rooms.own, kPatience)
      return { screen, room: screen.rooms.own.id, written: [] }
    }, 4)
    const screens = [agent, ...chats.map(({ screen }) => screen)]
    try {
      const buying = inParallel(kOrders, index => buyAndPay(shop, {
        url: front.url, index: 10_000 + index, variant: variants[index % variants.length], area, failures, acknowledged,
      }), kBuyersAtOnce)
      let said = 0
      const talking = chats.map(async ({ screen, room, written }, chat) => {
        for (let i = 0; i < kMessagesEach; ++i) {
          written.push(`pembeli ${chat}: ${i}`)
          await writeWhenThereIsRoom(screen, { room, body: written.at(-1) })
          if (i % 4 === 3) {
            written.push(`staf kepada ${chat}: ${i}`)
            await writeWhenThereIsRoom(agent, { room, body: written.at(-1) })
          }
          ++said
          await new Promise(resume => setTimeout(resume, random.between(0, 120)))
        }
      })
      await until('half of it is said', () => said >= (kChats * kMessagesEach) / 2, kPatience)
      await otherChat.kill9()
      await until('a good third is ordered', () => acknowledged.length - before >= kOrders / 3, kPatience)
      const moment = performance.now() + random.between(0, 40)
      while (performance.now() < moment) await new Promise(setImmediate)
      await other.kill9()
      const dead = performance.now()
      const [, ordersArrived] = await whileHurried(shop, async () => [
        await Promise.all([buying, ...talking]), await failureOf(awaitTheirOrders(shop, acknowledged)),
      ])
      const messagesArrived = await failureOf(until('everything that was said is on every screen', () => chats.every(({ screen, room, written }) =>
        [screen, agent].every(each => hasAll(each, room, written.length))), kPatience))
      const lost = { orders: await countLostOrders(acknowledged), messages: await countLostMessages(chats) }
      console.log(`lost: ${lost.orders} of ${acknowledged.length} acknowledged orders, ${lost.messages} of ${chats.flatMap(({ written }) => written).length} messages`)
      assert.deepEqual(lost, { orders: 0, messages: 0 })
      assert.ifError(ordersArrived)
      assert.ifError(messagesArrived)
      console.log(`requests that failed, all of them in flight: ${failures.length} of about ${3 * kOrders} ${JSON.stringify(countBy(failures, ({ what, why }) => `${what}: ${why}`))}`)
      assert.deepEqual(failures.filter(({ begun }) => begun > dead), [], 'what is asked once the shop is dead goes to the other')
      assert.ok(failures.length <= kBuyersAtOnce, `${failures.length} of ${kBuyersAtOnce} buyers at once had something in flight`)
      assert.equal(new Set(acknowledged.map(({ number }) => number)).size, before + kOrders)

      for (const { screen, room, written } of chats) {
        assert.deepEqual([...bodiesOf(screen)].sort(), [...written].sort())
        assert.deepEqual(bodiesOf(agent, room), bodiesOf(screen))
      }
    } finally {
      screens.forEach(screen => screen.stop())
    }
    // One sender was killed: it sends at most one mail at a time, and another repeats that under the same Message-ID.
    const repeated = countRepeatedMails(sink.mails(), acknowledged.slice(before))
    assert.ok(repeated <= 1, `${repeated} mails were sent twice`)
    await assertBooksAreRight(shop)
  })

  /** As a person does who is told that too much waits to be sent. */
  function writeWhenThereIsRoom(screen, message) {
    return until('the outbox has room', () => screen.write(message).catch(error => {
      throw Object.assign(error, { final: !(error instanceof OutboxFull) })
    }), kPatience)
  }

  async function countLostOrders(acknowledged) {
    const there = new Set((await shop.sql('SELECT number FROM orders')).map(([number]) => number))
    return acknowledged.filter(({ number }) => !there.has(number)).length
  }

  async function countLostMessages(chats) {
    const there = new Set((await shop.chatDb.sql('SELECT room_id, body FROM messages')).map(([room, body]) => `${room} ${body}`))
    return chats.flatMap(({ room, written }) => written.filter(body => !there.has(`${room} ${body}`))).length
  }

  /** Those of the tests before: {number, email, cash}. */
  async function ordersSoFar() {
    const rows = await shop.sql(`SELECT number, email, payment_state FROM orders WHERE ${kIsNew}`)
    return rows.map(([number, email, payment]) => ({ number, email, cash: payment === 'unpaid' }))
  }
})

describe('two shops that count together (postgres)', { skip: alone('it has its own') }, () => {
  /** Of logins from one address. */
  const kAtOnce = 20, kRefillMs = 6_000
  /** A Redis that a busy machine keeps from answering within 100 ms is not waited for: so many more may pass. */
  const kUnanswered = 4
  let redis, shop, other
  before(async () => {
    redis = await startRedis()
    shop = await startShop({ database: 'postgres', env: { REDIS_URL: redis.url, RATE_LIMITS: 'on', TRUSTED_PROXIES: '127.0.0.1' } })
    other = await shop.startShopBeside()
    await counted()
  })
  after(async () => {
    await shop?.stop()
    await redis?.discard()
  })

  const isCounted = async ({ url }) => /^hurtrock_shop_redis_up 1$/m.test((await send('GET', `${url}/metrics`)).text())
  const counted = () => until('both ask Redis', async () => (await isCounted(shop)) && (await isCounted(other)))
  const login = (at, address, json) => send('POST', `${at.url}/api/v1/auth/login`, { json, headers: { 'X-Forwarded-For': address } })

  /** Wrong passwords for as many mailboxes, by turns at both shops: how many passed, and how many more may have by and by. */
  async function guess(count, address) {
    const begun = performance.now()
    let passed = 0
    for (let i = 0; i < count; ++i) {
      const { status } = await login([shop, other][i % 2], address, { email: `tebak${i}@contoh.example`, password: 'salah-sekali' })
      assert.ok(status === 401 || status === 429, `status ${status}`)
      if (status === 401) ++passed
    }
    return { passed, refilled: Math.floor((performance.now() - begun) / kRefillMs) }
  }

  /** Each by itself would let twenty pass. */
  async function passTogether(address) {
    const { passed, refilled } = await guess(2 * kAtOnce, address)
    assert.ok(passed >= kAtOnce && passed <= kAtOnce + refilled + kUnanswered, `${passed} passed`)
  }

  test('wrong logins from one address are refused after twenty, wherever they are tried', async () => {
    await passTogether('203.0.113.1')
  })

  test('a Redis that is killed in the middle hinders nobody, and is missed in the log once by each', async () => {
    const address = '203.0.113.2'
    assert.equal((await guess(10, address)).passed, 10)
    const missed = () => [...shop.logs().matchAll(/redis\.away/g)].length
    const before = missed()
    await redis.kill9()
    assert.equal((await guess(10, address)).passed, 10)
    for (const at of [shop, other]) {
      const begun = performance.now()
      assert.equal((await login(at, '203.0.113.3', { email: 'staf@hurtrock.com', password: 'staf12345' })).status, 200)
      assert.ok(performance.now() - begun < 5_000, 'nobody waits for a Redis that is not there')
    }
    const { passed, refilled } = await guess(2 * kAtOnce + 10, '203.0.113.4')
    assert.ok(passed >= 2 * kAtOnce && passed <= 2 * (kAtOnce + refilled), `${passed} passed: each counts for itself`)
    await until('both have said so', () => missed() >= before + 2)
    assert.equal(missed(), before + 2)
  })

  test('they count together again when Redis is back', async () => {
    await redis.start()
    await counted()
    await passTogether('203.0.113.5')
  })
})

/** Why it came to nothing, for whoever has something to tell first; undefined when it did not. */
function failureOf(promise) {
  return promise.then(() => undefined, error => error)
}
