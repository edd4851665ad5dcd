// Several chat processes on one database, with Redis between them: who talks to whom does not depend on where they are.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Visitor } from '../http/client.mjs'
import { loggedIn } from '../http/people.mjs'
import { startBalancer } from '../support/balancer.mjs'
import { ChatSocket, chatToken } from '../support/chat.mjs'
import { bodiesOf, hasAll, isLive, openPage } from '../support/chat_page.mjs'
import { until } from '../support/poll.mjs'
import { startRedis } from '../support/redis.mjs'
import { startShop } from '../support/shop.mjs'
import { alone, kDatabases } from '../support/topology.mjs'
import { inParallel, seededRandom, size } from './run_size.mjs'

const kBuyers = size(5, 200)
const kAgents = size(2, 10)
const kMessagesEach = size(12, 30)
const kMishaps = size(4, 16)
const kPatience = { withinMs: size(120_000, 900_000) }

for (const database of kDatabases)
  describe(`two chat processes (${database})`, { skip: alone('it has its own') }, () => {
    let redis, shop, other, balancer
    const sockets = []
    before(async () => {
      redis = await startRedis()
      shop = await startShop({ database, chat: true, env: { REDIS_URL: redis.url } })
      other = await shop.startChatBeside()
      balancer = await startBalancer([shop.chatUrl, other.chatUrl])
    })
    after(async () => {
      sockets.forEach(({ socket }) => socket.terminate())
      await balancer?.stop()
      await shop?.stop()
      await redis?.discard()
    })
    const staff = async () => {
      const visitor = await loggedIn(shop, 'staff')
      return visitor
    }
    const open = async (process, visitor) => {
      const socket = await ChatSocket.greeted(process, (await chatToken(visitor)).token)
      sockets.push(socket)
      return socket
    }
    /** Who types is told by Redis alone: once it arrives the two hear each other. */
    const hearEachOther = (one, two, room) => until('the processes hear each other', async () => {
      two.frames = two.frames.filter(({ type }) => type !== 'typing')
      one.say({ type: 'typing', room })
      await new Promise(resume => setTimeout(resume, 300))
      return two.frames.some(({ type }) => type === 'typing')
    }, { withinMs: 30_000 })

    test('people at different processes see each other come, type, write and read', async () => {
      const guest = await open(shop, new Visitor(shop))
      const room = guest.welcome.rooms[0].id
      const agent = await open(other, await staff())
      await guest.next(frame => frame.type === 'presence' && frame.state === 'online', 'that somebody of the staff is there')
      await hearEachOther(guest, agent, room)
      await guest.writeWell(room, 'Halo dari sana')
      await agent.next(frame => frame.type === 'message' && frame.body === 'Halo dari sana')
      await agent.writeWell(room, 'Halo dari sini')
      await guest.next(frame => frame.type === 'message' && frame.body === 'Halo dari sini')
      guest.say({ type: 'read', room, seq: 2 })
      await agent.next(frame => frame.type === 'read' && frame.seq === 2)
      const late = await open(shop, new Visitor(shop))
      assert.equal(late.welcome.rooms[0].online, true, 'the staff are there for whoever comes to the other process')
      await agent.close()
      await guest.next(frame => frame.type === 'presence' && frame.state === 'offline', 'that the staff have gone')
    })

    test('nobody may say more by saying it at both', async () => {
      const kMost = 20, kWithinMs = 10_000, kNotHeardOfYet = 4
      const visitor = new Visitor(shop)
      const both = [await open(shop, visitor), await open(other, visitor)]
      const room = both[0].welcome.rooms[0].id
      const begun = performance.now()
      let passed = 0
      for (let i = 0; i < 2 * kMost; ++i) {
        const socket = both[i % 2]
        const id = socket.write(room, `bolak-balik ${i}`)
        const answer = await socket.next(frame => frame.client_id === id && ['ack', 'error'].includes(frame.type), 'an answer')
        if (answer.type === 'ack') ++passed
        else assert.equal(answer.code, 'rate_limited')
      }
      const windows = Math.ceil((performance.now() - begun) / kWithinMs)
      assert.ok(passed >= kMost && passed <= windows * kMost + kNotHeardOfYet, `${passed} were let through`)
    })

    test('while Redis is away messages arrive all the same, and the rest once it is back', async () => {
      const guest = await open(shop, new Visitor(shop))
      const room = guest.welcome.rooms[0].id
      const agent = await open(other, await staff())
      await hearEachOther(guest, agent, room)
      await redis.kill9()
      for (let i = 0; i < 3; ++i) {
        await guest.writeWell(room, `tanpa Redis ${i}`)
        await agent.next(frame => frame.type === 'message' && frame.body === `tanpa Redis ${i}`)
      }
      await redis.start()
      await hearEachOther(guest, agent, room)
    })

    test(`${kBuyers} buyers and ${kAgents} of the staff, processes and Redis killed in between, one process for good: everything once, in order, on every screen`, async () => {
      const random = seededRandom()
      // What the network does to what it brings: late, twice, in another order.
      const mischief = pass => text => {
        const mishap = random.between(1, 20)
        if (mishap === 1) return setTimeout(() => pass(text), random.between(1, 200))
        pass(text)
        if (mishap === 2) pass(text)
      }
      const page = visitor => openPage(visitor, { url: balancer.url, random, mischief })
      const agents = await inParallel(kAgents, async () => page(await staff()), 1) // Several logins of one account at once are too many.
      await until('the staff are there', () => agents.every(isLive), kPatience)
      const buyers = await inParallel(kBuyers, async () => {
        const visitor = new Visitor(shop)
        await chatToken(visitor) // One session for both screens, and so one guest.
        const screens = [await page(visitor), await page(visitor)]
        await until('the buyer is there', () => screens.every(screen => isLive(screen) && screen.rooms.own), kPatience)
        return { screens, room: screens[0].rooms.own.id, written: [] }
      }, 8)
      const everybody = [...agents, ...buyers.flatMap(({ screens }) => screens)]
      try {
        let count = 0
        const writing = buyers.map(async ({ screens, room, written }, buyer) => {
          for (let i = 0; i < kMessagesEach; ++i) {
            const body = `pembeli ${buyer}: ${i}`
            written.push(body)
            await screens[0].write({ room, body })
            if (i % 4 === 3) {
              written.push(`staf kepada ${buyer}: ${i}`)
              await random.oneOf(agents).write({ room, body: written.at(-1) })
            }
            ++count
            await new Promise(resume => setTimeout(resume, random.between(0, 120)))
          }
        })
        const mishaps = [
          async () => { await other.kill9(); await other.start() },
          async () => { await shop.killChat(); await shop.startChat() },
          async () => { await redis.kill9(); await redis.start() },
        ]
        for (let mishap = 1; mishap <= kMishaps; ++mishap) {
          const share = Math.floor((kBuyers * kMessagesEach * mishap) / (kMishaps + 1))
          await until(`${share} messages are written`, () => count >= share, kPatience)
          if (mishap === kMishaps) await other.kill9() // for good
          else await mishaps[mishap % mishaps.length]()
        }
        await Promise.all(writing)
        await until('everything is on every screen', () => buyers.every(({ screens, room, written }) =>
          [...screens, ...agents].every(screen => hasAll(screen, room, written.length))), kPatience)
        for (const { screens, room, written } of buyers) {
          const seen = bodiesOf(screens[0])
          assert.deepEqual([...seen].sort(), [...written].sort())
          assert.deepEqual(seen.filter(body => body.startsWith('pembeli')), written.filter(body => body.startsWith('pembeli')))
          for (const other of [...screens, ...agents]) assert.deepEqual(bodiesOf(other, room), seen)
        }
      } finally {
        everybody.forEach(screen => screen.stop())
        await other.start()
      }
    })
  })
