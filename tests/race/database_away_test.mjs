// PostgreSQL is stopped and started again under a shop and a chat that run: what they answer meanwhile, and that all is
// well afterwards without anybody starting them again.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { send, Visitor } from '../http/client.mjs'
import { areaCode, assertBooksAreRight, assertPage, assertProblem, buy, orderRow, setPrice, takeVariant, visitorWithCart } from '../http/errand.mjs'
import { multipart } from '../http/multipart.mjs'
import { loggedIn } from '../http/people.mjs'
import { ChatSocket, chatToken } from '../support/chat.mjs'
import { photo } from '../support/photos.mjs'
import { until } from '../support/poll.mjs'
import { startPostgres, startShopOn } from '../support/postgres.mjs'
import { words } from '../support/texts.mjs'
import { awaitTheirOrders, buyAndPay, kIsNew } from './buyers.mjs'
import { whileHurried } from './leases.mjs'
import { countBy, inParallel, size } from './run_size.mjs'

const kStops = size(2, 10)
const kBuyersAtOnce = 3
const kPatience = { withinMs: 60_000 }
const kLanguages = ['id', 'en']

describe('a PostgreSQL that is stopped and started again', () => {
  let postgres, shop
  before(async () => {
    postgres = await startPostgres()
    shop = await startShopOn(postgres, { chat: true })
  })
  after(async () => {
    await shop?.stop()
    await postgres?.discard()
  })

  const statusOf = async url => (await send('GET', url)).status
  const isWell = async () => await statusOf(`${shop.url}/readyz`) === 200 && await statusOf(`${shop.chatUrl}/readyz`) === 200
  const inLanguage = (visitor, language) => ({ Cookie: [...visitor.cookies, ['language', language]].map(([name, value]) => `${name}=${value}`).join('; ') })
  /** Pages are kept for as long as the catalogue is the same: every change so far has been noticed. */
  async function shopsHaveSeenAll() {
    const { id, price, slug } = await takeVariant(shop)
    await setPrice(shop, id, price + 1_000)
    for (const url of shop.nodeUrls)
      await until('the price is noticed', async () =>
        (await send('GET', `${url}/api/v1/products/${slug}`)).json().variants.some(variant => variant.price === price + 1_000), kPatience)
  }
  /** It says when to come again, and nothing of what is broken. */
  function assertComeAgain(answer) {
    assert.equal(answer.status, 503, answer.text().slice(0, 500))
    assert.match(answer.headers['retry-after'] ?? '', /^[1-9]\d?$/)
    assert.doesNotMatch(answer.text(), /PostgreSQL|SELECT |INSERT |connection lost/)
  }
  function assertFriendlyPage(answer, language) {
    assertComeAgain(answer)
    const page = assertPage(answer, 503)
    assert.match(page, new RegExp(`<html[^>]* lang="${language}"`))
    for (const part of ['title', 'advice']) assert.ok(page.includes(words(language)(`layout.error.503.${part}`)), `${part} in ${language}`)
  }

  test('meanwhile pages that were read are read, whatever needs it is told to come again, and everything is there afterwards', async () => {
    const variant = await takeVariant(shop, 20)
    const visitor = await visitorWithCart(shop, variant, 2)
    const buyer = await loggedIn(shop, 'buyer')
    const staff = await loggedIn(shop, 'staff')
    const bought = await buy(shop, { variant, method: 'cod', changes: { shipping_service: 'pickup' } })
    const guest = new Visitor(shop)
    const { token } = await chatToken(guest)
    const socket = await ChatSocket.greeted(shop, token)
    const room = socket.welcome.rooms[0].id
    await socket.writeWell(room, 'sebelum')
    const rooms = () => send('GET', `${shop.chatUrl}/api/rooms`, { headers: { Authorization: `Bearer ${token}` } })
    const read = async () => {
      const texts = []
      for (const url of shop.nodeUrls)
        for (const path of ['/', '/products', `/product/${variant.slug}`])
          for (const language of kLanguages) {
            const page = await send('GET', url + path, { headers: { Cookie: `language=${language}` } })
            assert.equal(page.status, 200, path)
            texts.push(page.text())
          }
      return texts
    }
    await shopsHaveSeenAll()
    const pages = await read()
    const picture = await photo('jpg', 300, 200)
    const processes = [shop.pid, shop.chatPid]

    await postgres.stop()
    assert.deepEqual(await read(), pages)
    assert.deepEqual([await statusOf(`${shop.url}/healthz`), await statusOf(`${shop.chatUrl}/healthz`)], [200, 200])
    assert.deepEqual([await statusOf(`${shop.url}/readyz`), await statusOf(`${shop.chatUrl}/readyz`)], [503, 503])

    const added = await visitor.post('/api/v1/cart/items', { json: { variant_id: variant.id, quantity: 1 } })
    assertComeAgain(added)
    assertProblem(added, 503)
    for (const language of kLanguages) {
      assertFriendlyPage(await buyer.get('/orders', { headers: inLanguage(buyer, language) }), language)
      assertFriendlyPage(await visitor.post('/cart/items', { form: { variant_id: variant.id, quantity: 1 }, headers: inLanguage(visitor, language) }), language)
    }
    assertComeAgain(await staff.post(`/admin/products/${variant.product}/images`, multipart({}, [['pictures', 'foto.jpg', picture]])))
    assertComeAgain(await rooms())
    const id = socket.write(room, 'selama itu')
    const refused = await socket.next(({ type, client_id }) => type === 'error' && client_id === id, 'the refusal')
    assert.equal(refused.code, 'unavailable')
    assert.ok(refused.retry_after_ms > 0)

    await postgres.start()
    await until('shop and chat are well again', isWell, kPatience)
    assert.deepEqual([shop.pid, shop.chatPid], processes, 'by themselves')
    assert.equal((await visitor.get('/api/v1/cart')).json().count, 2, 'what was accepted, and nothing of what was refused')
    assert.equal((await orderRow(shop, bought.number)).state, 'processing')
    assert.equal((await visitor.post('/api/v1/cart/items', { json: { variant_id: variant.id, quantity: 1 } })).json().count, 3)
    assert.equal((await buyer.get('/orders')).status, 200)
    await buy(shop, { variant, method: 'cod', changes: { shipping_service: 'pickup' } })
    const [[pictures]] = await shop.sql(`SELECT COUNT(*) FROM product_images WHERE product_id = ${variant.product} AND state = 'processing'`)
    assert.equal(pictures, '0', 'the picture that was refused is not there')

    // As every page does it with what was not acknowledged: at the same socket, or at a new one.
    const again = socket.closed ? await ChatSocket.greeted(shop, token, { [room]: 1 }) : socket
    again.say({ type: 'send', room, client_id: id, body: 'selama itu' })
    assert.equal((await again.next(({ type, client_id }) => type === 'ack' && client_id === id, 'the ack')).seq, 2)
    await again.close()
    assert.deepEqual(await shop.chatDb.sql(`SELECT seq, body FROM messages WHERE room_id = ${room} ORDER BY seq`), [['1', 'sebelum'], ['2', 'selama itu']])
    assert.equal((await rooms()).status, 200)
    await assertBooksAreRight(shop)
  })

  test(`${kStops} times while buyers buy: nobody meets anything but a 503, and every order that was acknowledged is there once`, async () => {
    const [variant, area] = [await takeVariant(shop, 100_000), await areaCode(shop)]
    const placedBefore = (await shop.sql(`SELECT number, email FROM orders WHERE ${kIsNew}`)).map(([number, email]) => ({ number, email, cash: true }))
    const acknowledged = [...placedBefore], failures = []
    let enough = false, next = 0
    const buying = inParallel(kBuyersAtOnce, async () => {
      while (!enough) await buyAndPay(shop, { index: next++, variant, area, failures, acknowledged })
    })
    await whileHurried(shop, async () => {
      for (let stop = 0; stop < kStops; ++stop) {
        const [placed, refused] = [acknowledged.length, failures.length]
        await until('buyers go on buying', () => acknowledged.length > placed + kBuyersAtOnce, kPatience)
        await postgres.stop()
        await until('all of them are told', () => failures.length >= refused + 2 * kBuyersAtOnce, kPatience)
        await postgres.start()
      }
      enough = true
      await buying
      await awaitTheirOrders(shop, acknowledged)
    })
    console.log(`${acknowledged.length} orders, ${failures.length} requests refused: ${JSON.stringify(countBy(failures, ({ what, why }) => `${what}: ${why}`))}`)
    assert.deepEqual(Object.keys(countBy(failures, ({ why }) => why)), ['status 503'])
    assert.equal(new Set(acknowledged.map(({ number }) => number)).size, acknowledged.length)
    await assertBooksAreRight(shop)
  })
})
