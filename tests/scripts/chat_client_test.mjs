// The chat's client by itself (web/js/chat), against a service and a network that misbehave.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { seededRandom, size } from '../race/run_size.mjs'
import { Rooms } from '../../web/js/chat/rooms.js'
import { Device, World } from './chat_world.mjs'

const kAni = { id: 17, name: 'Ani', role: 'buyer' }
const kGuest = { id: -3, name: 'Tamu 3', role: 'guest' }
const kBudi = { id: 2, name: 'Budi', role: 'staff' }

describe('the client of the chat', () => {
  const random = seededRandom()
  const worldWith = async (person = kAni, options) => {
    const world = new World(random)
    const device = new Device(world, person, options)
    const tab = await device.open()
    return { world, device, tab }
  }
  const live = ({ client }) => client.rooms.link.state === 'live'
  const pending = ({ client }) => client.waiting(client.rooms.own?.id)

  test('a message is shown as being sent, then as sent, and never twice', async () => {
    const { world, tab } = await worldWith()
    await world.until('live', () => live(tab))
    await tab.client.write({ body: 'Halo' })
    assert.deepEqual(pending(tab).map(({ body }) => body), ['Halo'])
    await world.until('it is there', () => tab.bodies().length === 1)
    assert.deepEqual(pending(tab), [])
    assert.equal(tab.room.stateOf(tab.room.messages[0]), 'sent')
  })

  test('the staff are shown what was asked, the customer what the shop says by itself', () => {
    const shown = me => {
      const rooms = new Rooms({ ask() {}, now: () => 0 })
      rooms.apply({ type: 'welcome', user: me, rooms: [{ id: 1, owner: kAni, status: 'open', last_seq: 0 }] })
      const said = (seq, sender, body) => rooms.apply({ type: 'message', room: 1, seq, client_id: `c${seq}`, sender, body, sent_at: `t${seq}` })
      said(1, kAni, 'Ada senar bas?')
      said(2, { id: 0, name: 'Toko', role: 'shop' }, 'Kami tutup')
      return rooms.rooms.get(1).lastMessage.body
    }
    assert.deepEqual([shown(kBudi), shown(kAni)], ['Ada senar bas?', 'Kami tutup'])
  })

  test('two messages of equal text are two', async () => {
    const { world, tab } = await worldWith()
    for (let i = 0; i < 2; ++i) await tab.client.write({ body: 'ya' })
    await world.until('both', () => tab.bodies().length === 2)
    assert.equal(pending(tab).length, 0)
  })

  test('what is written before the first connection goes to the own room', async () => {
    const { world, device, tab } = await worldWith(kGuest, { whose: 'guest' })
    device.network.isOnline = false
    tab.client.networkChanged()
    await tab.client.write({ body: 'tanpa jaringan' })
    await world.until('offline', () => tab.client.rooms.link.state === 'offline')
    assert.deepEqual(pending(tab).map(({ body }) => body), ['tanpa jaringan'])
    device.network.isOnline = true
    tab.client.networkChanged()
    await world.until('sent', () => tab.bodies().length === 1, 10_000)
  })

  test('the outbox outlives the page', async () => {
    const { world, device, tab } = await worldWith()
    world.service.isUp = false
    world.service.dropAll()
    await tab.client.write({ body: 'satu' })
    await tab.client.write({ body: 'dua' })
    tab.client.stop()
    const reloaded = await device.open()
    assert.deepEqual(pending(reloaded).map(({ body }) => body), ['satu', 'dua'])
    world.service.isUp = true
    await world.until('both', () => reloaded.bodies().length === 2)
    assert.deepEqual(reloaded.bodies(), ['satu', 'dua'])
  })

  test('a page that ends while a message is under way sends it once', async () => {
    for (let wait = 0; wait < 200; wait += 10) {
      const { world, device, tab } = await worldWith()
      await world.until('live', () => live(tab))
      await tab.client.write({ body: 'sekali' })
      await world.pass(wait)
      tab.client.stop()
      const reloaded = await device.open()
      await world.until('nothing waits', () => live(reloaded) && pending(reloaded).length === 0)
      reloaded.client.older(reloaded.room.id)
      await world.until('history', () => reloaded.bodies().length > 0)
      assert.deepEqual(reloaded.bodies(), ['sekali'], `ended after ${wait} ms`)
    }
  })

  test('a lost acknowledgement does not double a message', async () => {
    const { world, device, tab } = await worldWith()
    await world.until('live', () => live(tab))
    let lost = 0
    device.network.refuses = frame => {
      if (lost++ > 0) return undefined
      world.service.send(kAni, frame)
      world.service.dropAll()
      return { type: 'pong' }
    }
    await tab.client.write({ body: 'sekali' })
    await world.until('nothing waits', () => lost > 1 && pending(tab).length === 0)
    assert.deepEqual(world.service.rooms.get(1).messages.map(({ body }) => body), ['sekali'])
    assert.deepEqual(tab.bodies(), ['sekali'])
  })

  test('a refused message fails with its reason and lets the others pass', async () => {
    const { world, tab } = await worldWith()
    await tab.client.write({ body: 'not wanted' })
    await tab.client.write({ body: 'lanjut' })
    await world.until('the other is there', () => tab.bodies().length === 1)
    assert.deepEqual(pending(tab).map(({ body, failed }) => [body, failed.message]), [['not wanted', 'not wanted here']])
    const [{ client_id: id }] = pending(tab)
    await tab.client.retry(id)
    assert.equal(pending(tab)[0].failed, undefined)
    await world.until('it is refused again', () => pending(tab)[0].failed)
    await tab.client.discard(id)
    assert.deepEqual(pending(tab), [])
    assert.deepEqual(await tab.device.outbox.all('17'), [])
  })

  test('only a refused message can be discarded', async () => {
    const { tab } = await worldWith()
    const id = await tab.client.write({ body: 'tetap' })
    await tab.client.discard(id)
    assert.equal(pending(tab).length, 1)
  })

  test('what came too fast is sent again after a pause, in order', async () => {
    const { world, device, tab } = await worldWith()
    let count = 0
    device.network.refuses = ({ client_id, room }) =>
      ++count % 3 === 0 ? { type: 'error', code: 'rate_limited', message: '', client_id, room, retry_after_ms: 2_000 } : undefined
    const bodies = Array.from({ length: 9 }, (_, i) => `pesan ${i}`)
    for (const body of bodies) await tab.client.write({ body })
    await world.until('all', () => tab.bodies().length === 9)
    assert.deepEqual(tab.bodies(), bodies)
  })

  test('a gap is filled before what comes behind it is shown', async () => {
    const { world, device, tab } = await worldWith()
    await world.until('live', () => live(tab))
    device.network.losses = 1
    world.service.send(kBudi, { room: 1, client_id: 'a', body: 'hilang' })
    await world.pass(500)
    device.network.losses = 0
    world.service.send(kBudi, { room: 1, client_id: 'b', body: 'sampai' })
    await world.until('both', () => tab.bodies().length === 2, 5_000)
    assert.deepEqual(tab.bodies(), ['hilang', 'sampai'])
  })

  test('where sockets are blocked the service is asked instead', async () => {
    const { world, device, tab } = await worldWith()
    device.network.blocksSockets = true
    await world.until('asking', () => tab.client.rooms.link.state === 'polling', 30_000)
    await tab.client.write({ body: 'lewat REST' })
    await world.until('sent', () => tab.bodies().length === 1, 10_000)
    world.service.send(kBudi, { room: 1, client_id: 'a', body: 'jawaban' })
    await world.until('answered', () => tab.bodies().length === 2, 10_000)
    tab.client.read(1, 2)
    await world.until('read', () => world.service.rooms.get(1).reads.get(17) === 2, 10_000)
    device.network.blocksSockets = false
    await world.until('a socket again', () => live(tab), 300_000)
  })

  test('a connection on which nothing comes any more is given up', async () => {
    const { world, device, tab } = await worldWith()
    await world.until('live', () => live(tab))
    // The phone has changed its network: nobody says so.
    const [socket] = world.service.sockets
    socket.deliver = () => {}
    world.service.send(kBudi, { room: 1, client_id: 'a', body: 'ada?' })
    await world.until('it is there', () => tab.bodies().length === 1, 60_000)
    assert.equal(device.tabs.size, 1)
  })

  test('a token is renewed before it ends, on the same socket', async () => {
    const { world, device, tab } = await worldWith()
    await world.until('live', () => live(tab))
    const [socket] = world.service.sockets
    await world.pass(590_000)
    assert.equal(socket.renewed, `token ${device.tokensGiven} of 17`)
    assert.ok(device.tokensGiven >= 2)
    assert.ok(world.service.sockets.has(socket))
  })

  test('a refused token is replaced at once', async () => {
    const { world, device, tab } = await worldWith()
    await world.until('live', () => live(tab))
    device.shop.tokens.clear()
    world.service.dropAll(4401)
    const begin = world.time
    await world.until('a new token', () => world.service.sockets.size === 1 && [...world.service.sockets][0].person, 5_000)
    assert.ok(world.time - begin < 2_000)
  })

  test('the pauses between attempts grow and are never the same for two', async () => {
    const pauses = []
    for (let i = 0; i < 2; ++i) {
      const { world, device } = await worldWith()
      world.service.isUp = false
      const begin = world.time
      const asked = []
      const original = device.network.pause.bind(device.network)
      device.network.pause = () => (asked.push(world.time - begin), original())
      await world.pass(300_000)
      assert.ok(asked.length < 60, `${asked.length} steps within five minutes`)
      pauses.push(asked.at(-1))
    }
    assert.notEqual(pauses[0], pauses[1])
  })

  test('somebody else who logs in on this browser does not send it', async () => {
    const { world, device, tab } = await worldWith()
    world.service.isUp = false
    world.service.dropAll()
    await tab.client.write({ body: 'rahasia Ani' })
    tab.client.stop()
    const other = { id: 18, name: 'Citra', role: 'buyer' }
    device.person = other
    device.whose = '18'
    world.service.isUp = true
    world.service.admit(other)
    const page = await device.open()
    await world.until('live', () => live(page))
    await world.pass(5_000)
    assert.deepEqual(pending(page), [])
    assert.ok([...world.service.rooms.values()].every(({ messages }) => messages.length === 0))
  })

  test('two accounts of one name on one browser are two', async () => {
    const { world, device, tab } = await worldWith(kAni, { whose: 'account Ani' })
    await world.until('live', () => live(tab))
    world.service.isUp = false
    world.service.dropAll()
    await tab.client.write({ body: 'dari Ani yang satu' })
    tab.client.stop()
    device.person = { id: 19, name: 'Ani', role: 'buyer' }
    world.service.isUp = true
    world.service.admit(device.person)
    const page = await device.open()
    await world.until('live', () => live(page))
    await world.pass(5_000)
    assert.deepEqual(pending(page), [])
    assert.ok([...world.service.rooms.values()].every(({ messages }) => messages.length === 0))
  })

  test('what a guest has written is sent by the account they log in to', async () => {
    const { world, device, tab } = await worldWith(kGuest, { whose: 'guest' })
    world.service.isUp = false
    world.service.dropAll()
    await tab.client.write({ body: 'sebelum masuk' })
    tab.client.stop()
    device.person = kAni
    device.whose = '17'
    world.service.isUp = true
    world.service.admit(kAni)
    const page = await device.open()
    await world.until('sent', () => page.bodies().length === 1)
    assert.equal(page.room.messages[0].sender.id, 17)
  })

  test('unread is what the service counts, in every tab, however it comes', async () => {
    const { world, device, tab } = await worldWith()
    const second = await device.open()
    await world.until('both are there', () => live(tab) && live(second) && second.room)
    for (let i = 0; i < 5; ++i) world.service.send(kBudi, { room: 1, client_id: `b${i}`, body: `jawaban ${i}` })
    world.service.send(kAni, { room: 1, client_id: 'own', body: 'dari HP' })
    await world.until('all', () => tab.bodies().length === 6 && second.bodies().length === 6)
    assert.deepEqual([tab, second].map(({ client }) => client.rooms.unread), [5, 5])
    second.client.read(1, 3)
    await world.until('the other tab hears of it', () => tab.client.rooms.unread === 2)
    tab.client.read(1, 6)
    await world.until('the service, too', () => world.service.rooms.get(1).reads.get(17) === 6)
    assert.deepEqual([tab, second].map(({ client }) => client.rooms.unread), [0, 0])
  })

  test('what was read without a connection is told later', async () => {
    const { world, device, tab } = await worldWith()
    await world.until('live', () => live(tab))
    world.service.send(kBudi, { room: 1, client_id: 'a', body: 'ada' })
    await world.until('there', () => tab.bodies().length === 1)
    device.network.isOnline = false
    tab.client.networkChanged()
    tab.client.read(1, 1)
    device.network.isOnline = true
    tab.client.networkChanged()
    await world.until('told', () => world.service.rooms.get(1).reads.get(17) === 1)
  })

  test('one socket serves all tabs, and the next tab takes over', async () => {
    const { world, device, tab } = await worldWith()
    const second = await device.open()
    const third = await device.open()
    await world.until('all are there', () => [tab, second, third].every(each => live(each) && each.room))
    assert.equal(world.service.sockets.size, 1)
    await third.client.write({ body: 'dari tab ketiga' })
    await world.until('everywhere', () => [tab, second, third].every(each => each.bodies().length === 1))
    tab.client.stop()
    await second.client.write({ body: 'tanpa tab pertama' })
    await world.until('in both', () => [second, third].every(each => each.bodies().length === 2))
    assert.equal(world.service.sockets.size, 1)
  })

  test('a tab that comes later sees the whole conversation, page by page', async () => {
    const { world, device, tab } = await worldWith()
    await world.until('live', () => live(tab))
    for (let i = 1; i <= 75; ++i) world.service.send(kBudi, { room: 1, client_id: `m${i}`, body: `${i}` })
    const late = await device.open()
    await world.until('it is there', () => late.room?.isKnown)
    for (let i = 0; i < 3; ++i) {
      late.client.older(1)
      await world.until('a page', () => !late.client.isLoading(1))
    }
    await world.until('all', () => late.bodies().length === 75 && !late.room.hasOlder)
    assert.deepEqual(late.bodies(), Array.from({ length: 75 }, (_, i) => `${i + 1}`))
  })

  test('staff see a room that appears, with the right count', async () => {
    const { world, tab: agent } = await worldWith(kBudi)
    await world.until('live', () => live(agent))
    const device = new Device(world, kAni)
    const buyer = await device.open()
    await buyer.client.write({ body: 'Halo' })
    await buyer.client.write({ body: 'Ada orang?' })
    await world.until('both are counted', () => agent.client.rooms.unread === 2)
    const [room] = agent.client.rooms.rooms.values()
    assert.ok(room.waitingSince)
    await agent.client.write({ room: room.id, body: 'Ada, kak' })
    await world.until('answered', () => buyer.bodies().length === 3)
    await world.until('nobody waits', () => room.waitingSince === null)
  })

  const kRuns = size(15, 150)
  test(`${kRuns} conversations over networks that drop, double, delay and lose: everything once, in order, on every screen`, async () => {
    for (let run = 0; run < kRuns; ++run) {
      const world = new World(random)
      const phone = new Device(world, kAni)
      const laptop = new Device(world, kAni)
      const desk = new Device(world, kBudi)
      const devices = [phone, laptop, desk]
      for (const { network } of devices)
        Object.assign(network, { drops: random.oneOf([0, 0.02, 0.1]), duplicates: random.oneOf([0, 0.3]), losses: random.oneOf([0, 0.1]), delays: [1, random.oneOf([20, 400])] })
      for (const device of devices) for (let i = 0; i < random.between(1, 3); ++i) await device.open()

      const written = new Map(devices.map(device => [device, []]))
      for (let i = 0; i < 40; ++i) {
        const device = random.oneOf(devices)
        const tab = random.oneOf([...device.tabs])
        if (tab.client.rooms.isStaff || device !== desk) {
          const room = device === desk ? [...tab.client.rooms.rooms.keys()][0] : null
          if (room !== undefined) {
            const body = `${devices.indexOf(device)}-${i}`
            written.get(device).push(body)
            await tab.client.write({ room, body })
          }
        }
        await world.pass(random.between(0, 800))
        const mishap = random.between(1, 12)
        if (mishap === 1) world.service.dropAll(random.oneOf([1001, 1006, 1013]))
        if (mishap === 2) {
          const unlucky = random.oneOf(devices)
          unlucky.network.isOnline = !unlucky.network.isOnline
          for (const each of unlucky.tabs) each.client.networkChanged()
        }
        if (mishap === 3) {
          // A tab is closed in the middle of whatever it does, another opened.
          const [closed] = device.tabs
          closed.client.stop()
          await device.open()
        }
        if (mishap === 4) world.service.isUp = !world.service.isUp
        if (mishap === 5) random.oneOf(devices).network.blocksSockets = random.oneOf([true, false])
      }

      world.service.isUp = true
      for (const { network, tabs } of devices) {
        Object.assign(network, { isOnline: true, blocksSockets: false, drops: 0, losses: 0 })
        for (const { client } of tabs) client.networkChanged()
      }
      const [room] = world.service.rooms.values()
      const total = [...written.values()].flat().length
      const tabs = devices.flatMap(device => [...device.tabs])
      await world.until(`run ${run}: everything has arrived`, () => room.messages.length === total && tabs.every(({ client }) => client.rooms.pending.size === 0))
      for (const { client } of tabs) {
        await world.until(`run ${run}: all of it is on the screen`, () => {
          const here = client.rooms.rooms.get(room.id)
          if (here?.hasOlder && !client.isLoading(room.id)) client.older(room.id)
          return here && !here.hasOlder && here.upto === total
        })
      }
      assert.equal(new Set(room.messages.map(({ body }) => body)).size, total)
      // Each device's messages in the order in which they were written there.
      for (const [device, bodies] of written)
        assert.deepEqual(room.messages.map(({ body }) => body).filter(body => body.startsWith(`${devices.indexOf(device)}-`)), bodies)
      for (const { client } of tabs) {
        const here = client.rooms.rooms.get(room.id)
        assert.deepEqual(here.messages.map(({ seq, body }) => [seq, body]), room.messages.map(({ seq, body }) => [seq, body]))
        assert.equal(here.unread, world.service.view(room, client.rooms.me).unread)
      }
      for (const device of devices) {
        assert.deepEqual(await device.outbox.all(device.whose), [])
        for (const { client } of [...device.tabs]) client.stop()
      }
    }
  })
})
