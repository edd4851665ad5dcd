// The chat's client (web/js/chat) against the service as it is, through a network that is cut and a service that is
// killed. What pages put around it: tests/browser/chat_test.mjs.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { MemoryOutbox } from '../../web/js/chat/outbox.js'
import { seededRandom } from '../race/run_size.mjs'
import { bodiesOf, hasAll, isLive, openPage } from '../support/chat_page.mjs'
import { startFlakyProxy } from '../support/flaky_proxy.mjs'
import { until } from '../support/poll.mjs'
import { Visitor } from './client.mjs'
import { onEachDatabase, takeVariant } from './errand.mjs'

onEachDatabase('the client of the chat', shop => {
  const random = seededRandom()
  const screens = []
  let proxy
  before(async () => (proxy = await startFlakyProxy(shop().chatUrl)))
  after(async () => {
    screens.forEach(screen => screen.stop())
    await proxy.stop()
  })

  /** A page of that visitor's; `outbox`: of an earlier one. */
  const open = async (visitor, outbox, { through = proxy.url, refuse } = {}) => {
    const client = await openPage(visitor, { url: through, random, outbox, refuse })
    screens.push(client)
    return client
  }
  const [live, bodies] = [isLive, bodiesOf]
  let agent
  const staff = async () => {
    if (agent) return agent
    agent = new Visitor(shop())
    await agent.logIn('staf@hurtrock.com', 'staf12345')
    return agent
  }

  test('a question, an answer, what was read, and who is there', async () => {
    const desk = await open(await staff())
    await until('the desk is live', () => live(desk))
    const guest = await open(new Visitor(shop()))
    await guest.write({ body: 'Halo, ada orang?' })
    await until('it is there', () => bodies(guest).length === 1)
    const room = guest.rooms.own.id
    assert.equal(guest.rooms.own.online, true)
    await until('the desk sees it', () => desk.rooms.unread >= 1 && desk.rooms.rooms.get(room)?.waitingSince)
    assert.equal(guest.rooms.own.stateOf(guest.rooms.own.messages[0]), 'delivered')
    desk.read(room, 1)
    await until('it was read', () => guest.rooms.own.stateOf(guest.rooms.own.messages[0]) === 'read')
    desk.typing(room)
    await until('somebody types', () => guest.rooms.own.typing?.user.name)
    await desk.write({ room, body: 'Ada, kak' })
    await until('the answer', () => bodies(guest).length === 2)
    assert.equal(guest.rooms.own.unread, 1)
    await until('nobody waits any more', () => desk.rooms.rooms.get(room).waitingSince === null)
  })

  test('a page that comes later knows how far the other side has read', async () => {
    const visitor = new Visitor(shop())
    const guest = await open(visitor)
    const desk = await open(await staff())
    await until('the desk is live', () => live(desk))
    await guest.write({ body: 'sudah dibaca?' })
    await until('it is there', () => bodies(guest).length === 1)
    const room = guest.rooms.own.id
    await until('the desk has it', () => desk.rooms.rooms.get(room)?.upto === 1)
    desk.read(room, 1)
    await until('it was read', () => guest.rooms.own.seenSeq === 1)
    guest.stop()
    const again = await open(visitor)
    await until('live', () => live(again) && again.rooms.own)
    assert.equal(again.rooms.own.seenSeq, 1)
  })

  test('older messages are asked for again when whoever answers is away, although the socket is fine', async () => {
    const visitor = new Visitor(shop())
    const first = await open(visitor)
    for (const body of ['satu', 'dua']) await first.write({ body })
    await until('they are there', () => bodies(first).length === 2)
    let refusals = 0
    const later = await open(visitor, undefined, { refuse: path => (path.includes('/messages') && ++refusals <= 2 ? 502 : undefined) })
    await until('live', () => live(later) && later.rooms.own)
    later.older(later.rooms.own.id)
    await until('they are there, too', () => bodies(later).length === 2, { withinMs: 30_000 })
    assert.equal(refusals, 3)
    assert.equal(later.isLoading(later.rooms.own.id), false)
  })

  test('a product goes along with its price', async () => {
    const guest = await open(new Visitor(shop()))
    const { slug } = await takeVariant(shop(), 5)
    await guest.write({ product: slug })
    await until('it is there', () => guest.rooms.own?.messages.length === 1)
    assert.equal(guest.rooms.own.messages[0].product.slug, slug)
    assert.ok(guest.rooms.own.messages[0].product.price > 0)
  })

  test('a message that the service refuses fails with its reason, and the next ones pass', async () => {
    const guest = await open(new Visitor(shop()))
    await guest.write({ body: 'ini?', product: 'tidak-ada-sama-sekali' })
    await guest.write({ body: 'lanjut' })
    await until('the next one', () => bodies(guest).length === 1)
    const [failed] = guest.waiting(guest.rooms.own.id)
    assert.equal(failed.failed.code, 'unknown_product')
    assert.ok(failed.failed.message)
  })

  test('more than the service takes at once arrives in order', async () => {
    const guest = await open(new Visitor(shop()))
    const written = Array.from({ length: 25 }, (_, i) => `cepat ${i}`)
    for (const body of written) await guest.write({ body })
    await until('all', () => bodies(guest).length === 25, { withinMs: 30_000 })
    assert.deepEqual(bodies(guest), written)
  })

  test('where sockets are blocked it asks instead, and says so', async () => {
    const narrow = await startFlakyProxy(shop().chatUrl)
    narrow.blocksSockets = true
    try {
      const guest = await open(new Visitor(shop()), undefined, { through: narrow.url })
      await until('asking', () => guest.rooms.link.state === 'polling', { withinMs: 20_000 })
      await guest.write({ body: 'tanpa socket' })
      await until('sent', () => bodies(guest).length === 1)
      const desk = await open(await staff())
      await until('the desk is live', () => live(desk))
      const room = guest.rooms.own.id
      await desk.write({ room, body: 'terdengar' })
      await until('answered', () => bodies(guest).length === 2, { withinMs: 15_000 })
      guest.read(room, 2)
      await until('read', () => desk.rooms.rooms.get(room)?.seenSeq === 2)
      guest.stop()
    } finally {
      await narrow.stop()
    }
  })

  test('cut again and again, and killed in between: everything once, in order, on both sides', async () => {
    const visitor = new Visitor(shop())
    const outbox = new MemoryOutbox()
    let guest = await open(visitor, outbox)
    const desk = await open(await staff())
    await until('both are live', () => live(guest) && live(desk))
    const room = guest.rooms.own.id
    const written = { guest: [], desk: [] }
    for (let i = 0; i < 40; ++i) {
      written.guest.push(`tamu ${i}`)
      await guest.write({ body: `tamu ${i}` })
      if (i % 3 === 0) {
        written.desk.push(`staf ${i}`)
        await desk.write({ room, body: `staf ${i}` })
      }
      await new Promise(resume => setTimeout(resume, random.between(0, 60)))
      const mishap = random.between(1, 6)
      if (mishap === 1) proxy.cut()
      if (mishap === 2) {
        // The page is loaded anew.
        guest.stop()
        guest = await open(visitor, outbox)
      }
      if (i === 20) {
        await shop().killChat()
        await shop().startChat()
      }
    }
    const total = written.guest.length + written.desk.length
    await until('everything is on both screens', () => hasAll(guest, room, total) && hasAll(desk, room, total), { withinMs: 90_000 })
    const seen = bodies(guest)
    assert.deepEqual(seen.filter(body => body.startsWith('tamu')), written.guest)
    assert.deepEqual(seen.filter(body => body.startsWith('staf')), written.desk)
    assert.deepEqual(bodies(desk, room), seen)
  })
}, { chat: true })
